"""What commands write: texts, differences, reports, baselines, and what a job of GitHub reads."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mdpaperlint.configuration.nearest_file import link_out, repository_root
from mdpaperlint.engine.writer import replace_file
from mdpaperlint.model.wording import count_of
from mdpaperlint.user_error import UserError, reason_of

if TYPE_CHECKING:
    from mdpaperlint.engine.baseline import Baseline
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.listed_file import ListedFile
    from mdpaperlint.engine.results import Run
    from mdpaperlint.reporting.terminal import Style


# GitHub refuses a job summary above 1 MiB, over all that a step writes.
MOST_OF_A_SUMMARY = 1_000_000


def one_file(linter: Linter, path: str | None) -> ListedFile:
    """The list that a command changes. Raises :class:`UserError` for none, and for several."""
    discovered = linter.discover([] if path is None else [path])
    if len(discovered.paths) != 1 or discovered.problems:
        raise UserError(next(iter(discovered.problems), "name one file"))
    return linter.file(discovered.paths[0])


def write_report(path: str, pieces: Iterable[str], inputs: Iterable[str]) -> None:
    """Writes a report as UTF-8. The file is replaced as a whole or stays as it is.

    Raises :class:`UserError`, also for a file that is one of the ``inputs``, and for a symbolic link that
    leads out of the repository.
    """
    target = os.path.realpath(path)
    # The shell's names of open files (/dev/fd/63) are symbolic links, too.
    if link_out(path) is not None and not os.path.abspath(path).startswith("/dev/"):
        raise UserError(f"--output {path}: leads out of the repository; name {target} itself")
    if target in {os.path.realpath(each) for each in inputs}:
        raise UserError(f"--output {path}: that is one of the files to check")
    text = "".join(pieces)
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            # A pipe or a device.
            with open(target, "wb") as stream:
                stream.write(data)
            return
        replace_file(target, data)
    except OSError as error:
        raise UserError(f"--output {path}: {reason_of(error)}") from None


def write_job_summary(pieces: Iterable[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Adds to the summary of the job, and tells whether there is one with room. Raises :class:`UserError`."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return False
    data = "".join(pieces).encode("utf-8", "backslashreplace")
    try:
        with open(path, "ab") as stream:
            if stream.tell() + len(data) > MOST_OF_A_SUMMARY:
                return False
            stream.write(data)
            return True
    except OSError as error:
        raise UserError(f"GITHUB_STEP_SUMMARY: {path}: {reason_of(error)}") from None


def write_job_outputs(run: Run, environment: Mapping[str, str] = os.environ) -> None:
    """Passes the counts to the later steps of a job. Raises :class:`UserError`."""
    path = environment.get("GITHUB_OUTPUT")
    if not path:
        return
    counts = {
        "violations": run.errors + run.warnings,
        "errors": run.errors,
        "warnings": run.warnings,
        "fixable": run.fixable,
    }
    try:
        with open(path, "a", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{name}={count}\n" for name, count in counts.items())
    except OSError as error:
        raise UserError(f"GITHUB_OUTPUT: {path}: {reason_of(error)}") from None


def root_of_paths(folder: str, environment: Mapping[str, str] = os.environ) -> str:
    """The folder that platforms name files from: the repository that holds ``folder``, else ``folder``."""
    workspace = environment.get("GITHUB_WORKSPACE") or environment.get("CI_PROJECT_DIR")
    if workspace and Path(folder).resolve().is_relative_to(Path(workspace).resolve()):
        return workspace
    return repository_root(os.path.abspath(folder)) or os.path.abspath(folder)


def write_text(text: str) -> None:
    """Writes a text for other programs, as UTF-8 and with its own line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def write_diff(result: Run, style: Style) -> bool:
    """Writes the changes of a run. Returns whether there were any."""
    changes = [(file.path, file.change) for file in result.files if file.change is not None]
    for path, change in changes:
        write_change(path, change.before, change.after, style)
    return bool(changes)


def write_change(path: str, before: str, after: str, style: Style) -> bool:
    """Writes one change, with control characters escaped on a terminal. Returns whether there was a
    change.
    """
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
    files = sum(file.change is not None for file in result.files)
    if not files:
        return "nothing to fix"
    return f"--fix would mend {count_of(result.fixed, 'violation')} in {count_of(files, 'file')}"


def write_baselines(
    files: Sequence[ListedFile], run: Run, named: str | None, *, allow_outside: bool
) -> Iterator[str]:
    """Brings the baselines of the files up to date and says what was done.

    ``files`` are those of the reports in ``run``; ``named`` is the baseline for all of them, else each file
    has the one of its configuration. What a file had of rules that did not run stays, and so does all of a
    file that could not be checked. Raises :class:`~mdpaperlint.user_error.ConfigError`, before anything is
    written if a baseline cannot be read.
    """
    from mdpaperlint.engine.baseline import DEFAULT_NAME, own_baseline, to_be_written, write_baseline
    from mdpaperlint.engine.source_text import STANDARD_INPUT

    baselines: dict[str, Baseline] = {}
    before: dict[str, int] = {}
    nearest: dict[str, str | None] = {}
    for file, report in zip(files, run.files, strict=True):
        absolute = file.linter.absolute_path(file.path)
        path = named or own_baseline(absolute, file.linter.settings_for(file.path), nearest) or DEFAULT_NAME
        if path not in baselines:
            baselines[path] = to_be_written(path)
            before[path] = baselines[path].size
        if file.path != STANDARD_INPUT and not report.problems:
            baselines[path].update(
                file.path,
                Counter((each.violation.rule, key) for each in report.findings for key in each.known_as),
                {active.rule.name for active in file.rules},
            )
    for path, baseline in baselines.items():
        baseline.forget_missing_files()
        write_baseline(baseline, allow_outside=allow_outside)
        change = baseline.size - before[path]
        grown = f" ({change:+,})" if before[path] and change else ""
        found_by_itself = path == DEFAULT_NAME or not named
        use = "" if found_by_itself else f"; --baseline {path} uses it"
        yield f"{count_of(baseline.size, 'known violation')}{grown} in {os.path.relpath(path)}{use}"
