"""The papers of a document: all entries of its tables, lists, paragraphs, headings and HTML, each read when
something of it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import chain
from operator import attrgetter

from mdpaperlint.model.document import Document, Link, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import DateSource, Paper, PaperDate, PaperLink, PaperTitle, PaperVenue
from mdpaperlint.papers.dates.heading_dates import heading_date
from mdpaperlint.papers.dates.written_dates import dates_between
from mdpaperlint.papers.entries.link_roles import link_kinds, read_link
from mdpaperlint.papers.entries.listings import lists_papers
from mdpaperlint.papers.entries.pieces import Piece
from mdpaperlint.papers.entries.recognition import recognise
from mdpaperlint.papers.entries.stated_dates import Candidate, Dates
from mdpaperlint.papers.entries.subsections import line_above
from mdpaperlint.papers.entries.titles import Families, title_of
from mdpaperlint.papers.entries.units import Unit, unit_reader
from mdpaperlint.papers.entries.venues import Venues, venue_words
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates, read_tables

_LONGEST_GROUP = 80


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


class EntryReader:
    """Reads the entries of a document."""

    def __init__(self, document: Document, families: Families) -> None:
        self._document = document
        self._families = families
        self._reader = unit_reader(document)
        self._dates = Dates(self._reader, families)
        self._tables = read_tables(document)
        self._kinds = link_kinds(document)
        self._identifiers = link_identifiers(document)
        self._candidates_of: dict[Unit, list[Candidate]] = {}
        self._own_columns: dict[int, list[int]] = {}
        self._venues = Venues(self._reader, families, self._dates)

    def _unit(self, paper: Paper) -> Unit:
        """That of a row is made when something of the row is asked for."""
        if paper.unit is None:
            paper.unit = self._reader.row(self._document.tables[paper.table], paper.row)
        assert isinstance(paper.unit, Unit)
        return paper.unit

    def _table(self, paper: Paper) -> PaperTable | None:
        """What is known of the columns; nothing of those of a table that only some rows of are entries."""
        reading = self._tables[paper.table] if paper.table >= 0 else None
        return reading if reading is not None and reading.papers else None

    def group(self, paper: Paper) -> tuple[int, int] | None:
        """That of a nested item is the item above, of another entry a line that is meant as a heading."""
        parent = self._unit(paper).parent if paper.table < 0 else None
        if parent is not None:
            return None if parent.is_entry else (parent.start, parent.end)
        return line_above(self._document, paper.section, paper.start)

    def link_numbers(self, paper: Paper) -> Sequence[int]:
        """The indices of its links and of those of its parts."""
        own = range(paper.first_link, paper.last_link)
        parts = self._unit(paper).parts if paper.table < 0 else ()
        return [*own, *chain.from_iterable(range(part.first, part.last) for part in parts)] if parts else own

    def links(self, paper: Paper) -> tuple[PaperLink, ...]:
        return tuple(read_link(self._document, number) for number in self.link_numbers(paper))

    def own_link(self, paper: Paper) -> PaperLink | None:
        if paper.table >= 0:
            own = self._own_of_row(paper)
        else:
            unit = self._unit(paper)
            own = next((each.own_paper for each in (unit, *unit.parts) if each.own_paper >= 0), -1)
        return None if own < 0 else self._paper_link(own)

    def _paper_link(self, number: int) -> PaperLink:
        return PaperLink("paper", self._document.links[number], self._identifiers[number])

    def _own_of_row(self, paper: Paper) -> int:
        links, (_, to_paper, labelled) = self._document.links, self._kinds
        papers = [number for number in range(paper.first_link, paper.last_link) if to_paper[number]]
        if papers:
            cells = self._document.tables[paper.table].rows[paper.row].cells
            for column in self._columns_of_own(paper):
                if column < len(cells):
                    start, end = cells[column]
                    for number in papers:
                        if start <= links[number][1] < end:
                            return number
        return next((number for number in papers if labelled[number]), -1)

    def _columns_of_own(self, paper: Paper) -> list[int]:
        """Where the own link of a row may stand, in the order of preference."""
        columns = self._own_columns.get(paper.table)
        if columns is None:
            roles, reading = self._reader.roles(self._document.tables[paper.table]), self._table(paper)
            columns = [] if reading is None or reading.title is None else [reading.title]
            wanted = ("link", "venue", "title", *(() if columns else ("other", "authors")), "date")
            columns += [number for role in wanted for number, each in enumerate(roles) if each == role]
            self._own_columns[paper.table] = columns
        return columns

    def identifiers(self, paper: Paper) -> tuple[PaperLink, ...]:
        """The own link, and the labelled ones behind it that show the same paper at other registries, up to a
        link that names another paper.
        """
        own, known = paper.own_link, self._identifiers
        if own is None:
            return ()
        found = {"" if own.identifier is None else own.identifier.scheme: own}
        for number in self.link_numbers(paper):
            identifier, link = known[number], self._document.links[number]
            if identifier is None or identifier.scheme in found or link is own.link:
                continue
            if paper.table < 0:
                considered = link.start > own.link.start
            else:
                cells = self._document.tables[paper.table].rows[paper.row].cells
                considered = any(
                    cells[column].start <= link.start < cells[column].end
                    for column in self._columns_of_own(paper)
                    if column < len(cells)
                )
            if considered:
                if not self._kinds.labelled[number]:
                    break
                found[identifier.scheme] = self._paper_link(number)
        return tuple([link for scheme, link in found.items() if scheme])

    def title(self, paper: Paper) -> PaperTitle | None:
        reading = self._table(paper)
        column = None if reading is None else reading.title
        return title_of(self._reader, self._families, self._unit(paper), column)

    def _title_span(self, paper: Paper) -> tuple[int, int]:
        """Where there is no title, the own link stands for it."""
        named: Piece | PaperTitle | Link | None
        named = paper.title if paper.table >= 0 else self._families.title(self._unit(paper))[0]
        if named is None and paper.own_link is not None:
            named = paper.own_link.link
        return (-1, -1) if named is None else (named.start, named.end)

    def _candidates(self, paper: Paper) -> list[Candidate]:
        unit = self._unit(paper)
        found = self._candidates_of.get(unit)
        if found is None:
            dated = self._dates.dated(unit)
            found = self._dates.candidates(dated, self._title_span(paper)) if dated else []
            self._candidates_of[unit] = found
        return found

    def date(self, paper: Paper) -> PaperDate | None:
        reading, found = self._table(paper), None
        if reading is not None and reading.date is not None:
            found = self._date_of_cell(paper, reading)
        if found is None and reading is not None and reading.venue is not None:
            found = self._date_of_venue(paper, reading.venue)
        elif found is None:
            candidate = self._dates.choose(self._unit(paper), self._candidates(paper))
            if candidate is not None:
                found = self._dates.read(candidate, paper.section, self._source(candidate))
        return found or self._group_date(paper) or heading_date(self._document, paper.section)

    def _group_date(self, paper: Paper) -> PaperDate | None:
        """That of a group whose line says nothing else, or a venue."""
        span, text = self.group(paper), self._document.text
        dates = dates_between(text, *span) if span is not None and span[1] - span[0] <= _LONGEST_GROUP else []
        if span is None or len(dates) != 1:
            return None
        start, end, _, short = dates[0]
        beside = venue_words(text[span[0] : start] + " " + text[end : span[1]])
        if beside and not self._venues.names_venue(beside):
            return None
        return self._dates.read_at(start, end, short, paper.section, "group")

    def _date_of_cell(self, paper: Paper, reading: PaperTable) -> PaperDate | None:
        found = column_dates(self._document, reading).readings[paper.row]
        if found is None or reading.date is None:
            return None
        offset = reading.table.rows[paper.row].cells[reading.date].start
        source: DateSource = "venue" if found.venue_year else "own"
        return PaperDate(found.date, offset + found.start, offset + found.end, source)

    def _date_of_venue(self, paper: Paper, column: int) -> PaperDate | None:
        cells = self._document.tables[paper.table].rows[paper.row].cells
        dates = dates_between(self._document.text, *cells[column]) if column < len(cells) else []
        if len(dates) != 1:
            return None
        start, end, precise, short = dates[0]
        return self._dates.read_at(start, end, short, paper.section, "own" if precise else "venue")

    def _source(self, candidate: Candidate) -> DateSource:
        """A year beside a venue's name is the venue's."""
        if candidate.slot[3]:
            return "own"
        if candidate.slot[2] == "words":
            return "venue"
        beside = candidate.piece if candidate.slot[2] == "names" else candidate.before
        return "venue" if beside is not None and self._venues.names_venue(beside.text) else "own"

    def dates(self, paper: Paper) -> tuple[PaperDate, ...]:
        candidates = self._candidates(paper)
        found = [self._dates.read(each, paper.section, self._source(each)) for each in candidates]
        return tuple(sorted((date for date in found if date is not None), key=attrgetter("start")))

    def venue(self, paper: Paper) -> PaperVenue | None:
        reading = self._table(paper)
        title, candidates = self._title_span(paper), self._candidates(paper)
        column = None if reading is None else reading.venue
        found = self._venues.of(self._unit(paper), title, candidates, column)
        group = self.group(paper) if found is None else None
        return found if group is None else self._venues.named_in(*group)
