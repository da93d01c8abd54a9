"""Writes a fixed list, unless somebody else changed the file meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from mdpaperlint.configuration.nearest_file import link_out
from mdpaperlint.engine.atomic_write import (
    WRITE_BYTES,
    NoTemporaryFileError,
    NotReplacedError,
    OwnerNotKeptError,
    remove_leftovers,
    replace_file,
    write_all,
)
from mdpaperlint.engine.source_text import Source, SourceError, said
from mdpaperlint.regular_file import read_file

_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_source(source: Source, text: str, *, in_place: bool = False, allow_outside: bool = False) -> None:
    """Puts the text in the place of the file's, through symbolic links; does nothing when it is the same.

    ``in_place`` overwrites the file itself instead. That works in a folder that cannot be written to and
    keeps hard links together, but a crash while it writes can leave half a file.

    Raises :class:`SourceError`, and the file is as it was, when it changed since it was read, when it, its
    folder or the disk does not let it be written, unless ``in_place``, when it has other hard links, and,
    unless ``allow_outside``, when a symbolic link leads out of the repository, or of the file's folder where
    there is none.
    """
    try:
        target = Path(os.path.realpath(source.path, strict=True))
        outside = None if allow_outside or text == source.text else link_out(source.path)
        if outside is not None:
            reason = f"name {outside} itself, or --allow-outside with --fix writes there"
            raise SourceError(source.path, f"leads out of the repository; {reason}")
        remove_leftovers(target)
        if text != source.text:
            _write(source, target, _encoded(source, text), in_place)
    except OSError as error:
        raise SourceError(source.path, f"cannot be written: {said(error)}; it is left as it was") from error


def _encoded(source: Source, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(
            source.path, f"a fix put in a character that UTF-8 has no form for, at offset {error.start}"
        ) from error


def _write(source: Source, target: Path, data: bytes, in_place: bool) -> None:
    found = target.stat()
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(source.path, "is not a regular file and cannot be fixed")
    if not os.access(target, os.W_OK):
        raise SourceError(source.path, "is read-only; it is left as it was")
    old = source.text.encode("utf-8")
    changed = SourceError(source.path, "was changed while it was being checked; run again")
    if read_file(target) != old:
        raise changed
    if in_place:
        _overwrite(source, target, old, data)
        return
    if found.st_nlink > 1:
        raise SourceError(
            source.path,
            f"has {found.st_nlink} hard links, which replacing it would part; --in-place keeps them",
        )

    def confirm() -> None:
        now = target.stat()
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (found.st_ino, found.st_size, found.st_mtime_ns):
            raise changed

    try:
        replace_file(target, data, confirm)
    except OSError as error:
        if isinstance(error, NoTemporaryFileError) and error.errno in _READ_ONLY:
            reason = "its folder cannot be written to; --in-place writes the file itself"
            reason += " (not safe against a crash)"
        elif isinstance(error, NotReplacedError) and error.errno == errno.EBUSY:
            # A single file that is mounted, as containers do, cannot be renamed over.
            reason = "cannot be replaced, perhaps as a mount of its own; --in-place writes the file itself"
        elif isinstance(error, OwnerNotKeptError):
            reason = "would become a file of another owner or group; --in-place keeps them"
        else:
            raise
        raise SourceError(source.path, reason) from error


def _overwrite(source: Source, target: Path, old: bytes, data: bytes) -> None:
    descriptor = os.open(target, WRITE_BYTES)
    try:
        try:
            _write_from_start(descriptor, data)
        except OSError as error:
            try:
                _write_from_start(descriptor, old)
            except OSError:
                raise SourceError(
                    source.path, f"writing it in place failed half-way: {said(error)}; restore it from a copy"
                ) from error
            raise
    finally:
        # All is on the disk by now, or what went wrong is being told.
        with suppress(OSError):
            os.close(descriptor)


def _write_from_start(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
