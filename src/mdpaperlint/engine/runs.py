"""All files of a run, one after the other or several at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mdpaperlint.engine.discovery import STANDARD_INPUT
from mdpaperlint.engine.findings import FileReport, Run
from mdpaperlint.engine.listed_file import NO_VERDICTS, ListedFile
from mdpaperlint.engine.plugins import describe

if TYPE_CHECKING:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.model.verdict import Verdict


def run(
    linter: Linter,
    paths: Iterable[str],
    *,
    fix: bool = False,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    allow_outside: bool = False,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
) -> Run:
    """Raises :class:`~mdpaperlint.user_error.ConfigError` before any file is read."""
    found = linter.discover(paths)
    files = [linter.file(path) for path in found.paths]
    reports = reports_on(
        files,
        fix=fix,
        unsafe=unsafe,
        write=write,
        in_place=in_place,
        allow_outside=allow_outside,
        verdicts=verdicts,
    )
    return Run(reports, (*linter.problems, *found.problems))


def reports_on(
    files: Sequence[ListedFile],
    *,
    fix: bool = False,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    allow_outside: bool = False,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
) -> tuple[FileReport, ...]:
    """Checks the files, or fixes them, and gives their reports in the same order."""

    def report(number: int) -> FileReport:
        file = files[number]
        try:
            if fix:
                return file.fix(
                    unsafe=unsafe,
                    write=write,
                    in_place=in_place,
                    allow_outside=allow_outside,
                    verdicts=verdicts,
                )
            return file.check(verdicts)
        except MemoryError:
            return FileReport(file.label, problems=(f"{file.label}: there is not enough memory for it",))
        except Exception as error:
            # A fault of ours over one file must not keep the others from being checked.
            problem = f"{file.label}: a fault in mdpaperlint itself: {describe(error)}"
            return FileReport(file.label, problems=(problem,))
        finally:
            file.forget()

    if len(files) < 2:
        return tuple(map(report, range(len(files))))
    from mdpaperlint.engine.processes import map_in_processes

    return tuple(map_in_processes(report, len(files), _sizes(files)))


def _sizes(files: Sequence[ListedFile]) -> list[int] | None:
    """In bytes; None when the files have to be read in their order and by one process."""
    places: dict[tuple[int, int], int] = {}
    for file in files:
        if file.path == STANDARD_INPUT or file.asks_other_files:
            return None
        try:
            status = os.stat(file.path)
        except OSError:
            return None
        places[status.st_dev, status.st_ino] = status.st_size
    # A file with two names would be fixed by two processes at once.
    return list(places.values()) if len(places) == len(files) else None
