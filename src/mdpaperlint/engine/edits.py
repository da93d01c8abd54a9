"""Edits as data: the choice of those that are made in one pass, and offsets before and after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from mdpaperlint.model.violation import Edit, Fix, Violation


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """The edits by offset; insertions at one offset by rank, and in the given order where ranks are equal."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end, edit.rank))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Inserts at one point follow each other by rank; an insert at the start
    of a replaced range stands before the replacement.

    Raises ValueError when two edits overlap or one lies outside of the text.
    """
    pieces: list[str] = []
    behind = 0
    for start, end, replacement, _ in in_order(edits):
        if not behind <= start <= end <= len(text):
            raise ValueError(f"an edit overlaps another or leaves the text: {start} to {end}")
        pieces.append(text[behind:start])
        pieces.append(replacement)
        behind = end
    pieces.append(text[behind:])
    return "".join(pieces)


class EditMap:
    """Maps offsets of the old text to the new one and back. ``edits`` are in order and do not overlap."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        # The length that all edits before this one added to the text.
        self._shifts = [0]
        shift = 0
        for start, end, replacement, _ in edits:
            shift += len(replacement) - (end - start)
            self._shifts.append(shift)

    def new_start(self, offset: int) -> int:
        """The new offset of text that began at the offset: after everything that was inserted there.

        The offset must not lie inside a replaced range.
        """
        return offset + self._shifts[bisect_right(self._ends, offset)]

    def new_end(self, offset: int) -> int:
        """The new offset of text that ended at the offset: before everything that was inserted there."""
        index = bisect_left(self._starts, offset)
        return offset + self._shifts[index]

    def old_start(self, offset: int) -> int:
        """The old offset of text that begins at this offset of the new text, if no edit inserted it."""
        return offset - self._shifts[bisect_right(self._placed_ends, offset)]

    def indices(self, start: int, end: int) -> tuple[int, int]:
        """The edits that change or insert something between the offsets, or exactly at one of them, as a
        half-open range of their numbers.
        """
        return bisect_left(self._ends, start), bisect_right(self._starts, end)

    def touches(self, start: int, end: int) -> bool:
        first, last = self.indices(start, end)
        return first < last

    def touched(self, start: int, end: int) -> bool:
        """Whether an edit changed something between two offsets of the new text, or exactly at one."""
        return bisect_left(self._placed_ends, start) < bisect_right(self._placed_starts, end)

    def put_in(self, offset: int) -> bool:
        """Whether an edit inserted the character at this offset of the new text."""
        number = bisect_right(self._placed_starts, offset) - 1
        return number >= 0 and offset < self._placed_ends[number]

    def placed(self, number: int) -> tuple[int, int]:
        """The span in the new text of the replacement of the edit with this number."""
        return self._placed_starts[number], self._placed_ends[number]

    @cached_property
    def _placed_starts(self) -> list[int]:
        return [start + shift for start, shift in zip(self._starts, self._shifts, strict=False)]

    @cached_property
    def _placed_ends(self) -> list[int]:
        return [
            start + len(edit.replacement) for start, edit in zip(self._placed_starts, self.edits, strict=True)
        ]


class Candidate(NamedTuple):
    """A fix and the violations that offer it: several may share one fix (the same object)."""

    fix: Fix
    rule: str
    violations: tuple[Violation, ...]


def candidates(
    text: str, violations: Sequence[Violation], suppressed: Sequence[Violation]
) -> list[Candidate]:
    """Every fix that would change something and that no suppressed violation shares, by offset."""
    withheld = {id(violation.fix) for violation in suppressed}
    shared: dict[int, list[Violation]] = {}
    for violation in violations:
        fix = violation.fix
        if fix is None or id(fix) in withheld:
            continue
        shared.setdefault(id(fix), []).append(violation)
    found: list[Candidate] = []
    for offering in shared.values():
        fix = offering[0].fix
        assert fix is not None
        if any(text[edit.start : edit.end] != edit.replacement for edit in fix.edits):
            found.append(Candidate(fix, offering[0].rule, tuple(offering)))
    return sorted(found, key=lambda candidate: (candidate.violations[0].start, candidate.rule))


