from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.entries.recorded_papers import recorded_papers
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_TITLE = 120


class MismatchedTitle(Rule[Options]):
    name = "mismatched-title"
    summary = "An arXiv link leads to another paper than the one that the entry's title names."
    online = True
    records_only = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for each in recorded_papers(document, context.verdicts):
            # Start-up is paid by every offline run.
            from mdpaperlint.papers.entries.title_mismatch import names_another_paper

            title = each.paper.title
            if title is not None and names_another_paper(title.text, each.record.title):
                yield self.violation(
                    each.start,
                    each.end,
                    f'on arXiv, {each.arxiv_id} is "{shortened(each.record.title, _LONGEST_TITLE)}": link to'
                    " the paper that this title names, or write the new title if the paper was renamed",
                )
