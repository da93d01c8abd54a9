from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.tables.mismatched_rows import (
    MismatchedRow,
    MismatchedRows,
    closes,
    mismatched_rows,
    opens,
)
from mdpaperlint.papers.tables.paper_tables import paper_tables
from mdpaperlint.papers.tables.row_groups import names_group
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.ragged_row.long_row_repairs import (
    drop_blank,
    drop_inner_blank,
    escape,
    extent,
    hidden_text,
    hides_text,
    quoted_cells,
)
from mdpaperlint.rules.ragged_row.lost_pipes import LostPipe, Misplaced, fit_of_short_row, lost_in_full_rows

_ESCAPE = "write \\| for a pipe that is text"
_FULL_WIDTH_PIPE = lazy_pattern("｜")


class RaggedRowOptions(Options):
    allow_short: bool = False


class RaggedRow(Rule[RaggedRowOptions]):
    name = "ragged-row"
    summary = "A row has more or fewer cells than its header."
    Options = RaggedRowOptions

    def check(self, document: Document, context: Context[RaggedRowOptions]) -> Iterator[Violation]:
        for paper_table in paper_tables(document):
            for found in lost_in_full_rows(document, paper_table):
                if isinstance(found, LostPipe):
                    yield self._lost(document, found)
                else:
                    yield self._misplaced(document, found)
        throughout = _leaves_out_last_cells(document)
        of_throughout: list[Violation] = []
        for ragged in mismatched_rows(document):
            for lines in ragged.broken:
                yield self._broken(document, lines)
            hiding = [row for row in ragged.long if hides_text(document, ragged.table, row)]
            blank = [row for row in ragged.long if not hides_text(document, ragged.table, row)]
            if 3 * len(hiding) >= len(ragged.long) > 2 and _common_count(ragged.size, ragged.long):
                # The header lacks a column, which some of the rows leave blank.
                hiding, blank = [*ragged.long], []
            yield from self._reports(document, ragged, hiding, self._long, self._all_hiding)
            yield from self._reports(document, ragged, blank, self._long, self._all_blank)
            if context.options.allow_short:
                continue
            # The name of a group of rows may stand alone in its row.
            short = [
                row
                for row in ragged.short
                if len(row.cells) > 1 or not names_group(document, ragged.table, row.row)
            ]
            if throughout:
                of_throughout += (self._short(document, ragged.table, row) for row in short)
            else:
                yield from self._reports(document, ragged, short, self._short, self._all_short)
        if of_throughout:
            yield self._throughout(document, throughout)._replace(parts=tuple(of_throughout))

    def _reports(
        self,
        document: Document,
        ragged: MismatchedRows,
        rows: Sequence[MismatchedRow],
        report: Callable[[Document, Table, MismatchedRow], Violation],
        report_all: Callable[[Document, MismatchedRows, list[MismatchedRow]], Violation],
    ) -> Iterator[Violation]:
        common = _common_count(ragged.size, rows)
        alike = [row for row in rows if len(row.cells) == common]
        if alike:
            parts = tuple(report(document, ragged.table, row) for row in alike)
            yield report_all(document, ragged, alike)._replace(parts=parts)
        for row in rows:
            if len(row.cells) != common:
                yield report(document, ragged.table, row)

    def _short(self, document: Document, table: Table, odd: MismatchedRow) -> Violation:
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
        fit = fit_of_short_row(document, table, odd.cells)
        if fit.lost:
            return self._lost(document, fit.lost, f"{_found(odd, width)}; ")
        if fit.misplaced >= 0:
            misplaced = Misplaced(table, fit.misplaced, odd.cells[fit.misplaced])
            return self._misplaced(document, misplaced, f"{_found(odd, width)}; ")
        blank = f"{_found(odd, width)}; the last {_are(missing, 'column')} blank on GitHub"
        if not fit.sure:
            message = (
                f"{blank}: add the missing {_cells(missing)}, or the pipe if one is lost between two cells"
            )
            return self.violation(row.start, row.end, message, severity="warning")
        return self.violation(
            row.start,
            row.end,
            f"{blank}: add the missing {_cells(missing)}",
            severity="warning",
            fix=Fix(
                (_padding(text, row, missing),), safe=True, message=f"add {count_of(missing, 'blank cell')}"
            ),
        )

    def _lost(self, document: Document, lost: LostPipe, found: str = "") -> Violation:
        behind = quoted_cells(document.text[lost.right : lost.end])
        return self.violation(
            lost.right,
            lost.end,
            f"{found}a pipe is missing before {behind}: add it",
            fix=Fix((Edit(lost.left, lost.right, " | "),), safe=False, message="add the pipe"),
        )

    def _misplaced(self, document: Document, misplaced: Misplaced, found: str = "") -> Violation:
        table, number, (start, end), pushed = misplaced
        column = shown_text(document.cell_text(table.header, number))
        said = quoted_cells(document.text[start:end])
        remedy = "add the pipe that is missing before it"
        if pushed:
            remedy = "remove the blank cell before it, and add the pipe that is missing behind it"
        return self.violation(start, end, f"{found}{said} stands in the column {quoted(column)}: {remedy}")

    def _all_short(self, document: Document, ragged: MismatchedRows, rows: list[MismatchedRow]) -> Violation:
        header, width = ragged.table.header, ragged.table.width
        missing = width - len(rows[0].cells)
        edits = tuple(_padding(document.text, row.row, missing) for row in rows)
        fits = [fit_of_short_row(document, ragged.table, row.cells) for row in rows]
        fix = Fix(edits, safe=True, message=f"add {count_of(missing, 'blank cell')} to each")
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(ragged, rows)}; the last {_are(missing, 'column')} blank on GitHub: "
            f"add the missing {_cells(missing)} to each, or shorten the header",
            severity="warning",
            fix=None if any(fit.contradicted for fit in fits) else fix,
        )

    def _throughout(self, document: Document, short: list[tuple[Table, MismatchedRow]]) -> Violation:
        first = short[0][0].header
        edits = tuple(_padding(document.text, odd.row, table.width - len(odd.cells)) for table, odd in short)
        sure = all(fit_of_short_row(document, table, odd.cells).sure for table, odd in short)
        total = sum(len(table.rows) for table in document.tables)
        return self.violation(
            first.start,
            first.end,
            f"{len(short)} of the {total} rows in the tables of this list leave out their last cells, which "
            "are blank on GitHub: add them, or shorten the headers",
            severity="warning",
            fix=Fix(edits, safe=True, message="add the blank cells") if sure else None,
            fingerprint="file",
        )

    def _long(self, document: Document, table: Table, odd: MismatchedRow) -> Violation:
        report = self._hiding if hides_text(document, table, odd) else self._blank
        return report(document, table, odd)

    def _blank(self, document: Document, table: Table, odd: MismatchedRow) -> Violation:
        excess = odd.cells[table.width :]
        start, end = extent(odd.row, excess)
        found = f"{_found(odd, table.width)}; the last {_are(len(excess))} blank"
        escaped = escape(document, odd, len(excess))
        if escaped:
            # Dropping the blank cell would leave the row's other cells in the wrong columns.
            return self.violation(start, end, f"{found}: {_ESCAPE}", severity="warning", fix=escaped)
        edit = drop_blank(document.text, odd, table.width)
        fix = edit and Fix((edit,), safe=True, message=f"drop {count_of(len(excess), 'blank cell')}")
        return self.violation(start, end, f"{found}: {_removal(len(excess))}", severity="warning", fix=fix)

    def _all_blank(self, document: Document, ragged: MismatchedRows, rows: list[MismatchedRow]) -> Violation:
        header, width = ragged.table.header, ragged.table.width
        excess = len(rows[0].cells) - width
        edits = tuple(edit for edit in (drop_blank(document.text, row, width) for row in rows) if edit)
        fix = Fix(edits, safe=True, message=f"drop {count_of(excess, 'blank cell')} of each")
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(ragged, rows)}; the last {_are(excess)} blank: {_removal(excess)}",
            severity="warning",
            fix=fix if len(edits) == len(rows) else None,
        )

    def _hiding(self, document: Document, table: Table, odd: MismatchedRow) -> Violation:
        excess = odd.cells[table.width :]
        start, end = extent(odd.row, excess)
        found = f"{_found(odd, table.width)}; GitHub does not show {hidden_text(document, excess)}"
        escaped = escape(document, odd, len(excess))
        if escaped:
            return self.violation(start, end, f"{found}: {_ESCAPE}", fix=escaped)
        return self.violation(
            start,
            end,
            f"{found}: join cells, drop a pipe, or add a column to the header",
            fix=drop_inner_blank(document, table, odd),
        )

    def _all_hiding(self, document: Document, ragged: MismatchedRows, rows: list[MismatchedRow]) -> Violation:
        header = ragged.table.header
        excess = len(rows[0].cells) - ragged.table.width
        hidden = "the last one" if excess == 1 else f"the last {excess}"
        return self.violation(
            header.start,
            header.end,
            f"{_found_throughout(ragged, rows)}; GitHub does not show {hidden}: "
            f"add {'a column' if excess == 1 else f'{excess} columns'} to the header and the row of dashes",
        )

    def _broken(self, document: Document, lines: tuple[Row, ...]) -> Violation:
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


