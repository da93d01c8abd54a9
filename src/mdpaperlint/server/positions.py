"""Offsets into a document as the positions that a client understands."""

from __future__ import annotations

from lsprotocol import types

from mdpaperlint.model.document import Document
from mdpaperlint.server.encoding import Encoding, units


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
