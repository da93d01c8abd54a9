from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from mdpaperlint.model.document import Document, Row
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import did_you_mean, shortened, similar
from mdpaperlint.papers.conventions.column_schemas import (
    date_format_problem,
    example_in,
    header_names,
    is_blank,
    is_entry,
)
from mdpaperlint.papers.dates.date_interpretation import is_undated
from mdpaperlint.papers.dates.date_readings import format_date
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates, read_tables
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.user_error import ConfigError

if TYPE_CHECKING:
    from mdpaperlint.rules.table_schema.cell_patterns import CellPattern

# A table that fails a demand in all of its rows, and has at least this many, is one report.
_THROUGHOUT = 3


class Schema(Options):
    """What a table should look like. Columns are named by the text that their header cell shows.

    Raises :class:`ValueError` for a date format or a pattern that cannot be read, and for a demand on a
    column that ``columns`` does not name.
    """

    columns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    patterns: dict[str, str] = {}  # noqa: RUF012 (an option's default, never changed)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        for written in self.date_formats:
            problem = date_format_problem(written)
            if problem:
                raise ValueError(f'date-formats: "{written}" {problem}')
        for option, names in (("required", self.required), ("patterns", tuple(self.patterns))):
            for name in names:
                if self.columns and name not in self.columns:
                    raise ValueError(
                        f'{option}: no column is named "{name}"{did_you_mean(name, self.columns)}'
                    )
        self._compiled: dict[str, CellPattern] = {}
        if self.patterns:
            from mdpaperlint.rules.table_schema.cell_patterns import CellPattern

            for name, pattern in self.patterns.items():
                try:
                    self._compiled[name] = CellPattern(pattern)
                except ValueError as error:
                    raise ValueError(f'patterns: "{name}": {error}') from None

    @property
    def compiled_patterns(self) -> dict[str, CellPattern]:
        return self._compiled


class TableSchemaOptions(Schema):
    tables: Literal["papers", "all"] = "papers"
    headings: dict[str, Schema] = {}  # noqa: RUF012 (an option's default, never changed)


class _Failure(NamedTuple):
    """A cell that does not meet a demand; ``row`` is the index among the body rows."""

    start: int
    end: int
    message: str


class TableSchema(Rule[TableSchemaOptions]):
    name = "table-schema"
    summary = "A table is unlike the schema in the configuration."
    default = False
    Options = TableSchemaOptions

    def check(self, document: Document, context: Context[TableSchemaOptions]) -> Iterator[Violation]:
        options = context.options
        for schema in (options, *options.headings.values()):
            for pattern in schema.compiled_patterns.values():
                pattern.begin()
        for paper_table in read_tables(document):
            if paper_table.papers or options.tables == "all":
                schema = _schema_for(document, paper_table, options)
                yield from self._check_table(document, paper_table, schema)

    def _check_table(
        self, document: Document, paper_table: PaperTable, schema: Schema
    ) -> Iterator[Violation]:
        header = paper_table.table.header
        names = header_names(document, paper_table.table)
        if schema.columns and names != schema.columns:
            yield self.violation(header.start, header.end, _header_message(names, schema.columns))
        rows = [row for row in paper_table.table.rows if is_entry(document, paper_table.table, row)]
        for name in schema.required:
            column = _column(names, name)
            if column is not None:
                failures = list(_blank_cells(document, rows, column, name))
                yield from self._reports(
                    paper_table, column, failures, len(rows), f'every cell under "{name}" is blank'
                )
        if schema.date_formats and paper_table.date is not None and paper_table.date < len(names):
            yield from self._check_dates(document, paper_table, schema.date_formats)
        for name, pattern in schema.compiled_patterns.items():
            column = _column(names, name)
            if column is None:
                continue
            cells = [row.cells[column] for row in rows if column < len(row.cells)]
            texts = [(document.text[cell.start : cell.end], cell) for cell in cells]
            filled = [(text, cell) for text, cell in texts if not is_blank(text)]
            demand = f"the pattern {pattern.pattern}"
            failures = [
                _Failure(cell.start, cell.end, f'"{shortened(text)}" under "{name}" does not match {demand}')
                for text, cell in filled
                if not _fits(text, name, pattern)
            ]
            yield from self._reports(
                paper_table, column, failures, len(filled), f'no cell under "{name}" matches {demand}'
            )

    def _reports(
        self, paper_table: PaperTable, column: int, failures: Sequence[_Failure], judged: int, throughout: str
    ) -> Iterator[Violation]:
        if len(failures) == judged >= _THROUGHOUT:
            cell = paper_table.table.header.cells[column]
            start, end = (cell.start, cell.end) if cell.end > cell.start else paper_table.table.header[1:3]
            yield self.violation(start, end, f"{throughout} ({judged} rows)")
            return
        for failure in failures:
            yield self.violation(*failure)

    def _check_dates(
        self, document: Document, paper_table: PaperTable, formats: tuple[str, ...]
    ) -> Iterator[Violation]:
        assert paper_table.date is not None
        column = paper_table.date
        wanted = " or ".join(formats)
        failures = []
        judged = 0
        for row, found in zip(
            paper_table.table.rows, column_dates(document, paper_table).readings, strict=True
        ):
            if column >= len(row.cells) or not is_entry(document, paper_table.table, row):
                continue
            start, end = row.cells[column]
            if is_blank(document.text[start:end]) or is_undated(document.text[start:end]):
                continue
            judged += 1
            if found is None or found.venue_year:
                message = f'"{shortened(document.text[start:end])}" is not a date in the format {wanted}'
                failures.append(_Failure(start, end, f"{message}, such as {example_in(formats[0])}"))
            elif not set(found.shapes) & set(formats):
                date = document.text[start + found.start : start + found.end]
                written = next(filter(None, (format_date(found.date, each) for each in formats)), None)
                what = f"write {written}" if written else f"write it like {example_in(formats[0])}"
                failures.append(
                    _Failure(
                        start + found.start, start + found.end, f"{date} is not written as {wanted}: {what}"
                    )
                )
        yield from self._reports(
            paper_table,
            column,
            failures,
            judged,
            f"no date is written as {wanted}, such as {example_in(formats[0])}",
        )


