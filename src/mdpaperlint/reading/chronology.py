"""Dated sequences of a document, the direction they run in, and which entries break it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.model.document import Document, Row
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.reading.once import once_per_document
from mdpaperlint.reading.order import Direction, breaks, is_ordered, misplaced
from mdpaperlint.reading.tables import TableReading, cell_text, column_dates, paper_tables


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


@once_per_document
def majority(document: Document) -> Direction | None:
    """The direction that more than two thirds of the document's sequences have of their own, if any."""
    counts: dict[Direction, int] = {"oldest-first": 0, "newest-first": 0}
    for sequence in dated_sequences(document):
        direction = _own_direction(document, sequence)[0]
        if direction is not None:
            counts[direction] += 1
    first, second = counts["oldest-first"], counts["newest-first"]
    if first > 2 * second:
        return "oldest-first"
    return "newest-first" if second > 2 * first else None


def judge(
    document: Document,
    sequence: DatedSequence,
    configured: Direction | None = None,
    recent_lines: frozenset[int] = frozenset(),
) -> Judgement:
    """Which entries of a sequence are out of order.

    ``recent_lines`` are 0-based lines that were changed last: of several smallest sets of entries, the one
    with the most of them is named.
    """
    if sequence.silent:
        return Judgement(configured, (), sequence.silent)
    if configured is not None:
        return Judgement(configured, _misplaced(document, sequence, configured, recent_lines), "")
    direction, unordered = _own_direction(document, sequence)
    own = direction is not None
    if not unordered and own:
        return Judgement(direction, (), "", own=True)
    direction = direction or majority(document)
    if direction is None:
        return Judgement(None, (), "neither direction fits better, and the document has no majority")
    moved = _misplaced(document, sequence, direction, recent_lines)
    if not moved:
        return Judgement(direction, (), "", own)
    if 3 * len(moved) > len(sequence.entries):
        count = f"{len(moved)} of {len(sequence.entries)} dated rows"
        return Judgement(direction, (), f"{count} would have to move: it is not sorted by date", own)
    grouped = _grouping(document, sequence, direction)
    if grouped:
        return Judgement(direction, (), grouped, own)
    return Judgement(direction, moved, "", own)


def _sequence(document: Document, reading: TableReading) -> DatedSequence:
    if reading.date is None:
        return DatedSequence(reading, (), "it has no date column")
    readings = column_dates(document, reading)
    dated = [number for number, found in enumerate(readings) if found and not found.venue_year]
    if not dated and any(readings):
        return DatedSequence(reading, (), "its years stand only in venues")
    rows = reading.table.rows
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


def _own_direction(document: Document, sequence: DatedSequence) -> tuple[Direction | None, bool]:
    """The direction that costs less by more than one move, and whether entries are out of order in it."""
    key = f"{__name__}.own.{sequence.reading.table.number}"
    if key not in document.readings:
        document.readings[key] = _find_own_direction(document, sequence)
    result: tuple[Direction | None, bool] = document.readings[key]
    return result


def _find_own_direction(document: Document, sequence: DatedSequence) -> tuple[Direction | None, bool]:
    dates = _dates(sequence)
    directions: tuple[Direction, Direction] = ("oldest-first", "newest-first")
    for direction, other in (directions, directions[::-1]):
        # Taking one entry away mends two breaks at the most: three breaks are at least two moves.
        if is_ordered(dates, direction) and breaks(dates, other) >= 3:
            return direction, False
    oldest, newest = (len(_misplaced(document, sequence, direction)) for direction in directions)
    if oldest + 1 < newest:
        return "oldest-first", oldest > 0
    if newest + 1 < oldest:
        return "newest-first", newest > 0
    return None, oldest > 0 or newest > 0


def _misplaced(
    document: Document,
    sequence: DatedSequence,
    direction: Direction,
    recent_lines: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    dates = _dates(sequence)
    if is_ordered(dates, direction):
        return ()
    recent = frozenset(number for number, entry in enumerate(sequence.entries) if entry.line in recent_lines)
    key = f"{__name__}.misplaced.{sequence.reading.table.number}.{direction}.{sorted(recent)}"
    if key not in document.readings:
        document.readings[key] = tuple(misplaced(dates, direction, recent=recent))
    result: tuple[int, ...] = document.readings[key]
    return result


def _grouping(document: Document, sequence: DatedSequence, direction: Direction) -> str:
    """Why the rows count as grouped by something else than the date, in words; empty if they do not."""
    reading = sequence.reading
    rows = reading.table.rows
    dated_rows = [rows[entry.row] for entry in sequence.entries]
    if reading.table.width >= 3 and any(_is_divider(row) for row in rows):
        return "rows with a single filled cell divide it into groups"
    dates = _dates(sequence)
    broken = [number for number, pair in enumerate(pairwise(dates), 1) if not is_ordered(pair, direction)]
    for column in range(reading.table.width):
        if column in (reading.date, reading.title):
            continue
        values = [cell_text(document, row, column).casefold() for row in dated_rows]
        starts = [number for number in range(1, len(values)) if values[number] != values[number - 1]]
        whole = len(starts) + 1 == len(set(values))
        if whole and 1 <= len(starts) <= len(values) // 2 and set(broken) <= set(starts):
            name = cell_text(document, reading.table.header, column)
            return f"it is grouped by its column “{name}”"
    return ""


def _is_divider(row: Row) -> bool:
    return len(row.cells) > 1 and sum(cell.start != cell.end for cell in row.cells) == 1
