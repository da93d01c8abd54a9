"""Replaces files atomically: a reader finds the whole old content or the whole new one.

The new content goes into a temporary file beside the target, is flushed to the disk, gets the target's mode
and owner, and takes the target's place by a rename. A run that is killed leaves the old file, or the new one,
and perhaps a temporary file, which the next run that writes the same file removes. A list is written only if
nobody else changed it meanwhile.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mdpaperlint.configuration.nearest_file import link_out
from mdpaperlint.engine.source_text import Source, SourceError
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.regular_file import read_file
from mdpaperlint.user_error import reason_of

_LEFTOVER = lazy_pattern(r"\.(.+)\.mdpaperlint-[0-9a-f]{8}\.tmp", re.DOTALL)
# Common file systems allow names of 255 bytes.
_LONGEST_STEM = 255 - len("..mdpaperlint-01234567.tmp")
# Without O_BINARY, Windows would change line ends.
WRITE_BYTES = os.O_WRONLY | getattr(os, "O_BINARY", 0)


class NoTemporaryFileError(OSError):
    """No file can be made beside the target."""


class NotReplacedError(OSError):
    """The new file cannot be renamed to the target."""


class OwnerNotKeptError(OSError):
    """The new file cannot be given to the owner of the target."""


def replace_file(
    target: str | os.PathLike[str], data: bytes, confirm: Callable[[], None] = lambda: None
) -> None:
    """Puts the data in the place of the file's content, or makes the file. Symbolic links are not followed.
    ``confirm`` is called right before the rename, and may raise.

    Raises :class:`OSError`, and then leaves the file as it was: :class:`NoTemporaryFileError` when its folder
    cannot be written to, :class:`OwnerNotKeptError` when the file is somebody else's.
    """
    path = Path(target)
    found = path.stat() if path.exists() else None
    temporary = path.with_name(f".{_stem(path)}.mdpaperlint-{os.urandom(4).hex()}.tmp")
    mode = 0o666 if found is None else 0o600
    try:
        descriptor = os.open(temporary, WRITE_BYTES | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise NoTemporaryFileError(error.errno, error.strerror) from error
    try:
        try:
            _lock(descriptor)
            write_all(descriptor, data)
            if found is not None:
                _keep_attributes(descriptor, path, found)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        confirm()
        try:
            temporary.replace(path)
        except OSError as error:
            raise NotReplacedError(error.errno, error.strerror) from error
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def is_leftover(name: str) -> bool:
    """Whether a file of this name is the temporary file of a run that writes, or was killed as it wrote."""
    return _LEFTOVER.fullmatch(name) is not None


def remove_leftovers(target: Path) -> None:
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


def write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _stem(target: Path) -> str:
    """The target's name, cut so that the temporary file's name is no longer than a file system allows."""
    return os.fsencode(target.name)[:_LONGEST_STEM].decode("utf-8", "ignore")


def _lock(descriptor: int) -> None:
    """Locks the file for this run. The lock ends with the process, however that ends."""
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


def _keep_attributes(descriptor: int, target: Path, found: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        made = os.fstat(descriptor)
        if (made.st_uid, made.st_gid) != (found.st_uid, found.st_gid):
            try:
                os.fchown(descriptor, found.st_uid, found.st_gid)
            except PermissionError as error:
                raise OwnerNotKeptError(error.errno, "its owner and group could not be kept") from error
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))
    # Set last, since a change of the owner clears bits of the mode.
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
        raise SourceError(
            source.path, f"cannot be written: {reason_of(error)}; it is left as it was"
        ) from error


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
                    source.path,
                    f"writing it in place failed half-way: {reason_of(error)}; restore it from a copy",
                ) from error
            raise
    finally:
        # All is on the disk by now, or another error is being raised.
        with suppress(OSError):
            os.close(descriptor)


def _write_from_start(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
