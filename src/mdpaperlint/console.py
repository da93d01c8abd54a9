"""Messages on standard error, beside the report."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def say(message: str) -> None:
    """Writes one line, after flushing standard output."""
    from mdpaperlint.reporting.terminal import on_screen, printable

    sys.stdout.flush()
    sys.stderr.write(f"mdpaperlint: {on_screen(printable(message))}\n")


def fail(message: str) -> None:
    """Writes an error in one line, if standard error can be written."""
    from mdpaperlint.reporting.terminal import on_screen, printable

    if sys.stderr is not None:
        try:
            sys.stderr.write(f"mdpaperlint: error: {on_screen(printable(' '.join(message.split())))}\n")
        except OSError:
            silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Redirects the stream to the null device, so that flushing it at exit cannot fail."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
