"""arXiv's records of papers, as its API writes them (an Atom feed,
https://info.arxiv.org/help/api/user-manual.html).
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.wording import one_line

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ENTRY_ID = re.compile(r"https?://[^/]+/abs/(?P<id>[^?#]+?)(?:v(?P<version>[1-9][0-9]*))?")
# In characters: what is kept of a comment or a title.
_LONGEST_TEXT = 2000
# A sentence that says it of the paper, and neither of a part or an earlier version of it, nor of a conference
# from whose review the authors took it back.
_WITHDRAWN = re.compile(
    r"(?:arxiv admin note: )?(?:(?:this|the|our) )?"
    r"(?:(?:paper|article|manuscript|submission|preprint|work|version|e-print|draft|note|report) )?"
    r"(?:(?:has been|have been|was|is|is being) )?(?:temporarily )?withdrawn\b(?! from (?!arxiv))"
    r"|(?:we|i|the authors?|authors?) (?:have |has )?with(?:draw|drew|drawn) (?:this|the|our)\b",
    re.IGNORECASE,
)


class FeedError(ValueError):
    """The message says what stands in the place of records."""


def read_feed(body: bytes) -> dict[str, ArxivRecord]:
    """By arXiv ID, canonical and without version. Raises :class:`FeedError`."""
    # Atom needs no document type; without one there is nothing that could unfold.
    if b"<!DOCTYPE" in body[:2000]:
        raise FeedError("arXiv's API answers with a page")
    try:
        feed = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        feed = ElementTree.Element("")
    if feed.tag != f"{_ATOM}feed":
        raise FeedError("arXiv's answer could not be read")
    papers: dict[str, ArxivRecord] = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        identity = (entry.findtext(f"{_ATOM}id") or "").strip()
        found = _ENTRY_ID.fullmatch(identity)
        if "/api/errors" in identity:
            raise FeedError(f"arXiv: {one_line(entry.findtext(f'{_ATOM}summary') or 'an error')}")
        if found is not None:
            papers[_canonical(found["id"])] = _record(entry, int((found["version"] or "0")[:6]))
    return papers


def _record(entry: ElementTree.Element, version: int) -> ArxivRecord:
    def text(name: str) -> str:
        return one_line(entry.findtext(name) or "", longest=_LONGEST_TEXT)

    comment = text(f"{_ARXIV}comment")
    category = entry.find(f"{_ARXIV}primary_category")
    return ArxivRecord(
        text(f"{_ATOM}title"),
        tuple(one_line(name.text or "") for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
        text(f"{_ATOM}published")[:10],
        text(f"{_ATOM}updated")[:10],
        comment,
        text(f"{_ARXIV}journal_ref"),
        text(f"{_ARXIV}doi"),
        "" if category is None else one_line(category.get("term", "")),
        says_withdrawn(comment) or says_withdrawn(text(f"{_ATOM}summary")),
        version,
    )


def says_withdrawn(text: str) -> bool:
    """Whether a comment or an abstract begins a sentence by saying that the paper was withdrawn."""
    return any(_WITHDRAWN.match(sentence.strip()) for sentence in re.split(r"[.;!]", text))


def _canonical(identifier: str) -> str:
    """Without the subject class that old IDs may carry."""
    archive, slash, number = identifier.partition("/")
    return archive.partition(".")[0].lower() + slash + number if slash else identifier
