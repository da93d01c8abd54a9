"""A file's bytes as text, and the errors of files that cannot be read or written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from mdpaperlint.regular_file import read_file
from mdpaperlint.user_error import UserError

# Beyond any list that people read; more would fill the memory before anything is said.
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
    place = Path(path)
    try:
        data = read_file(place, LARGEST_LIST, pipes=True)
    except OSError as error:
        raise SourceError(place, said(error)) from error
    return decoded(place, data)


def decoded(place: Path, data: bytes) -> Source:
    """Raises :class:`SourceError` for what is not UTF-8, and above :data:`LARGEST_LIST`."""
    if len(data) > LARGEST_LIST:
        raise SourceError(place, f"is larger than {LARGEST_LIST >> 20} MiB")
    try:
        return Source(place, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        looks_like = next(
            (f" (it looks like {name})" for mark, name in _NOT_UTF_8 if data.startswith(mark)), ""
        )
        raise SourceError(
            place,
            f"not UTF-8{looks_like}: byte 0x{data[error.start]:02x} at offset {error.start}, line {line};"
            " save the file as UTF-8",
        ) from error


def said(error: OSError) -> str:
    """What went wrong in one line, without the path that OSError repeats."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return " ".join((error.strerror or str(error) or type(error).__name__).split())
