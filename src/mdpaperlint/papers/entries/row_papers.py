"""What a row of a table of papers says."""

from __future__ import annotations

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import (
    DateSource,
    Paper,
    PaperDate,
    PaperLink,
    PaperTitle,
    PaperVenue,
)
from mdpaperlint.papers.dates.column_dates import DateReading
from mdpaperlint.papers.entries.entry_dates import heading_date
from mdpaperlint.papers.entries.entry_links import (
    is_label,
    link_text,
    paper_link,
    read_link,
    same_paper_links,
)
from mdpaperlint.papers.entries.titles import cell_title, link_title
from mdpaperlint.papers.entries.venues import venue_date, venue_in
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.tables.headers import header_word
from mdpaperlint.papers.tables.paper_tables import TableReading, cell_text, column_dates


class RowReader:
    """Reads the rows of one table."""

    __slots__ = ("_columns", "_dates", "_document", "_identifiers", "_links", "_rows", "reading")

    def __init__(self, document: Document, reading: TableReading) -> None:
        self._document = document
        self.reading = reading
        self._links = document.links
        self._identifiers = link_identifiers(document)
        self._rows = reading.table.rows
        self._dates: tuple[DateReading | None, ...] | None = None
        self._columns: tuple[int, ...] | None = None

    def _own_columns(self) -> tuple[int, ...]:
        """The columns behind the title's that may hold the entry's own link, in the order of preference."""
        if self._columns is None:
            reading = self.reading
            header = reading.table.header
            roles = [
                header_word(cell_text(self._document, header, column)).role
                for column in range(reading.table.width)
            ]
            ranked = [
                [n for n, role in enumerate(roles) if role == wanted] for wanted in ("link", "venue", "title")
            ]
            if reading.title is None:
                ranked.append([n for n, role in enumerate(roles) if role in ("other", "authors")])
            if reading.date is not None:
                ranked.append([reading.date])
            self._columns = tuple(n for group in ranked for n in group if n != reading.title)
        return self._columns

    def _cell_links(self, paper: Paper, column: int) -> list[int]:
        """The indices of the links in a cell."""
        cells = self._rows[paper.row].cells
        if column >= len(cells):
            return []
        start, end = cells[column]
        links = self._links
        return [n for n in range(paper.first_link, paper.last_link) if start <= links[n].start < end]

    def own_link(self, paper: Paper) -> PaperLink | None:
        first, last = paper.first_link, paper.last_link
        if first == last:
            return None
        document, title = self._document, self.reading.title
        if title is not None:
            cells = self._rows[paper.row].cells
            if title < len(cells):
                start, end = cells[title]
                for number in range(first, last):
                    if start <= self._links[number].start < end:
                        found = paper_link(document, number)
                        if found is not None:
                            return found
        for column in self._own_columns():
            for number in self._cell_links(paper, column):
                found = paper_link(document, number)
                if found is not None:
                    return found
        for number in range(first, last):
            if is_label(link_text(document, self._links[number])):
                found = paper_link(document, number)
                if found is not None:
                    return found
        return None

    def links(self, paper: Paper) -> tuple[PaperLink, ...]:
        return tuple(read_link(self._document, number) for number in range(paper.first_link, paper.last_link))

    def identifiers(self, paper: Paper) -> tuple[PaperLink, ...]:
        own = paper.own_link
        if own is None:
            return ()
        known = self._identifiers[paper.first_link : paper.last_link]
        scheme = "" if own.identifier is None else own.identifier.scheme
        for identifier in known:
            if identifier is not None and identifier[0] != scheme:
                break
        else:
            # Of each registry only the first identifier counts.
            return (own,) if scheme else ()
        columns = set(self._own_columns())
        if self.reading.title is not None:
            columns.add(self.reading.title)
        candidates = [
            number
            for column in sorted(columns)
            for number in self._cell_links(paper, column)
            if self._links[number] is not own.link
        ]
        return same_paper_links(self._document, own, candidates)

    def title(self, paper: Paper) -> PaperTitle | None:
        column = self.reading.title
        if column is None:
            own = paper.own_link
            return None if own is None else link_title(self._document, own.link)
        cells = self._rows[paper.row].cells
        if column >= len(cells):
            return None
        cell = cells[column]
        links = [self._links[number] for number in self._cell_links(paper, column)]
        return cell_title(self._document, cell.start, cell.end, links)

    def date(self, paper: Paper) -> PaperDate | None:
        reading = self.reading
        if self._dates is None:
            self._dates = column_dates(self._document, reading).readings
        found = self._dates[paper.row]
        if found is not None:
            assert reading.date is not None
            offset = self._rows[paper.row].cells[reading.date].start
            source: DateSource = "venue" if found.venue_year else "own"
            return PaperDate(found.date, offset + found.start, offset + found.end, source)
        venue = paper.venue
        stated = None if venue is None else venue_date(self._document.text, venue)
        return stated or heading_date(self._document, paper.section)

    def venue(self, paper: Paper) -> PaperVenue | None:
        document, row = self._document, self._rows[paper.row]
        for column in (self.reading.venue, self.reading.date):
            if column is None or column >= len(row.cells):
                continue
            start, end = row.cells[column]
            venue = venue_in(document.text, start, end, whole=column == self.reading.venue)
            if venue is not None:
                return venue
        return None
