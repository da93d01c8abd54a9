"""The body rows whose number of cells is not that of their header, and what became of them.

GFM fills a short row with blank cells and does not show the excess of a long one (GFM spec, "Tables
(extension)"), so that such a row is easily overlooked. Three shapes are told apart: a row that is only short
or long, one row that a line break has cut into several lines, and a line of text that stands directly under
a row and so became one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Cell, Document, Row, Table
from mdpaperlint.model.memoize import memoize

_NOTE = lazy_pattern(r"<!--(?:[^-]|-(?!->))*-->|\[//\]:.*|\[comment\]:.*", re.IGNORECASE)
_INVISIBLE = lazy_pattern(
    r"&(?:nbsp|ensp|emsp|thinsp|#160);|<br\s*/?>|<!--(?:[^-]|-(?!->))*-->", re.IGNORECASE
)
_WORD = lazy_pattern(r"\w")
_NUMBER = lazy_pattern(r"[*_~`(\[]{0,4}\d")
# "And so on": it stands for rows, and has no columns.
_DOTS = lazy_pattern(r"\|?[ \t]*(?:\.{2,}|…+|⋮)[ \t]*\|?")

_MOST_LINES_OF_ONE_ROW = 5
_SAMPLE = 40


class MismatchedRow(NamedTuple):
    """``cells`` are the row's cells without the notes behind the last column (see :func:`own_cells`)."""

    row: Row
    cells: tuple[Cell, ...]


class MismatchedRows(NamedTuple):
    """``broken`` holds the lines of each broken row; ``swallowed`` the runs of adjacent lines of text.

    ``size`` is the number of body rows; no row is in more than one of the other fields, and
    rows without any text, or with nothing but dots, in none.
    """

    table: Table
    size: int
    short: tuple[MismatchedRow, ...]
    long: tuple[MismatchedRow, ...]
    broken: tuple[tuple[Row, ...], ...]
    swallowed: tuple[tuple[Row, ...], ...]


def own_cells(text: str, row: Row, width: int) -> tuple[Cell, ...]:
    """The cells of a row without what is no cell: a comment or ``[//]: # …`` behind the last column."""
    cells = row.cells
    count = len(cells)
    while count > width and _NOTE.fullmatch(text, cells[count - 1].start, cells[count - 1].end):
        count -= 1
    if count > width and _NOTE.fullmatch(text, cells[width].start, cells[-1].end):
        return cells[:width]
    return cells[:count]


def shows_text(content: str) -> bool:
    """Whether a cell would show anything: not when it is blank, or only ``&nbsp;``, ``<br>`` or a comment."""
    return bool(content) and bool(_INVISIBLE.sub("", content).strip())


def opens(text: str, row: Row) -> bool:
    return text.startswith("|", row.start)


def closes(text: str, row: Row) -> bool:
    """Whether the row ends with a pipe that is not escaped."""
    return row.end - row.start > 1 and text[row.end - 1] == "|" and text[row.end - 2] != "\\"


def joined_count(text: str, first: int, above: Row, below: Row) -> int:
    """The cells of a row of ``first`` cells that ends with ``above`` once ``below`` is joined to it."""
    if closes(text, above) or opens(text, below):
        return first + len(below.cells)
    return first + len(below.cells) - 1


@memoize
def mismatched_rows(document: Document) -> tuple[MismatchedRows, ...]:
    """Of every table that has such rows."""
    found = []
    for table in document.tables:
        width = table.width
        rows = table.rows
        odd = [index for index, row in enumerate(rows) if len(row.cells) != width]
        if odd:
            reading = _read(document, table, odd)
            if reading is not None:
                found.append(reading)
    return tuple(found)


