"""What rows hold that have more cells than their header, and how they are repaired."""

from __future__ import annotations

from bisect import bisect_left

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.cells import pipes_meant_as_text, splitting_pipes
from mdpaperlint.model.document import Cell, Document, Row, Table
from mdpaperlint.model.violation import Edit, Fix
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.tables.mismatched_rows import MismatchedRow, cell_kind, column_kinds, shows_text

_DESTINATION = lazy_pattern(r"\]\([^()\s]*\)")


def drop_blank(text: str, odd: MismatchedRow, width: int) -> Edit | None:
    """Removes the cells behind the last column; None when one of them is not blank or a pipe is not found."""
    row = odd.row
    if not all(cell.is_blank for cell in odd.cells[width:]):
        return None
    border = text.find("|", odd.cells[width - 1].end, row.end)
    if border < 0:
        return None
    end = row.end
    if len(row.cells) > len(odd.cells):
        end = text.rindex("|", border, row.cells[len(odd.cells)].start) + 1
    return Edit(border + 1, end, "")


def escape(document: Document, odd: MismatchedRow, excess: int) -> Fix | None:
    """Escapes the pipes that look like text when there are just as many as the row has too many."""
    for pipes in pipes_meant_as_text(document.text, odd.row.start, odd.row.end):
        if len(pipes) == excess:
            edits = tuple(Edit(at, at, "\\") for at in pipes)
            return Fix(edits, safe=False, message=f"escape {count_of(excess, 'pipe')}")
    return None


def drop_inner_blank(document: Document, table: Table, odd: MismatchedRow) -> Fix | None:
    """Drops blank cells when there are just as many as the row has too many and the rest then fits."""
    text, width, cells = document.text, table.width, odd.cells
    filled = [cell for cell in cells if not cell.is_blank]
    if len(filled) != width or len(cells) != len(odd.row.cells):
        return None
    moved = next(index for index, cell in enumerate(cells) if cell.is_blank)
    if not _fits(document, table, filled, moved):
        return None
    pipes = splitting_pipes(text, odd.row.start, odd.row.end)
    edits = []
    for cell in cells:
        if cell.is_blank:
            right = bisect_left(pipes, cell.start)
            # A row without a pipe at its start can begin with a blank cell: a form feed or vertical tab
            # makes one.
            left = pipes[right - 1] + 1 if right else odd.row.start
            edits.append(Edit(left, pipes[right] + 1, ""))
    return Fix(tuple(edits), safe=False, message=f"drop {count_of(len(edits), 'blank cell')}")


def _fits(document: Document, table: Table, cells: list[Cell], moved: int) -> bool:
    """Whether no cell contradicts the kind of its column, and at least one from ``moved`` on confirms it."""
    kinds = column_kinds(document, table)
    told = 0
    for index, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        found = cell_kind(document.text[cell.start : cell.end])
        if kind and found not in ("blank", kind):
            return False
        told += bool(kind) and found == kind and index >= moved
    return told > 0


def extent(row: Row, excess: tuple[Cell, ...]) -> tuple[int, int]:
    start, end = excess[0].start, excess[-1].end
    return (start, end) if start < end else (row.start, row.end)


def hidden_text(document: Document, excess: tuple[Cell, ...]) -> str:
    """From the first cell on that shows something."""
    text = document.text
    start = next(cell.start for cell in excess if shows_text(text[cell.start : cell.end]))
    return quoted_cells(text[start : excess[-1].end].rstrip("| "))


def hides_text(document: Document, table: Table, odd: MismatchedRow) -> bool:
    return any(shows_text(document.text[cell.start : cell.end]) for cell in odd.cells[table.width :])


def quoted_cells(text: str) -> str:
    return quoted(_DESTINATION.sub("](…)", text))
