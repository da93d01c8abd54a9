"""The cells of a table line, each with its place in the text.

GFM splits a row at every pipe that has no backslash before it, also inside code spans
(https://github.github.com/gfm/#tables-extension-); a pipe at either end of the line splits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from mdpaperlint.model.document import Cell, Row
from mdpaperlint.reading.blocks.block_state import WHITE_SPACE

_make = tuple.__new__


def split_cells(source: str, start: int, end: int) -> tuple[Cell, ...]:
    """The cells between two offsets, which are those of a line without indent and trailing white space.

    ``\\|`` stays as it is written. A line that is one pipe alone has no cell.
    """
    line = source[start:end]
    if (
        line[:2] == "| "
        and line[-2:] == " |"
        and "  " not in line
        and "\t" not in line
        and "\v" not in line
        and "\f" not in line
    ):
        # Nearly every row: one space on either side of each pipe, and no other white space beside it.
        pieces = line[2:-2].split(" | ")
        if line.count("|") == len(pieces) + 1:
            evenly: list[Cell] = []
            begin = start + 2
            for piece in pieces:
                stop = begin + len(piece)
                evenly.append(_make(Cell, (begin, stop)))
                begin = stop + 3
            return tuple(evenly)
    pieces = line.split("|")
    if "\\|" in line:
        pieces = _join_escaped(pieces)
    if len(pieces) > 1 and not pieces[-1]:
        del pieces[-1]
    position = start
    if line.startswith("|"):
        del pieces[0]
        position += 1
    cells: list[Cell] = []
    add = cells.append
    for piece in pieces:
        begin = position
        size = len(piece)
        position += size + 1
        if (
            size > 2
            and piece[0] == piece[-1] == " "
            and piece[1] not in WHITE_SPACE
            and piece[-2] not in WHITE_SPACE
        ):
            # Nearly every cell has one space on either side.
            add(_make(Cell, (begin + 1, position - 2)))
            continue
        text = piece.strip(WHITE_SPACE)
        if text:
            begin += piece.index(text)
            add(_make(Cell, (begin, begin + len(text))))
        else:
            # Text would go behind the first space.
            begin += size > 0
            add(_make(Cell, (begin, begin)))
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
