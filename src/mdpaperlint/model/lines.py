"""A text as lines, for places in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Span(NamedTuple):
    start: int
    end: int


class Lines:
    """``line_starts`` holds the offset of each line; a text ends with a line, if an empty one."""

    __slots__ = ("_line_starts", "text")

    def __init__(self, text: str, line_starts: list[int]) -> None:
        self.text = text
        self._line_starts = line_starts

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def line_of(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset) - 1

    def line_span(self, line: int) -> Span:
        """The line without its line end (``\\n``, ``\\r\\n`` or ``\\r``)."""
        start = self._line_starts[line]
        if line + 1 == len(self._line_starts):
            return Span(start, len(self.text))
        end = self._line_starts[line + 1] - 1
        if end > start and self.text[end] == "\n" and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def full_line_span(self, line: int) -> Span:
        """The line with its line end."""
        starts = self._line_starts
        return Span(starts[line], starts[line + 1] if line + 1 < len(starts) else len(self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both 1-based, the column in characters."""
        line = self.line_of(offset)
        return line + 1, offset - self._line_starts[line] + 1
