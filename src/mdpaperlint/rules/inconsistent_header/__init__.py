from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document, Table
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.papers.tables.headers import shown_text
from mdpaperlint.papers.tables.paper_tables import paper_tables
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.inconsistent_header.header_comparison import Header, NearMiss, near_misses

_SHARE = 0.8


class InconsistentHeaderOptions(Options):
    missing_columns: bool = False


class InconsistentHeader(Rule[InconsistentHeaderOptions]):
    name = "inconsistent-header"
    summary = "A table has nearly the columns of the other tables, but not quite."
    compares_entries = True
    severity = "warning"
    Options = InconsistentHeaderOptions

    def check(self, document: Document, context: Context[InconsistentHeaderOptions]) -> Iterator[Violation]:
        tables = [reading.table for reading in paper_tables(document)]
        if len(tables) < 3:
            return
        headers = [_header(document, table) for table in tables]
        found = near_misses(headers, _SHARE, context.options.missing_columns)
        if not found:
            return
        first = {header: table for table, header in zip(reversed(tables), reversed(headers), strict=True)}
        for table, header in zip(tables, headers, strict=True):
            miss = found.get(header)
            if miss is None:
                continue
            model = first[miss.common].header
            related = (Related(model.start, model.end, "most tables have this header"),)
            if miss.kind == "names":
                yield from self._names(document, table, header, miss, related)
                continue
            wanted = " | ".join(miss.common)
            if miss.kind == "order":
                message = f"{miss.tables} other tables have these columns in another order: write {wanted}"
            else:
                name = miss.common[miss.columns[0]]
                message = f"the column “{name}” of {miss.tables} other tables is missing: write {wanted}"
            yield self.violation(table.header.start, table.header.end, message, related=related)

    def _names(
        self, document: Document, table: Table, header: Header, miss: NearMiss, related: tuple[Related, ...]
    ) -> Iterator[Violation]:
        for number in miss.columns:
            start, end = table.header.cells[number]
            name, wanted = header[number], miss.common[number]
            place = document.text.find(name, start, end)
            fix = None
            if place >= 0:
                edit = Edit(place, place + len(name), wanted)
                fix = Fix((edit,), safe=False, message=f"write {wanted}")
            yield self.violation(
                start,
                end,
                f"the column “{name}” is called “{wanted}” in {miss.tables} tables like this: write {wanted}",
                fix=fix,
                related=related,
            )


def _header(document: Document, table: Table) -> Header:
    return tuple(shown_text(document.cell_text(table.header, number)) for number in range(table.width))
