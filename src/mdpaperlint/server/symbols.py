"""The outline of a list: its sections, and the tables in them."""

from __future__ import annotations

from lsprotocol import types

from mdpaperlint.model.document import Document, Section
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.tables.paper_tables import PaperTable, read_tables
from mdpaperlint.server.positions import Positions


def document_symbols(document: Document, positions: Positions) -> list[types.DocumentSymbol]:
    """Sections as the headings nest them; a table stands in the innermost section that holds it."""
    top: list[types.DocumentSymbol] = []
    by_number: dict[int, list[types.DocumentSymbol]] = {}
    tables: dict[int, list[PaperTable]] = {}
    for paper_table in read_tables(document):
        section = document.section_at(paper_table.table.start)
        tables.setdefault(section.number, []).append(paper_table)
    for section in document.sections:
        inside = [_table(document, positions, each) for each in tables.get(section.number, ())]
        if section.heading is None:
            top += inside
            continue
        by_number[section.number] = inside
        by_number.get(section.parent, top).append(_section(document, positions, section, inside))
    return top


def flat(symbols: list[types.DocumentSymbol], uri: str) -> list[types.SymbolInformation]:
    """For clients that know no nested symbols."""
    found: list[types.SymbolInformation] = []
    pending = [(symbol, "") for symbol in reversed(symbols)]
    while pending:
        symbol, container = pending.pop()
        found.append(
            types.SymbolInformation(
                types.Location(uri, symbol.range), symbol.name, symbol.kind, container_name=container or None
            )
        )
        pending += [(child, symbol.name) for child in reversed(symbol.children or ())]
    return found


def _section(
    document: Document, positions: Positions, section: Section, children: list[types.DocumentSymbol]
) -> types.DocumentSymbol:
    heading = section.heading
    assert heading is not None
    # A client may refuse a symbol without a name.
    name = " ".join(heading.content.split()) or "(no title)"
    end = document.sections[section.last_descendant].body_end
    return types.DocumentSymbol(
        name,
        types.SymbolKind.String,
        positions.range(section.start, end),
        positions.range(heading.start, heading.end),
        children=children,
    )


def _table(document: Document, positions: Positions, paper_table: PaperTable) -> types.DocumentSymbol:
    table = paper_table.table
    columns = [document.cell_text(table.header, column) for column in range(table.width)]
    return types.DocumentSymbol(
        f"Table of {count_of(len(table.rows), 'paper' if paper_table.papers else 'row')}",
        types.SymbolKind.Array,
        positions.range(table.start, table.end),
        positions.range(table.header.start, table.header.end),
        detail=" | ".join(columns),
    )
