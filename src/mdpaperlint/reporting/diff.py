"""A unified diff, in time that grows with the number of lines.

:mod:`difflib` takes quadratic time where many lines have moved, which is what sorting a table does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mdpaperlint.engine.changed_lines import longest_ascent

NO_NEWLINE = "\\ No newline at end of file"


class Block(NamedTuple):
    """Lines ``start:end`` of the old text that are lines ``new_start:new_end`` of the new one; either may be
    empty.
    """

    start: int
    end: int
    new_start: int
    new_end: int


def unified_diff(path: str, before: str, after: str, *, context: int = 3) -> Iterator[str]:
    """Lines without their line ends, as ``patch`` and ``git apply -p1`` read them."""
    old, new = before.split("\n"), after.split("\n")
    # The last piece is what follows the last line end: nothing, or a line without one.
    old_open, new_open = old[-1] != "", new[-1] != ""
    if not old_open:
        old.pop()
    if not new_open:
        new.pop()
    old_keys: list[str] = old
    new_keys: list[str] = new
    if old_open and old:
        old_keys = [*old[:-1], old[-1] + "\n"]
    if new_open and new:
        new_keys = [*new[:-1], new[-1] + "\n"]
    hunks = _hunks(changes(old_keys, new_keys), context)
    for number, hunk in enumerate(hunks):
        if number == 0:
            yield f"--- a/{path}"
            yield f"+++ b/{path}"
        first, last = hunk[0], hunk[-1]
        lead = min(context, first.start)
        tail = min(context, len(old) - last.end)
        start, new_start = first.start - lead, first.new_start - lead
        length = last.end + tail - start
        new_length = last.new_end + tail - new_start
        yield f"@@ -{_range(start, length)} +{_range(new_start, new_length)} @@"
        position = start
        for block in hunk:
            for line in range(position, block.start):
                yield " " + old[line]
            for line in range(block.start, block.end):
                yield "-" + old[line]
                if old_open and line == len(old) - 1:
                    yield NO_NEWLINE
            for line in range(block.new_start, block.new_end):
                yield "+" + new[line]
                if new_open and line == len(new) - 1:
                    yield NO_NEWLINE
            position = block.end
        for line in range(position, position + tail):
            yield " " + old[line]
            if old_open and line == len(old) - 1:
                yield NO_NEWLINE


def changes(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What differs, found by lines that occur once in both (a "patience" diff)."""
    anchors = _anchors(old, new)
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


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of once-only lines that are in the same order in both."""
    places = _once(new)
    pairs = [(number, places[line]) for line, number in _once(old).items() if line in places]
    pairs.sort()
    return [pairs[index] for index in longest_ascent([place for _, place in pairs])]


def _once(lines: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    repeated: set[str] = set()
    for number, line in enumerate(lines):
        if line in places:
            repeated.add(line)
        places[line] = number
    for line in repeated:
        del places[line]
    return places


def _hunks(blocks: Sequence[Block], context: int) -> list[list[Block]]:
    hunks: list[list[Block]] = []
    for block in blocks:
        if hunks and block.start - hunks[-1][-1].end <= 2 * context:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return hunks


def _range(start: int, length: int) -> str:
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
