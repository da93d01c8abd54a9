from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.papers.dates.column_dates import read_column
from mdpaperlint.papers.dates.date_formats import OddDate, odd_dates, odd_precisions, precision
from mdpaperlint.papers.dates.date_interpretation import interpret
from mdpaperlint.papers.dates.date_readings import DateReading, format_date
from mdpaperlint.papers.order.dated_sequences import dated_sequences
from mdpaperlint.papers.tables.headers import header_key
from mdpaperlint.papers.tables.paper_tables import column_dates, paper_tables
from mdpaperlint.rules.base import Context, Options, Rule

_SHARE = 0.8
# A date that tells more or less than others is a slip only where nearly all tell the same.
_SHARE_OF_A_PRECISION = 0.95
_LEAST_OF_A_PRECISION = 10
_TOLD = {"Y": "the year alone", "YM": "year and month", "YMD": "year, month and day"}
_ISO = "YYYY-MM-DD"
_TOKEN = lazy_pattern(r"YYYY|YY|[Mm]|D")


class _Column(NamedTuple):
    """The date column of a table. ``year`` is that of the heading above."""

    texts: list[str]
    starts: list[int]
    readings: Sequence[DateReading | None]
    year: int | None


class MixedDateFormatOptions(Options):
    minimum_dates: int = 5


class MixedDateFormat(Rule[MixedDateFormatOptions]):
    name = "mixed-date-format"
    summary = "A date is written unlike the other dates in its column or list."
    compares_entries = True
    severity = "warning"
    Options = MixedDateFormatOptions

    def check(self, document: Document, context: Context[MixedDateFormatOptions]) -> Iterator[Violation]:
        least = max(context.options.minimum_dates, 2)
        for columns in _columns_by_header(document):
            pooled = [reading for column in columns for reading in column.readings]
            if len(pooled) < least:
                continue
            odd_by_column = _by_column(odd_dates(pooled, least, _SHARE), columns)
            for column, found in zip(columns, odd_by_column, strict=True):
                if found:
                    yield from self._odd(
                        column.texts, column.starts, column.readings, found, column.year, "column"
                    )
            unlike = _by_column(odd_precisions(pooled, _LEAST_OF_A_PRECISION, _SHARE_OF_A_PRECISION), columns)
            for column, found in zip(columns, unlike, strict=True):
                for odd in found:
                    yield self._other_precision(column, odd)
        for sequence in dated_sequences(document) if document.items else ():
            if sequence.kind != "list" or len(sequence.entries) < least:
                continue
            spans = [(entry.start, entry.end) for entry in sequence.entries]
            texts = [document.text[start:end] for start, end in spans]
            readings = read_column(texts).readings
            found = odd_dates(readings, least, _SHARE)
            if found:
                starts = [start for start, _ in spans]
                yield from self._odd(texts, starts, readings, found, None, "list")

    def _other_precision(self, column: _Column, odd: OddDate) -> Violation:
        reading = column.readings[odd.number]
        assert reading is not None
        start = column.starts[odd.number]
        written = column.texts[odd.number][reading.start : reading.end]
        return self.violation(
            start + reading.start,
            start + reading.end,
            f"{written} tells {_TOLD[precision(reading.shapes[0])]}, but {odd.following} of the {odd.total} "
            f"dates in its column tell {_TOLD[odd.shape]}",
        )

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
            iso = _ISO in reading.shapes
            if iso and _differs_in_zeros_alone(odd.shape):
                continue
            start, end = starts[number] + reading.start, starts[number] + reading.end
            written = texts[number][reading.start : reading.end]
            message = f"{written} is not written like {odd.following} of the {odd.total} dates in its {what}"
            corrected = corrections.get(number)
            if corrected is None or iso:
                yield self.violation(start, end, f"{message}: write it as {odd.shape}")
                continue
            fix = Fix((Edit(start, end, corrected),), safe=True, message=f"write {corrected}")
            yield self.violation(start, end, f"{message}: write {corrected}", fix=fix)


def _columns_by_header(document: Document) -> list[list[_Column]]:
    """The date columns of the tables of papers, those of tables with one header together."""
    columns: dict[tuple[str, ...], list[_Column]] = {}
    for paper_table in paper_tables(document):
        table, number = paper_table.table, paper_table.date
        if number is None:
            continue
        texts = [document.cell_text(row, number) for row in table.rows]
        starts = [row.cells[number].start if number < len(row.cells) else row.end for row in table.rows]
        column = _Column(texts, starts, column_dates(document, paper_table).readings, paper_table.year)
        columns.setdefault(header_key(document, table), []).append(column)
    return list(columns.values())


def _by_column(found: list[OddDate], columns: list[_Column]) -> list[list[OddDate]]:
    """The odd dates of each column, numbered within it."""
    parted: list[list[OddDate]] = []
    first = 0
    for column in columns:
        end = first + len(column.readings)
        parted.append([odd._replace(number=odd.number - first) for odd in found if first <= odd.number < end])
        first = end
    return parted


def _differs_in_zeros_alone(shape: str) -> bool:
    return shape.replace("MM", "M").replace("DD", "D") == "YYYY-M-D"


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
    """The order of year, month and day. Two shapes of one order differ in signs and zeros only."""
    return tuple(token if token[0] == "Y" else token[0].upper() for token in _TOKEN.findall(shape))
