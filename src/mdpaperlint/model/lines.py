"""Lines and spans of a text, and look-ups of them by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    start: int
    end: int


class Begun(Protocol):
    @property
    def start(self) -> int: ...


class Spanning(Begun, Protocol):
    @property
    def end(self) -> int: ...


Begins = TypeVar("Begins", bound=Begun)
Spans = TypeVar("Spans", bound=Spanning)

_START = attrgetter("start")


def last_begun(spans: Sequence[Begun], offset: int) -> int:
    """The index of the last span that begins at or before the offset; -1 for none.

    The spans must be in the order of their starts, here and below.
    """
    return bisect_right(spans, offset, key=_START) - 1


def span_at(spans: Sequence[Spans], offset: int) -> Spans | None:
    """The span that holds the offset or ends at it; None when the last that has begun ends before."""
    number = last_begun(spans, offset)
    return spans[number] if number >= 0 and offset <= spans[number].end else None


def begun_within(spans: Sequence[Begins], start: int, end: int) -> Sequence[Begins]:
    """The spans that begin at ``start`` or later and before ``end``."""
    first = bisect_left(spans, start, key=_START)
    return spans[first : bisect_left(spans, end, first, key=_START)]


class Lines:
    """``line_starts`` holds the offset of each line. The last line has no line end and may be empty."""

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

    def line_text(self, line: int) -> str:
        return self.text[slice(*self.line_span(line))]

    def full_line_span(self, line: int) -> Span:
        """The line with its line end."""
        starts = self._line_starts
        return Span(starts[line], starts[line + 1] if line + 1 < len(starts) else len(self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both 1-based, the column in characters."""
        line = self.line_of(offset)
        return line + 1, offset - self._line_starts[line] + 1
