"""Links that lack a bracket between their text and their address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.rules.broken_link_syntax.broken_link import LONGEST_TEXT, BrokenLink, is_closed, text_start
from mdpaperlint.rules.broken_link_syntax.link_repairs import Repairs

_ADDRESS = r"https?://[^\s<>|()\[\]\0]+"
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_NO_CLOSING = lazy_pattern(
    r"\[[^\[\]()\n]{2,300}+(?:\([^()\[\]\n]{0,80}\)[^\[\]()\n]{0,300}+){0,3}\((?=" + _ADDRESS + r"\))"
)
_NO_OPENING = lazy_pattern(r"\](?=" + _ADDRESS + r"\))")
#: As those of the module ``broken_links``.
LOST_BRACKET_SIGNS = (("(http", _NO_CLOSING), ("]http", _NO_OPENING))


def lost_brackets(content: str, plain: str, repairs: Repairs) -> Iterator[BrokenLink]:
    """``[text(address)`` and ``[text]address)``, where nothing else closes or opens the bracket."""
    for match in _NO_CLOSING.finditer(plain):
        found = _no_closing(content, plain, match, repairs)
        if found is not None:
            yield found
    for match in _NO_OPENING.finditer(plain):
        found = _no_opening(content, plain, match, repairs)
        if found is not None:
            yield found


def _no_closing(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> BrokenLink | None:
    start, address = match.start(), match.end()
    end = plain.index(")", address) + 1
    if not _LETTERS.search(plain, start, address - 1) or is_closed(plain, end):
        return None
    behind = len(plain[: address - 1].rstrip())
    edits = ((behind, address - 1, "]"),)
    if not repairs.make_link(content, edits):
        return None
    return BrokenLink(start, end, "the ] that ends the text of this link is missing: add it", edits)


def _no_opening(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> BrokenLink | None:
    seam, address = match.span()
    start = text_start(plain, seam)
    if start == seam or not _LETTERS.search(plain, start, seam):
        return None
    end = plain.index(")", address) + 1
    near = max(start - LONGEST_TEXT, 0)
    if plain.count("(", near, start) > plain.count(")", near, start):
        # The parenthesis may be that of a remark: (see [text]address).
        return None
    edits = ((address, address, "("),)
    if not repairs.make_link(content, edits):
        return None
    return BrokenLink(start, end, "the ( before the address of this link is missing: add it", edits)
