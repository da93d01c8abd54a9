from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.link_targets import WebLink, web_links
from mdpaperlint.model.document import Document
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, Options, Rule

# Characters that break every kind of link. The checker's targets have none; a caller's verdicts may.
_UNFIT = lazy_pattern(r"[\s<>|\\`\"\x00-\x20\x7f-\U0010ffff]|&#?[A-Za-z0-9]{1,31};")
_TRIMMED_FROM_BARE = "?!.,:*_~'\")"


class MovedLink(Rule[Options]):
    name = "moved-link"
    summary = "A link leads to a page that has moved for good."
    severity = "warning"
    online = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        verdicts = context.verdicts
        if not verdicts:
            return
        for each in web_links(document):
            verdict = verdicts.get(each.url)
            if verdict is None or verdict.kind != "moved" or not verdict.target:
                continue
            link = each.link
            written = _written(each, verdict)
            fix = None
            if written is not None:
                edit = Edit(link.destination_start, link.destination_end, written)
                fix = Fix((edit,), verdict.safe_move, "write the new URL")
            advice = "" if verdict.safe_move else ", once you have seen that it is the same page"
            yield self.violation(
                link.destination_start,
                link.destination_end,
                f"{verdict.reason}: write the new URL{advice}",
                fix=fix,
            )


def _written(each: WebLink, verdict: Verdict) -> str | None:
    """The new destination as the link must write it; None when it could break the link."""
    target = verdict.target or ""
    if "#" not in target:
        target += each.fragment
    if _UNFIT.search(target):
        return None
    kind = each.link.kind
    if kind == "bare":
        return None if target[-1] in _TRIMMED_FROM_BARE or "(" in target else target
    if kind == "html":
        return target.replace("'", "%27")
    if kind == "autolink":
        return target
    return target if _is_balanced(target) else target.replace("(", "%28").replace(")", "%29")


def _is_balanced(target: str) -> bool:
    """Whether parentheses may stand unescaped in a destination (CommonMark 6.3)."""
    depth = 0
    for character in re.findall("[()]", target):
        depth += 1 if character == "(" else -1
        if not 0 <= depth <= 32:
            return False
    return depth == 0
