"""Whose turn it is to ask arXiv: one connection and one request in three seconds for all runs of a user.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) count all machines of a user together; what a program
can see to is its own machine. So the lock lies at one fixed place, whatever is said of the cache.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from mdpaperlint.online.http_messages import FailedError, Failure

GAP = 3.0
_POLL = 0.1


@contextmanager
def arxiv_turn(until: float) -> Iterator[None]:
    """Holds the turn while the block runs, :data:`GAP` seconds after the last one. ``until`` is of
    ``time.monotonic``.

    Raises :class:`~mdpaperlint.online.http_messages.FailedError` when the turn does not come until then.
    """
    folder = _folder()
    last = folder / "arxiv-turn.last"
    lock = FileLock(folder / "arxiv-turn.lock")
    try:
        held = lock.acquire(timeout=max(0.0, until - time.monotonic()), poll_interval=_POLL)
    except Timeout:
        raise _no_turn("other runs were asking arXiv all the time") from None
    except OSError as error:
        raise _no_turn(f"{folder} cannot be written to, which keeps arXiv's pace") from error
    with held:
        before = 0.0
        with suppress(OSError, ValueError):
            before = float(last.read_text(encoding="ascii"))
        # A clock that was set back must not make anybody wait for hours.
        wait = min(max(before + GAP - time.time(), 0.0), GAP)
        if time.monotonic() + wait > until:
            raise _no_turn("the time was up before arXiv could be asked")
        time.sleep(wait)
        try:
            yield
        finally:
            last.write_text(repr(time.time()), encoding="ascii")


def _no_turn(why: str) -> FailedError:
    return FailedError(Failure("given-up", why))


def _folder() -> Path:
    """The user's cache folder, or, where none can be written, one of the user's own for temporary files."""
    folder = user_cache_path("mdpaperlint", appauthor=False)
    fallback = Path(tempfile.gettempdir()) / f"mdpaperlint-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    for each in (folder, fallback):
        try:
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(each, os.W_OK):
            return each
    raise _no_turn(f"neither {folder} nor {fallback} can be written to, which keeps arXiv's pace")
