from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.entries.paper_identity import paper_place
from mdpaperlint.papers.entries.siblings import lacking
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month
from mdpaperlint.rules.base import Context, Options, Rule

# ``arXiv1611`` states year and month.
_YEAR = lazy_pattern(r"(?:19|20)\d\d|arxiv\W?\d{4}\b", re.IGNORECASE)


class MissingDate(Rule[Options]):
    name = "missing-date"
    summary = "An entry has no date, unlike nearly all beside it."
    severity = "warning"
    compares_entries = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        def may_lack(paper: Paper) -> bool:
            return not _names_a_year(document, paper) and paper.own_link is not None

        for lack in lacking(document, _is_dated, may_lack):
            identifier = lack.paper.identifier
            month = None if identifier is None else submitted_month(identifier)
            hint = "" if month is None else f" (its arXiv ID is from {month.iso()})"
            yield self.violation(*paper_place(lack.paper), f"{lack.said_of('date')}; add the date{hint}")


def _is_dated(paper: Paper) -> bool:
    return paper.date is not None and paper.date.source in ("own", "venue")


def _names_a_year(document: Document, paper: Paper) -> bool:
    """Whether the entry names a year outside the destinations of its links."""
    text, start = document.text, paper.start
    for number in paper.link_numbers:
        link = document.links[number]
        if start <= link.destination_start:
            if _YEAR.search(text, start, link.destination_start):
                return True
            start = link.destination_end
    return _YEAR.search(text, start, paper.end) is not None
