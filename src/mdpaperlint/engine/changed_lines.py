"""Which lines of a text are new or stand elsewhere than they did."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from mdpaperlint.lazy_pattern import lazy_pattern

_LINE_END = lazy_pattern(r"\r\n|\n|\r")


def changed_lines(before: str, after: Sequence[str]) -> frozenset[int]:
    """The 0-based numbers of the lines of ``after`` that ``before`` does not have at their place. The lines
    come without their ends.

    Lines that both texts hold once are matched, as many as stand in the same order (a patience diff); from
    each match on, equal neighbours are matched as well. Linear but for the sorting, whatever the texts.
    """
    old = _LINE_END.split(before)
    places = _only_once(old)
    pairs = [(places[line], number) for line, number in _only_once(after).items() if line in places]
    matches = [pairs[index] for index in longest_ascent([old_line for old_line, _ in pairs])]
    kept: set[int] = set()
    previous = (-1, -1)
    for old_line, line in (*matches, (len(old), len(after))):
        low_old, low = previous[0] + 1, previous[1] + 1
        while low_old < old_line and low < line and old[low_old] == after[low]:
            kept.add(low)
            low_old, low = low_old + 1, low + 1
        high_old, high = old_line - 1, line - 1
        while high_old >= low_old and high >= low and old[high_old] == after[high]:
            kept.add(high)
            high_old, high = high_old - 1, high - 1
        kept.add(line)
        previous = (old_line, line)
    return frozenset(number for number in range(len(after)) if number not in kept)


def _only_once(lines: Sequence[str]) -> dict[str, int]:
    """Line → its number, in the order of the lines, without blank ones and those that stand there again."""
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places[line] = -1 if line in places else number
    return {line: number for line, number in places.items() if number >= 0 and line.strip()}


def longest_ascent(values: Sequence[int]) -> list[int]:
    """The indices of a longest ascending part of different values, in ascending order."""
    tails: list[int] = []
    ends: list[int] = []
    came_from = [-1] * len(values)
    for index, value in enumerate(values):
        position = bisect_left(tails, value)
        if position:
            came_from[index] = ends[position - 1]
        if position == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[position], ends[position] = value, index
    ascent: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        ascent.append(index)
        index = came_from[index]
    return ascent[::-1]
