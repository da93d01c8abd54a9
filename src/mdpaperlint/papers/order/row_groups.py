"""Groups that part a table's rows as headings would: runs of a column, or rows with a single filled cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from mdpaperlint.model.document import Document, Row
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.order.dated_sequences import DatedSequence, dated_sequences
from mdpaperlint.papers.order.misplaced_entries import is_ordered, misplaced


@memoize
def judged_sequences(document: Document) -> tuple[DatedSequence, ...]:
    """The dated sequences, those that stand in groups parted into these."""
    return tuple(part for sequence in dated_sequences(document) for part in groups(document, sequence))


def groups(document: Document, sequence: DatedSequence) -> Sequence[DatedSequence]:
    """The groups of a table whose rows stand in some; else the sequence alone.

    A column parts a table where its values stand in runs, most of them of two rows and more, and the runs are
    far nearer to an order than the whole.
    """
    table = sequence.reading
    if table is None or sequence.silent or _moves(sequence) == 0:
        return (sequence,)
    rows = table.table.rows
    if table.table.width >= 3:
        dividers = [number for number, row in enumerate(rows) if _is_divider(row)]
        if dividers:
            above = [bisect_right(dividers, entry.row) for entry in sequence.entries]
            starts = [number for number in range(1, len(above)) if above[number - 1] < above[number]]
            return _cut(sequence, starts)
    for column in range(table.table.width):
        if column not in (table.date, table.title):
            values = [document.cell_text(rows[entry.row], column).casefold() for entry in sequence.entries]
            starts = [number for number in range(1, len(values)) if values[number] != values[number - 1]]
            if _are_groups(values, len(starts) + 1):
                parts = _cut(sequence, starts)
                if 2 * sum(map(_moves, parts)) <= _moves(sequence):
                    return parts
    return (sequence,)


def _is_divider(row: Row) -> bool:
    return sum(cell.start < cell.end for cell in row.cells) == 1


def _are_groups(values: Sequence[str], runs: int) -> bool:
    """Whether each value stands in one run, and most of them in runs of two rows and more."""
    sizes = Counter(values)
    grouped = [size for size in sizes.values() if size >= 2]
    return runs == len(sizes) and len(grouped) >= 2 and 2 * sum(grouped) > len(values)


def _moves(sequence: DatedSequence) -> int:
    """How many entries would have to move in the direction that costs less."""
    dates = [entry.date for entry in sequence.entries]
    if is_ordered(dates, "oldest-first") or is_ordered(dates, "newest-first"):
        return 0
    return min(len(misplaced(dates, "oldest-first")), len(misplaced(dates, "newest-first")))


def _cut(sequence: DatedSequence, starts: Sequence[int]) -> list[DatedSequence]:
    bounds = [0, *starts, len(sequence.entries)]
    return [
        sequence._replace(entries=sequence.entries[start:end], part=number)
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    ]
