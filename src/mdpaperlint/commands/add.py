"""`mdpaperlint add ID…`: papers into a list, written as the others in it are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mdpaperlint.commands import options

if TYPE_CHECKING:
    from mdpaperlint.engine.listed_file import ListedFile
    from mdpaperlint.model.paper import PaperRecord

_BLANKS = {"text": "what else the others say", "link": "other links", "url": "the link"}

# What rules say of a blank that has been named.
_OF_BLANKS = frozenset({"empty-link", "missing-date", "missing-link"})


@click.command(
    short_help="Add papers, written as the others in the list are.",
    help=(
        "Add papers to a list: arXiv IDs, DOIs or links to these, or one other link with --title. Each entry "
        "is written as those beside it, at the place that the list's order gives it; in a list that is not "
        "sorted it comes last. What is not known is left blank and named. A paper that the list has already "
        "is not added again.\n\n"
        "What is not known of a paper, this command asks arXiv's API or Crossref, and nobody else; with "
        "--offline or --metadata, nobody."
    ),
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--file", "path", metavar="FILE", type=click.Path(), help="The list.  [default: README.md]")
@click.option("--section", metavar="NAME", help="The section, by its heading, a part of it, or its #anchor.")
@click.option("--code", metavar="URL", help="Where its code is.")
@click.option("--title", metavar="TEXT", help="Its title, in place of what the registry says.")
@click.option("--diff", is_flag=True, help="Show what would change and write nothing.")
@click.option("--again", is_flag=True, help="Add what the list has already.")
@click.option(
    "--metadata",
    metavar="FILE",
    type=click.Path(),
    help="Atom of arXiv's API, or BibTeX, to know the papers from.",
)
@click.option("--offline", is_flag=True, help="Ask nobody: of a paper only its ID is known.")
@options.arxiv_api
@options.crossref_api
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what is known of papers.")
def add(
    *,
    ids: tuple[str, ...],
    path: str | None,
    section: str | None,
    code: str | None,
    title: str | None,
    diff: bool,
    again: bool,
    metadata: str | None,
    offline: bool,
    arxiv_api: str | None,
    crossref_api: str | None,
    no_cache: bool,
) -> int:
    from mdpaperlint.commands.output import one_file, write_change
    from mdpaperlint.commands.paper_sources import asking, by_itself, from_file, from_registries, read_id
    from mdpaperlint.console import say
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.writer import write_source
    from mdpaperlint.model.link_settings import LinkSettings
    from mdpaperlint.reporting.terminal import Style, wants_colour
    from mdpaperlint.user_error import UserError

    if len(ids) > 1 and (code or title):
        raise UserError("--code and --title go with one ID")
    linter = Linter()
    file = one_file(linter, path)
    asked = [read_id(each) for each in ids]
    if not again:
        # Of several forms of one ID, the first.
        named = {each.identifier[:2] if each.identifier else each.url: each for each in reversed(asked)}
        asked = list(named.values())[::-1]
        asked = [each for each in asked if not _is_listed(file, each, "")]
    if any(each.identifier is None for each in asked) and not title:
        raise UserError("a link that names no arXiv ID and no DOI needs --title")
    if offline or metadata is not None:
        records = from_file(asked, metadata) if metadata is not None else [by_itself(each) for each in asked]
    else:
        links = linter.settings_for(file.path).links or LinkSettings()
        links = asking(links._replace(cache=not no_cache), arxiv_api, crossref_api)
        records = from_registries(asked, links)
    if title or code:
        records = [each._replace(title=title or each.title, code=code or "") for each in records]
    if not again:
        records = [each for each in records if not _is_listed(file, each, each.title)]
    after = file
    for record in records:
        added = _with(file, after, record, section)
        if added is None:
            return 1
        after = added
    if diff:
        return int(
            write_change(file.label, file.source.text, after.source.text, Style(wants_colour(sys.stdout)))
        )
    write_source(file.source, after.source.text)
    if records:
        say(f"added {len(records)} of {len(ids)} to {file.label}")
    return 0


def _is_listed(file: ListedFile, record: PaperRecord, title: str) -> bool:
    """Says where."""
    from mdpaperlint.console import say
    from mdpaperlint.papers.entries.paper_identity import listed_papers, listed_titles, page_address
    from mdpaperlint.papers.entries.title_comparison import normalised_title

    entries = listed_papers(file.document) | listed_titles(file.document)
    keys: list[tuple[str, str]] = []
    if record.identifier is not None:
        keys.append((record.identifier.scheme, record.identifier.value))
    if record.doi:
        keys.append(("doi", record.doi.lower()))
    if title:
        keys.append(("title", normalised_title(title)))
    if record.url:
        keys.append(("address", page_address(record.url)))
    found = next((entries[key][0].paper for key in keys if key in entries), None)
    if found is None:
        return False
    name = record.url if record.identifier is None else record.identifier.value
    say(f"{file.label}:{found.line + 1}: {name} is there already")
    return True


def _with(first: ListedFile, file: ListedFile, record: PaperRecord, section: str | None) -> ListedFile | None:
    """The file with the paper in it; None, and the reason is said, when that brings a violation."""
    from mdpaperlint.console import fail, say
    from mdpaperlint.engine.fixer import try_addition
    from mdpaperlint.papers.writing.added_papers import added_paper
    from mdpaperlint.papers.writing.entry_places import PlaceError, keeping_in
    from mdpaperlint.rules.unordered_rows import configured_orders
    from mdpaperlint.user_error import UserError

    orders = configured_orders(active.options for active in file.rules)
    try:
        keeping = keeping_in(file.document, section)
    except PlaceError as error:
        names = ", ".join(name or "(before the first heading)" for name in error.candidates)
        raise UserError(f"{error}; there are: {names}" if names else str(error)) from None
    added = added_paper(file.document, keeping, record, orders)
    if added.remark:
        say(f"it comes last in {keeping.section or file.label}: {added.remark}")
    if added.blanks:
        say(f"left blank: {', '.join(_BLANKS.get(each, each) for each in added.blanks)}")
    tried = try_addition(file, added.edit, added.moved)
    ignored = _OF_BLANKS if added.blanks else frozenset()
    new = [each for each in tried.violations if each.rule not in ignored]
    if tried.harm is None and not new:
        return first.linter.file(first.path, tried.document.text)
    sys.stdout.write(f"{added.text}\n")
    fail(f"nothing was written: {tried.harm or f'{new[0].rule}: {new[0].message}'}")
    return None
