"""All files of a run, one after the other or several at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mdpaperlint.engine.discovery import STANDARD_INPUT, Discovery
from mdpaperlint.engine.linter import NO_VERDICTS, Linter
from mdpaperlint.engine.plugins import describe
from mdpaperlint.reporting.findings import FileReport, Run

if TYPE_CHECKING:
    from mdpaperlint.model.verdict import Verdict


def run(
    linter: Linter,
    paths: Iterable[str],
    *,
    fix: bool = False,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
    discovered: Discovery | None = None,
) -> Run:
    """``discovered`` is what :meth:`Linter.discover` said of the paths, when it was asked before.

    Raises :class:`~mdpaperlint.configuration.settings.ConfigError` before any file is read.
    """
    found = linter.discover(paths) if discovered is None else discovered
    files = found.paths

    def report(path: str) -> FileReport:
        try:
            if fix:
                return linter.fix(path, unsafe=unsafe, write=write, in_place=in_place, verdicts=verdicts)
            return linter.check(path, verdicts)
        except Exception as error:
            # A fault of ours over one file must not keep the others from being checked.
            label = linter.label(path)
            return FileReport(label, problems=(f"{label}: a fault in mdpaperlint itself: {describe(error)}",))

    if len(files) > 1:
        from mdpaperlint.engine.processes import map_in_processes

        reports = map_in_processes(lambda number: report(files[number]), len(files), _sizes(linter, files))
    else:
        reports = [report(path) for path in files]
    return Run(tuple(reports), (*linter.problems, *found.problems))


def _sizes(linter: Linter, files: Sequence[str]) -> list[int] | None:
    """In bytes; None when the files have to be read in their order and by one process."""
    places: dict[tuple[int, int], int] = {}
    for path in files:
        if path == STANDARD_INPUT or linter.asks_other_files(path):
            return None
        try:
            status = os.stat(path)
        except OSError:
            return None
        places[status.st_dev, status.st_ino] = status.st_size
    # A file with two names would be mended by two at once.
    return list(places.values()) if len(places) == len(files) else None
