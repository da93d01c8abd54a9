"""The cells of a table line, each with its place in the text.

GFM splits a row at every pipe that has no backslash before it, also inside code spans
(https://github.github.com/gfm/#tables-extension-); a pipe at either end of the line splits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from mdpaperlint.markdown.blocks.block_state import WHITE_SPACE
from mdpaperlint.markdown.blocks.pipes import SPLITTING_PIPE
from mdpaperlint.model.document import Cell, Row

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
