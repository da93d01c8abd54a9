"""The texts of a run: files and standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mdpaperlint.configuration.nearest_file import repository_root
from mdpaperlint.regular_file import read_file
from mdpaperlint.user_error import UserError, reason_of

if TYPE_CHECKING:
    from mdpaperlint.rules.base import Files


STANDARD_INPUT = "-"
# No list that people read is larger, and more could fill the memory.
LARGEST_LIST = 1 << 26

_NOT_UTF_8 = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class SourceError(UserError):
    """A file that cannot be read or written. ``reason`` is one line; the message puts the path before it."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class Source(NamedTuple):
    """A file as it was read. ``text`` is every character of it: a byte order mark is its first, line ends are
    as in the file, and encoding it as UTF-8 gives the file's bytes back, which is how a later change on disk
    is noticed.
    """

    path: Path
    text: str


def read_source(path: str | os.PathLike[str]) -> Source:
    """Reads a file of at most :data:`LARGEST_LIST` bytes as strict UTF-8. Raises :class:`SourceError`."""
    try:
        data = read_file(path, LARGEST_LIST, pipes=True)
    except OSError as error:
        raise SourceError(Path(path), reason_of(error)) from error
    return decoded(Path(path), data)


def decoded(path: Path, data: bytes) -> Source:
    """Raises :class:`SourceError` for what is not UTF-8, and above :data:`LARGEST_LIST`."""
    if len(data) > LARGEST_LIST:
        raise SourceError(path, f"is larger than {LARGEST_LIST >> 20} MiB")
    try:
        return Source(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        looks_like = next(
            (f" (it looks like {name})" for mark, name in _NOT_UTF_8 if data.startswith(mark)), ""
        )
        raise SourceError(
            path,
            f"not UTF-8{looks_like}: byte 0x{data[error.start]:02x} at offset {error.start}, line {line};"
            " save the file as UTF-8",
        ) from error


class Inputs:
    """``stdin_filename`` says what standard input is called and where it lies; None when it is nowhere.
    ``stdin_text`` is its text, where the stream is not to be read.
    """

    def __init__(self, stdin_filename: str | None, stdin_text: str | None = None) -> None:
        self._stdin_filename = stdin_filename
        self._standard_input: bytes | None = None
        if stdin_text is not None:
            # A lone surrogate is reported like a file that is not UTF-8.
            self._standard_input = stdin_text.encode("utf-8", "surrogatepass")

    def has_path(self, path: str) -> bool:
        """Whether the text lies beside other files, so that relative links lead somewhere."""
        return path != STANDARD_INPUT or self._stdin_filename is not None

    def absolute_path(self, path: str) -> str:
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
        if not self.has_path(path):
            return None
        from mdpaperlint.engine.repository_files import RepositoryFiles

        document = self.absolute_path(path)
        root = repository_root(os.path.dirname(document)) or os.getcwd()
        return RepositoryFiles(Path(document), Path(root))

    def read(self, path: str) -> Source:
        """Standard input is read once, and is the same when it is asked for again.

        Raises :class:`~mdpaperlint.engine.source_text.SourceError`.
        """

        if path != STANDARD_INPUT:
            return read_source(path)
        if self._standard_input is None:
            self._standard_input = sys.stdin.buffer.read(LARGEST_LIST + 1)
        return decoded(Path(self.label(path)), self._standard_input)
