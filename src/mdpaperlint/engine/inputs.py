"""The texts of a run: files, and standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mdpaperlint.configuration.nearest_file import repository_root
from mdpaperlint.engine.discovery import STANDARD_INPUT

if TYPE_CHECKING:
    from mdpaperlint.engine.source_text import Source
    from mdpaperlint.rules.base import Files


class Inputs:
    """``stdin_filename`` says what standard input is called and where it lies; None when it is nowhere.
    ``stdin_text`` is its text, where the stream is not to be read.
    """

    def __init__(self, stdin_filename: str | None, stdin_text: str | None = None) -> None:
        self._stdin_filename = stdin_filename
        self._standard_input: bytes | None = None
        if stdin_text is not None:
            # A lone surrogate is told of as a file is that is not UTF-8.
            self._standard_input = stdin_text.encode("utf-8", "surrogatepass")

    def has_place(self, path: str) -> bool:
        """Whether the text lies beside other files, so that relative links lead somewhere."""
        return path != STANDARD_INPUT or self._stdin_filename is not None

    def place(self, path: str) -> str:
        """The absolute path that configuration and relative links count from; of a folder, which is named
        with a slash at its end, with that slash.
        """
        if path == STANDARD_INPUT:
            path = self._stdin_filename or os.path.join(os.curdir, "README.md")
        return os.path.abspath(path) + ("/" if path.endswith("/") else "")

    def label(self, path: str) -> str:
        """The name of a file in reports."""
        return (self._stdin_filename or "<stdin>") if path == STANDARD_INPUT else path

    def files_beside(self, path: str) -> Files | None:
        if not self.has_place(path):
            return None
        from mdpaperlint.engine.repository_files import RepositoryFiles

        document = self.place(path)
        root = repository_root(os.path.dirname(document)) or os.getcwd()
        return RepositoryFiles(Path(document), Path(root))

    def read(self, path: str) -> Source:
        """Standard input is read once, and is the same when it is asked for again.

        Raises :class:`~mdpaperlint.engine.source_text.SourceError`.
        """
        from mdpaperlint.engine.source_text import LARGEST_LIST, decoded, read_source

        if path != STANDARD_INPUT:
            return read_source(path)
        if self._standard_input is None:
            self._standard_input = sys.stdin.buffer.read(LARGEST_LIST + 1)
        return decoded(Path(self.label(path)), self._standard_input)
