"""The links that most lists are made of: ``[text](destination)`` with nothing else around that matters."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Link, LinkKind

# Either a link without anything in it that could change where it ends, or something that only the scanner
# can judge. A link without "|" and line end cannot leave its cell or line.
_PLAIN_LINK_OR_OTHER = lazy_pattern(
    r"\[(?:([^\[\]\\`<|\n\r]*+)\]\((?!<)[^ \t\n\v\f\r()\\|]*+\))?+|\\|`|<|://|www\."
)


def read_plain_links(text: str, start: int, end: int, links: list[Link]) -> int:
    """Appends the links between the offsets up to the first place that takes the scanner to judge.

    Returns that place, or -1. Nothing may be open at ``start``, and nothing else may begin in between that
    reaches over a line end or a pipe.
    """
    append = links.append
    # Half of the time would go into the constructor of a named tuple.
    new = tuple.__new__
    for found in _PLAIN_LINK_OR_OTHER.finditer(text, start, end):
        begin, stop = found.span()
        if not found.lastindex:
            return begin
        text_end = found.end(1)
        text_start = begin + 1
        kind: LinkKind = "inline"
        if begin > start and text[begin - 1] == "!" and text[text_start] != "^":
            kind = "image"
            begin -= 1
        destination = text[text_end + 2 : stop - 1]
        append(new(Link, (kind, begin, stop, text_start, text_end, text_end + 2, stop - 1, destination)))
    return -1
