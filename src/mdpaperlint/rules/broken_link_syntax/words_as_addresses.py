"""Words where the address of a link belongs: a title, the name of a heading, a file name with a space."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import slug
from mdpaperlint.markdown.links.local_links import is_template
from mdpaperlint.rules.broken_link_syntax.broken_link import BrokenLink, text_start
from mdpaperlint.rules.broken_link_syntax.link_repairs import Repairs

_WORDS = lazy_pattern(r"\]\((?P<words>(?!(?:h?t?tps?|www)\b)[^()\[\]<>\"\n]{1,300})\)", re.IGNORECASE)
_FILE = lazy_pattern(r"\.(?:md|pdf|html?|ipynb|png|jpe?g|gif|svg|txt)(?:#|$)", re.IGNORECASE)
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_SPACE = lazy_pattern(r"\s")


def words_as_addresses(
    content: str, plain: str, seams: Container[int], repairs: Repairs
) -> Iterator[BrokenLink]:
    """Of the places at which GitHub begins no link; ``seams`` are those where it does."""
    for match in _WORDS.finditer(plain):
        words = match["words"].strip()
        if match.start() in seams or not _SPACE.search(words) or is_template(words):
            continue
        start = text_start(plain, match.start())
        first, last = match.span("words")
        # Brackets right behind a word are code or mathematics: a[i](x y).
        if start == match.start() or not _LETTERS.search(words) or plain[start - 1 : start].isalnum():
            continue
        if words.startswith("#"):
            anchor = f"#{slug(words[1:])}"
            message = f"there is a space in the anchor, so GitHub shows no link: write {anchor}"
            yield BrokenLink(start, match.end(), message, ((first, last, anchor),))
        elif _FILE.search(words):
            path = match["words"].replace("\t", " ").replace(" ", "%20")
            edits = ((first, last, path),)
            message = "there is a space in the address, so GitHub shows no link: write %20"
            yield BrokenLink(start, match.end(), message, edits if repairs.make_link(content, edits) else ())
        else:
            message = "words stand where the address belongs, so GitHub shows no link: write the address"
            yield BrokenLink(start, match.end(), message)
