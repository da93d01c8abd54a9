"""What the pointer is told: the page of a rule that a comment names, and the paper behind an arXiv link."""

from __future__ import annotations

import re
from collections.abc import Callable

from lsprotocol import types

from mdpaperlint.engine.linter import Linter
from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Identifier
from mdpaperlint.pages import page_of
from mdpaperlint.papers.dates.date_readings import MONTHS
from mdpaperlint.papers.identifiers.url_identifiers import identify, submitted_month
from mdpaperlint.server.positions import Positions

TitleOf = Callable[[str], str]
"""The title of the paper behind a URL, or nothing when it is not known."""

_COMMAND = re.compile(r"<!--\s*mdpaperlint-[\w-]+")
_NAME = re.compile(r"[\w-]+")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def hover(
    document: Document, offset: int, linter: Linter, title_of: TitleOf, positions: Positions
) -> types.Hover | None:
    return _rule(document, offset, linter, positions) or _paper(document, offset, title_of, positions)


def _rule(document: Document, offset: int, linter: Linter, positions: Positions) -> types.Hover | None:
    for comment in document.comments:
        if not comment.start <= offset < comment.end:
            continue
        command = _COMMAND.match(document.text, comment.start, comment.end)
        if command is None:
            return None
        for name in _NAME.finditer(document.text, command.end(), comment.end - 3):
            rule = linter.rules.get(name[0])
            if name.start() <= offset <= name.end() and rule is not None:
                return _hover(page_of(rule), positions.range(name.start(), name.end()))
    return None


def _paper(document: Document, offset: int, title_of: TitleOf, positions: Positions) -> types.Hover | None:
    # Of nested links (a badge in a link) the inner one begins later.
    for link in reversed([each for each in document.links if each.start <= offset < each.end]):
        url = destination_url(link)
        identifier = identify(url)
        if identifier is not None and identifier.scheme == "arxiv":
            return _hover(_paper_text(identifier, title_of(url)), _range(link, positions))
    return None


def _range(link: Link, positions: Positions) -> types.Range:
    return positions.range(link.start, link.end)


def _paper_text(identifier: Identifier, title: str) -> str:
    version = f"v{identifier.version}" if identifier.version else ""
    lines = [f"**arXiv:{identifier.value}{version}**"]
    month = submitted_month(identifier)
    if month is not None:
        lines.append(f"submitted in {MONTHS[month.month - 1]} {month.year}")
    text = ", ".join(lines)
    if not title:
        return text
    return text + "\n\n" + _MARKUP.sub(r"\\\1", title)


def _hover(markdown: str, place: types.Range) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, markdown), place)
