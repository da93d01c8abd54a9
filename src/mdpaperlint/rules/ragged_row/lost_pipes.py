"""Rows that lack a pipe between two cells, so that the cells after it stand a column too far left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Cell, Document, Table
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates
from mdpaperlint.rules.ragged_row.cell_shapes import Column, columns_of, links_within, look_of

# Where a cell can be split in two: before and after a link, and at white space.
_SEAM = lazy_pattern(r"[ \t]{2,}|(?<=\))[ \t]*(?=\S)|(?<=>)[ \t]*(?=\S)|[ \t]*(?=!?\[)|[ \t]+")
_MOST_SEAMS = 40
# Separators within one cell.
_SEPARATORS = ",;，、；/&+"
_WIDE_SPACE = lazy_pattern(r"[ \t]{2}")
# The largest share of rows that may leave a column blank which the others fill.
_RARELY = 0.34
_MOST_BLANKS = 6
# Wider tables rarely list papers, and are not examined.
_MOST_COLUMNS = 30
_BOTH = 2


class LostPipe(NamedTuple):
    """The pipe belongs between ``left`` and ``right``, both offsets into the text, with white space between
    them at most; ``end`` is that of the cell.
    """

    left: int
    right: int
    end: int


class Misplaced(NamedTuple):
    """A cell that cannot belong to its column, which has the number ``column``. A pipe is missing before it;
    behind it, if a blank cell has ``pushed`` it to the right.
    """

    table: Table
    column: int
    cell: Cell
    pushed: bool = False


class Fit(NamedTuple):
    """How the cells of a row that is too short suit the columns in which they stand.

    ``lost`` is where a pipe is certainly missing; ``misplaced`` the number of a cell that cannot belong to
    its column, -1 for none; ``sure`` tells that all cells belong where they are.
    """

    lost: LostPipe | None
    misplaced: int
    sure: bool

    @property
    def contradicted(self) -> bool:
        return self.lost is not None or self.misplaced >= 0


def fit_of_short_row(document: Document, table: Table, cells: Sequence[Cell]) -> Fit:
    if table.width > _MOST_COLUMNS:
        return Fit(None, -1, False)
    columns = columns_of(document, table)
    looks = [look_of(document, cell.start, cell.end) for cell in cells]
    as_is = [column.fit(look) for column, look in zip(columns, looks, strict=False)]
    best: tuple[int, int, LostPipe] | None = None
    for number, cell in enumerate(cells):
        behind = [
            column.fit(look) for column, look in zip(columns[number + 2 :], looks[number + 1 :], strict=False)
        ]
        if -1 in behind or -1 in as_is[:number]:
            continue
        suspect = as_is[number] < 1 or -1 in as_is
        for halves in _halves(document, cell, columns[number], columns[number + 1]):
            gained = halves.fit + sum(behind) - sum(as_is[number:])
            if gained > 0 and (suspect or (halves.rank and columns[len(cells)].usually_filled)):
                best = (
                    max(best, (gained, halves.rank, halves.seam))
                    if best
                    else (gained, halves.rank, halves.seam)
                )
    misplaced = next(
        (
            number
            for number, (fit, look, column) in enumerate(zip(as_is, looks, columns, strict=False))
            if fit < 0 and len(cells) > 1 and (look.shape == "d" or column.holds_dates)
        ),
        -1,
    )
    sure = all(
        fit > 0 or not column.is_told or look.shape in ("", "s")
        for fit, look, column in zip(as_is, looks, columns, strict=False)
    ) and not any(_WIDE_SPACE.search(document.text, cell.start, cell.end) for cell in cells)
    return Fit(best and best[2], misplaced, sure)


def lost_in_full_rows(document: Document, paper_table: PaperTable) -> Iterator[LostPipe | Misplaced]:
    """The faults of rows that lack a pipe but have the right number of cells, because a blank one makes up
    for it. Only rows without a date, and rows with a blank cell where hardly any other row has one, are
    examined.
    """
    table = paper_table.table
    if table.width > _MOST_COLUMNS:
        return
    rows = [row for row in table.rows if len(row.cells) == table.width]
    blanks = [[number for number, cell in enumerate(row.cells) if cell.is_blank] for row in rows]
    often = Counter(number for numbers in blanks for number in numbers)
    rare = {number for number, count in often.items() if count <= _RARELY * len(rows)}
    undated = {
        row.line
        for row, date in zip(table.rows, column_dates(document, paper_table).readings, strict=True)
        if date is None
    }
    for row, numbers in zip(rows, blanks, strict=True):
        suspects = (
            numbers if row.line in undated and paper_table.date not in numbers else rare.intersection(numbers)
        )
        if suspects and len(numbers) <= _MOST_BLANKS:
            found = _beside_blank(document, table, row.cells, sorted(suspects))
            if found is not None:
                yield found


def _beside_blank(
    document: Document, table: Table, cells: Sequence[Cell], blanks: Sequence[int]
) -> LostPipe | Misplaced | None:
    """The missing pipe, or the misplaced cell, with which the row fits its columns once a blank cell is
    removed.
    """
    looks = [look_of(document, cell.start, cell.end) for cell in cells]
    columns = [column.without(look) for column, look in zip(columns_of(document, table), looks, strict=True)]
    as_is = [column.fit(look) for column, look in zip(columns, looks, strict=True)]
    misplaced = None
    for number, cell in enumerate(cells):
        if not looks[number].shape:
            continue
        for blank in blanks:
            step = 1 if number < blank else -1
            moved = range(number + step, blank, step)
            shifted = [columns[each + step].fit(looks[each]) for each in moved]
            misfits = [each for each in moved if as_is[each] < 0]
            filled = columns[blank].usually_filled
            if -1 in shifted or not (misfits or (as_is[number] < 1 and filled)):
                continue
            first = min(number, number + step)
            halves = [
                (each.rank, each.seam)
                for each in _halves(document, cell, columns[first], columns[first + 1])
                if each.fit == _BOTH and (misfits or each.rank)
            ]
            if halves:
                return max(halves)[1]
            if filled and misfits and all(columns[each + step].fit(looks[each]) > 0 for each in misfits):
                misplaced = misplaced or Misplaced(table, misfits[0], cells[misfits[0]], step < 0)
    return misplaced


class _Halves(NamedTuple):
    """A way to split a cell in two: how well both halves fit their columns (``fit``), and how much other
    evidence there is (``rank``).
    """

    seam: LostPipe
    fit: int
    rank: int


def _halves(document: Document, cell: Cell, left: Column, right: Column) -> Iterator[_Halves]:
    text = document.text
    links = links_within(document, cell.start, cell.end)
    for found in islice(_SEAM.finditer(text, cell.start + 1, cell.end - 1), _MOST_SEAMS):
        start, end = found.span()
        if text[end] in _SEPARATORS or any(link.start < start and end < link.end for link in links):
            continue
        before, behind = look_of(document, cell.start, start), look_of(document, end, cell.end)
        fit = right.fit(behind)
        if fit < 0:
            continue
        fit += left.fit(before)
        rank = int(end - start > 1) + left.tells(before) + right.tells(behind)
        # Words could be split anywhere.
        if fit > 0 and (rank or not (before.shape.endswith("w") and behind.shape.startswith("w"))):
            yield _Halves(LostPipe(start, end, cell.end), fit, rank)
