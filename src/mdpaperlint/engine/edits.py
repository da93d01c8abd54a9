"""Edits as data: applied in one pass over the text, and followed from the old text into the new one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from mdpaperlint.model.violation import Edit


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """By place; what is inserted at one point by rank, and in the given order where ranks are equal."""
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
    """Where a place of the old text went. ``edits`` are in order and do not overlap."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        # What all edits before this one added to the length of the text.
        self._shifts = [0]
        shift = 0
        for start, end, replacement, _ in edits:
            shift += len(replacement) - (end - start)
            self._shifts.append(shift)

    def new_start(self, offset: int) -> int:
        """Where what begins at the offset begins now: behind all that was put in at that point.

        The offset must not lie inside a replaced range.
        """
        return offset + self._shifts[bisect_right(self._ends, offset)]

    def new_end(self, offset: int) -> int:
        """Where what ended at the offset ends now: before what was put in at that point."""
        index = bisect_left(self._starts, offset)
        return offset + self._shifts[index]

    def old_start(self, offset: int) -> int:
        """Where what begins at this offset of the new text began, if no edit put it in."""
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
        """Whether the character at this offset of the new text is one that an edit put there."""
        number = bisect_right(self._placed_starts, offset) - 1
        return number >= 0 and offset < self._placed_ends[number]

    def placed(self, number: int) -> tuple[int, int]:
        """Where the replacement of the edit with this number stands in the new text."""
        return self._placed_starts[number], self._placed_ends[number]

    @cached_property
    def _placed_starts(self) -> list[int]:
        return [start + shift for start, shift in zip(self._starts, self._shifts, strict=False)]

    @cached_property
    def _placed_ends(self) -> list[int]:
        return [
            start + len(edit.replacement) for start, edit in zip(self._placed_starts, self.edits, strict=True)
        ]
