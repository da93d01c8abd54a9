"""`mdpaperlint outline`: how each section and table of a file was read."""

from __future__ import annotations

import sys

import click


@click.command(short_help="Show how each section and table of a file was read.")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--config", metavar="FILE", help="The configuration file, in place of the nearest one.")
def outline(paths: tuple[str, ...], config: str | None) -> int:
    """Show how each section and table of FILE was read: whether a table lists papers, what its columns hold,
    which way it is sorted, and why a rule says nothing about it.
    """
    from mdpaperlint.cli import fail
    from mdpaperlint.config import ConfigError
    from mdpaperlint.fixing.source import SourceError, read_source
    from mdpaperlint.linting import Linter
    from mdpaperlint.reading.order import Direction
    from mdpaperlint.reading.parser import parse
    from mdpaperlint.reporting.outline import outline_lines
    from mdpaperlint.reporting.terminal import printable
    from mdpaperlint.rules.unordered_rows import UnorderedRowsOptions

    code = 0
    try:
        linter = Linter(config=config)
    except ConfigError as error:
        for problem in error.problems:
            fail(problem)
        return 2
    for path in paths:
        try:
            rules = linter.rules_for(path)
            source = read_source(path)
        except (ConfigError, SourceError) as error:
            fail(str(error))
            code = 2
            continue
        direction: Direction | None = None
        for active in rules:
            if isinstance(active.options, UnorderedRowsOptions):
                direction = active.options.direction
        if len(paths) > 1:
            sys.stdout.write(f"{printable(path)}:\n")
        for line in outline_lines(parse(source.text), direction):
            sys.stdout.write(printable(line) + "\n")
    return code
