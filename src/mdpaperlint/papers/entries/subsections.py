"""Parts of a section: below a line that is meant as a heading, such as a bold one, or groups of rows."""

from __future__ import annotations

import re
from bisect import bisect_right

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Section, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.tables.headers import header_word
from mdpaperlint.papers.tables.row_groups import column_groups, divided_groups

_LONGEST = 300
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
    row = -1 if paper.table < 0 else _row_group(document, document.tables[paper.table], paper.row)
    return paper.section.number, group, row


def _row_group(document: Document, table: Table, row: int) -> int:
    """The row that names the group, or is the first with its name in the first column; -1 without groups."""
    groups = divided_groups(document, table.number)
    if not groups and header_word(document.cell_text(table.header, 0)).role == "other":
        groups = column_groups(document, table.number, 0)
    return groups[row] if groups else -1
