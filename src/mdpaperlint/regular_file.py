"""Reads files that somebody else may have put there: never a device, and no more than is sensible."""

from __future__ import annotations

import errno
import os
import stat

# Configuration and ignore files are written by hand, baselines by a program.
MOST_BY_HAND = 1 << 20
MOST_BY_PROGRAM = 1 << 26


def read_file(path: str | os.PathLike[str], most: int | None = None, *, pipes: bool = False) -> bytes:
    """The content of a regular file, or of a pipe where ``pipes`` are allowed.

    Raises :class:`OSError`, with the reason in ``strerror``, also for a file of more than ``most`` bytes.
    """
    # A pipe that nobody writes to would keep the reader waiting for ever.
    waits = 0 if pipes else getattr(os, "O_NONBLOCK", 0)
    binary = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, os.O_RDONLY | binary | waits)
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not (stat.S_ISREG(mode) or (pipes and stat.S_ISFIFO(mode))):
            raise OSError(errno.EINVAL, "is not a regular file")
        with open(descriptor, "rb", closefd=False) as stream:
            content = stream.read(-1 if most is None else most + 1)
    finally:
        os.close(descriptor)
    if most is not None and len(content) > most:
        raise OSError(errno.EFBIG, f"is larger than {most >> 20} MiB")
    return content
