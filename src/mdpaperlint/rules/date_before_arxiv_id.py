from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.papers.entries.doubted_dates import EarlyDate, early_dates
from mdpaperlint.papers.identifiers.arxiv_ids import is_yet_to_come
from mdpaperlint.rules.base import Context, Options, Rule


class DateBeforeArxivId(Rule[Options]):
    name = "date-before-arxiv-id"
    summary = "An entry is dated before its arXiv ID was given out."
    compares_entries = True
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for early in early_dates(document):
            # An ID of a month to come is wrong, whatever the date.
            if context.today is None or not is_yet_to_come(early.month, context.today):
                yield self._report(document, early)

    def _report(self, document: Document, early: EarlyDate) -> Violation:
        date, month, own = early.date, early.month, early.paper.own_link
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
