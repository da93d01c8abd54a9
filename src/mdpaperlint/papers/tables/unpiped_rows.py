"""Lines meant as a table without the outer pipes, or without pipes between the dashes."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_lines import Line, block_lines
from mdpaperlint.markdown.blocks.cells import split_cells
from mdpaperlint.model.document import Block, Document
from mdpaperlint.papers.tables.headers import header_word

_LINK = lazy_pattern(r"\]\(|\]\[|://")
# Lines of links between pipes lead through a page: [Models](#models) | [Surveys](#surveys).
_NAVIGATION = lazy_pattern(r"(?:[^\w\[]*\[[^\[\]]*\]\([^()]*\)\W*|\W*)")
_LEAST_WIDTH = 3


def continue_table(document: Document, lines: list[Line], width: int) -> bool:
    """Whether all lines have the form of a row of a table of so many columns."""
    return (
        width >= _LEAST_WIDTH
        and all(not line.opens and line.cells == width for line in lines)
        and not any(_leads_elsewhere(document.text, line) for line in lines)
    )


def is_table(document: Document, lines: list[Line]) -> bool:
    """Whether the first line is the header of a table of papers and the others are its rows."""
    header, rows = lines[0], lines[1:]
    text = document.text
    return (
        len(rows) > 1
        and is_header(text, header)
        and continue_table(document, rows, header.cells)
        and any(_LINK.search(text, row.start, row.end) for row in rows)
    )


def is_header(text: str, line: Line) -> bool:
    """Whether a line names at least two columns as tables of papers do."""
    if line.cells < 2 or _LINK.search(text, line.start, line.end):
        return False
    cells = split_cells(text, line.start, line.end)
    return sum(header_word(text[cell.start : cell.end]).role != "other" for cell in cells) > 1


def header_in_heading(document: Document, above: Block, lines: list[Line]) -> list[Line]:
    """The header and the line under it that makes a heading of it, ``---`` without pipes, when rows follow.
    Empty when the block above is no such heading.
    """
    text = document.text
    if above.kind != "heading" or above.end_line != lines[0].number or above.end_line - above.line != 2:
        return []
    header, dashes = block_lines(document, above)
    if header.cells < 2 or lines[0].cells != header.cells or header.opens != lines[0].opens:
        return []
    piped = header.opens and not _LINK.search(text, header.start, header.end)
    return [header, dashes] if piped or is_header(text, header) else []


def _leads_elsewhere(text: str, line: Line) -> bool:
    cells = split_cells(text, line.start, line.end)
    return all(_NAVIGATION.fullmatch(text, cell.start, cell.end) for cell in cells)
