"""What is said to people beside a report, on standard error."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def say(message: str) -> None:
    """One line, behind what standard output was given before it."""
    from mdpaperlint.reporting.terminal import on_screen, printable

    sys.stdout.flush()
    sys.stderr.write(f"mdpaperlint: {on_screen(printable(message))}\n")


def fail(message: str) -> None:
    """Says in one line what went wrong; nothing when nobody can be told."""
    from mdpaperlint.reporting.terminal import on_screen, printable

    if sys.stderr is not None:
        try:
            sys.stderr.write(f"mdpaperlint: error: {on_screen(printable(' '.join(message.split())))}\n")
        except OSError:
            silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Leads the stream to nowhere, so that the interpreter has nothing to complain about at its end."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
