from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.rules.base import Context, Options, Rule

_CODE = lazy_pattern(
    r"\W*(?:(?:official|source|our|the|pytorch|tensorflow|jax)\s+)?"
    r"(?:codes?|git ?hub|repo(?:sitory)?|implementation)(?:\s+link)?\W*"
    r"|\W*(?:代码|源码|代码链接|コード|코드)\W*",
    re.IGNORECASE,
)
# A quick test before the slower one of the text as shown.
_MAY_SAY_CODE = lazy_pattern(r"code|git ?hub|repo|implementation|代码|源码|コード|코드", re.IGNORECASE)
_LONGEST = 200
# Supplements, attachments and software, which registries keep beside papers.
_NO_PAPER = lazy_pattern(r"/(?:attachment|attachments|supplemental|suppl)\b", re.IGNORECASE)
# A DOI may be that of software.
_PAPERS_ALONE = frozenset(("arxiv", "acl", "openreview", "cvf", "pmlr"))


class MislabelledLink(Rule[Options]):
    name = "mislabelled-link"
    summary = "A link says that it leads to code, and leads to a paper."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        text = document.text
        for link, identifier in zip(document.links, link_identifiers(document), strict=True):
            if identifier is None or identifier.scheme not in _PAPERS_ALONE:
                continue
            start, end = link.text_start, link.text_end
            if link.kind not in ("inline", "html", "reference") or not 1 < end - start <= _LONGEST:
                continue
            if not _MAY_SAY_CODE.search(text, start, end):
                continue
            said = shown_text(text[start:end])
            if _CODE.fullmatch(said) and not _NO_PAPER.search(link.destination):
                message = (
                    f"{quoted(said.strip('[]() '))} leads to the page of a paper, not to code: "
                    "correct the address, or what the link says"
                )
                yield self.violation(link.start, link.end, message)
