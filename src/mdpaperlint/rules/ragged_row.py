from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.pipes import pipes_meant_as_text, splitting_pipes
from mdpaperlint.model.document import Cell, Document, Row, Table
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of, shortened
from mdpaperlint.papers.tables.mismatched_rows import (
    OddRow,
    OddRows,
    cell_kind,
    closes,
    column_kinds,
    odd_rows,
    opens,
    shows_text,
)
from mdpaperlint.rules.base import Context, Options, Rule

_ESCAPE = "write \\| for a pipe that is text"
_FULL_WIDTH_PIPE = lazy_pattern("｜")
_DESTINATION = lazy_pattern(r"\]\([^()\s]*\)")


class RaggedRowOptions(Options):
    allow_short: bool = False


class RaggedRow(Rule[RaggedRowOptions]):
    name = "ragged-row"
    summary = "A row has more or fewer cells than its header."
    Options = RaggedRowOptions

    def check(self, document: Document, context: Context[RaggedRowOptions]) -> Iterator[Violation]:
        for odd in odd_rows(document):
            for lines in odd.broken:
                yield self._broken(document, odd.table, lines)
            hiding = [row for row in odd.long if _hides_text(document, odd.table, row)]
            blank = [row for row in odd.long if not _hides_text(document, odd.table, row)]
            yield from self._reports(document, odd, hiding, self._hiding, self._all_hiding)
            yield from self._reports(document, odd, blank, self._blank, self._all_blank)
            if not context.options.allow_short:
                yield from self._reports(document, odd, odd.short, self._short, self._all_short)

    def _reports(
        self,
        document: Document,
        odd: OddRows,
        rows: Sequence[OddRow],
        report: Callable[[Document, Table, OddRow], Violation],
        report_all: Callable[[Document, OddRows, list[OddRow]], Violation],
    ) -> Iterator[Violation]:
        common = _common_count(odd.size, rows)
        if common:
            yield report_all(document, odd, [row for row in rows if len(row.cells) == common])
        for row in rows:
            if len(row.cells) != common:
                yield report(document, odd.table, row)

    def _short(self, document: Document, table: Table, odd: OddRow) -> Violation:
        text, row, width = document.text, odd.row, table.width
        missing = width - len(odd.cells)
        wide = [match.start() for match in _FULL_WIDTH_PIPE.finditer(text, row.start, row.end)]
        if len(wide) == missing:
            edits = tuple(Edit(at, at + 1, "|") for at in wide)
            return self.violation(
                row.start,
                row.end,
                f"{_found(odd, width)}; GitHub takes the full-width ｜ as text: write | instead",
                severity="warning",
                fix=Fix(edits, safe=False, message="write | for the full-width ｜"),
            )
        return self.violation(
            row.start,
            row.end,
            f"{_found(odd, width)}; the last {_are(missing, 'column')} blank on GitHub: "
            f"add the missing {'cell' if missing == 1 else 'cells'}",
            severity="warning",
            fix=Fix(
                (_padding(text, row, missing),), safe=True, message=f"add {count_of(missing, 'blank cell')}"
            ),
        )

    def _all_short(self, document: Document, odd: OddRows, rows: list[OddRow]) -> Violation:
        header, width = odd.table.header, odd.table.width
        missing = width - len(rows[0].cells)
        edits = tuple(_padding(document.text, row.row, missing) for row in rows)
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(odd, rows)}; the last {_are(missing, 'column')} blank on GitHub: "
            f"add the missing {'cell' if missing == 1 else 'cells'} to each, or shorten the header",
            severity="warning",
            fix=Fix(edits, safe=True, message=f"add {count_of(missing, 'blank cell')} to each"),
        )

    def _blank(self, document: Document, table: Table, odd: OddRow) -> Violation:
        excess = odd.cells[table.width :]
        start, end = _extent(odd.row, excess)
        found = f"{_found(odd, table.width)}; the last {_are(len(excess))} blank"
        escape = _escape(document, odd, len(excess))
        if escape:
            # Dropping the blank cell would leave the row's other cells in the wrong columns.
            return self.violation(start, end, f"{found}: {_ESCAPE}", severity="warning", fix=escape)
        edit = _drop_blank(document.text, odd, table.width)
        fix = edit and Fix((edit,), safe=True, message=f"drop {count_of(len(excess), 'blank cell')}")
        return self.violation(start, end, f"{found}: {_removal(len(excess))}", severity="warning", fix=fix)

    def _all_blank(self, document: Document, odd: OddRows, rows: list[OddRow]) -> Violation:
        header, width = odd.table.header, odd.table.width
        excess = len(rows[0].cells) - width
        edits = tuple(edit for edit in (_drop_blank(document.text, row, width) for row in rows) if edit)
        fix = Fix(edits, safe=True, message=f"drop {count_of(excess, 'blank cell')} of each")
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(odd, rows)}; the last {_are(excess)} blank: {_removal(excess)}",
            severity="warning",
            fix=fix if len(edits) == len(rows) else None,
        )

    def _hiding(self, document: Document, table: Table, odd: OddRow) -> Violation:
        excess = odd.cells[table.width :]
        start, end = _extent(odd.row, excess)
        text = shortened(_DESTINATION.sub("](…)", document.text[start:end].rstrip("| ")))
        found = f'{_found(odd, table.width)}; GitHub does not show "{text}"'
        escape = _escape(document, odd, len(excess))
        if escape:
            return self.violation(start, end, f"{found}: {_ESCAPE}", fix=escape)
        return self.violation(
            start,
            end,
            f"{found}: join cells, drop a pipe, or add a column to the header",
            fix=_split_in_two(document, table, odd) or _drop_inner_blank(document, table, odd),
        )

    def _all_hiding(self, document: Document, odd: OddRows, rows: list[OddRow]) -> Violation:
        header = odd.table.header
        excess = len(rows[0].cells) - odd.table.width
        hidden = "the last one" if excess == 1 else f"the last {excess}"
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(odd, rows)}; GitHub does not show {hidden}: "
            f"add {'a column' if excess == 1 else f'{excess} columns'} to the header and the row of dashes",
        )

    def _broken(self, document: Document, table: Table, lines: tuple[Row, ...]) -> Violation:
        text = document.text
        edits = []
        for above, below in pairwise(lines):
            start, end = above.end, below.start
            if closes(text, above) and opens(text, below):
                end += 1
            edits.append(Edit(start, end, "" if end > below.start else " "))
        return self.violation(
            lines[0].start,
            lines[-1].end,
            f"one row is broken into {len(lines)} lines, which GitHub shows as {len(lines)} rows: "
            f"put it on one line",
            severity="error",
            fix=Fix(tuple(edits), safe=False, message="join the lines"),
        )


