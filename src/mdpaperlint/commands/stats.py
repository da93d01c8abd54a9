"""`mdpaperlint stats [PATHS]…`: what is in the lists, counted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mdpaperlint.commands import options

if TYPE_CHECKING:
    from mdpaperlint.papers.conventions.list_statistics import Statistics


@click.command(
    short_help="Count the papers of lists by year and section, and more.",
    help=(
        "Count what is in the lists: papers by year and section, their identifiers, the hosts of their "
        "links, how many link to code. PATHS are as for checking.\n\n"
        "--format json is for programs, with the very characters of the list; --format svg is a picture of "
        "papers per year for a README: "
        "mdpaperlint stats --format svg README.md > papers.svg"
    ),
)
@options.paths
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json", "svg")),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.option("--title", metavar="TEXT", default="Papers per year", show_default=True,
              help="The title of the picture.")  # fmt: skip
@click.option("--hosts", metavar="N", type=click.IntRange(0), default=10, show_default=True,
              help="How many hosts of links the text names.")  # fmt: skip
@options.output_file
@options.excluding_config
@options.stdin_filename
def stats(
    *,
    paths: tuple[str, ...],
    format_name: str,
    title: str,
    hosts: int,
    output: str | None,
    config: str | None,
    stdin_filename: str | None,
) -> int:
    from mdpaperlint.console import fail
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.papers.conventions.list_statistics import count_papers

    linter = Linter(config=config, stdin_filename=stdin_filename)
    found = linter.discover(paths)
    problems: list[str] = []
    files = [(file.label, count_papers(file.document)) for file in linter.readable(found, problems)]
    for problem in problems:
        fail(problem)
    if not files:
        return 2
    if format_name == "text" and output is None:
        _print(files, hosts)
    else:
        report = _rendered(files, format_name, title, hosts)
        if output is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(report.encode("utf-8"))
            sys.stdout.buffer.flush()
        else:
            from mdpaperlint.commands.output import write_report

            write_report(output, [report], found.paths)
    return 2 if problems else 0


def _print(files: list[tuple[str, Statistics]], hosts: int) -> None:
    from mdpaperlint.reporting.stats_text import TextOptions, render_text
    from mdpaperlint.reporting.terminal import Style, on_screen, terminal_width, wants_colour

    blocks = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    shown = TextOptions(Style(wants_colour(sys.stdout)), terminal_width(sys.stdout, 80), blocks, hosts)
    for line in render_text(files, shown):
        sys.stdout.write(on_screen(line) + "\n")


def _rendered(files: list[tuple[str, Statistics]], format_name: str, title: str, hosts: int) -> str:
    if format_name == "json":
        from mdpaperlint.reporting.stats_json import render_json

        return render_json(files)
    if format_name == "svg":
        from mdpaperlint.papers.conventions.list_statistics import total
        from mdpaperlint.reporting.stats_svg import render_svg

        return render_svg(total(statistics for _, statistics in files), title)
    from mdpaperlint.reporting.stats_text import TextOptions, render_text
    from mdpaperlint.reporting.terminal import Style

    return "".join(line + "\n" for line in render_text(files, TextOptions(Style(), 80, True, hosts)))
