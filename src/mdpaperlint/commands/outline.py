"""`mdpaperlint outline`: how each section and table of a file was read."""

from __future__ import annotations

import sys

import click

from mdpaperlint.commands import options


@click.command(short_help="Show how each section and table of a file was read.")
@options.paths
@click.option("--config", metavar="FILE", help="The configuration file, in place of the nearest one.")
@options.stdin_filename
def outline(paths: tuple[str, ...], config: str | None, stdin_filename: str | None) -> int:
    """Show how each section and table was read: whether a table lists papers, what its columns hold,
    which way it is sorted, and why a rule says nothing about it. PATHS are as for checking.
    """
    from mdpaperlint.console import fail
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.reporting.outline_text import outline_lines
    from mdpaperlint.reporting.terminal import on_screen, printable
    from mdpaperlint.rules.unordered_rows import configured_orders

    linter = Linter(config=config, stdin_filename=stdin_filename)
    found = linter.discover(paths)
    problems: list[str] = []
    for file in linter.readable(found, problems):
        orders = configured_orders(active.options for active in file.rules)
        if len(found.paths) > 1:
            sys.stdout.write(f"{on_screen(printable(file.label))}:\n")
        for line in outline_lines(file.document, orders):
            sys.stdout.write(on_screen(printable(line)) + "\n")
    for problem in problems:
        fail(problem)
    return 2 if problems else 0
