"""The options of commands, and the command line of ``check``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mdpaperlint.reporting import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


Function = TypeVar("Function", bound=Callable[..., Any])


def split_names(
    _ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...] | None:
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if parameter.name != "select" or names:
        return names
    if values:
        # An empty variable in a script must not pass for a clean list.
        raise click.UsageError("--select names no rule; leave it out to run the default rules")
    return None


def complete_rules(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from mdpaperlint.rules import RULES

    done, comma, name = incomplete.rpartition(",")
    return [
        CompletionItem(done + comma + rule.name, help=rule.summary)
        for rule in RULES
        if rule.name.startswith(name)
    ]


def _rules(name: str, help_text: str) -> Callable[[Function], Function]:
    return click.option(
        name,
        metavar="RULES",
        multiple=True,
        callback=split_names,
        shell_complete=complete_rules,
        help=help_text,
    )


paths = click.argument("paths", nargs=-1, type=click.Path())
stdin_filename = click.option(
    "--stdin-filename", metavar="FILE", type=click.Path(), help="What - is called and where it lies."
)
excluding_config = click.option(
    "--config", metavar="FILE", type=click.Path(), help="The configuration, for what it excludes."
)
output_file = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write it to a file, which is replaced."
)
arxiv_api = click.option(
    "--arxiv-api", metavar="URL", envvar="MDPAPERLINT_ARXIV_API", help="Ask this instead of arXiv's API."
)
crossref_api = click.option(
    "--crossref-api", metavar="URL", envvar="MDPAPERLINT_CROSSREF_API", help="Ask this instead of Crossref."
)
plugins = click.option(
    "--plugin",
    "plugins",
    metavar="FILE",
    multiple=True,
    type=click.Path(),
    help="Run the rules of this Python file, too. The file is executed.",
)
_SELECTION = (
    _rules("--select", "Run these rules only (comma-separated, or all)."),
    _rules("--extend-select", "Run these rules as well."),
    _rules("--ignore", "Leave these rules out."),
    click.option(
        "--config", metavar="FILE", type=click.Path(), help="Use this configuration file for all files."
    ),
    plugins,
)


def selection_options(function: Function) -> Function:
    """Adds ``--select``, ``--extend-select``, ``--ignore``, ``--config`` and ``--plugin``, in this order."""
    for option in reversed(_SELECTION):
        function = option(function)
    return function


class NearestChoice(click.Choice[str]):
    """A choice whose error suggests the nearest word."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from mdpaperlint.model.wording import did_you_mean

            hint = did_you_mean(str(value), tuple(map(str, self.choices)))
            raise click.BadParameter(error.message.rstrip(".") + hint, ctx, param) from None


class CheckCommand(click.Command):
    """Lets ``--write-baseline`` stand without its value: `--write-baseline README.md` names a list to
    check, not a file to write.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader closed the pipe; the unwritten rest must not pass for a clean list.
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


_DECORATORS = (
    paths,
    click.option("--fix", is_flag=True, help="Mend what can be mended without changing what a list says."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also mend what needs a look afterwards."
    ),
    click.option(
        "--diff",
        is_flag=True,
        help="Show what --fix would change and write nothing; in a pipe with the very bytes of the list.",
    ),
    click.option(
        "--in-place",
        is_flag=True,
        help="With --fix: write into the file where it cannot be replaced (not safe against crashes).",
    ),
    click.option(
        "--allow-outside",
        is_flag=True,
        help="Follow symbolic links out of the repository, also with --fix and --write-baseline.",
    ),
    selection_options,
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
    click.option(
        "--exclude", metavar="PATTERN", multiple=True, help="Leave out files and folders, as in .gitignore."
    ),
    click.option(
        "--show-settings", is_flag=True, help="Show the settings of each file as TOML, and check nothing."
    ),
    stdin_filename,
    click.option(
        "--format",
        "format_name",
        type=NearestChoice(FORMATS),
        default="text",
        show_default=True,
        help="The report.",
    ),
    click.option(
        "--output",
        metavar="FILE",
        type=click.Path(),
        help="Write the report there; the screen shows it as text.",
    ),
    click.option(
        "--baseline", metavar="FILE", type=click.Path(), help="Leave out the violations that this file knows."
    ),
    click.option("--no-baseline", is_flag=True, help="Report known violations, too."),
    click.option(
        "--write-baseline",
        metavar="[FILE.json]",
        type=click.Path(),
        help="Take all that is found as known, and keep it in a baseline.",
    ),
    click.option(
        "--since", metavar="REVISION", help="Report only what came after this git revision (its merge base)."
    ),
    click.option(
        "--statistics", is_flag=True, help="Count the violations of each rule instead of listing them."
    ),
    click.option(
        "--full", is_flag=True, help="Show every place and whole lines where the report would shorten them."
    ),
    click.option("-q", "--quiet", is_flag=True, help="One line for each violation, and no summary."),
    click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is read, and how."),
    click.option(
        "--color",
        type=NearestChoice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Colours; auto is for a terminal, and heeds NO_COLOR and FORCE_COLOR.",
    ),
    click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are violations."),
    click.option(
        "--online/--offline",
        default=None,
        help="Ask remote links whether they are alive, or never do. [default: offline]",
    ),
    click.option(
        "--allow-private",
        is_flag=True,
        help="Ask links that lead into private networks, too. Not for files of strangers.",
    ),
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        type=click.Path(),
        envvar="MDPAPERLINT_CACHE_DIR",
        help="Keep what is known of links there.",
    ),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep what is known of links."),
    arxiv_api,
    click.option(
        "--doi-api", metavar="URL", envvar="MDPAPERLINT_DOI_API", help="Ask this instead of doi.org."
    ),
    click.option(
        "--github-api",
        metavar="URL",
        envvar="MDPAPERLINT_GITHUB_API",
        help="Ask this instead of GitHub's GraphQL API; GITHUB_TOKEN is sent there.",
    ),
)


def check_options(function: Function) -> Function:
    """Adds the argument and the options, in the order of the help."""
    for decorator in reversed(_DECORATORS):
        function = decorator(function)
    return function
