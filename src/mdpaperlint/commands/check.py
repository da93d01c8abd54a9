"""`mdpaperlint [PATHS]…`: check files, and mend them when asked to."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from mdpaperlint.commands.rule_options import selection_options
from mdpaperlint.reporting import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from mdpaperlint.commands.links import Asked
    from mdpaperlint.linting import Linter
    from mdpaperlint.reporting.findings import Run
    from mdpaperlint.reporting.terminal import Style


class NearestChoice(click.Choice[str]):
    """A choice that says which of its words is near to a wrong one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from mdpaperlint.spelling import nearest

            hint = nearest(str(value), tuple(map(str, self.choices)))
            raise click.BadParameter(error.message.rstrip(".") + hint, ctx, param) from None


class CheckCommand(click.Command):
    """The option that may stand without its value takes only what can be one: `--write-baseline README.md`
    names a list to check, not a file to write.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Nobody reads on, and what was left to say must not pass for a clean list.
            return 1

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        written: list[str] = []
        for number, word in enumerate(args):
            if word == "--":
                written += args[number:]
                break
            following = args[number + 1] if number + 1 < len(args) else ""
            alone = word == "--write-baseline" and not following.endswith(".json")
            written.append("--write-baseline=" if alone else word)
        return super().parse_args(ctx, written)


@click.command(
    cls=CheckCommand,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=(
        "Check files and folders, or - for standard input; without PATHS, README.md of the current folder."
    ),
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what a list says.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also mend what needs a look afterwards."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change and write nothing.")
@click.option(
    "--in-place",
    is_flag=True,
    help="With --fix: write into the file where it cannot be replaced (not safe against crashes).",
)
@selection_options
@click.option(
    "--stdin-filename", metavar="FILE", type=click.Path(), help="What - is called and where it lies."
)
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(FORMATS),
    default="text",
    show_default=True,
    help="The report.",
)
@click.option(
    "--output", metavar="FILE", type=click.Path(),
    help="Write the report there; the screen shows it as text.",
)  # fmt: skip
@click.option(
    "--baseline", metavar="FILE", type=click.Path(), help="Leave out the violations that this file knows."
)
@click.option("--no-baseline", is_flag=True, help="Report known violations, too.")
@click.option(
    "--write-baseline", metavar="[FILE.json]", type=click.Path(),
    help="Take all that is found as known, and keep it in a baseline.",
)  # fmt: skip
@click.option(
    "--since", metavar="REVISION", help="Report only what came after this git revision (its merge base)."
)
@click.option("--statistics", is_flag=True, help="Count the violations of each rule instead of listing them.")
@click.option("-q", "--quiet", is_flag=True, help="One line for each violation, and no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is read, and how.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are violations.")
@click.option(
    "--online/--offline",
    default=None,
    help="Ask remote links whether they are alive, or never do. [default: offline]",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Ask links that lead into private networks, too. Not for files of strangers.",
)
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    type=click.Path(),
    envvar="MDPAPERLINT_CACHE_DIR",
    help="Keep what is known of links there.",
)
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what is known of links.")
@click.option(
    "--arxiv-api", metavar="URL", envvar="MDPAPERLINT_ARXIV_API", help="Ask this instead of arXiv's API."
)
@click.option("--doi-api", metavar="URL", envvar="MDPAPERLINT_DOI_API", help="Ask this instead of doi.org.")
@click.option(
    "--github-api",
    metavar="URL",
    envvar="MDPAPERLINT_GITHUB_API",
    help="Ask this instead of GitHub's GraphQL API; GITHUB_TOKEN is sent there.",
)
def check(
    *,
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    in_place: bool,
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    plugins: tuple[str, ...],
    stdin_filename: str | None,
    format_name: str,
    output: str | None,
    baseline: str | None,
    no_baseline: bool,
    write_baseline: str | None,
    since: str | None,
    statistics: bool,
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
    from mdpaperlint.config import ConfigError
    from mdpaperlint.linting import Linter, run
    from mdpaperlint.reporting import ReportOptions, render
    from mdpaperlint.reporting.terminal import Style, terminal_width, wants_colour

    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
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
    try:
        linter = Linter(
            select=select,
            extend_select=extend_select,
            ignore=ignore,
            config=config,
            plugins=plugins,
            stdin_filename=stdin_filename,
            online=online,
            baseline=False if no_baseline or write_baseline is not None else baseline,
            since=since,
        )
        discovered = linter.discover(paths)
        asked = None
        if any(map(linter.asks_links, discovered[0])):
            from mdpaperlint.commands.links import LinkOptions, ask_links
            from mdpaperlint.online.settings import OnlineError

            try:
                asked = ask_links(
                    linter,
                    discovered[0],
                    LinkOptions(allow_private, cache_dir, not no_cache, arxiv_api, doi_api, github_api),
                    fix=fix or diff,
                    unsafe=unsafe_fixes,
                    quiet=quiet,
                    say=_say,
                )
            except OnlineError as error:
                _say_error(str(error))
                return 2
        result = run(
            linter,
            paths,
            fix=fix or diff,
            unsafe=unsafe_fixes,
            write=not diff,
            in_place=in_place,
            verdicts=asked.verdicts if asked is not None else {},
            discovered=discovered,
        )
    except ConfigError as error:
        for problem in error.problems:
            _say_error(problem)
        return 2
    for problem in (*result.problems, *(each for file in result.files for each in file.problems)):
        _say_error(problem)
    if verbose:
        for file in result.files:
            settings = linter.settings_for(file.path)
            names = ", ".join(active.rule.name for active in linter.rules_for(file.path))
            _say(f"{file.path}: configuration {settings.path or '(none)'}; rules {names or '(none)'}")
        for file in result.files:
            for gone in file.obsolete:
                _say(f"{file.path}: no longer there: {gone.rule} ({gone.about})")
    if asked is not None and verbose:
        from mdpaperlint.commands.links import listing

        for line in listing(asked.verdicts):
            _say(line)
    if not result.files and not result.failed and not quiet:
        _say("no Markdown files found")

    if diff:
        changed = _write_diff(result, Style(wants_colour(sys.stdout)))
        if not quiet:
            _say(_diff_summary(result))
        return 2 if result.failed else int(changed and not exit_zero)

    stream = sys.stdout
    if fix and "-" in paths:
        # The mended text takes standard output.
        stream = sys.stderr
        for file in result.files:
            if file.text is not None:
                _write_bytes(file.text)
    options = ReportOptions(
        Style(wants_colour(stream)),
        columns=terminal_width(stream),
        grouped=select is None,
        quiet=quiet,
        statistics=statistics,
        checked_links=asked is not None,
        link_counts=_link_counts(asked),
        verdicts=asked.verdicts if asked is not None else {},
    )
    if write_baseline is not None:
        return _write_baselines(linter, discovered[0], result, write_baseline or baseline)
    if format_name != "text":
        from mdpaperlint.commands.output import root_of_paths

        options = options._replace(root=root_of_paths(os.curdir), rules=linter.rules)
    code = exit_code(result, strict=strict, exit_zero=exit_zero)
    if output is not None:
        from mdpaperlint.commands.output import OutputError, write_report

        try:
            write_report(output, render(format_name, result, options._replace(style=Style())), discovered[0])
        except OutputError as error:
            _say_error(str(error))
            code = 2
    screen = format_name if output is None else "text"
    pieces = render(screen, result, options)
    if screen == "text" and os.environ.get("GITHUB_ACTIONS") == "true":
        from mdpaperlint.reporting.github import harmless

        pieces = map(harmless, pieces)
    _write(stream, pieces)
    if format_name == "github":
        from mdpaperlint.commands.output import OutputError, write_job_outputs, write_job_summary

        try:
            write_job_outputs(result)
            write_job_summary(render("markdown", result, options._replace(style=Style())))
        except OutputError as error:
            _say_error(str(error))
            code = 2
    if asked is not None and asked.interrupted:
        from mdpaperlint.cli import INTERRUPTED

        return INTERRUPTED
    return code


def _write_baselines(linter: Linter, paths: list[str], result: Run, named: str | None) -> int:
    from mdpaperlint.checking.baseline import BaselineError
    from mdpaperlint.commands.known import write_baselines

    try:
        for message in write_baselines(linter, paths, result, named):
            _say(message)
    except BaselineError as error:
        _say_error(str(error))
        return 2
    return 2 if result.failed else 0


def _link_counts(asked: Asked | None) -> str:
    if asked is None:
        return ""
    from mdpaperlint.commands.links import counts

    return counts(asked.verdicts)


def exit_code(result: Run, *, strict: bool, exit_zero: bool) -> int:
    """2 when something could not be done, else 1 when there are violations that count."""
    if result.failed:
        return 2
    counted = result.errors + (result.warnings if strict else 0)
    return int(counted > 0 and not exit_zero)


def _write(stream: TextIO, pieces: Iterable[str]) -> None:
    for piece in pieces:
        stream.write(piece)


def _write_bytes(text: str) -> None:
    """Text that other programs read: as UTF-8 and with the line ends that it has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _write_diff(result: Run, style: Style) -> bool:
    """Whether there was something to show."""
    from mdpaperlint.reporting.diff import unified_diff
    from mdpaperlint.reporting.paths import path_from_root
    from mdpaperlint.reporting.terminal import printable

    changed = False
    for file in result.files:
        if file.change is None:
            continue
        changed = True
        name = path_from_root(file.path, os.curdir)
        lines = unified_diff(name, file.change.before, file.change.after)
        if sys.stdout.isatty():
            for line in lines:
                shown = printable(line.rstrip("\r"))
                paint = {"+": style.good, "-": style.bad, "@": style.link}.get(line[0], str)
                sys.stdout.write(paint(shown) + "\n")
        else:
            _write_bytes("".join(line + "\n" for line in lines))
    return changed


def _diff_summary(result: Run) -> str:
    from mdpaperlint.reporting.text import count_of

    files = sum(file.change is not None for file in result.files)
    if not files:
        return "nothing to fix"
    return f"--fix would mend {count_of(result.fixed, 'violation')} in {count_of(files, 'file')}"


def _say_error(message: str) -> None:
    from mdpaperlint.cli import fail

    fail(message)


def _say(message: str) -> None:
    from mdpaperlint.reporting.terminal import printable

    sys.stdout.flush()
    sys.stderr.write(f"mdpaperlint: {printable(message)}\n")
