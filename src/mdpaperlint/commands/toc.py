"""`mdpaperlint toc [PATH]`: a table of contents, new or brought up to date."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mdpaperlint.engine.listed_file import ListedFile
    from mdpaperlint.model.document import Document

# Of the sections of a level that the contents list at all, all are added when so many are there.
_MOSTLY = 0.5


@click.command(
    short_help="Write a table of contents, or bring it up to date.",
    help=(
        "Write a table of contents into PATH, or into README.md of the current folder. One that is there is "
        "brought up to date as the rules stale-contents and missing-anchor mend it, and gets the sections of "
        "papers that it lacks; else a section “Contents” is put in before the first section."
    ),
)
@click.argument("path", required=False, type=click.Path())
@click.option("--diff", is_flag=True, help="Show what would change and write nothing.")
@click.option(
    "--depth",
    type=click.IntRange(1, 6),
    default=2,
    show_default=True,
    help="How many levels of sections a new table lists.",
)
def toc(*, path: str | None, diff: bool, depth: int) -> int:
    from mdpaperlint.commands.output import one_file, write_change
    from mdpaperlint.console import say
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.writer import write_source
    from mdpaperlint.markdown.parser import parse
    from mdpaperlint.model.wording import count_of
    from mdpaperlint.papers.contents.stale_entries import unlisted_sections
    from mdpaperlint.reporting.terminal import Style, wants_colour

    file = one_file(Linter(), path)
    before = file.document.text
    text = _updated(file.document) or _with_new(file, depth)
    if text is None:
        say(f"{file.label} has no sections that it does not link to")
        return 0
    if diff:
        return int(write_change(file.label, before, text, Style(wants_colour(sys.stdout))))
    write_source(file.source, text)
    lacking = sum(1 for _ in unlisted_sections(parse(text), _MOSTLY))
    if lacking:
        missing = count_of(lacking, "section")
        say(
            f"the table of contents of {file.label} lacks {missing} still: its entries say more than a link, "
            "or their numbers would have to change"
        )
    else:
        done = "was up to date" if text == before else "is up to date now"
        say(f"the table of contents of {file.label} {done}")
    return 0


def _updated(document: Document) -> str | None:
    """None where there is no table of contents."""
    from mdpaperlint.engine.document_check import ActiveRule
    from mdpaperlint.engine.fixer import fix_document
    from mdpaperlint.papers.contents.contents_lists import contents_lists
    from mdpaperlint.rules.missing_anchor import MissingAnchor, MissingAnchorOptions
    from mdpaperlint.rules.stale_contents import StaleContents, StaleContentsOptions

    if not contents_lists(document):
        return None
    rules = (
        ActiveRule(MissingAnchor(), MissingAnchorOptions()),
        ActiveRule(StaleContents(), StaleContentsOptions(share=_MOSTLY)),
    )
    return fix_document(document, rules).text


def _with_new(file: ListedFile, depth: int) -> str | None:
    """None where there is nothing to list."""
    from mdpaperlint.engine.fixer import FixError, try_addition
    from mdpaperlint.papers.contents.new_contents import new_contents

    edit = new_contents(file.document, depth)
    if edit is None:
        return None
    added = try_addition(file, edit)
    if added.harm is not None:
        raise FixError(["toc"], added.harm)
    return added.document.text
