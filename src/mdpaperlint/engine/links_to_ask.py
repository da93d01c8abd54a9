"""The links of a document that are asked for: those that a rule needs and no comment silences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mdpaperlint.markdown.links.link_targets import web_links, web_urls
from mdpaperlint.papers.identifiers.url_identifiers import read_arxiv_url

if TYPE_CHECKING:
    from mdpaperlint.engine.document_check import ActiveRule
    from mdpaperlint.engine.suppressions import Suppressions
    from mdpaperlint.model.document import Document
    from mdpaperlint.rules.base import Context


def urls_to_ask(
    document: Document, rules: Sequence[ActiveRule], lines: Collection[int] | None = None
) -> frozenset[str]:
    """The URLs, without fragments. ``lines`` (from 0) are those whose links count; None is for all."""
    pages = [active for active in rules if active.rule.online and not active.rule.records_only]
    records = [active for active in rules if active.rule.records_only]
    if lines is None and pages and not document.comments:
        return web_urls(document)
    from mdpaperlint.engine.suppressions import Suppressions

    comments = Suppressions(document, today=date.today())
    wanted = set()
    for each in web_links(document):
        line = document.line_of(each.link.start)
        if lines is not None and line not in lines:
            continue
        speak = {active.rule for active in rules if not comments.silences(active.rule.name, line)}
        # A link whose error would be silenced is not asked for, even if a rule that only warns is not
        # silenced.
        spared = any(active.rule.severity == "error" and active.rule not in speak for active in pages)
        of_page = not spared and any(active.rule in speak for active in pages)
        of_record = any(active.rule in speak for active in records) and read_arxiv_url(each.url) is not None
        if of_page or of_record:
            wanted.add(each.url)
    return frozenset(wanted)


def use_comments_of_unknown_links(
    document: Document, rules: Sequence[ActiveRule], context: Context[Any], comments: Suppressions
) -> None:
    """Marks comments as used where the link that they silence has no clear verdict."""
    online = [active.rule.name for active in rules if active.rule.online]
    for each in web_links(document) if online else ():
        verdict = context.verdicts.get(each.url)
        if verdict is None or verdict.kind not in ("alive", "moved", "gone"):
            for name in online:
                comments.silences(name, document.line_of(each.link.start))
