from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mdpaperlint.markdown.links.web_links import web_links
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.rules.base import Context, Options, Rule

_ADVICE = {
    "gone": "correct the link or remove it",
    "blocked": "open it in a browser",
    "unsure": "open it in a browser",
}


class UnreachableLinkOptions(Options):
    fail_on: tuple[Literal["gone", "blocked", "unsure"], ...] = ("gone",)


class UnreachableLink(Rule[UnreachableLinkOptions]):
    name = "unreachable-link"
    summary = "A link leads to nothing."
    online = True
    Options = UnreachableLinkOptions

    def check(self, document: Document, context: Context[UnreachableLinkOptions]) -> Iterator[Violation]:
        verdicts, kinds = context.verdicts, context.options.fail_on
        if not verdicts:
            return
        for link, url, _ in web_links(document):
            verdict = verdicts.get(url)
            if verdict is not None and verdict.kind in kinds:
                yield self.violation(
                    link.destination_start,
                    link.destination_end,
                    f"{verdict.kind}: {verdict.reason}; {_ADVICE[verdict.kind]}",
                )
