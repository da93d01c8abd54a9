"""Texts and places as the protocol counts them (LSP 3.17)."""

from __future__ import annotations

import re
from typing import Literal

from lsprotocol import types

from mdpaperlint.model.document import Document

Encoding = Literal["utf-8", "utf-16", "utf-32"]
"""How a client counts the characters of a line."""


def units(text: str, encoding: Encoding) -> int:
    """How many code units the text takes. A lone surrogate, which JSON can carry, is one unit of UTF-16 and
    three of UTF-8.
    """
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(line: str, count: int, encoding: Encoding) -> int:
    """How many whole characters of the line fit into so many code units. A place inside a character is taken
    for the one before it; one behind the line for its end.
    """
    if count <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(count, len(line))
    # No character takes less than one unit, so the rest of the line need not be looked at.
    start = line[:count]
    total = units(start, encoding)
    if total <= count:
        return len(start)
    low, high = 0, len(start)
    while low < high:
        middle = (low + high + 1) // 2
        # Only the part in question is counted again: twice the length of the line at most, all in all.
        part = units(start[low:middle], encoding)
        if part <= count:
            low, count = middle, count - part
        else:
            high = middle - 1
    return low


class Positions:
    """Remembers the place that was asked for last: of many on one long line, each costs the way from the one
    before.
    """

    def __init__(self, document: Document, encoding: Encoding) -> None:
        self._document = document
        self._encoding = encoding
        self._last_line = -1
        self._last_offset = 0
        self._last_units = 0

    def position(self, offset: int) -> types.Position:
        line = self._document.line_of(offset)
        if line != self._last_line:
            self._last_line = line
            self._last_offset = self._document.full_line_span(line).start
            self._last_units = 0
        text, last = self._document.text, self._last_offset
        if offset >= last:
            self._last_units += units(text[last:offset], self._encoding)
        else:
            self._last_units -= units(text[offset:last], self._encoding)
        self._last_offset = offset
        return types.Position(line, self._last_units)

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))


# LSP 3.17, "Text Documents": these three and no others. ``str.splitlines`` knows more.
_BEHIND_LINE_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


def split_lines(text: str) -> list[str]:
    """Lines with their line ends; the last one has none and may be empty."""
    return _BEHIND_LINE_END.split(text)


class TextBuffer:
    """Takes the changes of ``textDocument/didChange`` in the order in which they come.

    A change costs what it replaces, not the whole text, so that many cursors stay cheap.
    """

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._lines = split_lines(text)
        self._encoding = encoding
        self._text: str | None = text

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = "".join(self._lines)
        return self._text

    def apply(self, change: types.TextDocumentContentChangeEvent) -> None:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            self._lines, self._text = split_lines(change.text), change.text
            return
        first, start = self._place(change.range.start)
        last, end = self._place(change.range.end)
        if (last, end) < (first, start):
            last, end = first, start
        lines = self._lines
        replaced = lines[first][:start] + change.text + lines[last][end:]
        # The halves of a line end can come together where the change begins; its end is before a line end.
        if first > 0 and replaced.startswith("\n") and lines[first - 1].endswith("\r"):
            first -= 1
            replaced = lines[first] + replaced
        pieces = split_lines(replaced)
        if last + 1 < len(lines):
            pieces.pop()
        lines[first : last + 1] = pieces
        self._text = None

    def offset(self, position: types.Position) -> int:
        """In characters of the text. A place behind a line is taken for its end, one behind the last line for
        the end of the text.
        """
        line, column = self._place(position)
        return sum(map(len, self._lines[:line])) + column

    def _place(self, position: types.Position) -> tuple[int, int]:
        """Line and column in characters, both 0-based."""
        if position.line >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        line = self._lines[position.line]
        content = line.rstrip("\r\n")
        return position.line, characters(content, position.character, self._encoding)
