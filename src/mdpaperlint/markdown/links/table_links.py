"""Links in table cells: one pattern over the whole table, and the scanner for rows that it does not cover."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from mdpaperlint.markdown.links.content_links import read_content_links
from mdpaperlint.markdown.links.plain_links import read_plain_links
from mdpaperlint.model.document import Cell, Link, Row, Table


def read_table_links(text: str, table: Table, definitions: Mapping[str, Link], links: list[Link]) -> None:
    """Appends the links of the cells that are shown: those beyond the width of the header are not."""
    rows = (table.header, *table.rows)
    width = table.width
    starts = [row.start for row in rows]
    first = 0
    for number, row in enumerate(rows):
        if len(row.cells) > width:
            if first < number:
                _read_rows(text, rows, starts, first, number, definitions, links)
            _read_cells(text, row.cells[:width], definitions, links)
            first = number + 1
    if first < len(rows):
        _read_rows(text, rows, starts, first, len(rows), definitions, links)


def _read_rows(
    text: str,
    rows: tuple[Row, ...],
    starts: list[int],
    first: int,
    last: int,
    definitions: Mapping[str, Link],
    links: list[Link],
) -> None:
    position = starts[first]
    end = rows[last - 1].end
    while (other := read_plain_links(text, position, end, links)) >= 0:
        row = rows[max(bisect_right(starts, other) - 1, first)]
        while links and row.start <= links[-1].start < row.end:
            links.pop()
        _read_cells(text, row.cells, definitions, links)
        position = max(row.end, other + 1)


def _read_cells(
    text: str, cells: tuple[Cell, ...], definitions: Mapping[str, Link], links: list[Link]
) -> None:
    for start, end in cells:
        if start == end:
            continue
        content = text[start:end]
        places: tuple[tuple[int, int], ...] = ((0, start),)
        if "\\|" in content:
            # GFM takes the backslash before a pipe away before it reads anything else, code spans included.
            parts = content.split("\\|")
            content = "|".join(parts)
            offset = 0
            found = [(0, start)]
            for removed, part in enumerate(parts[:-1], 1):
                offset += len(part)
                found.append((offset, start + offset + removed))
                offset += 1
            places = tuple(found)
        read_content_links(text, content, places, definitions, links)
