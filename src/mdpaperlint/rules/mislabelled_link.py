from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.identifiers.url_identifiers import identify
from mdpaperlint.rules.base import Context, Options, Rule

_CODE = lazy_pattern(
    r"\W*(?:(?:official|source|our|the|pytorch|tensorflow|jax)\s+)?"
    r"(?:codes?|git ?hub|repo(?:sitory)?|implementation)(?:\s+link)?\W*"
    r"|\W*(?:代码|源码|代码链接|コード|코드)\W*",
    re.IGNORECASE,
)
_LONGEST = 200
# Of longer texts what is shown is shorter only where markup is left out.
_LONGEST_SHOWN = 40
# What a registry of papers keeps beside them: supplements, attachments, software.
_NO_PAPER = lazy_pattern(r"/(?:attachment|attachments|supplemental|suppl)\b", re.IGNORECASE)
# A DOI may be that of software.
_PAPERS_ALONE = frozenset(("arxiv", "acl", "openreview", "cvf", "pmlr"))


class MislabelledLink(Rule[Options]):
    name = "mislabelled-link"
    summary = "A link says that it leads to code, and leads to a paper."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        text = document.text
        for link in document.links:
            if link[0] not in ("inline", "html", "reference") or not 1 < link[4] - link[3] <= _LONGEST:
                continue
            if link[4] - link[3] > _LONGEST_SHOWN and not _has_markup(text, link[3], link[4]):
                continue
            said = _says_code(text[link[3] : link[4]])
            if not said or _NO_PAPER.search(link.destination):
                continue
            identifier = identify(link.destination)
            if identifier is not None and identifier.scheme in _PAPERS_ALONE:
                message = (
                    f"{quoted(said.strip('[]() '))} leads to the page of a paper, not to code: "
                    "correct the address, or what the link says"
                )
                yield self.violation(link.start, link.end, message)


@lru_cache(maxsize=256)
def _says_code(written: str) -> str:
    """What is shown, if it says that the link leads to code; else nothing."""
    said = shown_text(written)
    return said if _CODE.fullmatch(said) else ""


def _has_markup(text: str, start: int, end: int) -> bool:
    return text.find("](", start, end) >= 0 or text.find("<", start, end) >= 0
