from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.entries.paper_identity import paper_place
from mdpaperlint.papers.entries.siblings import lacking
from mdpaperlint.papers.entries.title_comparison import is_nickname
from mdpaperlint.rules.base import Context, Options, Rule


class MissingLink(Rule[Options]):
    name = "missing-link"
    summary = "An entry has no link, unlike nearly all beside it."
    severity = "warning"
    compares_entries = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for lack in lacking(document, _is_linked, lambda paper: not _is_linked(paper)):
            paper, title = lack.paper, lack.paper.title
            # A link below a paragraph may belong to it, and a nickname may be a divider.
            if paper.kind not in ("row", "item") or title is None or is_nickname(title.text):
                continue
            # Broken links, and links in cells that GitHub does not show, are reported by other rules.
            if "://" in document.text[paper.start : document.line_span(paper.end_line - 1)[1]]:
                continue
            yield self.violation(*paper_place(paper), f"{lack.said_of('link')}; link to the paper")


def _is_linked(paper: Paper) -> bool:
    return bool(paper.link_numbers)
