"""The direction that dated tables and lists run in, which of their entries break it, and what was decided of
them in an earlier text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.entries.doubted_dates import is_of
from mdpaperlint.papers.entries.section_names import section_path
from mdpaperlint.papers.order.chance import is_orderly_by_chance
from mdpaperlint.papers.order.contradicted_dates import doubtful_entries, entry_facts
from mdpaperlint.papers.order.dated_sequences import DatedSequence, OrderKey, SequenceKind
from mdpaperlint.papers.order.misplaced_entries import (
    Direction,
    breaks,
    count_misplaced,
    is_ordered,
    misplaced,
)
from mdpaperlint.papers.order.order_keys import (
    EACH_ITS_OWN,
    NAMES,
    Orders,
    judged_sequences,
    keyed_sequences,
)

# Of fewer entries in no order at all, most run in one direction as often as not.
_SHORT = 10
# So many other sequences decide the direction of one that has none of its own.
_DECIDING = 3

_ARXIV_ID = lazy_pattern(r"(?<![\d.])(\d{4}\.\d{4,5})(?!\d)")


class Judgement(NamedTuple):
    """``moved`` are indices into the entries. ``silent`` says why nothing is reported, or is empty.

    ``own`` tells that the direction is the sequence's own and not that of the document's majority; ``sure``
    that it costs no more moves than the other one, or was configured.
    """

    direction: Direction | None
    moved: tuple[int, ...]
    silent: str
    own: bool = False
    sure: bool = True


class _Tendency(NamedTuple):
    """``direction`` is the one that costs less by more than one move; ``moves`` is what the cheaper costs."""

    direction: Direction | None
    moves: int
    entries: int

    @property
    def unsorted(self) -> bool:
        return 3 * self.moves > self.entries


class _Habit(NamedTuple):
    """What most sequences of a document do; ``deciding`` have the direction. In a ``loose`` document more of
    the short ones are out of order than in order, and not by the odd entry: one that seems to run somewhere
    does so by chance.
    """

    direction: Direction | None
    deciding: int
    unsorted: bool
    loose: bool


@memoize
def _habit(document: Document, kind: SequenceKind, by: OrderKey) -> _Habit:
    """More than two thirds of the sequences that have a direction must share it."""
    tendencies = [
        _tendency(document, sequence.dates)
        for sequence in keyed_sequences(document, by)
        if sequence.kind == kind
    ]
    sorted_ones = [tendency.direction for tendency in tendencies if not tendency.unsorted]
    unsorted = sum(tendency.unsorted and tendency.entries >= 4 for tendency in tendencies)
    oldest, newest = sorted_ones.count("oldest-first"), sorted_ones.count("newest-first")
    direction: Direction | None = None
    if oldest > 2 * newest:
        direction = "oldest-first"
    elif newest > 2 * oldest:
        direction = "newest-first"
    return _Habit(direction, max(oldest, newest), unsorted > oldest + newest, _is_loose(tendencies))


def _is_loose(tendencies: list[_Tendency]) -> bool:
    short = [tendency for tendency in tendencies if tendency.entries < _SHORT]
    broken = [tendency for tendency in short if tendency.moves]
    whole = sum(tendency.direction is not None and not tendency.moves for tendency in short)
    return len(broken) >= 3 and len(broken) > whole


def decisions(
    document: Document,
    orders: Orders = EACH_ITS_OWN,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
    before: Document | None = None,
) -> Iterator[tuple[DatedSequence, Judgement]]:
    """The sequences with what is decided of them, as :func:`judge` does.

    A sequence that ``before`` has as well, under the same headings and with the same header, runs as it did
    there: what is added to a list does not turn it round, nor make it sorted or unsorted. One whose entries
    were mostly moved or written anew was put in another order.
    """
    earlier: dict[tuple[str, ...], list[DatedSequence]] = {}
    for sequence, direction in () if before is None else judged_sequences(before, orders):
        if before is not None and direction is None:
            earlier.setdefault(_key(before, sequence), []).append(sequence)
    for sequence, direction in judged_sequences(document, orders):
        decided, alike = None, earlier.get(_key(document, sequence)) if earlier else None
        if before is not None and alike and direction is None:
            was, kept = alike.pop(0), sum(entry.line not in recent_lines for entry in sequence.entries)
            decided = judge(before, was) if 2 * kept >= len(was.entries) else None
        yield sequence, judge(document, sequence, direction, recent_lines, known_lines, decided)


def _key(document: Document, sequence: DatedSequence) -> tuple[str, ...]:
    """Equal for a sequence and what it was in another text."""
    names = section_path(document, document.section_at(sequence.start))
    header = () if sequence.reading is None else sequence.reading.table.header.cells
    columns = (document.text[cell.start : cell.end].strip() for cell in header)
    return (sequence.kind, str(sequence.part), *names, "", *columns)


def judge(
    document: Document,
    sequence: DatedSequence,
    configured: Direction | None = None,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
    before: Judgement | None = None,
) -> Judgement:
    """Which entries of a sequence are out of order.

    ``recent_lines`` are 0-based lines that were changed last: of several smallest sets of entries, the one
    with the most of them is named, or else with the most whose arXiv IDs are of other times. ``known_lines``
    are those of rows that were out of order before: no row is out of order only for standing beside them.
    Neither decides whether the order is judged at all, but ``before`` does: what was decided of the sequence
    in the earlier text, and its direction.
    """
    noun = "rows" if sequence.kind == "table" else "items"
    if sequence.silent:
        return Judgement(configured, (), sequence.silent)
    if configured is not None:
        return Judgement(
            configured, _misplaced(document, sequence, configured, recent_lines, known_lines), ""
        )
    if before is not None:
        if before.direction is None or before.silent:
            return before
        moved = _misplaced(document, sequence, before.direction, recent_lines, known_lines)
        return before._replace(moved=moved)
    if len(sequence.entries) < 2:
        return Judgement(None, (), f"fewer than two of its {noun} have {NAMES[sequence.by]}")
    tendency, habit = _tendency(document, sequence.dates), _habit(document, sequence.kind, sequence.by)
    own = tendency.direction is not None
    direction = tendency.direction or habit.direction
    if direction is None or (not own and habit.deciding < _DECIDING):
        return Judgement(None, (), "neither direction fits better, and the file has no majority")
    moved = _misplaced(document, sequence, direction)
    if not moved:
        return Judgement(direction, (), "", own)
    noun = noun if sequence.by != "date" else f"dated {noun}"
    count = f"{len(moved)} of {len(sequence.entries)} {noun}"
    if 3 * len(moved) > len(sequence.entries):
        return Judgement(direction, (), f"{count} would have to move: it is not sorted by {sequence.by}", own)
    if habit.unsorted or (habit.loose and len(sequence.entries) < _SHORT):
        kind = f"dated {sequence.kind}" if sequence.by == "date" else sequence.kind
        return Judgement(direction, (), f"most {kind}s of the file are not sorted by {sequence.by}", own)
    other_key = _other_key(document, sequence, direction, moved)
    if other_key:
        return Judgement(direction, (), other_key, own)
    supported = habit.direction == direction and habit.deciding - own >= _DECIDING
    if not supported and is_orderly_by_chance(sequence.dates, direction):
        silent = "dates in no order would look as orderly by chance"
        return Judgement(direction, (), silent, own)
    sure = own or len(moved) <= tendency.moves
    if recent_lines or known_lines:
        moved = _misplaced(document, sequence, direction, recent_lines, known_lines)
    return Judgement(direction, moved, "", own, sure)


@memoize
def _tendency(document: Document, dates: tuple[PartialDate, ...]) -> _Tendency:
    directions: tuple[Direction, Direction] = ("oldest-first", "newest-first")
    for direction, other in (directions, directions[::-1]):
        # Taking one entry away mends two breaks at the most: three breaks are at least two moves.
        if is_ordered(dates, direction) and breaks(dates, other) >= 3:
            return _Tendency(direction, 0, len(dates))
    oldest, newest = (count_misplaced(dates, direction) for direction in directions)
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
    recent, known = (
        frozenset(number for number, entry in enumerate(sequence.entries) if entry.line in lines)
        if lines
        else lines
        for lines in (recent_lines, known_lines)
    )
    if not recent and not is_ordered(sequence.dates, direction):
        recent = doubtful_entries(document, sequence)
    return _misplaced_dates(document, sequence.dates, direction, recent, known)


@memoize
def _misplaced_dates(
    document: Document,
    dates: tuple[PartialDate, ...],
    direction: Direction,
    recent: frozenset[int] = frozenset(),
    known: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    if is_ordered(dates, direction):
        return ()
    return tuple(misplaced(dates, direction, recent=recent, known=known))


def _other_key(
    document: Document, sequence: DatedSequence, direction: Direction, moved: tuple[int, ...]
) -> str:
    """What the rows are sorted or grouped by instead of the date, in words; empty if by nothing."""
    dates = sequence.dates
    broken = {number for number, pair in enumerate(pairwise(dates), 1) if not is_ordered(pair, direction)}
    last = len(dates) - len(moved)
    # Behind all others, and within their time: a family of its own, such as the versions of a model.
    second_run = (
        broken == {last} and len(set(dates[last:])) > 1 and is_ordered((dates[0], dates[last]), direction)
    )
    if second_run or (len(moved) >= 5 and len(moved) > 3 * len(broken)):
        return "several lists, each sorted, stand one below the other in it"
    if sequence.by != "date":
        return ""
    if _sorted_by_venue(document, sequence, direction, moved):
        return "it is sorted by the years of the venues"
    return "it is sorted by arXiv ID" if _sorted_by_identifier(document, sequence) else ""


def _sorted_by_venue(
    document: Document, sequence: DatedSequence, direction: Direction, moved: tuple[int, ...]
) -> bool:
    """Whether all is in the order of the years of venues, which those out of order by date have, too.

    The dates of such lists are those of the preprints, as the arXiv IDs say. What is no more than a preprint
    has the year of its date.
    """
    known = entry_facts(document, sequence)
    if any((month := known[each].month) is None or not is_of(sequence.dates[each], month) for each in moved):
        return False
    venues = [each.year("venue") for each in known]
    several = len(set(venues) - {0}) > 1 and all(venues[index] for index in moved)
    years = [year or date.year for year, date in zip(venues, sequence.dates, strict=True)]
    return several and is_ordered([PartialDate(year) for year in years], direction)


def _sorted_by_identifier(document: Document, sequence: DatedSequence) -> bool:
    """Whether most entries have an arXiv ID of about their day, and these are in order but for one in fifty.

    Lists that a script writes are sorted so; their dates are often those of a later version.
    """
    identifiers = []
    for entry in sequence.entries:
        start, _ = document.line_span(entry.line)
        _, end = document.line_span(entry.end_line - 1)
        match = _ARXIV_ID.search(document.text, start, end)
        if match and entry.date.day:
            year, month = 2000 + int(match.group(1)[:2]), int(match.group(1)[2:4])
            if abs(12 * (entry.date.year - year) + entry.date.month - month) <= 1:
                identifiers.append(match.group(1))
    if len(identifiers) < 10 or 10 * len(identifiers) < 8 * len(sequence.entries):
        return False
    ascents = sum(earlier < later for earlier, later in pairwise(identifiers))
    descents = sum(earlier > later for earlier, later in pairwise(identifiers))
    return bool(50 * min(ascents, descents) <= len(identifiers))
