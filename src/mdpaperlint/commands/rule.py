"""`mdpaperlint rule [NAME]`: the list of all rules, or the page of one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mdpaperlint.commands.options import complete_rules

if TYPE_CHECKING:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.rules.base import Rule


@click.command(
    short_help="List all rules, or show the page of one.",
    help="List all rules, or show what a rule is about: why, examples, options.",
)
@click.argument("name", required=False, shell_complete=complete_rules)
@click.option("--plugin", "plugins", metavar="FILE", multiple=True, type=click.Path(),
              help="Know the rules of this Python file, too. The file is executed.")  # fmt: skip
def rule(*, name: str | None, plugins: tuple[str, ...]) -> int:
    from mdpaperlint.configuration.configuration_file import unknown_rule
    from mdpaperlint.console import fail
    from mdpaperlint.engine.linter import Linter

    linter = Linter(plugins=plugins)
    for problem in linter.problems:
        fail(problem)
    if name is None:
        _list(linter)
    else:
        message = unknown_rule(name, linter.rules)
        if message:
            raise click.UsageError(message)
        _show(linter.rules[name])
    return 2 if linter.problems else 0


def _list(linter: Linter) -> None:
    from mdpaperlint.reporting.terminal import Style, printable, wants_colour

    style = Style(wants_colour(sys.stdout))
    longest = max((len(name) for name in linter.rules), default=0)
    for name, each in sorted(linter.rules.items()):
        when = "" if each.default and not each.online else " (online)" if each.online else " (off by default)"
        padding = " " * (longest - len(name))
        sys.stdout.write(f"{style.strong(name)}{padding}  {printable(each.summary)}{style.faint(when)}\n")


def _show(rule: Rule[Any]) -> None:
    from mdpaperlint.pages import page_of, page_url
    from mdpaperlint.reporting.terminal import printable

    for line in page_of(rule).rstrip("\n").split("\n"):
        sys.stdout.write(printable(line) + "\n")
    url = page_url(rule.name)
    if url is not None:
        sys.stdout.write(f"\n{url}\n")
