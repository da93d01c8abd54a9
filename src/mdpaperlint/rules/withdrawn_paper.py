from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.entries.recorded_papers import recorded_papers
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_COMMENT = 120
_SAID = lazy_pattern("withdrawn|withdrew|retract", re.IGNORECASE)


class WithdrawnPaper(Rule[Options]):
    name = "withdrawn-paper"
    summary = "A paper was withdrawn from arXiv, and its entry does not say so."
    severity = "warning"
    online = True
    records_only = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for each in recorded_papers(document, context.verdicts):
            paper, record = each.paper, each.record
            if record.withdrawn and not _SAID.search(document.text, paper.start, paper.end):
                said = f' ("{shortened(record.comment, _LONGEST_COMMENT)}")' if record.comment else ""
                yield self.violation(
                    each.start,
                    each.end,
                    f"{each.arxiv_id} was withdrawn from arXiv{said}: remove the entry, or say in it that the"
                    " paper was withdrawn",
                )
