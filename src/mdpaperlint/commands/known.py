"""`--write-baseline`: takes what a run found as known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mdpaperlint.engine.baseline import Baseline, to_be_written, write_baseline
from mdpaperlint.engine.discovery import STANDARD_INPUT
from mdpaperlint.engine.past import DEFAULT_NAME, default_baseline
from mdpaperlint.model.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.reporting.findings import FileReport, Run


def write_baselines(linter: Linter, paths: Iterable[str], run: Run, named: str | None) -> Iterator[str]:
    """Brings the baselines of the files up to date and says what was done.

    ``paths`` are those of the reports in ``run``; ``named`` is the baseline for all of them, else each file
    has the one of its configuration. What a file had of rules that did not run stays, and so does all of a
    file that could not be checked. Raises :class:`~mdpaperlint.engine.baseline.BaselineError`, before
    anything is written if a baseline cannot be read.
    """
    baselines: dict[str, Baseline] = {}
    before: dict[str, int] = {}
    nearest: dict[str, str | None] = {}
    for path, report in zip(paths, run.files, strict=True):
        configured = named or linter.settings_for(path).baseline
        place = configured or default_baseline(linter.place(path), nearest) or DEFAULT_NAME
        if place not in baselines:
            baselines[place] = to_be_written(place)
            before[place] = baselines[place].size
            baselines[place].forget_missing_files()
        if path != STANDARD_INPUT and not report.problems:
            ran = {active.rule.name for active in linter.rules_for(path)}
            baselines[place].update(path, _counts(report), ran)
    for place, baseline in baselines.items():
        write_baseline(baseline)
        change = baseline.size - before[place]
        grown = f" ({change:+,})" if before[place] and change else ""
        found_by_itself = place == DEFAULT_NAME or not named
        use = "" if found_by_itself else f"; --baseline {place} uses it"
        yield f"{count_of(baseline.size, 'known violation')}{grown} in {os.path.relpath(place)}{use}"


def _counts(report: FileReport) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for finding in report.findings:
        of_rule = counts.setdefault(finding.violation.rule, {})
        of_rule[finding.about] = of_rule.get(finding.about, 0) + 1
    return counts
