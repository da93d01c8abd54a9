"""Headings that are written in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.html_text import html_text
from mdpaperlint.model.document import Block, Heading

_TAG = lazy_pattern(r"<(/?)(?:(h)([1-6])|summary|li|t[dh])(?=[\s/>])[^<>]*>|<!--", re.IGNORECASE)


def read_html_headings(text: str, blocks: Sequence[Block]) -> Iterator[Heading]:
    """Those of HTML blocks that stand in no list item. A heading in a summary, an item or a cell is one of
    what holds it, and opens no section.
    """
    for block in blocks:
        if block.kind != "html" or block.item >= 0:
            continue
        opening: re.Match[str] | None = None
        depth, position = 0, block.start
        while tag := _TAG.search(text, position, block.end):
            position = tag.end()
            if tag[0] == "<!--":
                end = text.find("-->", position, block.end)
                position = block.end if end < 0 else end
            elif not tag[2]:
                depth = max(0, depth + (-1 if tag[1] else 1))
            elif not tag[1]:
                opening = tag if depth == 0 else None
            elif opening is not None:
                start, end = opening.end(), tag.start()
                content = " ".join(html_text(text[start:end]).split())
                line = block.line + text.count("\n", block.start, opening.start())
                level = int(opening[3])
                yield Heading(level, opening.start(), tag.end(), line, start, end, content, False, True)
                opening = None