def _leaves_out_last_cells(document: Document) -> list[tuple[Table, MismatchedRow]]:
    """The short rows of a list, if most of its rows are short and in several tables; else none."""
    short = [(ragged.table, row) for ragged in mismatched_rows(document) for row in ragged.short]
    total = sum(len(table.rows) for table in document.tables)
    several = len({table.number for table, _ in short}) > 1
    return short if several and 2 * len(short) > total else []


def _common_count(size: int, rows: Sequence[MismatchedRow]) -> int:
    """The number of cells that nearly all mismatched rows of a table share; 0 when there is none."""
    if len(rows) < 2:
        return 0
    count, most = Counter(len(row.cells) for row in rows).most_common(1)[0]
    return count if most == size or (most >= 3 and most * 3 >= size * 2) else 0


def _padding(text: str, row: Row, missing: int) -> Edit:
    return Edit(row.end, row.end, " |" * (missing if closes(text, row) else missing + 1))


def _found(odd: MismatchedRow, width: int) -> str:
    return f"{count_of(len(odd.cells), 'cell')} under a header of {width}"


def _found_throughout(ragged: MismatchedRows, rows: list[MismatchedRow]) -> str:
    count = count_of(len(rows[0].cells), "cell")
    if len(rows) < ragged.size:
        return f"{len(rows)} of {ragged.size} rows have {count} under a header of {ragged.table.width}"
    which = "both" if len(rows) == 2 else f"all {len(rows)}"
    return f"{which} rows have {count} under a header of {ragged.table.width}"


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"


def _removal(count: int) -> str:
    return f"remove {'it' if count == 1 else 'them'}"


def _are(count: int, noun: str = "") -> str:
    """The words after "the last": ``column is``, ``2 columns are``, ``one is``, ``2 are``."""
    if count == 1:
        return f"{noun or 'one'} is"
    return f"{count} {noun}s are" if noun else f"{count} are"