def _schema_for(document: Document, paper_table: PaperTable, options: TableSchemaOptions) -> Schema:
    """The schema of the innermost heading that has one; of two that fit the same heading, the first."""
    if options.headings:
        from mdpaperlint.papers.entries.section_names import fitting_pattern

        section = document.section_at(paper_table.table.start)
        found = fitting_pattern(document, section, tuple(options.headings))
        if found is not None:
            return tuple(options.headings.values())[found]
    return options


def _fits(text: str, name: str, pattern: CellPattern) -> bool:
    from mdpaperlint.rules.table_schema.cell_patterns import TooManyTestsError

    try:
        return pattern.matches(text)
    except TooManyTestsError:
        raise ConfigError(
            f'patterns: "{name}": it takes too long to hold the cells against it; use smaller numbers in'
            " { } and fewer ways to match the same text"
        ) from None


def _column(names: tuple[str, ...], name: str) -> int | None:
    if name in names:
        return names.index(name)
    folded = [each.casefold() for each in names]
    return folded.index(name.casefold()) if name.casefold() in folded else None


def _blank_cells(document: Document, rows: Sequence[Row], column: int, name: str) -> Iterator[_Failure]:
    for row in rows:
        if column >= len(row.cells):
            yield _Failure(
                row.start, row.end, f'the row ends before "{name}", which must not be blank: add the cell'
            )
            continue
        cell = row.cells[column]
        if is_blank(document.text[cell.start : cell.end]):
            at = cell if cell.end > cell.start else row
            yield _Failure(at.start, at.end, f'"{name}" must not be blank: fill it in')


def _header_message(names: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    line = f"| {' | '.join(name.replace('|', chr(92) + '|') for name in wanted)} |"
    if sorted(names) == sorted(wanted):
        return f"the columns are not in the order of the schema: move them to {line}"
    missing = [name for name in wanted if name not in names]
    extra = [name for name in names if name not in wanted]
    parts = []
    for name in list(extra):
        near = _near(name, missing)
        if near is not None:
            parts.append(f'"{name}" is "{near}" in the schema')
            missing.remove(near)
            extra.remove(name)
    if len(missing) == len(wanted):
        parts.append("none of the columns is one of the schema's")
    else:
        if missing:
            parts.append(f"the schema's {_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing")
        if extra:
            parts.append(f"{_listed(extra)} {'is' if len(extra) == 1 else 'are'} not in the schema")
    # A column that is there twice is neither missing nor unknown.
    reason = "; ".join(parts) or "the columns are not those of the schema"
    return f"{reason}: the header should be {line}"


def _near(name: str, candidates: Sequence[str]) -> str | None:
    folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    return folded.get(similar(name.casefold(), folded, 0.75))


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
