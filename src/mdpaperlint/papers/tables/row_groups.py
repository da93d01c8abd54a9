"""Groups that part a table as headings would: rows below a name that stands alone, or runs of a column."""

from __future__ import annotations

from collections import Counter

from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.memoize import memoize

_MOST_WORDS = 8


@memoize
def divided_groups(document: Document, number: int) -> tuple[int, ...]:
    """For each row of the table with this number, the index of the nearest row at or above it that names a
    group, -1 above the first; empty where no row does.
    """
    table = document.tables[number]
    groups, current = [], -1
    for index, row in enumerate(table.rows):
        if names_group(document, table, row):
            current = index
        groups.append(current)
    return tuple(groups) if current >= 0 else ()


def names_group(document: Document, table: Table, row: Row) -> bool:
    """Whether nothing but a few words stands in the row; in a table of one column they are bold, and without
    the pipes of other cells in bold or italics.
    """
    filled = [cell for cell in row.cells if cell.start != cell.end]
    if len(filled) != 1:
        return False
    text = document.text[filled[0].start : filled[0].end].replace("&nbsp;", " ").strip()
    bold = text.startswith("**") and text.endswith("**") and text.count("**") == 2
    marked = bold or len(row.cells) > 1 or (table.width > 1 and text.startswith(("_", "*", "<")))
    return marked and "](" not in text and len(text.split()) <= _MOST_WORDS


@memoize
def column_groups(document: Document, table: int, column: int) -> tuple[int, ...]:
    """For each row, the index of the first row of its group, where each value of the column stands in one
    run, at least two runs are of several rows, and all are of two on average; else empty. A blank cell has
    the value above it.
    """
    first_rows: dict[str, int] = {}
    groups: list[int] = []
    before = ""
    for index, row in enumerate(document.tables[table].rows):
        name = document.cell_text(row, column).casefold() or before
        if not name or (name != before and name in first_rows):
            return ()
        groups.append(first_rows.setdefault(name, index))
        before = name
    sizes = Counter(groups)
    of_several = sum(size > 1 for size in sizes.values())
    return tuple(groups) if of_several >= 2 and 2 * len(sizes) <= len(groups) else ()
