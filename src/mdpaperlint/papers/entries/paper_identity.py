"""Which entries of a document are of one paper, and how a report names a paper."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import once_per_document
from mdpaperlint.model.paper import Identifier, ListedPaper, Paper, PaperLink
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.title_comparison import is_nickname, normalised_title

PaperKey = tuple[str, str]

_NAMES = {
    "arxiv": "arXiv:{}",
    "doi": "doi:{}",
    "openreview": "OpenReview {}",
    "acl": "ACL Anthology {}",
    "cvf": "CVF {}",
    "pmlr": "PMLR {}",
    "neurips": "NeurIPS {}",
}
_LONGEST_TITLE = 70


class Listed(NamedTuple):
    """An entry, and the link in it that bears the identifier in question."""

    paper: Paper
    link: PaperLink


@once_per_document
def listed_papers(document: Document) -> dict[PaperKey, list[Listed]]:
    """For each identifier, as (scheme, value), the listed entries that bear it, in the order of the text."""
    found: dict[PaperKey, list[Listed]] = {}
    for paper in papers(document):
        if paper.listing:
            for link in paper.identifiers:
                identifier = link.identifier
                if identifier is not None:
                    found.setdefault((identifier.scheme, identifier.value), []).append(Listed(paper, link))
    return found


def paper_keys(paper: Paper) -> tuple[PaperKey, ...]:
    """The identifiers of an entry as (scheme, value)."""
    found = (link.identifier for link in paper.identifiers)
    return tuple((each.scheme, each.value) for each in found if each is not None)


def first_entries(document: Document, path: str) -> dict[PaperKey, ListedPaper]:
    """For each identifier, and for ``("title", normalised title)``, the first listed entry that bears it."""
    found: dict[PaperKey, ListedPaper] = {}
    for paper in papers(document):
        if not paper.listing:
            continue
        title = "" if paper.title is None else paper.title.text
        keys = paper_keys(paper)
        entry = ListedPaper(path, paper.line + 1, title, keys)
        for key in keys:
            found.setdefault(key, entry)
        if title and not is_nickname(title):
            found.setdefault(("title", normalised_title(title)), entry)
    return found


def identifier_name(identifier: Identifier) -> str:
    return _NAMES[identifier.scheme].format(identifier.value)


def paper_name(paper: Paper) -> str:
    """The title in quotation marks, cut where it is long; else the identifier."""
    if paper.title is not None:
        return quoted_title(paper.title.text)
    identifier = paper.identifier
    return "this paper" if identifier is None else identifier_name(identifier)


def quoted_title(title: str) -> str:
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,.:;") + "…"
    return f"“{title}”"
