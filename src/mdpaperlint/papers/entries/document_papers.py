"""The papers of a document: rows of its tables of papers, and list items that name a paper."""

from __future__ import annotations

from bisect import bisect_left

from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import once_per_document
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.entries import entry_items
from mdpaperlint.papers.entries.item_papers import ItemReader
from mdpaperlint.papers.entries.listings import listing_sections
from mdpaperlint.papers.entries.row_papers import RowReader
from mdpaperlint.papers.tables.paper_tables import paper_tables


@once_per_document
def papers(document: Document) -> tuple[Paper, ...]:
    """All entries that name a paper, in the order of the text. Blank rows and divider rows are none."""
    links = document.links
    starts = [link.start for link in links]
    listing = listing_sections(document)
    found: list[Paper] = []
    for reading in paper_tables(document):
        _read_rows(document, RowReader(document, reading), starts, listing, found)
    rows = len(found)
    reader = ItemReader(document)
    for item, first, last, _ in entry_items(document):
        section = document.section_at(item.start)
        found.append(
            Paper(
                reader,
                section,
                listing[section.number],
                item.start,
                item.end,
                item.line,
                item.end_line,
                first,
                last,
                -1,
                -1,
                item.number,
            )
        )
    if 0 < rows < len(found):
        found.sort(key=lambda paper: paper.start)
    return tuple(found)


def _read_rows(
    document: Document,
    reader: RowReader,
    starts: list[int],
    listing: tuple[bool, ...],
    found: list[Paper],
) -> None:
    table = reader.reading.table
    section = document.section_at(table.start)
    listed = listing[section.number]
    first = bisect_left(starts, table.start)
    count = len(starts)
    number = table.number
    width = table.width
    for index, row in enumerate(table.rows):
        line, start, end, cells = row
        while first < count and starts[first] < start:
            first += 1
        last = first
        while last < count and starts[last] < end:
            last += 1
        if first == last:
            filled = sum(cell.start != cell.end for cell in cells)
            if filled < 2 <= width or not filled:
                continue
        found.append(
            Paper(reader, section, listed, start, end, line, line + 1, first, last, number, index, -1)
        )
        first = last
