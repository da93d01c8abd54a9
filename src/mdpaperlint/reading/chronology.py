"""Dated sequences of a document, the direction they run in, and which entries break it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.model.document import Document, Row
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.reading.once import once_per_document
from mdpaperlint.reading.order import Direction, breaks, is_ordered, misplaced
from mdpaperlint.reading.tables import TableReading, cell_text, column_dates, paper_tables

_ARXIV_ID = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?!\d)")


class Entry(NamedTuple):
    """A dated row with the undated rows that follow it; ``end_line`` is exclusive.

    ``start``/``end`` is the date as written, in characters into the document's text. ``row`` is the index of
    the dated row among the rows of its table.
    """

    date: PartialDate
    start: int
    end: int
    line: int
    end_line: int
    row: int


class DatedSequence(NamedTuple):
    """``silent`` says in words why the order is not judged, whatever is configured; else it is empty."""

    reading: TableReading
    entries: tuple[Entry, ...]
    silent: str


class Judgement(NamedTuple):
    """``moved`` are indices into the entries. ``silent`` says why nothing is reported, or is empty.

    ``own`` tells that the direction is the sequence's own and not that of the document's majority.
    """

    direction: Direction | None
    moved: tuple[int, ...]
    silent: str
    own: bool = False


@once_per_document
def dated_sequences(document: Document) -> tuple[DatedSequence, ...]:
    return tuple(_sequence(document, reading) for reading in paper_tables(document))


class _Tendency(NamedTuple):
    """``direction`` is the one that costs less by more than one move; ``moves`` is what the cheaper costs."""

    direction: Direction | None
    moves: int
    entries: int

    @property
    def unsorted(self) -> bool:
        return 3 * self.moves > self.entries


class _Habit(NamedTuple):
    """What most sequences of a document do."""

    direction: Direction | None
    unsorted: bool


@once_per_document
def _habit(document: Document) -> _Habit:
    """More than two thirds of the sequences that have a direction must share it."""
    tendencies = [_tendency(document, sequence) for sequence in dated_sequences(document)]
    sorted_ones = [tendency.direction for tendency in tendencies if not tendency.unsorted]
    unsorted = sum(tendency.unsorted and tendency.entries >= 4 for tendency in tendencies)
    oldest, newest = sorted_ones.count("oldest-first"), sorted_ones.count("newest-first")
    direction: Direction | None = None
    if oldest > 2 * newest:
        direction = "oldest-first"
    elif newest > 2 * oldest:
        direction = "newest-first"
    return _Habit(direction, unsorted > oldest + newest)


def judge(
    document: Document,
    sequence: DatedSequence,
    configured: Direction | None = None,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
) -> Judgement:
    """Which entries of a sequence are out of order.

    ``recent_lines`` are 0-based lines that were changed last: of several smallest sets of entries, the one
    with the most of them is named. ``known_lines`` are those of rows that were out of order before: no row
    is out of order only for standing beside them. Neither decides whether the order is judged at all.
    """
    if sequence.silent:
        return Judgement(configured, (), sequence.silent)
    if configured is not None:
        return Judgement(
            configured, _misplaced(document, sequence, configured, recent_lines, known_lines), ""
        )
    if len(sequence.entries) < 2:
        return Judgement(None, (), "fewer than two of its rows are dated")
    tendency, habit = _tendency(document, sequence), _habit(document)
    own = tendency.direction is not None
    direction = tendency.direction or habit.direction
    if direction is None:
        return Judgement(None, (), "neither direction fits better, and the file has no majority")
    moved = _misplaced(document, sequence, direction)
    if not moved:
        return Judgement(direction, (), "", own)
    count = f"{len(moved)} of {len(sequence.entries)} dated rows"
    if 3 * len(moved) > len(sequence.entries):
        return Judgement(direction, (), f"{count} would have to move: it is not sorted by date", own)
    if habit.unsorted:
        return Judgement(direction, (), "most dated tables of the file are not sorted by date", own)
    other_key = _other_key(document, sequence, direction, moved)
    if other_key:
        return Judgement(direction, (), other_key, own)
    if recent_lines or known_lines:
        moved = _misplaced(document, sequence, direction, recent_lines, known_lines)
    return Judgement(direction, moved, "", own)


def _sequence(document: Document, reading: TableReading) -> DatedSequence:
    if reading.date is None:
        return DatedSequence(reading, (), "it has no date column")
    column = column_dates(document, reading)
    readings = column.readings
    dated = [number for number, found in enumerate(readings) if found and not found.venue_year]
    if not dated and any(readings):
        return DatedSequence(reading, (), "its years stand only in venues")
    rows = reading.table.rows
    if dated and column.dated_share < 0.5:
        return DatedSequence(reading, (), "few of its dates can be read as a year, month or day")
    entries = []
    for number, follower in pairwise((*dated, len(rows))):
        found = readings[number]
        assert found is not None
        row = rows[number]
        offset = row.cells[reading.date].start
        entries.append(
            Entry(
                found.date,
                offset + found.start,
                offset + found.end,
                row.line,
                rows[follower - 1].line + 1,
                number,
            )
        )
    return DatedSequence(reading, tuple(entries), "")


def _dates(sequence: DatedSequence) -> list[PartialDate]:
    return [entry.date for entry in sequence.entries]


def _tendency(document: Document, sequence: DatedSequence) -> _Tendency:
    key = f"{__name__}.tendency.{sequence.reading.table.number}"
    if key not in document.readings:
        document.readings[key] = _find_tendency(document, sequence)
    result: _Tendency = document.readings[key]
    return result


def _find_tendency(document: Document, sequence: DatedSequence) -> _Tendency:
    dates = _dates(sequence)
    directions: tuple[Direction, Direction] = ("oldest-first", "newest-first")
    for direction, other in (directions, directions[::-1]):
        # Taking one entry away mends two breaks at the most: three breaks are at least two moves.
        if is_ordered(dates, direction) and breaks(dates, other) >= 3:
            return _Tendency(direction, 0, len(dates))
    oldest, newest = (len(_misplaced(document, sequence, direction)) for direction in directions)
    if oldest + 1 < newest:
        return _Tendency("oldest-first", oldest, len(dates))
    if newest + 1 < oldest:
        return _Tendency("newest-first", newest, len(dates))
    return _Tendency(None, min(oldest, newest), len(dates))


def _misplaced(
    document: Document,
    sequence: DatedSequence,
    direction: Direction,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    dates = _dates(sequence)
    if is_ordered(dates, direction):
        return ()
    recent, known = (
        frozenset(number for number, entry in enumerate(sequence.entries) if entry.line in lines)
        if lines
        else lines
        for lines in (recent_lines, known_lines)
    )
    key = f"{__name__}.misplaced.{sequence.reading.table.number}.{direction}.{sorted(recent)}.{sorted(known)}"
    if key not in document.readings:
        document.readings[key] = tuple(misplaced(dates, direction, recent=recent, known=known))
    result: tuple[int, ...] = document.readings[key]
    return result


def _other_key(
    document: Document, sequence: DatedSequence, direction: Direction, moved: tuple[int, ...]
) -> str:
    """What the rows are sorted or grouped by instead of the date, in words; empty if by nothing."""
    reading = sequence.reading
    rows = reading.table.rows
    dated_rows = [rows[entry.row] for entry in sequence.entries]
    if reading.table.width >= 3 and any(_is_divider(row) for row in rows):
        return "rows with a single filled cell divide it into groups"
    dates = _dates(sequence)
    broken = {number for number, pair in enumerate(pairwise(dates), 1) if not is_ordered(pair, direction)}
    if len(moved) >= 5 and len(moved) > 3 * len(broken):
        return "several lists, each sorted, stand one below the other in it"
    if _sorted_by_identifier(document, sequence, dated_rows):
        return "it is sorted by arXiv ID"
    for column in range(reading.table.width):
        if column in (reading.date, reading.title):
            continue
        values = [cell_text(document, row, column).casefold() for row in dated_rows]
        starts = {number for number in range(1, len(values)) if values[number] != values[number - 1]}
        whole = len(starts) + 1 == len(set(values))
        if whole and 1 <= len(starts) <= len(values) // 2 and broken <= starts:
            name = cell_text(document, reading.table.header, column)
            return f"it is grouped by its column “{name}”"
    return ""


def _sorted_by_identifier(document: Document, sequence: DatedSequence, rows: list[Row]) -> bool:
    """Whether most rows have an arXiv ID of about their day, and these are in order but for one in fifty.

    Lists that a script writes are sorted so; their dates are often those of a later version.
    """
    found = [_ARXIV_ID.search(document.text, row.start, row.end) for row in rows]
    identifiers = []
    for match, entry in zip(found, sequence.entries, strict=True):
        if match and entry.date.day:
            year, month = 2000 + int(match.group(1)[:2]), int(match.group(1)[2:4])
            if abs(12 * (entry.date.year - year) + entry.date.month - month) <= 1:
                identifiers.append(match.group(1))
    if len(identifiers) < 10 or 10 * len(identifiers) < 8 * len(rows):
        return False
    ascents = sum(earlier < later for earlier, later in pairwise(identifiers))
    descents = sum(earlier > later for earlier, later in pairwise(identifiers))
    return bool(50 * min(ascents, descents) <= len(identifiers))


def _is_divider(row: Row) -> bool:
    return len(row.cells) > 1 and sum(cell.start != cell.end for cell in row.cells) == 1
