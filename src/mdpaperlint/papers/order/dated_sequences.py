"""The dated rows of tables of papers, and the dated items of lists of papers, in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from mdpaperlint.model.document import Document, ListItem
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.column_dates import read_column
from mdpaperlint.papers.dates.date_readings import DateReading
from mdpaperlint.papers.dates.heading_dates import heading_year
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.doubted_dates import doubted_dates, early_dates
from mdpaperlint.papers.order.misplaced_entries import fewest_moves
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates, paper_tables
from mdpaperlint.papers.tables.row_groups import column_groups, divided_groups

SequenceKind = Literal["table", "list"]
OrderKey = Literal["date", "arxiv", "venue-year", "title"]

# In a list that is kept by date nearly every item has one, and in the same place.
_DATED_ITEMS = 0.8
_GLANCED_AT = 4
_MOST_WRONG = 0.2


class Entry(NamedTuple):
    """A dated row or item with the undated ones that follow it; ``end_line`` is exclusive.

    ``start``/``end`` is the date as written, in characters into the document's text. ``row`` is the index of
    the dated one among the rows of its table, or the items of its list.
    """

    date: PartialDate
    start: int
    end: int
    line: int
    end_line: int
    row: int


class DatedSequence(NamedTuple):
    """``silent`` says in words why the order is not judged, whatever is configured; else it is empty.

    ``number`` is that of the table, or of the list; ``reading`` is None for a list, and ``items`` are empty
    for a table. ``end_line``s of items do not count blank lines behind them. ``part`` counts the groups of
    rows of a table that is parted into some, from 1. ``by`` is what the ``date`` of an entry stands for.
    """

    kind: SequenceKind
    number: int
    entries: tuple[Entry, ...]
    silent: str
    reading: PaperTable | None = None
    items: tuple[ListItem, ...] = ()
    part: int = 0
    by: OrderKey = "date"

    @property
    def start(self) -> int:
        return self.items[0].start if self.reading is None else self.reading.table.start

    @property
    def dates(self) -> tuple[PartialDate, ...]:
        return tuple([entry.date for entry in self.entries])


@memoize
def dated_sequences(document: Document) -> tuple[DatedSequence, ...]:
    """One for each table of papers, and one for each list of papers that states dates."""
    tables = [_of_table(document, reading) for reading in paper_tables(document)]
    return (*tables, *_of_lists(document)) if document.items else tuple(tables)


def _of_table(document: Document, reading: PaperTable) -> DatedSequence:
    number = reading.table.number
    if reading.date is None:
        return DatedSequence("table", number, (), "it has no date column", reading)
    column = column_dates(document, reading)
    readings = column.readings
    dated = [number for number, found in enumerate(readings) if found and not found.venue_year]
    if not dated and any(readings):
        return DatedSequence("table", number, (), "its years stand only in venues", reading)
    rows = reading.table.rows
    if dated and column.dated_share < 0.5:
        silent = "few of its dates can be read as a year, month or day"
        return DatedSequence("table", number, (), silent, reading)
    place = reading.date
    offsets = [row.cells[place].start if place < len(row.cells) else -1 for row in rows]
    entries = _entries(readings, dated, offsets, [(row.line, row.line + 1) for row in rows])
    return DatedSequence("table", number, entries, "", reading)


def _entries(
    readings: tuple[DateReading | None, ...],
    dated: list[int],
    offsets: Sequence[int],
    lines: Sequence[tuple[int, int]],
) -> tuple[Entry, ...]:
    """``offsets`` are where the texts began that the readings were made of; ``lines`` the first and the last
    line (exclusive) of each row or item.
    """
    entries = []
    for number, follower in pairwise((*dated, len(readings))):
        found = readings[number]
        assert found is not None
        start = offsets[number]
        line, end_line = lines[number][0], lines[follower - 1][1]
        entries.append(Entry(found.date, start + found.start, start + found.end, line, end_line, number))
    return tuple(entries)


def _of_lists(document: Document) -> list[DatedSequence]:
    """Lists of which at least half of the items name a paper, and which are dated by their own text."""
    named = {paper.item: paper for paper in papers(document) if paper.kind == "item" and paper.listing}
    lists: dict[int, list[ListItem]] = {}
    for item in document.items:
        lists.setdefault(item.list_number, []).append(item)
    sequences = []
    for number, items in lists.items():
        entries = [named[item.number] for item in items if item.number in named]
        if len(entries) < 3 or 2 * len(entries) < len(items):
            continue
        # Reading all dates costs more than seeing that a list has none.
        step = -(-len(entries) // _GLANCED_AT)
        glance = [paper.own_date for paper in entries[::step]]
        if 2 * glance.count(None) > len(glance):
            continue
        found = {paper.item: paper.own_date for paper in entries}
        dates = [found.get(item.number) for item in items]
        slot, count = Counter(date.slot if date else "" for date in dates).most_common(1)[0]
        if not slot or count < _DATED_ITEMS * len(items):
            continue
        dates = [date if date and date.slot == slot else None for date in dates]
        texts = [document.text[date.start : date.end] if date else "" for date in dates]
        offsets = [date.start if date else -1 for date in dates]
        readings = read_column(texts, heading_year(document, entries[0].section)).readings
        dated = [index for index, reading in enumerate(readings) if reading and not reading.venue_year]
        lines = [(item.line, item.end_line) for item in items]
        sequences.append(
            DatedSequence("list", number, _entries(readings, dated, offsets, lines), "", None, tuple(items))
        )
    return sequences


def groups(document: Document, sequence: DatedSequence) -> Sequence[DatedSequence]:
    """The groups of a table whose rows stand in some; else the sequence alone.

    The runs of a column are some where they are far nearer to an order than the whole. A row that is alone in
    its run counts as one that has to move. Wrong dates that break an order are left out.
    """
    whole = fewest_moves(sequence.dates)
    if whole == 0:
        return (sequence,)
    wrong = _wrong_dates(document)
    right = tuple([entry for entry in sequence.entries if entry.start not in wrong])
    # Where many dates are wrong, the list is dated by something else.
    if (1 - _MOST_WRONG) * len(sequence.entries) <= len(right) < len(sequence.entries):
        moves = fewest_moves(tuple([entry.date for entry in right]))
        if moves < whole:
            sequence, whole = sequence._replace(entries=right), moves
    reading = sequence.reading
    if reading is None or whole == 0:
        return (sequence,)
    if divided := divided_groups(document, reading.table.number):
        return _parted(sequence, divided)
    for column in range(reading.table.width):
        if column not in (reading.date, reading.title):
            parts = _parted(sequence, column_groups(document, reading.table.number, column))
            alone = sum(len(part.entries) == 1 for part in parts)
            if len(parts) > 1 and 2 * (fewest_moves(*(part.dates for part in parts)) + alone) <= whole:
                return parts
    return (sequence,)


@memoize
def _wrong_dates(document: Document) -> frozenset[int]:
    early = (each.date.start for each in early_dates(document))
    return frozenset((*early, *(each.date.start for each in doubted_dates(document))))


def _parted(sequence: DatedSequence, groups: Sequence[int]) -> list[DatedSequence]:
    """``groups`` has a number for each row, equal for those of one group; without any, there is one part."""
    runs = groupby(sequence.entries, key=lambda entry: groups[entry.row] if groups else -1)
    parts = [sequence._replace(entries=tuple(run), part=part) for part, (_, run) in enumerate(runs, 1)]
    return parts if len(parts) > 1 else [sequence]
