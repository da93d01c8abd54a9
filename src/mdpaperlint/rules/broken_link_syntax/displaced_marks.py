"""Links whose brackets and stars stand in the wrong order, or without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Link
from mdpaperlint.rules.broken_link_syntax.broken_link import BrokenLink, text_start
from mdpaperlint.rules.broken_link_syntax.link_repairs import Edits, Repairs

_WEB = r"https?://[^\s<>|()\[\]\0]+"
_WRAPPED = lazy_pattern(
    r"(?<![\]\\!])(?P<open>\[{1,2})(?P<text>[^\[\]()\n]{1,80}(?:\([^()\[\]\n]{1,40}\))?)"
    r"\((?=" + _WEB + r"\)(?P<close>\]{1,2}))"
)
_MARK_BETWEEN = lazy_pattern(r"\](?P<mark>\*{1,3}|_{1,3}|~~)\((?=" + _WEB + r"\))")
_SECOND_ADDRESS = lazy_pattern(r"\)\((?P<url>" + _WEB + r")\)")
_LINK = r"\[[^\[\]\n]{1,80}\]\([^()\s]{1,300}\)"
#: As those of the module ``broken_links``.
DISPLACED_MARK_SIGNS = (
    ("(http", lazy_pattern(r"(?<![\]\\!])\[[^\[\]\n]{1,130}\(" + _WEB + r"\)\]")),
    ("(http", lazy_pattern(r"\](?:\*{1,3}|_{1,3}|~~)\(http")),
    (")(http", lazy_pattern(r"\)\(http")),
    ("[[", lazy_pattern(r"\)[ \t]{0,2}\[\[|\[" + _LINK + r"[ \t]*(?:$|\|)", re.MULTILINE)),
)
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_NOTHING = lazy_pattern(r"[ \t]*(?:$|\n|<br)")


def displaced_marks(
    content: str, plain: str, links: Sequence[Link], repairs: Repairs
) -> Iterator[BrokenLink]:
    for match in _WRAPPED.finditer(plain):
        yield from _wrapped(content, match, repairs)
    for match in _MARK_BETWEEN.finditer(plain):
        yield from _mark_between(content, plain, match, repairs)
    links = sorted((link for link in links if link.kind in ("inline", "image")), key=attrgetter("start"))
    ends = {link.end for link in links}
    for match in _SECOND_ADDRESS.finditer(plain):
        if match.start() + 1 in ends:
            message = "GitHub shows this second address behind a link as text: write it as [text](address)"
            yield BrokenLink(match.start() + 1, match.end(), message)
    yield from _unclosed(plain, links)


def _wrapped(content: str, match: re.Match[str], repairs: Repairs) -> Iterator[BrokenLink]:
    """``[[text(address)]]`` and ``[text(address)]``. A space before the address marks a remark."""
    address = match.end()
    if not _LETTERS.search(match["text"]) or match["text"].endswith((" ", "\t")):
        return
    end = match.end("close")
    edits: Edits = ((address - 1, address - 1, "]"),)
    if len(match["close"]) == len(match["open"]):
        edits = (*edits, (end - 1, end, ""))
    if repairs.make_link(content, edits):
        message = "the ] that ends the text of this link stands behind its address: put it before the ("
        yield BrokenLink(match.start(), end, message, edits)


def _mark_between(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> Iterator[BrokenLink]:
    """``*[text]*(address)`` and ``[*text]*(address)``."""
    seam, mark = match.start(), match["mark"]
    start = text_start(plain, seam)
    close = plain.index(")", match.end()) + 1
    behind_seam = (seam + 1, match.end() - 1, "")
    edits: Edits = ()
    if plain.startswith(mark, start - len(mark)):
        edits = (behind_seam, (close, close, mark))
    elif plain.startswith(mark, start + 1):
        edits = ((seam, seam, mark), behind_seam)
    if start != seam:
        message = (
            f"{mark} stands between ] and (, so GitHub shows no link: put it before the ] or behind the )"
        )
        yield BrokenLink(start, close, message, edits if edits and repairs.make_link(content, edits) else ())


def _unclosed(plain: str, links: Sequence[Link]) -> Iterator[BrokenLink]:
    """``[[code](address)[[web](address)]``, and the same at the end of a line with another in brackets."""
    opened = [
        link
        for link in links
        if link.start > 0
        and plain[link.start - 1] == "["
        and plain[link.text_end - 2 : link.text_end] != "\\]"
    ]
    for link, following in pairwise(opened):
        between = plain[link.end : following.start - 1]
        if "]" not in between and "\n" not in between:
            yield _without_end(link)
    closed = any(plain.startswith("]", link.end) for link in opened)
    if closed and opened[-1].end == links[-1].end and _NOTHING.match(plain, links[-1].end):
        yield _without_end(links[-1])


def _without_end(link: Link) -> BrokenLink:
    message = "the [ before this link is never closed: add a ] behind it"
    return BrokenLink(link.start - 1, link.end, message, ((link.end, link.end, "]"),))
