"""HTML comments, wherever GitHub reads them as such: in HTML blocks, in text and in cells, not in code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.document_links import place
from mdpaperlint.markdown.links.raw_spans import raw_spans
from mdpaperlint.model.document import Block, Comment, Inline, Table

_COMMENT = lazy_pattern(r"<!--(?:-?>|(.*?)-->)", re.DOTALL)


def read_comments(
    source: str, blocks: list[Block], inlines: list[Inline], tables: list[Table]
) -> tuple[Comment, ...]:
    """All comments in their order. ``source`` has the offsets of the text."""
    if "<!--" not in source:
        return ()
    comments: list[Comment] = []
    for block in blocks:
        if block.kind == "html":
            comments += _in_html(source, block.start, block.end)
    for inline in inlines:
        if "<!--" in inline.content:
            comments += _in_inline(inline)
    for table in tables:
        if source.find("<!--", table.start, table.end) < 0:
            continue
        for row in (table.header, *table.rows):
            if source.find("<!--", row.start, row.end) >= 0:
                for start, end in row.cells:
                    comments += _in_inline(Inline(source[start:end], ((0, start),), -1))
    comments.sort()
    return tuple(comments)


def _in_html(source: str, start: int, end: int) -> Iterator[Comment]:
    while (start := source.find("<!--", start, end)) >= 0:
        match = _COMMENT.match(source, start, end)
        if not match:
            # Nothing behind an unclosed comment closes another.
            return
        yield Comment(start, match.end(), match[1] or "")
        start = match.end()


def _in_inline(inline: Inline) -> Iterator[Comment]:
    content, places = inline.content, inline.places
    for start, end in raw_spans(content):
        if content.startswith("<!--", start):
            body = content[start + 4 : end - 3]
            yield Comment(place(start, places), place(end - 1, places) + 1, body)
