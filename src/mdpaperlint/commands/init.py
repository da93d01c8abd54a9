"""`mdpaperlint init [PATH]`: a configuration that fits a list as it is today."""

from __future__ import annotations

import os
import sys

import click


@click.command(
    short_help="Write a configuration that fits a list.",
    help=(
        "Write mdpaperlint.toml beside PATH, which is a list or the folder of a README (without PATH, the "
        "current one): the direction, the form of arXiv links and the date format that the list uses, each "
        "with the evidence. What is in force in it changes nothing of what is reported of the list today. "
        "No file is ever overwritten."
    ),
)
@click.argument("path", required=False, type=click.Path())
@click.option(
    "--schema",
    is_flag=True,
    help="Also write the schema that its tables follow; the rule table-schema then reports what deviates.",
)
@click.option("--stdout", is_flag=True, help="Show it, with the very characters of the list; write nothing.")
@click.option("--pyproject", is_flag=True, help="Append it to pyproject.toml as [tool.mdpaperlint] instead.")
def init(*, path: str | None, schema: bool, stdout: bool, pyproject: bool) -> int:
    from mdpaperlint.configuration.file_settings import find_config
    from mdpaperlint.console import fail, say
    from mdpaperlint.engine.discovery import default_path
    from mdpaperlint.engine.inferred_configuration import infer_configuration
    from mdpaperlint.engine.source_text import SourceError, read_source
    from mdpaperlint.markdown.parser import parse
    from mdpaperlint.reporting.configuration_text import config_text

    place = path if path is not None else os.curdir
    if os.path.isdir(place):
        readme = default_path(place)
        if readme is None:
            fail(f"there is no README.md in {'this folder' if path is None else place}: name the list")
            return 2
        place = readme if place == os.curdir else os.path.join(place, readme)
    folder = os.path.dirname(place)
    try:
        document = parse(read_source(place).text)
        found = None if stdout else find_config(folder, {})
        if found is not None:
            fail(
                f"{os.path.relpath(found)} is there for {place} already; --stdout shows what would be written"
            )
            return 2
        inferred = infer_configuration(document, schema=schema)
        if schema and inferred.schema is None:
            say(f"{place} has no table of papers: there is no schema to write down")
        name = os.path.basename(place)
        text = config_text(inferred, name, table="tool.mdpaperlint" if pyproject else "")
        if stdout:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8"))
            sys.stdout.buffer.flush()
            return 0
        target = os.path.join(folder, "pyproject.toml" if pyproject else "mdpaperlint.toml")
        if pyproject:
            _append(target, text)
        else:
            _create(target, text)
    except SourceError as error:
        fail(str(error))
        return 2
    verb = "added [tool.mdpaperlint] to" if pyproject else "wrote"
    say(f"{verb} {target}")
    return 0


def _create(target: str, text: str) -> None:
    from pathlib import Path

    from mdpaperlint.engine.source_text import SourceError
    from mdpaperlint.user_error import reason_of

    created = False
    try:
        with open(target, "x", encoding="utf-8", newline="\n") as stream:
            created = True
            stream.write(text)
    except OSError as error:
        if created:
            # Half a configuration is worse than none.
            os.unlink(target)
        raise SourceError(Path(target), f"cannot be written: {reason_of(error)}") from error


def _append(target: str, text: str) -> None:
    """Raises :class:`~mdpaperlint.engine.source_text.SourceError`, and the file is as it was, when it cannot
    be written, or is not TOML with this at its end.
    """
    import tomllib

    from mdpaperlint.engine.source_text import SourceError, read_source
    from mdpaperlint.engine.writer import write_source

    source = read_source(target)
    gap = "" if not source.text else "\n" if source.text.endswith("\n") else "\n\n"
    added = gap + text
    if "\r\n" in source.text:
        added = added.replace("\n", "\r\n")
    try:
        tomllib.loads(source.text + added)
    except (ValueError, RecursionError) as error:
        raise SourceError(source.path, f"the table cannot be added at its end: {error}") from None
    write_source(source, source.text + added)