class Selection:
    """Fixes that do not conflict. The first one that is taken wins.

    Edits of two fixes conflict when they overlap, and when one inserts at an offset that the other touches,
    since their order would be a guess. They do not conflict

    - as insertions of different ranks: the ranks are their order;
    - where a rule inserts at the border of what it deletes itself, or where an insert has a rank: it stands
      before what begins at its point and behind what ends there.
    """

    def __init__(self, text: str) -> None:
        self._replaced = bytearray(len(text) + 1)
        self._inserted = bytearray(len(text) + 1)
        self._ranks: dict[int, set[int]] = {}
        # The one rule that inserts, or deletes, at an offset; empty when there are several, or it replaces.
        self._inserting: dict[int, str] = {}
        self._deleting: dict[int, str] = {}
        self._edits: list[Edit] = []
        self.chosen: list[Candidate] = []

    def take(self, candidate: Candidate) -> bool:
        """Takes the fix if it conflicts with none that was taken before."""
        rule = candidate.rule
        if any(self._conflicts(edit, rule) for edit in candidate.fix.edits):
            return False
        for edit in candidate.fix.edits:
            start, end = edit.start, edit.end
            if start == end:
                self._inserted[start] = 1
                self._ranks.setdefault(start, set()).add(edit.rank)
                self._inserting[start] = rule if self._inserting.get(start, rule) == rule else ""
                continue
            self._replaced[start:end] = b"\1" * (end - start)
            for point in (start, end):
                alone = not edit.replacement and self._deleting.get(point, rule) == rule
                self._deleting[point] = rule if alone else ""
        self._edits += candidate.fix.edits
        self.chosen.append(candidate)
        return True

    def _conflicts(self, edit: Edit, rule: str) -> bool:
        start, end = edit.start, edit.end
        if start == end:
            if edit.rank in self._ranks.get(start, ()):
                return True
            if start in self._deleting:
                return edit.rank == 0 and self._deleting[start] != rule
            return self._replaced[start] == 1
        if self._replaced.find(1, start, end) >= 0:
            return True
        point = self._inserted.find(1, start, end + 1)
        while point >= 0:
            if start < point < end:
                return True
            own = not edit.replacement and self._inserting[point] == rule
            if 0 in self._ranks[point] and not own:
                return True
            point = self._inserted.find(1, point + 1, end + 1)
        return False

    def edits(self) -> list[Edit]:
        """The edits of all taken fixes in order."""
        return in_order(self._edits)


def select(text: str, offered: Iterable[Candidate]) -> Selection:
    """Takes all fixes that do not conflict. Left out are those that together would make one line end of a
    carriage return and a line feed that were line ends each: two lines would become one.
    """
    taken = list(offered)
    while True:
        selection = Selection(text)
        for candidate in taken:
            selection.take(candidate)
        joining = _joining_line_ends(text, selection.edits())
        if not joining:
            return selection
        taken = [
            candidate
            for candidate in selection.chosen
            if joining.isdisjoint((edit.start, edit.end) for edit in candidate.fix.edits)
        ]


def _joining_line_ends(text: str, edits: Sequence[Edit]) -> set[tuple[int, int]]:
    """The spans of edits that bring a carriage return and a line feed together, of which one was a line
    end of its own. Of several edits between them, the last counts. ``edits`` are in order.
    """
    found: set[tuple[int, int]] = set()
    last, is_whole = "", False
    between: list[tuple[int, int]] = []
    behind = 0
    for start, end, replacement, _ in (*edits, Edit(len(text), len(text), "")):
        if behind < start:
            follows_return = text[behind - 1 : behind] == "\r"
            if last == "\r" and text[behind] == "\n" and (is_whole or not follows_return):
                found.add(between[-1])
            last, between = text[start - 1], []
            is_whole = text[start : start + 1] != "\n"
        between.append((start, end))
        if replacement:
            if last == "\r" and replacement[0] == "\n" and is_whole:
                found.add(between[-1])
            last, is_whole, between = replacement[-1], False, [(start, end)]
        behind = end
    return found
