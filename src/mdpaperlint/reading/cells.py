"""The cells of a table line, each with its place in the text.

GFM splits a row at every pipe that has no backslash before it, also inside code spans
(https://github.github.com/gfm/#tables-extension-); a pipe at either end of the line encloses and splits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from mdpaperlint.model.document import Cell, Row
from mdpaperlint.reading.block_state import WHITE_SPACE

_make = tuple.__new__


def split_cells(source: str, start: int, end: int) -> tuple[Cell, ...]:
    """The cells between two offsets, which are those of a line without indent and trailing white space.

    ``\\|`` stays as it is written. A line that is one pipe alone has no cell.
    """
    line = source[start:end]
    pieces = line.split("|")
    if "\\|" in line:
        pieces = _join_escaped(pieces)
    position = start
    if len(pieces) > 1 and not pieces[-1]:
        del pieces[-1]
    if line.startswith("|"):
        del pieces[0]
        position += 1
    cells: list[Cell] = []
    for piece in pieces:
        text = piece.strip(WHITE_SPACE)
        if text:
            begin = position + piece.index(text)
            cells.append(_make(Cell, (begin, begin + len(text))))
        else:
            # Text would go behind the space that is there already.
            begin = position + 1 if len(piece) > 1 else position
            cells.append(_make(Cell, (begin, begin)))
        position += len(piece) + 1
    return tuple(cells)


def count_cells(line: str) -> int:
    """How many cells :func:`split_cells` finds in a line that has no indent."""
    line = line.rstrip(WHITE_SPACE)
    count = line.count("|") + 1
    if "\\|" in line:
        count -= line.count("\\|")
    if line.startswith("|"):
        count -= 1
    if line.endswith("|") and not line.endswith("\\|"):
        count -= 1
    return max(count, 0)


def read_row(source: str, line: int, start: int, end: int) -> Row:
    """The row between two offsets, of which the second may have white space before it."""
    end = start + len(source[start:end].rstrip(WHITE_SPACE))
    return _make(Row, (line, start, end, split_cells(source, start, end)))


def read_rows(source: str, places: Iterable[tuple[int, int, int]]) -> tuple[Row, ...]:
    """Rows from triples (line, start, end)."""
    return tuple([read_row(source, line, start, end) for line, start, end in places])


def _join_escaped(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    parts: list[str] = []
    for piece in pieces:
        parts.append(piece)
        if not piece.endswith("\\"):
            joined.append("|".join(parts))
            parts = []
    if parts:
        joined.append("|".join(parts))
    return joined
