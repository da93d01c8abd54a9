"""`mdpaperlint [PATHS]…`: check files, and mend them when asked to."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from mdpaperlint.commands.options import CheckCommand, check_options
from mdpaperlint.console import fail, say
from mdpaperlint.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from mdpaperlint.engine.listed_file import ListedFile
    from mdpaperlint.engine.results import Run
    from mdpaperlint.reporting import ReportOptions


@click.command(
    cls=CheckCommand,
    short_help="Check files and folders: what is done where no command is named.",
    help=(
        "Check files and folders, or - for standard input; without PATHS, README.md of the current folder."
    ),
)
@check_options
def check(
    *,
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    in_place: bool,
    allow_outside: bool,
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    no_config: bool,
    exclude: tuple[str, ...],
    show_settings: bool,
    plugins: tuple[str, ...],
    stdin_filename: str | None,
    format_name: str,
    output: str | None,
    baseline: str | None,
    no_baseline: bool,
    write_baseline: str | None,
    since: str | None,
    statistics: bool,
    full: bool,
    color: str,
    quiet: bool,
    verbose: bool,
    strict: bool,
    exit_zero: bool,
    online: bool | None,
    allow_private: bool,
    cache_dir: str | None,
    no_cache: bool,
    arxiv_api: str | None,
    doi_api: str | None,
    github_api: str | None,
) -> int:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.listed_file import Fixing
    from mdpaperlint.engine.results import Run
    from mdpaperlint.engine.runs import reports_on
    from mdpaperlint.reporting import ReportOptions
    from mdpaperlint.reporting.terminal import Style, on_screen, terminal_width, wants_colour

    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    if config and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    if baseline and no_baseline:
        raise click.UsageError("--baseline and --no-baseline exclude each other")
    if write_baseline is not None and (diff or since or no_baseline):
        raise click.UsageError("--write-baseline goes with neither --diff, --since nor --no-baseline")
    if diff and output:
        raise click.UsageError("--output goes with a report, not with --diff")
    if diff and (statistics or format_name != "text"):
        raise click.UsageError(
            "--diff shows a diff and no report: it goes with neither --format nor --statistics"
        )
    if statistics and format_name != "text":
        raise click.UsageError(f"--statistics goes with --format text, not with {format_name}")
    linter = Linter(
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=False if no_config else config,
        exclude=exclude,
        plugins=plugins,
        stdin_filename=stdin_filename,
        online=online,
        baseline=False if no_baseline or write_baseline is not None else baseline,
        since=since,
        allow_outside=allow_outside,
    )
    discovered = linter.discover(paths)
    files = [linter.file(path) for path in discovered.paths]
    if show_settings:
        from mdpaperlint.reporting.configuration_text import settings_text

        for file in files:
            sys.stdout.write(on_screen(settings_text(file.label, linter.settings_for(file.path), file.rules)))
        for problem in (*linter.problems, *discovered.problems):
            fail(problem)
        return 2 if linter.problems or discovered.problems else 0
    asked = None
    if any(file.asks_links for file in files):
        from mdpaperlint.commands.asked_links import LinkOptions, ask_links, counts

        asked = ask_links(
            files,
            LinkOptions(allow_private, cache_dir, not no_cache, arxiv_api, doi_api, github_api),
            fix=fix or diff,
            unsafe=unsafe_fixes,
            quiet=quiet,
        )
    verdicts = asked.verdicts if asked is not None else {}
    fixing = Fixing(unsafe_fixes, not diff, in_place, allow_outside) if fix or diff else None
    reports = reports_on(files, fixing, verdicts)
    result = Run(reports, (*linter.problems, *discovered.problems))
    for problem in (*result.problems, *(each for file in result.files for each in file.problems)):
        fail(problem)
    if verbose:
        _say_what_was_read(files, result)
        if asked is not None:
            from mdpaperlint.commands.asked_links import listing

            for line in listing(verdicts):
                say(line)
    if not result.files and not result.failed and not quiet:
        say(discovered.why_empty)

    if diff:
        from mdpaperlint.commands.output import diff_summary, write_diff

        changed = write_diff(result, Style(wants_colour(sys.stdout, when=color)))
        if not quiet:
            say(diff_summary(result))
        return 2 if result.failed else int(changed and not exit_zero)
    if write_baseline is not None:
        from mdpaperlint.commands.output import write_baselines

        for message in write_baselines(
            files, result, write_baseline or baseline, allow_outside=allow_outside
        ):
            say(message)
        return 2 if result.failed else 0

    stream = sys.stdout
    if fix and "-" in paths:
        from mdpaperlint.commands.output import write_text

        # Standard output holds the fixed text.
        stream = sys.stderr
        for report in result.files:
            if report.text is not None:
                write_text(report.text)
    options = ReportOptions(
        Style(wants_colour(stream, when=color)),
        columns=terminal_width(stream),
        quiet=quiet,
        full=full,
        tell_unasked=verbose
        or (stream.isatty() and all(linter.is_unconfigured(file.path) for file in files)),
        statistics=statistics,
        checked_links=asked is not None,
        link_counts=counts(verdicts) if asked is not None else "",
        verdicts=verdicts,
    )
    if format_name != "text":
        from mdpaperlint.commands.output import root_of_paths

        options = options._replace(root=root_of_paths(os.curdir), rules=linter.rules)
    written = _write_reports(result, format_name, options, stream, output, discovered.paths)
    if asked is not None and asked.interrupted:
        import signal

        # As shells have it.
        return 128 + signal.SIGINT
    return exit_code(result, strict=strict, exit_zero=exit_zero) if written else 2


def _say_what_was_read(files: Sequence[ListedFile], result: Run) -> None:
    for file in files:
        settings = file.linter.settings_for(file.path)
        names = ", ".join(active.rule.name for active in file.rules)
        say(f"{file.label}: configuration {settings.path or '(none)'}; rules {names or '(none)'}")
    for report in result.files:
        for gone in report.obsolete:
            say(f"{report.path}: no longer there: {gone.rule} ({gone.fingerprint})")


def _write_reports(
    result: Run,
    format_name: str,
    options: ReportOptions,
    stream: TextIO,
    output: str | None,
    inputs: Iterable[str],
) -> bool:
    """Writes the report to the screen, to ``output`` and to the job's summary. Returns whether all could
    be written.
    """
    from mdpaperlint.reporting import render
    from mdpaperlint.reporting.terminal import Style, json_on_screen, on_screen

    written = True
    plain = options._replace(style=Style())
    if output is not None:
        from mdpaperlint.commands.output import write_report

        try:
            write_report(output, render(format_name, result, plain), inputs)
        except UserError as error:
            fail(str(error))
            written = False
    screen = format_name if output is None else "text"
    pieces = render(screen, result, options)
    # The report for GitHub escapes its workflow commands itself.
    if screen != "github":
        pieces = map(on_screen if screen in ("text", "markdown") else json_on_screen, pieces)
    for piece in pieces:
        stream.write(piece)
    if format_name == "github":
        from mdpaperlint.commands.output import write_job_outputs, write_job_summary

        try:
            write_job_outputs(result)
            if write_job_summary(render("markdown", result, plain._replace(full=True))):
                from mdpaperlint.reporting.github_report import where_the_rest_is

                stream.write(where_the_rest_is(result))
        except UserError as error:
            fail(str(error))
            written = False
    return written


def exit_code(result: Run, *, strict: bool, exit_zero: bool) -> int:
    """2 when something could not be done, else 1 when there are violations that count."""
    if result.failed:
        return 2
    counted = result.errors + (result.warnings if strict else 0)
    return int(counted > 0 and not exit_zero)
