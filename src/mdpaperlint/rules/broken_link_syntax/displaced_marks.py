"""Links whose brackets and stars stand in the wrong order, or without their partner."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.rules.broken_link_syntax.linked_text import LONGEST_TEXT, BrokenLink, Edits, LinkedText

_WEB = r"https?://[^\s<>|()\[\]\0]+"
_NO_CLOSING = lazy_pattern(
    r"\[[^\[\]()\n]{2,300}+(?:\([^()\[\]\n]{0,80}\)[^\[\]()\n]{0,300}+){0,3}\((?=" + _WEB + r"\))"
)
_NO_OPENING = lazy_pattern(r"\](?=" + _WEB + r"\))")
_WRAPPED = lazy_pattern(
    r"(?<![\]\\!])(?P<open>\[{1,2})(?P<text>[^\[\]()\n]{1,80}(?:\([^()\[\]\n]{1,40}\))?)(?<![ \t])"
    r"\((?=" + _WEB + r"\)(?P<close>\]{1,2}))"
)
_MARK_BETWEEN = lazy_pattern(r"\](?P<mark>\*{1,3}|_{1,3}|~~)\((?=" + _WEB + r"\))")
_SECOND_ADDRESS = lazy_pattern(r"\)\((?P<url>" + _WEB + r")\)")
_LINK = r"\[[^\[\]\n]{1,80}+\]\([^()\s]{1,300}+\)"
#: As ``SIGNS`` of the module ``broken_links``.
DISPLACED_MARK_SIGNS = (
    ("(http", _NO_CLOSING),
    ("]http", _NO_OPENING),
    (")]", lazy_pattern(r"\((?<=[^\]]\()" + _WEB + r"\)\]")),
    ("(http", lazy_pattern(r"\](?:\*{1,3}|_{1,3}|~~)\(http")),
    (")(http", lazy_pattern(r"\)\(http")),
    ("[[", lazy_pattern(r"\[" + _LINK + r"(?!\])")),
    (")]", lazy_pattern(r"(?<!\[)" + _LINK + r"\]")),
)
_BRACKET = lazy_pattern(r"(?<!\\)[\[\]]")


def displaced_marks(text: LinkedText) -> Iterator[BrokenLink]:
    for look in (_no_closing, _no_opening, _wrapped, _mark_between, _second_address, _stray_brackets):
        yield from look(text)


def _no_closing(text: LinkedText) -> Iterator[BrokenLink]:
    """``[text(address)``, where no other bracket closes the first."""
    for match in _NO_CLOSING.finditer(text.plain):
        start, address = match.span()
        end = text.plain.index(")", address) + 1
        if text.has_words(start, address - 1) and not text.is_closed(end):
            behind = start + len(match[0][:-1].rstrip())
            message = "the ] that ends the text of this link is missing: add it"
            yield from text.certain(start, end, message, ((behind, address - 1, "]"),))


def _no_opening(text: LinkedText) -> Iterator[BrokenLink]:
    """``[text]address)``."""
    plain = text.plain
    for match in _NO_OPENING.finditer(plain):
        seam, address = match.span()
        start = text.text_start(seam)
        near = max(start - LONGEST_TEXT, 0)
        # The parenthesis may belong to a remark: (see [text]address).
        remark = plain.count("(", near, start) > plain.count(")", near, start)
        if start != seam and text.has_words(start, seam) and not remark:
            end = plain.index(")", address) + 1
            message = "the ( before the address of this link is missing: add it"
            yield from text.certain(start, end, message, ((address, address, "("),))


def _wrapped(text: LinkedText) -> Iterator[BrokenLink]:
    """``[[text(address)]]`` and ``[text(address)]``. A space before the address marks a remark."""
    message = "the ] that ends the text of this link stands behind its address: put it before the ("
    for match in _WRAPPED.finditer(text.plain):
        address, end = match.end(), match.end("close")
        edits: Edits = ((address - 1, address - 1, "]"),)
        if len(match["close"]) == len(match["open"]):
            edits += ((end - 1, end, ""),)
        if text.has_words(*match.span("text")):
            yield from text.certain(match.start(), end, message, edits)


def _mark_between(text: LinkedText) -> Iterator[BrokenLink]:
    """``*[text]*(address)`` and ``[*text]*(address)``."""
    plain = text.plain
    for match in _MARK_BETWEEN.finditer(plain):
        seam, mark = match.start(), match["mark"]
        start = text.text_start(seam)
        if start == seam:
            continue
        close = plain.index(")", match.end()) + 1
        message = (
            f"{mark} stands between ] and (, so GitHub shows no link: put it before the ] or behind the )"
        )
        behind_seam = (seam + 1, match.end() - 1, "")
        if plain.startswith(mark, start - len(mark)):
            yield text.repaired(start, close, message, (behind_seam, (close, close, mark)))
        elif plain.startswith(mark, start + 1):
            yield text.repaired(start, close, message, ((seam, seam, mark), behind_seam))
        else:
            yield BrokenLink(start, close, message)


def _second_address(text: LinkedText) -> Iterator[BrokenLink]:
    ends = {link.end for link in text.links if link.kind in ("inline", "image")}
    message = "GitHub shows this second address behind a link as text: write it as [text](address)"
    for match in _SECOND_ADDRESS.finditer(text.plain):
        if match.start() + 1 in ends:
            yield BrokenLink(match.start() + 1, match.end(), message)


def _stray_brackets(text: LinkedText) -> Iterator[BrokenLink]:
    """``[[code](address)[[web](address)]``: a bracket beside a link without its partner, where another link
    has both. Without such a link it may belong to a remark that goes on elsewhere.
    """
    pieces: list[str] = []
    position = 0
    for link in text.links:
        if link.start >= position:
            pieces += (text.plain[position : link.start], "\0" * (link.end - link.start))
            position = link.end
    pieces.append(text.plain[position:])
    opened: list[int] = []
    partners: dict[int, int] = {}
    for bracket in _BRACKET.finditer("".join(pieces)):
        if bracket[0] == "[":
            opened.append(bracket.start())
        else:
            partners[bracket.start()] = opened.pop() if opened else -1
    unclosed = set(opened)
    if not any(partners.get(link.end) == link.start - 1 >= 0 for link in text.links):
        return
    for link in text.links:
        if link.start - 1 in unclosed:
            message = "the [ before this link is never closed: add a ] behind it"
            yield BrokenLink(link.start - 1, link.end, message, ((link.end, link.end, "]"),))
        elif partners.get(link.end) == -1:
            message = "this ] behind a link closes nothing: remove it"
            yield BrokenLink(link.end, link.end + 1, message, ((link.end, link.end + 1, ""),))
