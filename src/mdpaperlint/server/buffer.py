"""The text of an open file, kept in step with the editor by its changes."""

from __future__ import annotations

import re

from lsprotocol import types

from mdpaperlint.server.encoding import Encoding, characters

# LSP 3.17, "Text Documents": these three and no others. ``str.splitlines`` knows more.
_LINE_END = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """Lines with their line ends; the last one has none and may be empty."""
    lines = []
    start = 0
    for end in _LINE_END.finditer(text):
        lines.append(text[start : end.end()])
        start = end.end()
    lines.append(text[start:])
    return lines


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
