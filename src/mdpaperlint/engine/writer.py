"""Writes a fixed file so that whoever looks, whenever, finds the old text or the new one, whole.

The new text goes into a temporary file beside the target, is flushed to the disk, gets the target's mode and
owner, and takes the target's place by a rename. A run that is killed leaves the old file, or the new one, and
perhaps a temporary file, which the next fix of the same file removes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from mdpaperlint.engine.source_text import Source, SourceError, read_bytes, said

_LEFTOVER = re.compile(r"\.(.+)\.mdpaperlint-[0-9a-f]{8}\.tmp", re.DOTALL)
# A name has at most 255 bytes on common file systems.
_LONGEST_STEM = 255 - len("..mdpaperlint-01234567.tmp")
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
# Windows would write another line end.
_WRITE_BYTES = os.O_WRONLY | getattr(os, "O_BINARY", 0)


def is_leftover(name: str) -> bool:
    """Whether a file of this name is the temporary file of a run that writes, or was killed as it wrote."""
    return _LEFTOVER.fullmatch(name) is not None


def write_source(source: Source, text: str, *, in_place: bool = False) -> None:
    """Puts the text in the place of the file's, through symbolic links; does nothing when it is the same.

    ``in_place`` overwrites the file itself instead. That works in a folder that cannot be written to and
    keeps hard links together, but a crash while it writes can leave half a file.

    Raises :class:`SourceError`, and the file is as it was, when it changed since it was read, when it, its
    folder or the disk does not let it be written, and, unless ``in_place``, when it has other hard links.
    """
    try:
        target = Path(os.path.realpath(source.path, strict=True))
        _remove_leftovers(target)
        if text != source.text:
            _replace(source, target, _encoded(source, text), in_place)
    except OSError as error:
        raise SourceError(source.path, f"cannot be written: {said(error)}; it is left as it was") from error


def _encoded(source: Source, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(
            source.path, f"a fix put in a character that UTF-8 has no form for, at offset {error.start}"
        ) from error


def _replace(source: Source, target: Path, data: bytes, in_place: bool) -> None:
    found = target.stat()
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(source.path, "is not a regular file and cannot be fixed")
    if not os.access(target, os.W_OK):
        raise SourceError(source.path, "is read-only; it is left as it was")
    old = source.text.encode("utf-8")
    if read_bytes(target) != old:
        raise SourceError(source.path, "was changed while it was being checked; run again")
    if in_place:
        _overwrite(source, target, old, data)
        return
    if found.st_nlink > 1:
        raise SourceError(
            source.path,
            f"has {found.st_nlink} hard links, which replacing it would part; --in-place keeps them",
        )
    temporary = _temporary(target)
    try:
        descriptor = os.open(temporary, _WRITE_BYTES | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        if error.errno not in _READ_ONLY:
            raise
        raise SourceError(
            source.path,
            "its folder cannot be written to; --in-place writes the file itself (not safe against a crash)",
        ) from error
    try:
        try:
            _lock(descriptor)
            _write_all(descriptor, data)
            _keep_attributes(descriptor, target, found)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        now = target.stat()
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (found.st_ino, found.st_size, found.st_mtime_ns):
            raise SourceError(source.path, "was changed while it was being checked; run again")
        _rename(source, temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


def _rename(source: Source, temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except OSError as error:
        # A single file that is mounted, as containers do, cannot be renamed over.
        if error.errno == errno.EBUSY:
            raise SourceError(
                source.path,
                "cannot be replaced, perhaps as a mount of its own; --in-place writes the file itself",
            ) from error
        raise


def _temporary(target: Path) -> Path:
    return target.with_name(f".{_stem(target)}.mdpaperlint-{secrets.token_hex(4)}.tmp")


def _stem(target: Path) -> str:
    """The target's name, cut so that the temporary file's name is no longer than a file system allows."""
    return os.fsencode(target.name)[:_LONGEST_STEM].decode("utf-8", "ignore")


def _remove_leftovers(target: Path) -> None:
    """Removes what killed runs left of this target, but not the file of a run that is still writing."""
    try:
        names = [entry.name for entry in os.scandir(target.parent)]
    except OSError:
        return
    for name in names:
        matched = _LEFTOVER.fullmatch(name)
        if matched is None or matched[1] != _stem(target):
            continue
        leftover = target.with_name(name)
        with suppress(OSError):
            if stat.S_ISREG(leftover.lstat().st_mode) and not _is_locked(leftover):
                leftover.unlink()


def _lock(descriptor: int) -> None:
    """Marks the file as that of a living run; the mark ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:
        return  # Windows does not let an open file be removed in the first place.
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_locked(path: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep_attributes(descriptor: int, target: Path, found: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        made = os.fstat(descriptor)
        if (made.st_uid, made.st_gid) != (found.st_uid, found.st_gid):
            with suppress(OSError):
                os.fchown(descriptor, found.st_uid, found.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))
    # After a change of the owner, which takes bits away.
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(found.st_mode))


def _flush_folder(folder: Path) -> None:
    """Makes the rename last through a power cut. The file is whole either way, so a refusal is no failure."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _overwrite(source: Source, target: Path, old: bytes, data: bytes) -> None:
    descriptor = os.open(target, _WRITE_BYTES)
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
    _write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
