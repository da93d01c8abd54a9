"""The paragraph, heading or table cell that a place in the text belongs to."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mdpaperlint.markdown.links.document_links import Places
from mdpaperlint.model.document import Document, Inline
from mdpaperlint.model.memoize import memoize


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
    found = document.cell_at(offset)
    if found is None or found.column >= found.table.width:
        return None
    start, end = found.row.cells[found.column]
    return Region(document.text[start:end], ((0, start),), end, True) if offset < end else None


def _first_place(inline: Inline) -> int:
    return inline.places[0][1]


@memoize
def _inlines(document: Document) -> list[Inline]:
    return sorted(document.inlines, key=_first_place)
