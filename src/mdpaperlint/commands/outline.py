"""`mdpaperlint outline`: how each section and table of a file was read."""

from __future__ import annotations

import sys

import click


@click.command(short_help="Show how each section and table of a file was read.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--config", metavar="FILE", help="The configuration file, in place of the nearest one.")
@click.option("--stdin-filename", metavar="FILE", type=click.Path(), help="What - is called.")
def outline(paths: tuple[str, ...], config: str | None, stdin_filename: str | None) -> int:
    """Show how each section and table was read: whether a table lists papers, what its columns hold,
    which way it is sorted, and why a rule says nothing about it. PATHS are as for checking.
    """
    from mdpaperlint.console import fail
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.source_text import SourceError
    from mdpaperlint.reporting.outline_text import outline_lines
    from mdpaperlint.reporting.terminal import on_screen, printable
    from mdpaperlint.rules.unordered_rows import configured_orders

    linter = Linter(config=config, stdin_filename=stdin_filename)
    found = linter.discover(paths)
    problems = list(found.problems)
    if not found.paths and not problems:
        problems.append(found.why_empty)
    for file in map(linter.file, found.paths):
        try:
            document = file.document
        except SourceError as error:
            problems += error.problems
            continue
        orders = configured_orders(active.options for active in file.rules)
        if len(found.paths) > 1:
            sys.stdout.write(f"{on_screen(printable(file.label))}:\n")
        for line in outline_lines(document, orders):
            sys.stdout.write(on_screen(printable(line)) + "\n")
        file.forget()
    for problem in problems:
        fail(problem)
    return 2 if problems else 0
