from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.papers.dates.column_dates import DateReading, format_date, read_column
from mdpaperlint.papers.dates.date_formats import OddDate, odd_dates, precision
from mdpaperlint.papers.dates.date_interpretation import interpret
from mdpaperlint.papers.order.dated_sequences import dated_sequences
from mdpaperlint.papers.tables.paper_tables import column_dates, paper_tables
from mdpaperlint.rules.base import Context, Options, Rule

_SHARE = 0.8
_TOKEN = lazy_pattern(r"YYYY|YY|[Mm]|D")


class MixedDateFormatOptions(Options):
    minimum_dates: int = 5


class MixedDateFormat(Rule[MixedDateFormatOptions]):
    name = "mixed-date-format"
    summary = "A date is written unlike the other dates in its column or list."
    severity = "warning"
    Options = MixedDateFormatOptions

    def check(self, document: Document, context: Context[MixedDateFormatOptions]) -> Iterator[Violation]:
        least = max(context.options.minimum_dates, 2)
        for table in paper_tables(document):
            if table.date is None or len(table.table.rows) < least:
                continue
            readings = column_dates(document, table).readings
            found = odd_dates(readings, least, _SHARE)
            if found:
                column = table.date
                rows = table.table.rows
                texts = [document.cell_text(row, column) for row in rows]
                starts = [row.cells[column].start if column < len(row.cells) else row.end for row in rows]
                yield from self._odd(texts, starts, readings, found, table.year, "column")
        for sequence in dated_sequences(document) if document.items else ():
            if sequence.kind != "list" or len(sequence.entries) < least:
                continue
            places = [(entry.start, entry.end) for entry in sequence.entries]
            texts = [document.text[start:end] for start, end in places]
            readings = read_column(texts).readings
            found = odd_dates(readings, least, _SHARE)
            if found:
                starts = [start for start, _ in places]
                yield from self._odd(texts, starts, readings, found, None, "list")

    def _odd(
        self,
        texts: list[str],
        starts: list[int],
        readings: Sequence[DateReading | None],
        found: list[OddDate],
        year: int | None,
        what: str,
    ) -> Iterator[Violation]:
        corrections = _corrections(texts, readings, found, year)
        for odd in found:
            number = odd.number
            reading = readings[number]
            assert reading is not None
            start, end = starts[number] + reading.start, starts[number] + reading.end
            written = texts[number][reading.start : reading.end]
            message = f"{written} is not written like {odd.following} of the {odd.total} dates in its {what}"
            corrected = corrections.get(number)
            if corrected is None:
                yield self.violation(start, end, f"{message}: write it as {odd.shape}")
                continue
            fix = Fix((Edit(start, end, corrected),), safe=True, message=f"write {corrected}")
            yield self.violation(start, end, f"{message}: write {corrected}", fix=fix)


def _corrections(
    texts: list[str], readings: Sequence[DateReading | None], found: list[OddDate], year: int | None
) -> dict[int, str]:
    """The dates in the shape of their column, by their cells; none when the column would read otherwise."""
    corrections: dict[int, str] = {}
    mended = list(texts)
    for odd in found:
        number = odd.number
        reading = readings[number]
        assert reading is not None
        corrected = _corrected(texts[number], reading, odd.shape)
        if corrected is not None:
            corrections[number] = corrected
            mended[number] = f"{texts[number][: reading.start]}{corrected}{texts[number][reading.end :]}"
    after = read_column(mended, year).readings
    before = [reading and reading.date for reading in readings]
    return corrections if before == [reading and reading.date for reading in after] else {}


def _corrected(cell: str, reading: DateReading, shape: str) -> str | None:
    """The date in the other shape; None when it might be another date that is written so."""
    orders = {_order(each) for each in reading.shapes}
    if orders != {_order(shape)}:
        found = interpret(cell)
        if found is None or len({option.date for _, option in found.options}) != 1:
            return None
    if precision(shape) != precision(reading.shapes[0]):
        return None
    return format_date(reading.date, shape)


def _order(shape: str) -> tuple[str, ...]:
    """In which order year, month and day stand: two shapes of one order differ in signs and zeros only."""
    return tuple(token if token[0] == "Y" else token[0].upper() for token in _TOKEN.findall(shape))
