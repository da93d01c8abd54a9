"""The paragraph, heading or table cell that a place in the text belongs to."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.content_links import Places
from mdpaperlint.markdown.links.html_links import raw_html_end
from mdpaperlint.model.document import Document, Inline
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.memoize import memoize

_MARK = lazy_pattern("[`<]")


class Region(NamedTuple):
    """``places`` are as in :class:`Inline`. ``end`` is the offset in the text where a cell or the last line
    ends; ``cell`` tells a table cell, whose content is as written, with the backslashes before its pipes.
    """

    content: str
    places: Places
    end: int
    cell: bool


def region_at(document: Document, offset: int) -> Region | None:
    """None in code, HTML blocks, definitions and cells beyond the header's width, which nobody sees."""
    block = document.block_at(offset)
    if block is None:
        return None
    if block.kind == "table":
        return _cell_at(document, offset)
    if block.kind not in ("paragraph", "heading"):
        return None
    inlines = _inlines(document)
    number = bisect_right(inlines, offset, key=_first_place) - 1
    if number < 0:
        return None
    inline = inlines[number]
    first, last = inline.places[0], inline.places[-1]
    end = last[1] + len(inline.content) - last[0]
    if not first[1] <= offset < end:
        return None
    return Region(inline.content, inline.places, end, False)


def _cell_at(document: Document, offset: int) -> Region | None:
    table = document.table_at(offset)
    row = table.row_on(document.line_of(offset)) if table is not None else None
    if table is None or row is None:
        return None
    number = last_begun(row.cells, offset)
    if not 0 <= number < table.width or offset >= row.cells[number].end:
        return None
    start, end = row.cells[number]
    return Region(document.text[start:end], ((0, start),), end, True)


def _first_place(inline: Inline) -> int:
    return inline.places[0][1]


@memoize
def _inlines(document: Document) -> list[Inline]:
    return sorted(document.inlines, key=_first_place)


def without_code(content: str) -> str:
    """The content with code spans and raw HTML, comments included, blanked out by characters of no meaning.

    Its length stays, so that a place in it is a place in the content.
    """
    if "`" not in content and "<" not in content:
        return content
    pieces: list[str] = []
    copied = 0
    ends: dict[int, list[int]] | None = None
    endless: set[str] = set()
    position = 0
    while mark := _MARK.search(content, position):
        start = mark.start()
        if start and content[start - 1] == "\\" and (start < 2 or content[start - 2] != "\\"):
            position = start + 1
            continue
        if content[start] == "<":
            end = raw_html_end(content, start, endless)
            position = start + 1
        else:
            position = start + 1
            while content.startswith("`", position):
                position += 1
            if ends is None:
                ends = _backtick_runs(content)
            run = ends.get(position - start, [])
            following = bisect_right(run, position)
            end = run[following] if following < len(run) else -1
        if end > 0:
            pieces += (content[copied:start], "\0" * (end - start))
            copied = position = end
    pieces.append(content[copied:])
    return "".join(pieces)


def _backtick_runs(content: str) -> dict[int, list[int]]:
    """The ends of all runs of backticks, by their length."""
    runs: dict[int, list[int]] = {}
    position = content.find("`")
    while position >= 0:
        end = position + 1
        while content.startswith("`", end):
            end += 1
        runs.setdefault(end - position, []).append(end)
        position = content.find("`", end)
    return runs
