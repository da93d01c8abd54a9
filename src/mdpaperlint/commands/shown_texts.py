"""Texts of lists on standard output: what fixing leaves, and what it would change."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mdpaperlint.engine.findings import Run
    from mdpaperlint.reporting.terminal import Style


def write_text(text: str) -> None:
    """For other programs to read: as UTF-8 and with the line ends that it has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def write_diff(result: Run, style: Style) -> bool:
    """Whether there was something to show."""
    changes = [(file.path, file.change) for file in result.files if file.change is not None]
    for path, change in changes:
        write_change(path, change.before, change.after, style)
    return bool(changes)


def write_change(path: str, before: str, after: str, style: Style) -> bool:
    """Whether there was a change to show. On a terminal, what could control it is escaped."""
    from mdpaperlint.reporting import path_from_root
    from mdpaperlint.reporting.terminal import printable
    from mdpaperlint.reporting.unified_diff import unified_diff

    lines = unified_diff(path_from_root(path, os.curdir), before, after)
    if sys.stdout.isatty():
        for line in lines:
            shown = printable(line.rstrip("\r"))
            paint = {"+": style.good, "-": style.bad, "@": style.link}.get(line[0], str)
            sys.stdout.write(paint(shown) + "\n")
    else:
        write_text("".join(line + "\n" for line in lines))
    return before != after


def diff_summary(result: Run) -> str:
    from mdpaperlint.model.wording import count_of

    files = sum(file.change is not None for file in result.files)
    if not files:
        return "nothing to fix"
    return f"--fix would mend {count_of(result.fixed, 'violation')} in {count_of(files, 'file')}"
