"""An open file: its text, and what is known of it until the text changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from lsprotocol import types
from pygls.uris import to_fs_path

from mdpaperlint.engine.document_check import Report
from mdpaperlint.engine.edits import Candidate, candidates
from mdpaperlint.engine.fixer import FixResult
from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.listed_file import ListedFile
from mdpaperlint.engine.source_text import STANDARD_INPUT
from mdpaperlint.model.document import Document
from mdpaperlint.server.positions import Encoding, Positions, TextBuffer


class Reading(ListedFile):
    """One version of a file, read and checked when it is asked for."""

    @cached_property
    def report(self) -> Report:
        """Of an excluded file, nothing. Raises :class:`~mdpaperlint.user_error.ConfigError`."""
        if self.path != STANDARD_INPUT and self.linter.is_excluded(self.path):
            return Report()
        return self.examine()

    @cached_property
    def fixes(self) -> list[Candidate]:
        """The fixes that may be applied: not those that a suppressed or known violation shares."""
        report = self.report
        return candidates(self.document.text, report.violations, (*report.suppressed, *report.known))

    @cached_property
    def all_fixed(self) -> FixResult:
        """Raises :class:`~mdpaperlint.engine.fixer.FixError`."""
        return self.fixed()


class OpenFile:
    """``path`` is the file's own, or that of standard input for a text that is on no disk. ``version`` is as
    the client counts.
    """

    def __init__(self, item: types.TextDocumentItem, encoding: Encoding) -> None:
        self.uri = item.uri
        self.version: int | None = item.version
        self.path = to_fs_path(item.uri) or STANDARD_INPUT
        self.encoding = encoding
        self._buffer = TextBuffer(item.text, encoding)
        self._reading: Reading | None = None

    def change(self, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        self.version = version
        self._reading = None
        for change in changes:
            self._buffer.apply(change)

    def reading(self, linter: Linter) -> Reading:
        """Of the text as it is now; of another linter than the last time, made anew."""
        if self._reading is None or self._reading.linter is not linter:
            self._reading = Reading(linter, self.path, self._buffer.text)
        return self._reading

    def forget(self) -> None:
        """Has the file checked again although its text is the same."""
        self._reading = None

    def offset(self, position: types.Position) -> int:
        return self._buffer.offset(position)

    def positions(self, document: Document) -> Positions:
        return Positions(document, self.encoding)
