"""All files of a run, one after the other or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mdpaperlint.checking.plugins import describe
from mdpaperlint.linting.linter import NO_VERDICTS, Linter
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
    discovered: tuple[list[str], list[str]] | None = None,
) -> Run:
    """``discovered`` is what :meth:`Linter.discover` said of the paths, when it was asked before.

    Raises :class:`~mdpaperlint.config.ConfigError` before any file is read.
    """
    files, problems = linter.discover(paths) if discovered is None else discovered

    def report(path: str) -> FileReport:
        try:
            if fix:
                return linter.fix(path, unsafe=unsafe, write=write, in_place=in_place, verdicts=verdicts)
            return linter.check(path, verdicts)
        except Exception as error:
            # A fault of ours over one file must not keep the others from being checked.
            label = linter.label(path)
            return FileReport(label, problems=(f"{label}: a fault in mdpaperlint itself: {describe(error)}",))

    return Run(tuple(map(report, files)), (*linter.problems, *problems))
