from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Cell, Document, Table
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.tables.headers import header_key
from mdpaperlint.papers.tables.paper_tables import paper_tables
from mdpaperlint.rules.base import Context, Options, Rule

# "ID" is not among them: an ID stays that of its paper when another row is removed.
_HEADERS = frozenset({"#", "no", "index", "序号"})
_NUMBER = lazy_pattern(r"\W{0,3}(\d{1,6})\W{0,3}")
_FEWEST_ROWS = 10
_NUMBERED_SHARE = 0.9
# One wrong number makes two wrong steps.
_STEPS_SHARE = 0.7
_ROWS_PER_REPORT = 10


class _Numbered(NamedTuple):
    row: int
    digits: str
    value: int
    cell: Cell


class MisnumberedRow(Rule[Options]):
    name = "misnumbered-row"
    summary = "The number of a row is not the next one in a column that counts the rows."
    severity = "warning"
    compares_entries = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for table in (paper_table.table for paper_table in paper_tables(document)):
            headers = header_key(document, table)
            column = next((each for each, text in enumerate(headers) if text.rstrip(".") in _HEADERS), None)
            if column is None:
                continue
            numbers = _numbers(document, table, column)
            if len(numbers) < max(_FEWEST_ROWS, _NUMBERED_SHARE * len(table.rows)):
                continue
            steps = [after.value - before.value for before, after in pairwise(numbers)]
            if steps.count(-1) > steps.count(1):
                # A column that counts down is numbered from its last row upwards.
                numbers.reverse()
            if max(steps.count(1), steps.count(-1)) < _STEPS_SHARE * len(steps):
                continue
            reports = [report for run in _runs(numbers) for report in self._of_run(document, run)]
            if len(reports) * _ROWS_PER_REPORT <= len(numbers):
                yield from reports

    def _of_run(self, document: Document, run: list[_Numbered]) -> Iterator[Violation]:
        """One report for each stretch of numbers that are off by the same amount."""
        before, wanted, row = run[0], run[0].value, run[0].row - 1
        if len(run) > 1 and wanted > 1 and run[1].value in (1, 2):
            before, wanted = run[1], run[1].value - 1
        counted = []
        for number in run:
            # A row without a number may be counted or not.
            wanted += min(max(number.value - wanted, 0), abs(number.row - row) - 1)
            counted.append((number.value - wanted, wanted, number))
            wanted, row = wanted + 1, number.row
        for off, stretch in groupby(counted, key=itemgetter(0)):
            (_, wanted, first), *others = stretch
            if off:
                right = str(wanted).zfill(len(first.digits) if first.digits.startswith("0") else 0)
                line = document.line_of(before.cell.start) + 1
                found = f"this row has number {first.digits}, and the one on line {line} has {before.digits}"
                also = f"; {count_of(len(others), 'more row')} also off by {abs(off)}" if others else ""
                yield self.violation(*first.cell, f"{found}: write {right}{also}")
            before = others[-1][2] if others else first


def _numbers(document: Document, table: Table, column: int) -> list[_Numbered]:
    """The rows whose cell in the column holds a number and nothing else."""
    return [
        _Numbered(row, found[1], int(found[1]), cells.cells[column])
        for row, cells in enumerate(table.rows)
        if (found := _NUMBER.fullmatch(shown_text(document.cell_text(cells, column))))
    ]


def _runs(numbers: list[_Numbered]) -> Iterator[list[_Numbered]]:
    """Splits the numbers where the count begins again, as it may in each group of rows."""
    origin = min(number.value for number in numbers)
    start = 0
    for index in range(1, len(numbers)):
        following = numbers[index + 1].value if index + 1 < len(numbers) else origin
        if numbers[index].value == origin < 2 and following in (origin, origin + 1):
            yield numbers[start:index]
            start = index
    yield numbers[start:]
