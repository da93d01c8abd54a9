"""Parts of a section: below a line that is meant as a heading, such as a bold one, or groups of rows."""

from __future__ import annotations

import re
from bisect import bisect_right

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Row, Section, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.tables.headers import header_word

_LONGEST = 300
_MOST_WORDS = 8
# HTML that names or folds what follows, or a line that is bold as a whole.
_MEANT_AS_HEADING = lazy_pattern(
    r"\s*(?:<(?:b|strong|h[1-6]|summary|details|center|div|p|u|font|span)\b"
    r"|\*\*[^*\n]+\*\*:?\s*$|__[^_\n]+__:?\s*$|\*[^*\n]+\*:?\s*$|[^\n]{1,80}:\s*$)",
    re.IGNORECASE,
)


@memoize
def _lines(document: Document) -> list[tuple[int, int]]:
    text = document.text
    return [
        (block.start, block.end)
        for block in document.blocks
        if block.item < 0
        and (
            block.kind == "thematic-break"
            or (
                block.kind in ("paragraph", "html")
                and _MEANT_AS_HEADING.match(text, block.start, min(block.end, block.start + _LONGEST))
            )
        )
    ]


def line_above(document: Document, section: Section, offset: int) -> tuple[int, int] | None:
    """The last line in the section that is meant as a heading of what stands behind ``offset``."""
    number = bisect_right(_lines(document), (offset, 0)) - 1
    if number < 0 or _lines(document)[number][0] < section.body_start:
        return None
    return _lines(document)[number]


def division(document: Document, paper: Paper) -> tuple[int, int, int]:
    """Equal for entries of one section and group between which nothing stands that is meant as a heading."""
    group = -1 if paper.group is None else paper.group[0]
    row = -1 if paper.table < 0 else _row_groups(document, paper.table)[paper.row]
    return paper.section.number, group, row


@memoize
def _row_groups(document: Document, table: int) -> list[int]:
    """For each row, the number of the group that a row or the first column names; -1 where none does."""
    rows = document.tables[table].rows
    groups, current = [], -1
    for index, row in enumerate(rows):
        if _names_group(document, row):
            current = index
        groups.append(current)
    return groups if current >= 0 else _column_groups(document, document.tables[table])


def _names_group(document: Document, row: Row) -> bool:
    """Whether nothing but a few words stands in the row; in a table of one column they are bold."""
    filled = [cell for cell in row.cells if cell.start != cell.end]
    if len(filled) != 1:
        return False
    text = document.text[filled[0].start : filled[0].end].replace("&nbsp;", " ").strip()
    bold = text.startswith("**") and text.endswith("**") and text.count("**") == 2
    return (bold or len(row.cells) > 1) and "](" not in text and len(text.split()) <= _MOST_WORDS


def _column_groups(document: Document, table: Table) -> list[int]:
    """Groups of at least two rows on average, each named in the first column from its first row on."""
    none = [-1] * len(table.rows)
    if header_word(document.cell_text(table.header, 0)).role != "other":
        return none
    first_rows: dict[str, int] = {}
    groups: list[int] = []
    before = ""
    for index, row in enumerate(table.rows):
        name = document.cell_text(row, 0) or before
        if name != before and name in first_rows:
            return none
        groups.append(first_rows.setdefault(name, index))
        before = name
    return groups if 2 <= len(first_rows) <= len(groups) // 2 else none
