from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.published_versions import PublishedVersion, published_version
from mdpaperlint.papers.entries.recorded_papers import recorded_papers
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_EVIDENCE = 120
_JUST_PREPRINT = lazy_pattern(r"arxiv|preprint", re.IGNORECASE)
_ACRONYM = lazy_pattern(r"[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*")
_SIMPLE = lazy_pattern(r"[\w .'’/&-]+")


class PublishedPreprint(Rule[Options]):
    name = "published-preprint"
    summary = "An entry calls a paper a preprint that arXiv says was published."
    severity = "warning"
    default = False
    online = True
    records_only = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        spellings: dict[tuple[str, int], str] | None = None
        for each in recorded_papers(document, context.verdicts):
            venue = each.paper.venue
            if venue is None or not is_preprint(venue):
                continue
            published = published_version(each.record)
            if published is None:
                continue
            if spellings is None:
                spellings = _spellings(document)
            evidence = quoted(published.evidence, _LONGEST_EVIDENCE)
            yield self.violation(
                venue.start,
                venue.end,
                f"arXiv says that {each.arxiv_id} was published ({published.source}: {evidence}): name the"
                " venue",
                fix=_fix(document, each.paper, published, spellings),
            )


def _spellings(document: Document) -> dict[tuple[str, int], str]:
    """How the list's cells write a venue and its year, by the venue's acronym and the year."""
    found: dict[tuple[str, int], str] = {}
    for paper in papers(document):
        cell = _venue_cell(document, paper)
        venue = paper.venue
        if cell is None or venue is None or not venue.year or is_preprint(venue):
            continue
        text = document.text[slice(*cell)]
        acronym = _ACRONYM.search(venue.text)
        if acronym is not None and _SIMPLE.fullmatch(text):
            found.setdefault((acronym[0].casefold(), venue.year), text)
    return found


def _venue_cell(document: Document, paper: Paper) -> tuple[int, int] | None:
    venue = paper.venue
    if venue is None or paper.kind != "row":
        return None
    cells = document.tables[paper.table].rows[paper.row].cells
    return next(((cell.start, cell.end) for cell in cells if cell.start <= venue.start < cell.end), None)


def _fix(
    document: Document, paper: Paper, published: PublishedVersion, spellings: dict[tuple[str, int], str]
) -> Fix | None:
    """Returns None unless the cell says only that the paper is a preprint, and a cell of the column names the
    venue.
    """
    cell = _venue_cell(document, paper)
    if cell is None or not _JUST_PREPRINT.fullmatch(document.text, *cell):
        return None
    for acronym in _ACRONYM.finditer(published.venue):
        spelling = spellings.get((acronym[0].casefold(), published.year))
        if spelling is not None:
            return Fix((Edit(*cell, spelling),), False, f"write {spelling}")
    return None
