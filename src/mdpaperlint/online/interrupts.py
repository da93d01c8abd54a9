"""Ctrl-C between two steps and never in the middle of one: what has been learnt is then neither lost nor half
kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Interrupts:
    """``wake`` is called from the signal handler, and must be safe there. A second Ctrl-C does not wait."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._pending = False

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """While the block runs, Ctrl-C is only noted. Changes nothing outside of the main thread or where the
        program handles the signal itself.
        """
        ours = (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        )
        if not ours:
            yield
            return
        signal.signal(signal.SIGINT, self._note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _note(self, *_: object) -> None:
        if self._pending:
            raise KeyboardInterrupt
        self._pending = True
        self._wake()

    def raise_pending(self) -> None:
        """Raises ``KeyboardInterrupt`` when there was one."""
        if self._pending:
            raise KeyboardInterrupt
