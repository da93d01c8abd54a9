"""Which entries of a sequence are out of chronological order, and where they belong.

A date is an interval (``2024`` is all of 2024), so "before" is a partial order: two entries are out of order
only if one lies wholly on the wrong side of the other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import isqrt
from typing import Literal, NamedTuple

from mdpaperlint.model.paper import PartialDate

Direction = Literal["oldest-first", "newest-first"]


class Move(NamedTuple):
    """The entry ``moved`` belongs behind the entry ``behind`` (-1: in front of all); both are indices.

    ``wrong_side_of`` is an entry that shows it: one that stays and lies wholly on the wrong side. Moves to
    one place are made in the order of their ``rank``.
    """

    moved: int
    behind: int
    wrong_side_of: int
    rank: int


def is_ordered(dates: Sequence[PartialDate], direction: Direction) -> bool:
    if direction == "oldest-first":
        latest = (0, 0, 0)
        previous = None
        for date in dates:
            if date is previous:
                continue
            previous = date
            if date.last_day() < latest:
                return False
            latest = max(latest, date.first_day())
    else:
        earliest = (9999, 99, 99)
        previous = None
        for date in dates:
            if date is previous:
                continue
            previous = date
            if date.first_day() > earliest:
                return False
            earliest = min(earliest, date.last_day())
    return True


def breaks(dates: Sequence[PartialDate], direction: Direction) -> int:
    """How often an entry lies wholly on the wrong side of the one right before it."""
    pairs = pairwise(dates)
    if direction == "oldest-first":
        return sum(later.last_day() < earlier.first_day() for earlier, later in pairs)
    return sum(earlier.last_day() < later.first_day() for earlier, later in pairs)


def fewest_moves(*runs: Sequence[PartialDate]) -> int:
    """How many entries would have to move within the runs, all in the one direction that costs less."""
    directions: tuple[Direction, Direction] = ("oldest-first", "newest-first")
    if any(all(is_ordered(run, direction) for run in runs) for direction in directions):
        return 0
    return min(sum(count_misplaced(run, direction) for run in runs) for direction in directions)


def count_misplaced(dates: Sequence[PartialDate], direction: Direction) -> int:
    """How many entries :func:`misplaced` names. Where all dates are as precise, a bisection for each does."""
    if len({(date.month > 0, date.day > 0) for date in dates}) > 1:
        return len(misplaced(dates, direction))
    # The least last date of an ordered choice of one entry, of two, and so on.
    least: list[tuple[int, ...]] = []
    for date in dates if direction == "oldest-first" else reversed(dates):
        place = bisect_right(least, date)
        least[place : place + 1] = [date]
    return len(dates) - len(least)


def misplaced(
    dates: Sequence[PartialDate],
    direction: Direction,
    *,
    recent: frozenset[int] = frozenset(),
    known: frozenset[int] = frozenset(),
) -> list[int]:
    """A smallest set of indices whose removal leaves the rest in order, ascending.

    Of several such sets, one with the most ``recent`` entries in it, then, where all dates are as precise,
    one of later entries. The ``known`` entries were out of order before: the others are judged as if these
    were not there, and then of them are named those that do not fit in between.
    """
    if known:
        others = [index for index in range(len(dates)) if index not in known]
        chosen = misplaced(
            [dates[index] for index in others],
            direction,
            recent=frozenset(number for number, index in enumerate(others) if index in recent),
        )
        gone = {others[number] for number in chosen}
        rest = [index for index in range(len(dates)) if index not in gone]
        lightest = frozenset(number for number, index in enumerate(rest) if index in known)
        gone.update(rest[number] for number in _heaviest([dates[i] for i in rest], direction, lightest, 1))
        return sorted(gone)
    return _heaviest(dates, direction, recent, len(dates))


def _heaviest(
    dates: Sequence[PartialDate], direction: Direction, light: frozenset[int], weight: int
) -> list[int]:
    """What to remove so that what stays is in order and as heavy as can be.

    The ``light`` entries weigh ``weight``, the others one more than there are entries.

    Seen from the last entry to the first, what was kept so far is summed up by one day: no entry in front
    may begin after the earliest end among the kept ones. ``weights`` holds the best that can be kept for
    each such day; an entry that contains the day may always be kept, so it adds to a range of days.
    """
    spans = _spans(dates, direction)
    days = sorted({last for _, last in spans})
    never = len(days)
    count = len(spans)
    weights = _Weights(never + 1)
    weights.set(never, 0, count)
    came_from = [never] * count
    bounds = [(bisect_left(days, first), bisect_left(days, last)) for first, last in spans]
    for index in range(count - 1, -1, -1):
        first, last = bounds[index]
        worth = weight if index in light else count + 1
        best, state = weights.best_from(last)
        came_from[index] = state
        weights.add(first, last, worth)
        weights.set(last, best + worth, index)
    _, state = weights.best_from(0)
    moved = []
    for index, (first, last) in enumerate(bounds):
        if not first <= state <= last:
            moved.append(index)
        elif state == last:
            state = came_from[index]
    return moved


def moves(dates: Sequence[PartialDate], direction: Direction, moved: Sequence[int]) -> list[Move]:
    """Where each entry of ``moved`` (ascending, as from :func:`misplaced`) belongs among those that stay.

    An entry goes to the nearest place that is right, so that entries of one date keep their order.
    """
    gone = set(moved)
    kept = [index for index in range(len(dates)) if index not in gone]
    spans = _spans(dates, direction)
    # Running bounds make both tests for "may stand here" a bisection over the entries that stay.
    begins: list[tuple[int, int, int]] = []
    for index in kept:
        begins.append(max(begins[-1], spans[index][0]) if begins else spans[index][0])
    ends = [spans[index][1] for index in kept]
    for position in range(len(ends) - 2, -1, -1):
        ends[position] = min(ends[position], ends[position + 1])
    placed: list[tuple[int, tuple[int, int, int], int, int]] = []
    later_firsts: list[tuple[int, int, int]] = []
    later_places: list[int] = []
    for index in sorted(moved, key=lambda index: spans[index][0], reverse=True):
        first, last = spans[index]
        # All kept entries before the place must begin no later than `last`; all behind it end no earlier
        # than `first`. Moved entries that lie wholly later must not come to stand in front.
        highest = bisect_right(begins, last)
        lowest = bisect_left(ends, first)
        home = bisect_left(kept, index)
        place = min(max(home, lowest), highest)
        later = bisect_left(later_firsts, _mirrored(last))
        if later:
            place = min(place, later_places[later - 1])
        later_firsts.append(_mirrored(first))
        later_places.append(min(place, later_places[-1]) if later_places else place)
        wrong = kept[highest] if highest < home else kept[lowest - 1]
        placed.append((place, first, index, wrong))
    placed.sort()
    return [
        Move(index, kept[place - 1] if place else -1, wrong, rank)
        for rank, (place, _, index, wrong) in enumerate(placed)
    ]


def _spans(
    dates: Sequence[PartialDate], direction: Direction
) -> list[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """The first and the last day of each date, such that what should stand below is later."""
    if direction == "oldest-first":
        return [(date.first_day(), date.last_day()) for date in dates]
    return [(_mirrored(date.last_day()), _mirrored(date.first_day())) for date in dates]


def _mirrored(day: tuple[int, int, int]) -> tuple[int, int, int]:
    return (-day[0], -day[1], -day[2])


class _Weights:
    """Numbers for the days 0 … size-1, kept in blocks so that adding to a range and finding the best of a
    tail each cost about the square root of the size. Of equal bests the one that was set last wins.
    """

    def __init__(self, size: int) -> None:
        self._length = length = max(isqrt(size), 8)
        blocks = (size + length - 1) // length
        self._values: list[list[int]] = [[-1] * length for _ in range(blocks)]
        self._setters: list[list[int]] = [[0] * length for _ in range(blocks)]
        self._added = [0] * blocks
        self._best = [-1] * blocks

    def set(self, day: int, value: int, setter: int) -> None:
        block, place = divmod(day, self._length)
        self._values[block][place] = value - self._added[block]
        self._setters[block][place] = setter
        self._best[block] = max(self._values[block]) + self._added[block]

    def add(self, start: int, end: int, amount: int) -> None:
        """Adds to the days from ``start`` to before ``end`` that have been set."""
        while start < end:
            block, place = divmod(start, self._length)
            stop = min(self._length, place + end - start)
            values = self._values[block]
            added = self._added[block]
            values[place:stop] = [
                value + amount if value + added >= 0 else value for value in values[place:stop]
            ]
            self._best[block] = max(values) + added
            start += stop - place

    def best_from(self, start: int) -> tuple[int, int]:
        """The best value of the days from ``start`` on, and its day."""
        block, begin = divmod(start, self._length)
        best = max(self._values[block][begin:]) + self._added[block]
        if block + 1 < len(self._best):
            best = max(best, max(self._best[block + 1 :]))
        candidates: list[tuple[int, int]] = []
        for number in range(block, len(self._best)):
            if number > block:
                if self._best[number] != best:
                    continue
                begin = 0
            values, setters = self._values[number], self._setters[number]
            wanted = best - self._added[number]
            place = begin - 1
            for _ in range(values[begin:].count(wanted)):
                place = values.index(wanted, place + 1)
                candidates.append((setters[place], number * self._length + place))
        return best, min(candidates)[1]
