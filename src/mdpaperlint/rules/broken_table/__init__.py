from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.tables.mismatched_rows import closes, mismatched_rows
from mdpaperlint.papers.tables.unparsed_tables import UnparsedTable, unparsed_tables
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.broken_table.unparsed_table_repairs import blank_line_before, repair, row_of_dashes

_ROW_OF_DASHES = lazy_pattern(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?")
_CUTS = {
    "blank": ("a blank line", "remove the blank line"),
    "comment": ("a comment line", "move the comment into a cell"),
    "html": ("a line of HTML", "move the HTML into a cell"),
}


class BrokenTable(Rule[Options]):
    name = "broken-table"
    summary = "Lines meant as a table are not one on GitHub, or text has become a row."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for loose in unparsed_tables(document):
            yield self._loose(document, loose)
        for odd in mismatched_rows(document):
            for lines in odd.swallowed:
                yield self._swallowed(document, odd.table, lines)
        for table in document.tables:
            yield from self._dashes_inside(document, table)

    def _loose(self, document: Document, loose: UnparsedTable) -> Violation:
        fault, lines = loose.fault, loose.lines
        at = lines[max(loose.delimiter, 0)]
        if fault == "orphaned":
            return self._orphaned(document, loose)
        if fault == "other-width":
            message = (
                f"the row of dashes has {count_of(at.cells, 'cell')} and the header {loose.width}, "
                "so GitHub shows no table: give both the same number"
            )
        elif fault == "bad-delimiter":
            right = row_of_dashes(loose.width, spaced=True)
            message = f"GitHub does not read this as the row of dashes under a header: write {right}"
        elif fault == "full-width-pipe":
            message = "GitHub does not read the full-width ｜ as the | of a table: write | instead"
            at = lines[loose.header]
        elif fault == "apart":
            message = (
                "a blank line stands between the header and the row of dashes, so GitHub shows no table: "
                "remove the blank line"
            )
        elif fault == "no-header":
            message = "there is no header above the row of dashes, so GitHub shows no table: add a header"
        elif fault == "no-delimiter":
            right = row_of_dashes(loose.width, spaced=True)
            message = f"GitHub shows no table without a row of dashes under the header: add {right}"
            at = lines[0]
        elif fault == "on-one-line":
            message = "header, dashes and rows are all on one line: give each a line of its own"
        elif fault == "in-html":
            message = "GitHub reads no table inside an HTML block: put a blank line before the header"
            at = lines[loose.header]
        else:
            message = "GitHub shows no table right under a line of text: put a blank line before the header"
            at = lines[loose.header]
        return self.violation(at.start, at.end, message, fix=repair(document, loose))

    def _orphaned(self, document: Document, loose: UnparsedTable) -> Violation:
        first, count = loose.lines[0], len(loose.lines)
        rows = "this row is" if count == 1 else f"these {count} rows are"
        them = "it" if count == 1 else "them"
        if loose.cut == "indent":
            return self.violation(
                first.start,
                first.end,
                f"{rows} not indented like the table above, so GitHub does not take {them} as part of it: "
                f"indent {them} alike",
                fix=repair(document, loose),
            )
        cut, remedy = _CUTS[loose.cut]
        return self.violation(
            first.start,
            first.end,
            f"{rows} cut off from the table above by {cut}, so GitHub shows {them} as text: {remedy}",
            fix=repair(document, loose),
        )

    def _swallowed(self, document: Document, table: Table, lines: tuple[Row, ...]) -> Violation:
        first, last = lines[0], lines[-1]
        fix = None
        if last.line == table.end_line - 1 and _row_above_is_whole(document, table, first):
            fix = blank_line_before(document, first.line, first.start, quoted=table.quoted)
        text = "this text stands" if len(lines) == 1 else f"these {len(lines)} lines of text stand"
        row, them = ("it as a row", "it") if len(lines) == 1 else ("them as rows", "them")
        return self.violation(
            first.start,
            last.end,
            f"{text} right under a row of a table, so GitHub shows {row}: put a blank line before {them}",
            fix=fix,
        )

    def _dashes_inside(self, document: Document, table: Table) -> Iterator[Violation]:
        text = document.text
        if text.find("---", table.delimiter.end, table.end) < 0:
            return
        above = table.delimiter
        for row in table.rows:
            if _ROW_OF_DASHES.fullmatch(text, row.start, row.end):
                yield self._dashes(document, table, above, row)
            above = row

    def _dashes(self, document: Document, table: Table, above: Row, row: Row) -> Violation:
        text = document.text
        shown = "this row of dashes stands inside a table, so GitHub shows it as a row"
        if above is table.delimiter:
            start, end = document.full_line_span(row.line)
            if end == len(text):
                start, end = row.start, row.end
                start = document.line_span(row.line - 1).end
            edit = Edit(start, end, "")
            fix = Fix((edit,), safe=False, message="remove the second row of dashes")
            return self.violation(row.start, row.end, f"{shown}: remove it", fix=fix)
        repeated = _words(document, above) == _words(document, table.header)
        return self.violation(
            row.start,
            row.end,
            f"{shown}: put a blank line before the header of the next table, or remove this row",
            fix=blank_line_before(document, above.line, above.start, quoted=table.quoted)
            if repeated
            else None,
        )


def _words(document: Document, row: Row) -> list[str]:
    return [document.text[cell.start : cell.end] for cell in row.cells]


def _row_above_is_whole(document: Document, table: Table, row: Row) -> bool:
    """Whether the line above is a complete row: then the text below cannot be the rest of its last cell."""
    text = document.text
    above = next((other for other in table.rows if other.line == row.line - 1), table.delimiter)
    return above is table.delimiter or closes(text, above) or not closes(text, table.header)
