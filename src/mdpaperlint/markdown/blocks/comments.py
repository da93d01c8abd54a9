"""HTML comments, wherever GitHub reads them as such: in HTML blocks, in text and in cells, not in code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Block, Comment, Inline, Table

_COMMENT = lazy_pattern(r"<!--(?:-?>|(.*?)-->)", re.DOTALL)
_INLINE_CONSTRUCT = lazy_pattern(r"\\.|`+|<!--", re.DOTALL)


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
                for cell in row.cells:
                    comments += _in_text(source[cell.start : cell.end], cell.start)
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
    places = inline.places
    if len(places) == 1:
        yield from _in_text(inline.content, places[0][1])
        return
    positions = [position for position, _ in places]
    for comment in _in_text(inline.content, 0):
        first = places[bisect_right(positions, comment.start) - 1]
        last = places[bisect_right(positions, comment.end - 1) - 1]
        start = comment.start - first[0] + first[1]
        yield Comment(start, comment.end - last[0] + last[1], comment.body)


def _in_text(content: str, offset: int) -> Iterator[Comment]:
    if "<!--" not in content:
        return
    backticks: dict[int, list[int]] | None = None
    position = 0
    while match := _INLINE_CONSTRUCT.search(content, position):
        position = match.end()
        found = match[0]
        if found[0] == "`":
            if backticks is None:
                backticks = _backtick_runs(content)
            starts = backticks.get(len(found), [])
            following = bisect_right(starts, match.start())
            if following < len(starts):
                position = starts[following] + len(found)
        elif found == "<!--":
            comment = _COMMENT.match(content, match.start())
            if not comment:
                if content.find("-->", position) < 0:
                    return
                continue
            position = comment.end()
            yield Comment(match.start() + offset, position + offset, comment[1] or "")


def _backtick_runs(content: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for match in re.finditer("`+", content):
        runs.setdefault(len(match[0]), []).append(match.start())
    return runs
