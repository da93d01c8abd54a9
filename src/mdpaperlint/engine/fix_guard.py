"""Checks that a pass of fixes changed no more of a list than its edits say.

Every heading, table row and list item of the old text is followed through the edits into the new one:

- one that no edit touches must stand there unchanged, as the same thing;
- one that edits change inside must still begin there, as the same thing, and must not have come apart;
- one that an edit writes anew must be one, and the same thing;
- one that edits take out must have been put in elsewhere, unless it was blank.

What stands in the new text beyond that must lie in what an edit put in; a block that no edit touches must be
of the same kind as before. Unsafe fixes mend structure: for them rows and entries may become something else,
or arise, or go, but no further from an edit than the next blank lines around the table or list; headings may
go with the edit that takes them out, or arise in a block that an edit touches, and not change otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import Literal, NamedTuple

from mdpaperlint.engine.edits import EditMap
from mdpaperlint.model.document import Document
from mdpaperlint.model.wording import shortened

UnitKind = Literal["heading", "row", "entry"]

_BLANK = re.compile(r"^[ \t>\r]*$", re.MULTILINE)


class _Unit(NamedTuple):
    """``mark`` must stay (level, nesting, header or body); ``around`` is the span of its table or list."""

    start: int
    end: int
    mark: object
    around: tuple[int, int]


class _Disturbed:
    """The text that unsafe edits may change beyond what they touch: all up to the next blank lines."""

    def __init__(self, old: Document, new: Document, edits: EditMap) -> None:
        self._old = old
        self._edits = edits
        self._old_blank = [match.start() for match in _BLANK.finditer(old.text)]
        self._new_blank = [match.start() for match in _BLANK.finditer(new.text)]
        self._new_length = len(new.text)

    def before(self, start: int, end: int) -> bool:
        """Whether a span of the old text may have become something else."""
        return self._edits.touches(*_surroundings(self._old_blank, len(self._old.text), start, end))

    def after(self, start: int, end: int) -> bool:
        """Whether a span of the new text may be something new."""
        return self._edits.touched(*_surroundings(self._new_blank, self._new_length, start, end))

    def laid_bare(self, start: int) -> bool:
        """Whether the offset of the new text was in a block of the old one that an edit touched, such as
        raw HTML that a blank line now ends.
        """
        block = self._old.block_at(self._edits.old_start(start))
        return block is not None and self.before(block.start, block.end)


def _surroundings(blank: list[int], length: int, start: int, end: int) -> tuple[int, int]:
    first, last = bisect_left(blank, start), bisect_left(blank, end)
    return blank[first - 1] if first else 0, blank[last] + 1 if last < len(blank) else length


def damage(old: Document, new: Document, edits: EditMap, *, safe: bool) -> str | None:
    """The damage of the edits, in words, or None. ``safe`` means that all of them are of safe fixes."""
    disturbed = None if safe else _Disturbed(old, new, edits)
    return (
        _follow("heading", _headings(old), _headings(new), old, new, edits, disturbed)
        or _follow("row", _rows(old), _rows(new), old, new, edits, disturbed)
        or _follow("entry", _entries(old), _entries(new), old, new, edits, disturbed)
        or _blocks(old, edits, {(block.start, block.kind) for block in new.blocks}, disturbed)
    )


def _headings(document: Document) -> list[_Unit]:
    return [
        _Unit(heading.start, heading.end, (heading.level, heading.nested), (heading.start, heading.end))
        for heading in document.headings
    ]


def _rows(document: Document) -> list[_Unit]:
    units: list[_Unit] = []
    for table in document.tables:
        around = (table.start, table.end)
        units.append(_Unit(table.header.start, table.header.end, True, around))
        units += [_Unit(row.start, row.end, False, around) for row in table.rows]
    return units


def _entries(document: Document) -> list[_Unit]:
    text = document.text
    units: list[_Unit] = []
    around = (0, 0)
    for item in document.items:
        if item.parent < 0:
            around = (item.start, item.end)
        # Without the lines behind it that hold quote marks alone; a `>` may also end a tag of its own.
        filled = item.start + len(text[item.start : item.own_end].rstrip("> \t\r\n"))
        line_end = document.line_span(document.line_of(max(filled - 1, item.start))).end
        own = text[item.start : min(line_end, item.own_end)].rstrip(" \t\r\n")
        units.append(_Unit(item.start, item.start + len(own), item.depth, around))
    return units


def _follow(
    kind: UnitKind,
    before: list[_Unit],
    after: list[_Unit],
    old: Document,
    new: Document,
    edits: EditMap,
    disturbed: _Disturbed | None,
) -> str | None:
    starts = [unit.start for unit in after]
    if starts != sorted(starts):
        after = sorted(after, key=lambda unit: unit.start)
        starts = [unit.start for unit in after]
    kept = bytearray(len(after))
    covered: dict[int, list[_Unit]] = {}
    for unit in before:
        first, last = edits.indices(unit.start, unit.end)
        low, high = edits.new_end(unit.start), edits.new_start(unit.start)
        if first == last:
            index = bisect_left(starts, high)
            found = index < len(after) and starts[index] == high
            whole = (
                found and after[index].mark == unit.mark and after[index].end - high == unit.end - unit.start
            )
        else:
            touching = edits.edits[first:last]
            covering = next(
                (
                    number
                    for number, edit in enumerate(touching, first)
                    # A row of white space alone has no length.
                    if edit.start <= unit.start < max(unit.end, unit.start + 1) <= edit.end
                ),
                None,
            )
            if covering is not None:
                covered.setdefault(covering, []).append(unit)
                continue
            # Text that an edit inserted right before the unit may be a part of it now, or a unit of its own.
            for begin in dict.fromkeys((low, high)):
                index = bisect_left(starts, begin)
                found = index < len(after) and starts[index] <= high
                whole = (
                    found
                    and after[index].mark == unit.mark
                    and (index + 1 == len(after) or starts[index + 1] >= edits.new_end(unit.end))
                )
                if whole:
                    break
        if found:
            kept[index] = 1
        if not whole and (disturbed is None or kind == "heading" or not disturbed.before(*unit.around)):
            said = _source(old.text[unit.start : unit.end])
            return f"the {kind} {said} would be none any more, or would come apart"
    taken: Counter[str] = Counter()
    for number, units in covered.items():
        low, high = edits.placed(number)
        first, last = bisect_left(starts, low), bisect_left(starts, high)
        if len(units) == 1 and last - first == 1 and after[first].mark == units[0].mark:
            kept[first] = 1  # Written anew as a whole.
        else:
            taken.update(old.text[unit.start : unit.end] for unit in units)
    put_in: Counter[str] = Counter()
    for index, unit in enumerate(after):
        if kept[index]:
            continue
        if edits.put_in(unit.start):
            put_in[new.text[unit.start : unit.end]] += 1
        elif disturbed is None or not (
            disturbed.laid_bare(unit.start) or (kind != "heading" and disturbed.after(*unit.around))
        ):
            return f"{_source(new.text[unit.start : unit.end])} would become a {kind}"
    if disturbed is None:
        for lost in taken - put_in:
            if any(character.isalnum() for character in lost):
                return f"the {kind} {_source(lost)} would be lost"
    return None


def _blocks(
    old: Document, edits: EditMap, after: set[tuple[int, str]], disturbed: _Disturbed | None
) -> str | None:
    for block in old.blocks:
        if edits.touches(block.start, block.end) or (edits.new_start(block.start), block.kind) in after:
            continue
        if disturbed is None or not disturbed.before(block.start, block.end):
            said = _source(old.text[block.start : block.end])
            return f"the {block.kind} {said} would become something else"
    return None


def _source(text: str) -> str:
    return f"`{shortened(' '.join(text.split()), 60)}`"
