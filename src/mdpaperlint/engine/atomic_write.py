"""Files of our own making: reports and baselines. Lists are written by :mod:`mdpaperlint.engine.writer`."""

from __future__ import annotations

import os
from contextlib import suppress


def replace_file(path: str, data: bytes) -> None:
    """Replaces the file, or the one that a link leads to, as a whole.

    Raises :class:`OSError`, and then leaves it as it was.
    """
    target = os.path.realpath(path)
    beside = f"{target}.{os.getpid()}.tmp"
    try:
        with open(beside, "wb") as stream:
            stream.write(data)
        os.replace(beside, target)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)
        raise
