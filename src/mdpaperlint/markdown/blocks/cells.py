"""The cells of a table line, each with its place in the text, and pipes that were meant as text.

GFM splits a row at every pipe that has no backslash before it, also inside code spans
(https://github.github.com/gfm/#tables-extension-); a pipe at either end of the line splits nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_state import WHITE_SPACE
from mdpaperlint.model.document import Cell, Row

SPLITTING_PIPE = lazy_pattern(r"(?<!\\)\|")
# Each pattern takes a piece of a line that may hold a pipe but no border of a cell: math (as pandoc reads it:
# no space inside the dollars, no digit behind them), a code span, the text of a link, what stands in
# parentheses. Their lengths are bounded, so that no line costs more than linear time.
_MATH = lazy_pattern(r"(?<![\\$\w])(\$\$?)(?![\s$])([^$]{1,300}?)(?<![\s\\])\1(?![\d$])")
_CODE = lazy_pattern(r"(?<![`\\])(`{1,3})(?!`)([^`]{1,300})\1(?!`)")
_LINK_TEXT = lazy_pattern(r"\[([^\[\]]{1,300})\](?=\()")
_PARENTHESES = lazy_pattern(r"(?<=[\w\]])\([^()\s|]{1,200}(?: ?\\?\| ?[^()\s|]{1,200}){1,3}\)")
_MEANT_AS_TEXT = (_MATH, _CODE, _LINK_TEXT, _PARENTHESES)


def splitting_pipes(text: str, start: int, end: int) -> list[int]:
    """Offsets of the pipes that are not escaped. As in cmark-gfm a code span does not protect a pipe."""
    return [match.start() for match in SPLITTING_PIPE.finditer(text, start, end)]


def pipes_meant_as_text(text: str, start: int, end: int) -> Iterator[list[int]]:
    """Sets of splitting pipes that look like text, surest first: each kind by itself, then all of them."""
    splitting = splitting_pipes(text, start, end)
    seen: set[int] = set()
    kinds = 0
    for pattern in _MEANT_AS_TEXT:
        inside: list[int] = []
        for match in pattern.finditer(text, start, end):
            inside += splitting[bisect_left(splitting, match.start()) : bisect_left(splitting, match.end())]
        if inside:
            kinds += 1
            yield inside
        seen.update(inside)
    if kinds > 1:
        yield sorted(seen)


# A named tuple's own constructor takes 22 ms more for the 60,000 cells of 10,000 rows.
_make = tuple.__new__


def split_cells(source: str, start: int, end: int) -> tuple[Cell, ...]:
    """The cells between two offsets, which are those of a line without indent and trailing white space.

    ``\\|`` stays as it is written. A line that is one pipe alone has no cell.
    """
    line = source[start:end]
    pieces = SPLITTING_PIPE.split(line) if "\\|" in line else line.split("|")
    if len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    if line.startswith("|"):
        del pieces[0]
        start += 1
    # No short cut for evenly spaced rows: over real lists, many of them aligned, it costs more than it saves.
    cells: list[Cell] = []
    for piece in pieces:
        if text := piece.rstrip(WHITE_SPACE):
            stop = start + len(text)
            cells.append(_make(Cell, (stop - len(text.lstrip(WHITE_SPACE)), stop)))
        else:
            # Text would go behind the first space.
            begin = start + (piece != "")
            cells.append(_make(Cell, (begin, begin)))
        start += len(piece) + 1
    return tuple(cells)


def count_cells(line: str) -> int:
    """How many cells :func:`split_cells` finds in a line that has no indent."""
    line = line.rstrip(WHITE_SPACE)
    count = line.count("|") - line.count("\\|") + 1
    if line.startswith("|"):
        count -= 1
    if line.endswith("|") and not line.endswith("\\|"):
        count -= 1
    return count


def read_row(source: str, line: int, start: int, end: int) -> Row:
    """The row between two offsets, of which the second may have white space before it."""
    end = start + len(source[start:end].rstrip(WHITE_SPACE))
    return Row(line, start, end, split_cells(source, start, end))


def read_rows(source: str, places: Iterable[tuple[int, int, int]]) -> tuple[Row, ...]:
    """Rows from triples (line, start, end)."""
    return tuple([read_row(source, line, start, end) for line, start, end in places])
