from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mdpaperlint.model.document import Document, Row
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, Options, Rule


class BlankRow(Rule[Options]):
    name = "blank-row"
    summary = "A row of a table has nothing in any of its cells."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for table in document.tables:
            rows = table.rows
            blank = [index for index, row in enumerate(rows) if row.is_blank]
            if not blank or len(blank) == len(rows) or _part_groups(blank, len(rows)):
                continue
            for index in blank:
                row = rows[index]
                yield self.violation(
                    row.start,
                    row.end,
                    "this row is blank: fill it in or remove it",
                    fix=Fix((_without(document, row),), safe=True, message="remove the blank row"),
                )


def _part_groups(blank: list[int], count: int) -> bool:
    """Whether the blank rows separate groups of rows: there are three or more, none is beside another, and
    none is first or last.
    """
    borders = [-1, *blank, count]
    return len(blank) > 2 and all(right - left > 1 for left, right in pairwise(borders))


def _without(document: Document, row: Row) -> Edit:
    """Removes the line of the row. A last line without a line end goes with the line end before it."""
    start, end = document.full_line_span(row.line)
    if document.line_span(row.line).end == end:
        start = document.line_span(row.line - 1).end
    return Edit(start, end, "")
