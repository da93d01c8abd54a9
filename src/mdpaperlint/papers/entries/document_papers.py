"""The papers of a document: all entries of its tables, lists, paragraphs, headings and HTML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Set

from mdpaperlint.model.document import Document, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.listings import lists_papers
from mdpaperlint.papers.entries.paper_reader import EntryReader
from mdpaperlint.papers.entries.recognition import recognise
from mdpaperlint.papers.entries.units import Unit, unit_reader
from mdpaperlint.papers.tables.paper_tables import read_tables


@memoize
def papers(document: Document) -> tuple[Paper, ...]:
    """All entries that name a paper, in the order of the text. Blank rows and divider rows are none."""
    recognised = recognise(document)
    reader = EntryReader(document, recognised.families)
    found: list[Paper] = []
    for table, rows in zip(document.tables, recognised.tables, strict=True):
        if rows is None or rows:
            found += _rows(document, reader, table, rows)
    in_tables = len(found)
    found += [_paper(document, reader, unit) for unit in recognised.units if unit.is_entry]
    if 0 < in_tables < len(found):
        found.sort(key=lambda paper: paper.start)
    return tuple(found)


def _paper(document: Document, reader: EntryReader, unit: Unit) -> Paper:
    start, section = unit.start, unit.section
    if unit.item is not None and start == unit.item.content_start:
        start = unit.item.start
    elif unit.kind == "heading":
        start, section = section.start, document.sections[max(section.parent, 0)]
    end = max([unit.reach, *(part.reach for part in unit.parts)])
    line = document.line_of(start)
    end_line = max(line, document.line_of(max(start, end - 1))) + 1
    listing = lists_papers(document, section, start)
    item = -1 if unit.item is None else unit.item.number
    place = start, end, line, end_line, unit.first, unit.last
    return Paper(reader, unit.kind, section, listing, *place, item=item, unit=unit)


def _rows(document: Document, reader: EntryReader, table: Table, rows: Set[int] | None) -> Iterator[Paper]:
    """``rows`` are the indices of those that are entries; None for all that say something."""
    section = document.section_at(table.start)
    listing = lists_papers(document, section, table.start) and not read_tables(document)[table.number].other
    starts = unit_reader(document).starts
    count, width = len(starts), table.width
    first = bisect_left(starts, table.start)
    for index, (line, start, end, cells) in enumerate(table.rows):
        while first < count and starts[first] < start:
            first += 1
        last = first
        while last < count and starts[last] < end:
            last += 1
        if rows is None:
            filled = width if first < last else sum(cell.start != cell.end for cell in cells)
            is_entry = filled >= min(2, width)
        else:
            is_entry = index in rows
        if is_entry:
            place = start, end, line, line + 1, first, last
            yield Paper(reader, "row", section, listing, *place, table=table.number, row=index)
        first = last
