from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PaperDate, PartialDate
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.reading.identifiers.arxiv_ids import is_yet_to_come
from mdpaperlint.reading.identifiers.url_identifiers import submitted_month
from mdpaperlint.reading.papers.document_papers import papers
from mdpaperlint.reading.papers.listings import lists_data
from mdpaperlint.reading.papers.venues import is_preprint
from mdpaperlint.rules.base import Context, Options, Rule

# arXiv keeps the day of submission when it holds a paper back for months, and lists copy that day.
_LONGEST_HOLD = 9


class DateBeforeArxivId(Rule[Options]):
    name = "date-before-arxiv-id"
    summary = "An entry is dated before its arXiv ID was given out."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for paper in papers(document):
            identifier = paper.identifier
            if identifier is None or identifier.scheme != "arxiv":
                continue
            date = paper.date
            if date is None or date.source == "heading":
                continue
            month = submitted_month(identifier)
            if month is None or date.date.year > month.year or not date.date.wholly_before(month):
                continue
            if context.today is not None and is_yet_to_come(month, context.today):
                # The ID is wrong, whatever the date.
                continue
            if _is_wrong(document, paper, date, month):
                yield self._report(document, paper, date, month)

    def _report(self, document: Document, paper: Paper, date: PaperDate, month: PartialDate) -> Violation:
        own = paper.own_link
        assert own is not None
        assert own.identifier is not None
        written = document.text[date.start : date.end]
        return self.violation(
            date.start,
            date.end,
            f"{written} is before {month.year}-{month.month:02}, when arXiv gave out "
            f"{own.identifier.value}: correct the date or the link",
            related=(Related(own.link.start, own.link.end, "the arXiv ID"),),
        )


def _is_wrong(document: Document, paper: Paper, date: PaperDate, month: PartialDate) -> bool:
    stated = date.date
    gap = 12 * (month.year - stated.year) + month.month - (stated.month or 12)
    if gap < 2:
        return False
    venue = paper.venue
    if venue is not None and not is_preprint(venue):
        return False
    if stated.month and gap % 12 == 0:
        # The year alone was mistyped.
        return True
    if stated.day:
        return gap > _LONGEST_HOLD
    return not lists_data(document, paper.section)
