"""Link reference definitions: ``[label]: destination "title"``."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.link_parts import LABEL_LIMIT, link_destination, normalised_label
from mdpaperlint.markdown.links.link_scanner import link_title_end

_LABEL = lazy_pattern(r"[ \t]*+\[((?:[^\[\]\\]|\\.)*+)\]:", re.DOTALL)
_SPACE_AND_ONE_LINE_END = lazy_pattern(r"[ \t]*+(?:\n[ \t]*+)?+")
_REST_OF_LINE = lazy_pattern(r"[ \t]*+(?:\n|\Z)")
# Most are like this: nothing escaped, no parenthesis, and no title behind it or on the next line.
_PLAIN_DEFINITION = lazy_pattern(
    r"\[([^\[\]\\\0^][^\[\]\\\0]*+)\]:[ \t]*+([^ \t\n\v\f\r()\\<][^ \t\n\v\f\r()\\]*+)"
    r"(?=[ \t]*+(?:\Z|\n[ \t]*+[^ \t\"'(]))"
)


class LinkDefinition(NamedTuple):
    """Offsets into the content that was read; ``end`` is before the line end. The text is empty."""

    label: str
    start: int
    end: int
    text_start: int
    text_end: int
    destination_start: int
    destination_end: int


def read_definition(content: str, position: int) -> LinkDefinition | None:
    """The definition that begins at ``position`` (CommonMark 4.7), if there is one.

    A footnote (``[^1]: text``) is none.
    """
    plain = _PLAIN_DEFINITION.match(content, position)
    if plain is not None:
        label = normalised_label(plain[1])
        if label and len(plain[1]) <= LABEL_LIMIT:
            end = plain.end()
            return LinkDefinition(label, plain.start(), end, end, end, plain.start(2), end)
    head = _LABEL.match(content, position)
    if head is None or len(head[1]) > LABEL_LIMIT or head[1].startswith("^"):
        return None
    label = normalised_label(head[1])
    if not label:
        return None
    begin = _skip(content, head.end())
    destination = link_destination(content, begin)
    if destination is None:
        return None
    destination_start, destination_end, behind = destination
    if behind == begin:
        return None
    title_start = _skip(content, behind)
    ends = [behind]
    if title_start > behind:
        ends.insert(0, link_title_end(content, title_start))
    for end in ends:
        if end >= 0 and _REST_OF_LINE.match(content, end):
            return LinkDefinition(label, head.start(1) - 1, end, end, end, destination_start, destination_end)
    return None


def _skip(content: str, position: int) -> int:
    found = _SPACE_AND_ONE_LINE_END.match(content, position)
    return found.end() if found else position
