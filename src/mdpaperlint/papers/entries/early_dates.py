"""Entries dated before their arXiv ID was given out, beyond what lists do without a mistake."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import once_per_document
from mdpaperlint.model.paper import Paper, PaperDate, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.listings import lists_data
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month

# arXiv keeps the day of submission when it holds a paper back for months, and lists copy that day.
_LONGEST_HOLD = 9
# A conference's paper that reaches arXiv so many months later does so in the month of its date by chance.
_LONGEST_WAY_TO_ARXIV = 24


class EarlyDate(NamedTuple):
    """``month`` is that of the ID."""

    paper: Paper
    date: PaperDate
    month: PartialDate

    @property
    def is_slip(self) -> bool:
        """Whether only the year differs, which is a slip in the date; else the link may be the wrong one."""
        return self.date.date.month in (0, self.month.month)


@once_per_document
def early_dates(document: Document) -> tuple[EarlyDate, ...]:
    """In the order of their dates in the text. Either the date is wrong or the link."""
    found = []
    for paper in papers(document):
        # What an HTML table's columns hold is not read: they may be dates of anything.
        identifier = None if paper.kind == "html" else paper.identifier
        if identifier is None or identifier.scheme != "arxiv":
            continue
        date = paper.date
        if date is None or date.source == "heading":
            continue
        month = submitted_month(identifier)
        if month is None or date.date.year > month.year or not date.date.wholly_before(month):
            continue
        if _is_wrong(document, paper, date, month):
            found.append(EarlyDate(paper, date, month))
    # An item and one that is nested in it may come in the other order.
    return tuple(sorted(found, key=lambda early: early.date.start))


def _is_wrong(document: Document, paper: Paper, date: PaperDate, month: PartialDate) -> bool:
    stated = date.date
    gap = 12 * (month.year - stated.year) + month.month - (stated.month or 12)
    if gap < 2:
        return False
    same_month = bool(stated.month) and gap % 12 == 0
    if same_month and gap >= _LONGEST_WAY_TO_ARXIV:
        return True
    venue = paper.venue
    if date.source == "venue" if venue is None else not is_preprint(venue):
        return False
    if same_month:
        return True
    if stated.day:
        return gap > _LONGEST_HOLD
    return not lists_data(document, paper.section)
