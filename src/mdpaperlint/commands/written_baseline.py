"""`--write-baseline`: puts the violations of a run into the baselines of its files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mdpaperlint.engine.baseline import (
    DEFAULT_NAME,
    Baseline,
    own_baseline,
    to_be_written,
    write_baseline,
)
from mdpaperlint.engine.known_violations import count
from mdpaperlint.engine.source_text import STANDARD_INPUT
from mdpaperlint.model.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdpaperlint.engine.listed_file import ListedFile
    from mdpaperlint.engine.results import Run


def write_baselines(
    files: Sequence[ListedFile], run: Run, named: str | None, *, allow_outside: bool
) -> Iterator[str]:
    """Brings the baselines of the files up to date and says what was done.

    ``files`` are those of the reports in ``run``; ``named`` is the baseline for all of them, else each file
    has the one of its configuration. What a file had of rules that did not run stays, and so does all of a
    file that could not be checked. Raises :class:`~mdpaperlint.user_error.ConfigError`, before anything is
    written if a baseline cannot be read.
    """
    baselines: dict[str, Baseline] = {}
    before: dict[str, int] = {}
    nearest: dict[str, str | None] = {}
    for file, report in zip(files, run.files, strict=True):
        absolute = file.linter.place(file.path)
        place = named or own_baseline(absolute, file.linter.settings_for(file.path), nearest) or DEFAULT_NAME
        if place not in baselines:
            baselines[place] = to_be_written(place)
            before[place] = baselines[place].size
        if file.path != STANDARD_INPUT and not report.problems:
            baselines[place].update(
                file.path,
                count((each.violation.rule, each.fingerprint) for each in report.findings),
                {active.rule.name for active in file.rules},
            )
    for place, baseline in baselines.items():
        baseline.forget_missing_files()
        write_baseline(baseline, allow_outside=allow_outside)
        change = baseline.size - before[place]
        grown = f" ({change:+,})" if before[place] and change else ""
        found_by_itself = place == DEFAULT_NAME or not named
        use = "" if found_by_itself else f"; --baseline {place} uses it"
        yield f"{count_of(baseline.size, 'known violation')}{grown} in {os.path.relpath(place)}{use}"
