"""What a schema asks of a table: the names of its columns, which of its rows count, how dates are written."""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_shapes import TOKEN, format_date
from mdpaperlint.papers.entries.shown_text import plain
from mdpaperlint.wildcards import star_pattern

EXAMPLE_DATE = PartialDate(2024, 9, 5)

_BLANK = lazy_pattern(r"(?:\s|&nbsp;|&ensp;|&emsp;|&thinsp;|<br ?/?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_LONGEST_FORMAT = 40


def header_names(document: Document, table: Table) -> tuple[str, ...]:
    """The texts that the header cells show."""
    return tuple(plain(document.cell_text(table.header, column)) for column in range(table.width))


def is_blank(cell: str) -> bool:
    """Whether a cell shows nothing. A dash or "TBD" is something."""
    return not cell or _BLANK.fullmatch(cell) is not None


def is_entry(document: Document, table: Table, row: Row) -> bool:
    """Whether a row says something of a paper: it is not blank, and no line that divides the table, which
    has a single filled cell among three or more, and no link.
    """
    filled = 0
    text = document.text
    for cell in row.cells:
        if cell.start < cell.end and not is_blank(text[cell.start : cell.end]):
            filled += 1
            if filled > 1:
                return True
    if not filled:
        return False
    return table.width < 3 or "](" in text[row.start : row.end] or "://" in text[row.start : row.end]


def heading_fits(pattern: str, name: str) -> bool:
    """Whether a heading fits a pattern, in which ``*`` stands for any text; letter case does not count."""
    return star_pattern(pattern.casefold()).fullmatch(name.casefold()) is not None


def date_format_problem(written: str) -> str:
    """What is wrong with a date format, in words; empty for a good one."""
    if len(written) > _LONGEST_FORMAT:
        return f"is longer than {_LONGEST_FORMAT} characters"
    tokens = TOKEN.findall(written)
    stray = re.search(r"[A-Za-z0-9]+", TOKEN.sub("\0", written))
    if stray is not None:
        return f'is no date format: "{stray[0]}" is none of YYYY, YY, Month, Mon, MM, M, DD, D, Do'
    years = [token for token in tokens if token[0] == "Y"]
    months = [token for token in tokens if token[0] in "Mm"]
    days = [token for token in tokens if token[0] == "D"]
    if len(years) != 1:
        return "is no date format: it needs one YYYY or YY"
    if len(months) > 1 or len(days) > 1:
        return "is no date format: it names the month or the day twice"
    if days and not months:
        return "is no date format: a day needs a month"
    return ""


def example_in(written: str, date: PartialDate = EXAMPLE_DATE) -> str:
    """A date in the format, which must be a good one."""
    tokens = TOKEN.findall(written)
    month = date.month if any(token[0] in "Mm" for token in tokens) else 0
    day = date.day if any(token[0] == "D" for token in tokens) else 0
    return format_date(PartialDate(date.year, month, day), written) or written