def _common_count(size: int, rows: Sequence[OddRow]) -> int:
    """The number of cells that the rows of a table have throughout, although its header has another."""
    if len(rows) < 2:
        return 0
    count, most = Counter(len(row.cells) for row in rows).most_common(1)[0]
    return count if most == size or (most >= 3 and most * 3 >= size * 2) else 0


def _padding(text: str, row: Row, missing: int) -> Edit:
    return Edit(row.end, row.end, " |" * (missing if closes(text, row) else missing + 1))


def _drop_blank(text: str, odd: OddRow, width: int) -> Edit | None:
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


def _escape(document: Document, odd: OddRow, excess: int) -> Fix | None:
    """Escapes the pipes that look like text when there are just as many as the row has too many."""
    for pipes in pipes_meant_as_text(document.text, odd.row.start, odd.row.end):
        if len(pipes) == excess:
            edits = tuple(Edit(at, at, "\\") for at in pipes)
            return Fix(edits, safe=False, message=f"escape {count_of(excess, 'pipe')}")
    return None


def _drop_inner_blank(document: Document, table: Table, odd: OddRow) -> Fix | None:
    """Drops blank cells when there are just as many as the row has too many and the rest then fits."""
    text, width, cells = document.text, table.width, odd.cells
    filled = [cell for cell in cells if cell.start < cell.end]
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
            # A row need not begin with a pipe, and a form feed or vertical tab makes a cell before one.
            left = pipes[right - 1] + 1 if right else odd.row.start
            edits.append(Edit(left, pipes[right] + 1, ""))
    return Fix(tuple(edits), safe=False, message=f"drop {count_of(len(edits), 'blank cell')}")


def _split_in_two(document: Document, table: Table, odd: OddRow) -> Fix | None:
    """Parts two rows that stand on one line, as `| a | b || c | d |` or `| a | b | c | d |`."""
    text, width, cells = document.text, table.width, odd.cells
    second = len(cells) - width
    blank_between = second == width + 1 and cells[width].start == cells[width].end
    if width < 2 or len(cells) != len(odd.row.cells) or not (second == width or blank_between):
        return None
    kinds = column_kinds(document, table)
    if not (kinds[0] and kinds[0] != kinds[1] and _fits(document, table, list(cells[second:]), 0)):
        return None
    line = document.full_line_span(odd.row.line)
    line_end = text[document.line_span(odd.row.line).end : line.end] or "\n"
    pipes = splitting_pipes(text, odd.row.start, odd.row.end)
    border = pipes[bisect_left(pipes, cells[width - 1].end)] + 1
    begin = text[line.start : odd.row.start]
    opening = "" if blank_between else "|"
    edit = Edit(
        border, pipes[bisect_left(pipes, border)] if blank_between else border, f"{line_end}{begin}{opening}"
    )
    return Fix((edit,), safe=False, message="split the two rows")


def _fits(document: Document, table: Table, cells: list[Cell], moved: int) -> bool:
    """Whether the cells are what their columns hold, those from ``moved`` on being told by one at least."""
    kinds = column_kinds(document, table)
    told = 0
    for index, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        found = cell_kind(document.text[cell.start : cell.end])
        if kind and found not in ("blank", kind):
            return False
        told += bool(kind) and found == kind and index >= moved
    return told > 0


def _extent(row: Row, excess: tuple[Cell, ...]) -> tuple[int, int]:
    start, end = excess[0].start, excess[-1].end
    return (start, end) if start < end else (row.start, row.end)


def _hides_text(document: Document, table: Table, odd: OddRow) -> bool:
    return any(shows_text(document.text[cell.start : cell.end]) for cell in odd.cells[table.width :])


def _found(odd: OddRow, width: int) -> str:
    return f"{count_of(len(odd.cells), 'cell')} under a header of {width}"


def _found_throughout(odd: OddRows, rows: list[OddRow]) -> str:
    count = count_of(len(rows[0].cells), "cell")
    if len(rows) < odd.size:
        return f"{len(rows)} of {odd.size} rows have {count} under a header of {odd.table.width}"
    which = "both" if len(rows) == 2 else f"all {len(rows)}"
    return f"{which} rows have {count} under a header of {odd.table.width}"


def _removal(count: int) -> str:
    return f"remove {'it' if count == 1 else 'them'}"


def _are(count: int, noun: str = "") -> str:
    """What follows "the last": ``column is``, ``2 columns are``, ``one is``, ``2 are``."""
    if count == 1:
        return f"{noun or 'one'} is"
    return f"{count_of(count, noun)} are" if noun else f"{count} are"