def _read(document: Document, table: Table, odd: list[int]) -> MismatchedRows | None:
    text = document.text
    rows, width = table.rows, table.width
    cells = {index: own_cells(text, rows[index], width) for index in odd}
    odd = [index for index in odd if len(cells[index]) != width]
    if not odd:
        return None
    broken = _broken(document, table, odd)
    taken = {row.line for lines in broken for row in lines}
    short: list[MismatchedRow] = []
    long: list[MismatchedRow] = []
    swallowed: list[list[Row]] = []
    piped = opens(text, table.header) and width > 1
    for index in odd:
        row = rows[index]
        if row.line in taken or _says_nothing(text, row, cells[index]):
            continue
        if len(cells[index]) > width:
            long.append(MismatchedRow(row, cells[index]))
        elif piped and "|" not in text[row.start : row.end] and _WORD.search(text, row.start, row.end):
            if swallowed and swallowed[-1][-1].line == row.line - 1:
                swallowed[-1].append(row)
            else:
                swallowed.append([row])
        else:
            short.append(MismatchedRow(row, cells[index]))
    return MismatchedRows(
        table,
        len(rows),
        tuple(short),
        tuple(long),
        tuple(broken),
        tuple(tuple(lines) for lines in swallowed),
    )


def _says_nothing(text: str, row: Row, cells: tuple[Cell, ...]) -> bool:
    blank = all(cell.is_blank for cell in cells)
    return blank or _DOTS.fullmatch(text, row.start, row.end) is not None


def _broken(document: Document, table: Table, odd: list[int]) -> list[tuple[Row, ...]]:
    text = document.text
    rows, width = table.rows, table.width
    found: list[tuple[Row, ...]] = []
    free = 0
    for index in odd:
        if index < free or len(rows[index].cells) > width:
            continue
        for start in (index - 1, index):
            if start < free:
                continue
            end, by_form = _extend(text, table, start)
            if end == 0:
                continue
            if not by_form:
                if end != start + 2:
                    continue
                columns = column_kinds(document, table)
                if not _fits_behind(text, columns, len(rows[start].cells), rows[start + 1]):
                    continue
            found.append(rows[start:end])
            free = end
            break
    return found


def _extend(text: str, table: Table, start: int) -> tuple[int, bool]:
    """The end of the lines that make one row of the right width from ``start`` on, or 0 when none do, and
    whether their outer pipes show it (else only their content can)."""
    rows, width = table.rows, table.width
    header = table.header
    count = len(rows[start].cells)
    if count > width or not rows[start].cells:
        return 0, False
    if count == width and (closes(text, rows[start]) or not closes(text, header)):
        return 0, False
    if opens(text, header) and "|" not in text[rows[start].start : rows[start].end]:
        return 0, False
    by_form = True
    for index in range(start + 1, min(start + _MOST_LINES_OF_ONE_ROW, len(rows))):
        above, below = rows[index - 1], rows[index]
        count = joined_count(text, count, above, below)
        by_form = by_form and opens(text, header) and not opens(text, below)
        if by_form and closes(text, above) and "|" not in text[below.start : below.end]:
            return 0, False
        if count > width:
            return 0, False
        if count == width and closes(text, below) == closes(text, header):
            return index + 1, by_form
    return 0, False


def cell_kind(content: str) -> str:
    if not shows_text(content):
        return "blank"
    if _NUMBER.match(content) and len(content) < 20:
        return "number"
    return "link" if "](" in content or "://" in content else "text"


@memoize
def column_kinds(document: Document, table: Table) -> list[str]:
    """What the columns of a table hold: ``number`` (a date, as a rule), ``link``, ``text`` or, when they hold
    no one thing that at least four fifths of the filled cells are, ``""``. Read from the rows that have the
    width of the header.
    """
    text = document.text
    whole = [row for row in table.rows[:1000] if len(row.cells) == table.width][:_SAMPLE]
    kinds = []
    for column in range(table.width):
        counts = Counter(cell_kind(text[row.cells[column].start : row.cells[column].end]) for row in whole)
        counts.pop("blank", None)
        kind, most = counts.most_common(1)[0] if counts else ("", 0)
        kinds.append(kind if most >= 3 and most * 5 >= sum(counts.values()) * 4 else "")
    return kinds


def _fits_behind(text: str, columns: list[str], first: int, below: Row) -> bool:
    """Whether the cells of ``below`` look like the columns behind the first ones, not like a row's begin."""
    kinds = [cell_kind(text[cell.start : cell.end]) for cell in below.cells]
    if not columns[0] or kinds[0] in ("blank", columns[0]):
        return False
    pairs = list(zip(kinds, columns[first:], strict=False))
    told = [(kind, column) for kind, column in pairs if column and kind != "blank"]
    return bool(told) and all(kind == column for kind, column in told)
