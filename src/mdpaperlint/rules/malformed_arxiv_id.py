from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.identifiers.arxiv_ids import ArxivFault, arxiv_month, is_yet_to_come
from mdpaperlint.papers.identifiers.arxiv_links import arxiv_links
from mdpaperlint.papers.identifiers.arxiv_urls import ArxivUrl
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.rules.base import Context, Options, Rule

if TYPE_CHECKING:
    from datetime import date

# Above these limits, the clock is wrong and not the IDs.
_MOST_FUTURE = 3
_MOST_FUTURE_SHARE = 0.1
# The end of a BibTeX field in plain text.
_FIELD_END = lazy_pattern(r"[}\]\"',;]+")
_REST_OF_ADDRESS = lazy_pattern(r"[.,:;]?[ \t]+[^\s()|]{1,80}\)")


class MalformedArxivId(Rule[Options]):
    name = "malformed-arxiv-id"
    summary = "A link carries an arXiv ID that cannot exist."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for link, url in arxiv_links(document).others:
            fault = url.fault
            if fault is None or _ends_a_field(link, fault) or _is_of_broken_link(document.text, link):
                continue
            base = link.destination_start
            fix = None
            if fault.kind == "double-slash":
                edit = Edit(base + fault.start, base + fault.end, "/")
                fix = Fix((edit,), safe=True, message="write one slash")
            yield self.violation(base + fault.start, base + fault.end, _message(link, url, fault), fix=fix)
        if context.today is not None:
            yield from self._future(document, context.today)

    def _future(self, document: Document, today: date) -> Iterator[Violation]:
        identifiers = link_identifiers(document)
        beginnings = {each[1][:4] for each in identifiers if each is not None and each[0] == "arxiv"}
        this_month = f"{today:%y%m}"
        # IDs of the present form that begin with an earlier month, as all do in most lists, are fine.
        if all("0704" <= beginning <= this_month for beginning in beginnings):
            return
        named = [
            (link, identifier.value)
            for link, identifier in zip(document.links, identifiers, strict=True)
            if identifier is not None and identifier.scheme == "arxiv" and not link.by_reference
        ]
        months = [(link, value, arxiv_month(value)) for link, value in named]
        found = [each for each in months if is_yet_to_come(each[2], today)]
        if len(found) > max(_MOST_FUTURE, len(named) * _MOST_FUTURE_SHARE):
            return
        for link, value, month in found:
            start, end = link.destination_start, link.destination_end
            at = link.destination.find(value)
            if at >= 0:
                start, end = start + at, start + at + len(value)
            written = f"{month.year}-{month.month:02}"
            yield self.violation(
                start,
                end,
                f"the arXiv ID {value} cannot exist: it is from {written}, which is still to come; "
                "look the paper up on arXiv",
            )


def _ends_a_field(link: Link, fault: ArxivFault) -> bool:
    return (
        link.kind == "bare"
        and fault.kind == "glued"
        and _FIELD_END.fullmatch(link.destination, fault.start, fault.end) is not None
    )


def _is_of_broken_link(text: str, link: Link) -> bool:
    """Whether the URL is part of a broken link: its address holds a space, or its brackets are full-width or
    incomplete. broken-link-syntax reports those.
    """
    if link.kind != "bare":
        return False
    before = text[max(link.start - 2, 0) : link.start]
    cut = before == "](" and _REST_OF_ADDRESS.match(text, link.end) is not None
    return cut or before in ("]（", "】（", "］（") or (before.endswith("]") and ")" in link.destination)


def _message(link: Link, url: ArxivUrl, fault: ArxivFault) -> str:
    faulty = f'"{shortened(link.destination[fault.start : fault.end])}"'
    written = shortened(url.written_id)
    match fault.kind:
        case "double-slash":
            return f"{fault.reason}: arXiv answers 404; write one slash"
        case "placeholder":
            if not url.written_id:
                return f"{fault.reason} after {url.form}/: link to the paper or remove the link"
            return f"{faulty} is a placeholder, not an arXiv ID: link to the paper or remove the link"
        case "glued":
            return f"text is glued to the arXiv ID {written}: remove {faulty}"
        case "version":
            return f"the arXiv ID {written}{url.version} leads nowhere: {fault.reason}; remove {faulty}"
        case "not-an-id":
            return f"{faulty} is not an arXiv ID: look the paper up on arXiv"
        case "id":
            return f"the arXiv ID {written} cannot exist: {fault.reason}; look the paper up on arXiv"
