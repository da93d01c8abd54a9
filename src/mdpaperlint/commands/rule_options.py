"""Options of the commands that run rules: which rules, and from where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

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
        # An unset variable of a script must not look like a clean list.
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


_OPTIONS = (
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        callback=split_names,
        shell_complete=complete_rules,
        help="Run these rules only (comma-separated, or all).",
    ),
    click.option(
        "--extend-select",
        metavar="RULES",
        multiple=True,
        callback=split_names,
        shell_complete=complete_rules,
        help="Run these rules as well.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        callback=split_names,
        shell_complete=complete_rules,
        help="Leave these rules out.",
    ),
    click.option(
        "--config", metavar="FILE", type=click.Path(), help="Use this configuration file for all files."
    ),
    click.option(
        "--plugin",
        "plugins",
        metavar="FILE",
        multiple=True,
        type=click.Path(),
        help="Run the rules of this Python file, too. The file is executed.",
    ),
)


def selection_options(function: Function) -> Function:
    """Adds ``--select``, ``--extend-select``, ``--ignore``, ``--config`` and ``--plugin``, in this order."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
