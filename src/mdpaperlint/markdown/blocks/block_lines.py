"""The lines of a block that is no table, as a table would take them."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.cells import count_cells
from mdpaperlint.model.document import Block, Document

_PREFIX = lazy_pattern(r"[ \t]*(?:>[ \t]*)*")


class Line(NamedTuple):
    """A line without container prefix, indent and trailing white space. ``cells`` is 0 without a pipe;
    ``opens`` and ``closes`` tell whether it has the outer pipes.
    """

    number: int
    start: int
    end: int
    cells: int
    opens: bool
    closes: bool


def block_lines(document: Document, block: Block) -> list[Line]:
    """Each line of the block, counted as a row of a table would be."""
    text = document.text
    lines = []
    for number in range(block.line, block.end_line):
        start, end = document.line_span(number)
        if number == block.line:
            start = block.start
        else:
            prefix = _PREFIX.match(text, start, end)
            start = prefix.end() if prefix else start
        while end > start and text[end - 1] in " \t\r":
            end -= 1
        lines.append(_read(text, number, start, end))
    return lines


def is_quoted(document: Document, line: int) -> bool:
    start, end = document.line_span(line)
    return ">" in (_PREFIX.match(document.text, start, end) or [""])[0]


def _read(text: str, number: int, start: int, end: int) -> Line:
    line = text[start:end]
    cells = count_cells(line) if "|" in line else 0
    opens = text.startswith("|", start)
    closes = end - start > 1 and text[end - 1] == "|" and text[end - 2] != "\\"
    return Line(number, start, end, cells, opens, closes)


def cells_with_full_width_pipes(text: str, line: Line) -> int:
    """How many cells the line has when ``｜`` splits it as ``|`` does."""
    return count_cells(text[line.start : line.end].replace("｜", "|"))


def without_note(text: str, line: Line) -> Line:
    """The line without a last cell that holds a comment or ``[//]: # …``, which belongs to no column."""
    start = line.start
    note = text.find("[//]:", start, line.end)
    if note > start and (cut := _cut_behind_pipe(text, line, note)):
        return cut
    end = _end_of_content(text, start, line.end - line.closes)
    while text.endswith("-->", start, end):
        comment = text.rfind("<!--", start, end - 3)
        if comment < 0 or text.find("-->", comment, end) != end - 3:
            return line
        if cut := _cut_behind_pipe(text, line, comment):
            return cut
        end = _end_of_content(text, start, comment)
    return line


def _cut_behind_pipe(text: str, line: Line, end: int) -> Line | None:
    """The line up to the pipe that stands right before ``end``, if one does."""
    end = _end_of_content(text, line.start, end)
    if text[end - 1] != "|" or text[end - 2] == "\\":
        return None
    return line._replace(end=end, cells=count_cells(text[line.start : end]), closes=True)


def _end_of_content(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end
