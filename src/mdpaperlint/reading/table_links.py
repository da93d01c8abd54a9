"""Links in table cells: one pattern over the whole table, and the scanner for rows that it does not cover."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from mdpaperlint.model.document import Cell, Link, LinkKind, Row, Table
from mdpaperlint.reading.content_links import read_content_links

# Either a link without anything in it that could change where it ends, or something that only the scanner
# can judge. A link without "|" cannot leave its cell.
_PLAIN_LINK_OR_OTHER = re.compile(
    r"\[(?:([^\[\]\\`<|\n\r]*+)\]\((?!<)[^ \t\n\v\f\r()\\|]*+\))?+|\\|`|<|://|www\."
)


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
    append = links.append
    # Half of the time would go into the constructor of a named tuple.
    new = tuple.__new__
    read_up_to = 0
    for found in _PLAIN_LINK_OR_OTHER.finditer(text, starts[first], rows[last - 1].end):
        start, end = found.span()
        if start < read_up_to:
            continue
        if found.lastindex:
            text_end = found.end(1)
            kind: LinkKind = "inline"
            begin = start
            if start and text[start - 1] == "!" and text[start + 1] != "^":
                kind = "image"
                begin -= 1
            destination = text[text_end + 2 : end - 1]
            append(new(Link, (kind, begin, end, start + 1, text_end, text_end + 2, end - 1, destination)))
            continue
        row = rows[max(bisect_right(starts, start) - 1, first)]
        while links and row.start <= links[-1].start < row.end and links[-1].kind in ("inline", "image"):
            links.pop()
        _read_cells(text, row.cells, definitions, links)
        read_up_to = row.end


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
