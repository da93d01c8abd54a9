"""Which lines of two texts are the same: a patience diff, linear but for one sort, whatever the texts.

:mod:`difflib` takes quadratic time where many lines repeat or have moved, which is what sorting a table does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize

_LINE_END = lazy_pattern(r"\r\n|\n|\r")
_WORD = lazy_pattern(r"\w+")
_RARE = 4


class Block(NamedTuple):
    """Lines ``start:end`` of the old text that are lines ``new_start:new_end`` of the new one; either may be
    empty.
    """

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What differs. Lines that both texts hold once are matched, as many as stand in the same order; between
    two matches, equal lines at the begin and at the end are matched as well.
    """
    places = _only_once(new)
    pairs = [(number, places[line]) for line, number in _only_once(old).items() if line in places]
    anchors = [pairs[index] for index in longest_ascent([place for _, place in pairs])]
    blocks: list[Block] = []
    position = new_position = 0
    for anchor, new_anchor in [*anchors, (len(old), len(new))]:
        start, new_start, end, new_end = position, new_position, anchor, new_anchor
        while start < end and new_start < new_end and old[start] == new[new_start]:
            start, new_start = start + 1, new_start + 1
        while end > start and new_end > new_start and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        if start < end or new_start < new_end:
            blocks.append(Block(start, end, new_start, new_end))
        position, new_position = anchor, new_anchor
    return blocks


def changed_lines(before: str, after: Document) -> frozenset[int]:
    """The 0-based numbers of the lines that the text before does not have at their place. Line ends do not
    count.
    """
    blocks = _changes_to(after, before)
    return frozenset(line for block in blocks for line in range(block.new_start, block.new_end))


def cut_lines(before: str, after: Document) -> list[int]:
    """The 0-based numbers of the lines before which lines of the text before are gone."""
    return [block.new_end for block in _changes_to(after, before) if block.start < block.end]


@memoize
def _changes_to(after: Document, before: str) -> list[Block]:
    return changes(_LINE_END.split(before), [after.line_text(line) for line in range(after.line_count)])


def origins(before: str, after: Document) -> dict[int, int]:
    """For lines that were written anew or moved, the line of the text before that each was made of: the one
    that shares the most of its rarer words, and half of all words.
    """
    old, blocks = _LINE_END.split(before), _changes_to(after, before)
    words = {
        line: set(_WORD.findall(old[line])) for block in blocks for line in range(block.start, block.end)
    }
    lines_with: dict[str, list[int]] = {}
    for line, of_line in words.items():
        for word in of_line:
            lines_with.setdefault(word, []).append(line)
    found: dict[int, int] = {}
    for block in blocks:
        for line in range(block.new_start, block.new_end):
            own = set(_WORD.findall(after.line_text(line)))
            # A word of many lines tells none of them apart, and would make this quadratic.
            rare = (lines_with.get(word, ()) for word in own)
            votes = Counter(each for lines in rare if len(lines) <= _RARE for each in lines)
            for origin, _ in votes.most_common(1):
                if 2 * len(own & words[origin]) >= max(len(own), len(words[origin])):
                    found[line] = origin
    return found


def longest_ascent(values: Sequence[int]) -> list[int]:
    """The indices of a longest ascending part of different values, in ascending order."""
    tails: list[int] = []
    ends: list[int] = []
    came_from = [-1] * len(values)
    for index, value in enumerate(values):
        position = bisect_left(tails, value)
        if position:
            came_from[index] = ends[position - 1]
        tails[position : position + 1] = [value]
        ends[position : position + 1] = [index]
    ascent: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        ascent.append(index)
        index = came_from[index]
    return ascent[::-1]


def _only_once(lines: Sequence[str]) -> dict[str, int]:
    """Line → its number, in the order of the lines, without those that stand there again."""
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places[line] = -1 if line in places else number
    return {line: number for line, number in places.items() if number >= 0}
