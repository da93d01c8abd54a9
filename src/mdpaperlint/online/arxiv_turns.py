"""Whose turn it is to ask arXiv: one connection and one request in three seconds for all runs of a user.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) count all machines of a user together; what a program
can see to is its own machine. So the lock lies at one fixed place, whatever is said of the cache.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from mdpaperlint.online.http_messages import FailedError, Failure

GAP = 3.0
_POLL = 0.1


class ArxivTurns:
    """Keeps :data:`GAP` seconds between the end of one request and the start of the next."""

    @contextmanager
    def turn(self, until: float, stopped: threading.Event) -> Iterator[None]:
        folder = _folder()
        lock = FileLock(folder / "arxiv-turn.lock")
        while True:
            try:
                lock.acquire(timeout=0, poll_interval=_POLL)
                break
            except Timeout:
                if time.monotonic() > until or stopped.wait(_POLL):
                    raise _no_turn("other runs were asking arXiv all the time") from None
            except OSError as error:
                raise _no_turn(f"{folder} cannot be written to, which keeps arXiv's pace") from error
        try:
            self._rest(folder / "arxiv-turn.last", until, stopped)
            try:
                yield
            finally:
                (folder / "arxiv-turn.last").write_text(repr(time.time()), encoding="ascii")
        finally:
            lock.release()

    def _rest(self, last: Path, until: float, stopped: threading.Event) -> None:
        try:
            before = float(last.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return
        # A clock that was set back must not make anybody wait for hours.
        wait = min(max(before + GAP - time.time(), 0.0), GAP)
        if time.monotonic() + wait > until or stopped.wait(wait):
            raise _no_turn("the time was up before arXiv could be asked")


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
