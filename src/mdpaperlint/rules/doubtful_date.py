from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.entries.doubted_dates import doubted_dates, early_dates
from mdpaperlint.papers.order.chronology import decisions
from mdpaperlint.papers.order.contradicted_dates import contradictions
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN
from mdpaperlint.papers.tables.paper_tables import PaperTable, paper_tables
from mdpaperlint.rules.base import Context, Options, Rule

_YEAR = lazy_pattern(r"(?:19|20)\d\d")
_NO_YEAR = lazy_pattern(r"\d\d|(?=\d*[OoIl])[12Il][0O9o][\dOoIl]{2}")
_YEARS = 0.8
_FEWEST_YEARS = 4


class DoubtfulDate(Rule[Options]):
    name = "doubtful-date"
    summary = "A date does not fit where its entry stands, and something beside it says another."
    compares_entries = True
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        reported = {each.date.start for each in early_dates(document)}
        for date, evidence in doubted_dates(document):
            reported.add(date.start)
            message = f"{document.text[date.start : date.end]} {evidence}"
            yield self.violation(date.start, date.end, message)
        known = context.known_violations
        before = known.before if known is not None else None
        for sequence, judgement in decisions(
            document, EACH_ITS_OWN, context.recent_lines(document), before=before
        ):
            if not judgement.moved or not judgement.direction:
                continue
            for entry, evidence in contradictions(
                document, sequence, judgement.direction, judgement.moved
            ).values():
                if entry.start not in reported:
                    written = document.text[entry.start : entry.end]
                    yield self.violation(
                        entry.start,
                        entry.end,
                        f"{written} does not fit between its neighbours, and {evidence}: correct the date",
                    )
        for table in paper_tables(document):
            yield from self._in_column_of_years(document, table)

    def _in_column_of_years(self, document: Document, table: PaperTable) -> Iterator[Violation]:
        column = table.date
        if column is None:
            return
        rows = [row for row in table.table.rows if column < len(row.cells)]
        texts = [document.cell_text(row, column).strip() for row in rows]
        years = sum(1 for text in texts if _YEAR.fullmatch(text))
        if years < _FEWEST_YEARS or years < _YEARS * len(rows):
            return
        for row, text in zip(rows, texts, strict=True):
            if _NO_YEAR.fullmatch(text):
                cell = row.cells[column]
                yield self.violation(
                    cell.start, cell.end, f"{text} is no year in a column of years: write its four digits"
                )
