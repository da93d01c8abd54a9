from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_TITLE = 120


class MismatchedTitle(Rule[Options]):
    name = "mismatched-title"
    summary = "An arXiv link leads to another paper than the one that the entry's title names."
    online = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        verdicts = context.verdicts
        if not verdicts:
            return
        # Start-up is paid by every offline run.
        from mdpaperlint.papers.entries.title_mismatch import names_another_paper

        for paper in papers(document):
            own = paper.own_link
            if own is None or own.identifier is None or own.identifier.scheme != "arxiv":
                continue
            link = own.link
            found = verdicts.get(destination_url(link).partition("#")[0])
            if found is None or found.record is None or paper.title is None:
                continue
            if names_another_paper(paper.title.text, found.record.title):
                start, end = link.destination_start, link.destination_end
                if link.kind == "reference":
                    start, end = link.start, link.end
                title = f'"{shortened(found.record.title, _LONGEST_TITLE)}"'
                yield self.violation(
                    start,
                    end,
                    f"on arXiv, {own.identifier.value} is {title}: link to the paper "
                    "that this title names, or write the new title if the paper was renamed",
                )
