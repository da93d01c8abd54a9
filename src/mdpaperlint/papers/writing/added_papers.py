"""A new paper as an edit of its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, ListItem, Row, Table
from mdpaperlint.model.paper import Paper, PaperRecord
from mdpaperlint.model.violation import Edit
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, Orders
from mdpaperlint.papers.writing.entry_places import Keeping, entry_place, keepings, written_end
from mdpaperlint.papers.writing.entry_texts import new_item, new_row, row_text

# Entries beside the new one show how it is written; those far away may be of an older habit.
_SIBLINGS = 40
_FEWEST_SIBLINGS = 3
_NUMBER = lazy_pattern(r"[0-9]+")
_BLANK_LINE = lazy_pattern(r"(?<!\s)[ \t]*\r?\n[ \t]*\r?\n")


class AddedPaper(NamedTuple):
    """``text`` is the new entry without line ends around it, which ``edit`` puts in; ``moved`` takes away a
    blank row that the entry fills elsewhere. ``blanks`` names what was left blank, and ``remark`` says why
    the order does not tell the place.
    """

    edit: Edit
    text: str
    blanks: tuple[str, ...]
    remark: str = ""
    moved: Edit | None = None


def added_paper(
    document: Document, keeping: Keeping, record: PaperRecord, orders: Orders = EACH_ITS_OWN
) -> AddedPaper:
    """``orders`` are those of the configuration."""
    place = entry_place(document, keeping, record, orders)
    siblings = _siblings(document, keeping, place.line)
    if keeping.table is not None:
        added = _row(document, keeping.table, siblings, record, place.line)
    elif keeping.items:
        added = _item(document, keeping.items, siblings, record, place.line)
    else:
        added = _last(document, keeping.papers, siblings, record)
    return added._replace(remark=place.remark)


def _siblings(document: Document, keeping: Keeping, line: int | None) -> Sequence[Paper]:
    """The entries around the place, nearest ones first; where there are next to none, those of others too."""
    own = keeping.papers
    if len(own) < _FEWEST_SIBLINGS:
        others = [
            each for each in keepings(document) if each is not keeping and _are_alike(document, each, keeping)
        ]
        own = (*own, *(paper for each in others for paper in each.papers))
        return own[: 2 * _SIBLINGS]
    at = (
        len(own)
        if line is None
        else next((index for index, each in enumerate(own) if each.line >= line), len(own))
    )
    nearest = sorted(range(len(own)), key=lambda index: abs(2 * (index - at) + 1))
    return [own[index] for index in nearest[: 2 * _SIBLINGS]]


def _are_alike(document: Document, one: Keeping, other: Keeping) -> bool:
    if one.table is None or other.table is None:
        depths = [each.items[0].depth if each.items else -1 for each in (one, other)]
        return one.table is other.table and depths[0] == depths[1]
    return _header(document, one.table) == _header(document, other.table)


def _header(document: Document, table: Table) -> list[str]:
    return [document.cell_text(table.header, column).casefold() for column in range(table.width)]


def _newline(document: Document) -> str:
    return "\r\n" if "\r\n" in document.text else "\n"


def _row(
    document: Document, table: Table, siblings: Sequence[Paper], record: PaperRecord, line: int | None
) -> AddedPaper:
    row = new_row(document, table, siblings, record)
    rows = table.rows
    index = next((number for number, each in enumerate(rows) if each.line == line), len(rows))
    blank = _nearest_blank(rows, index)
    neighbour = rows[min(index, len(rows) - 1)] if rows else table.delimiter
    written = row_text(document, row.cells, _model(table, neighbour))
    if blank is not None and not any(
        _is_filled(each) for each in rows[min(blank, index) : max(blank, index)]
    ):
        edit = Edit(rows[blank].start, rows[blank].end, written)
        return AddedPaper(edit, written, row.blanks)
    moved = None
    if blank is not None:
        start, end = document.full_line_span(rows[blank].line)
        if blank == len(rows) - 1:
            # The file may end here: the line end before it goes.
            start, end = (document.line_span(rows[blank].line - step).end for step in (1, 0))
        moved = Edit(start, end, "")
    span = document.line_span(neighbour.line)
    prefix = document.text[span.start : neighbour.start]
    if line is not None:
        edit = Edit(span.start, span.start, f"{prefix}{written}{_newline(document)}")
    else:
        edit = Edit(span.end, span.end, f"{_newline(document)}{prefix}{written}")
    return AddedPaper(edit, written, row.blanks, moved=moved)


def _nearest_blank(rows: Sequence[Row], index: int) -> int | None:
    blank = [number for number, row in enumerate(rows) if not _is_filled(row)]
    return min(blank, key=lambda number: abs(2 * (number - index) + 1), default=None)


def _is_filled(row: Row) -> bool:
    return any(cell.start < cell.end for cell in row.cells)


def _model(table: Table, neighbour: Row) -> Row:
    """The row whose spaces the new one gets: not a blank one, nor the delimiter's dashes."""
    if neighbour is table.delimiter or not _is_filled(neighbour):
        return next(filter(_is_filled, table.rows), table.header)
    return neighbour


def _item(
    document: Document,
    items: Sequence[ListItem],
    siblings: Sequence[Paper],
    record: PaperRecord,
    line: int | None,
) -> AddedPaper:
    item = new_item(document, siblings, record)
    text = document.text
    index = next((number for number, each in enumerate(items) if each.line == line), len(items))
    neighbour = items[min(index, len(items) - 1)]
    marker = text[neighbour.start : neighbour.content_start]
    if neighbour.ordered and index == len(items) > 1:
        before = text[items[-2].start : items[-2].content_start]
        if before != marker:
            marker = _NUMBER.sub(lambda number: str(int(number[0]) + 1), marker, count=1)
    start = document.line_span(neighbour.line).start
    # A bullet may stand on the line of another.
    indent = text[start : neighbour.start] if not text[start : neighbour.start].strip(" \t>") else ""
    newline = _newline(document)
    written = f"{indent}{marker}{item.text}"
    gap = newline * (2 if _is_loose(document, items) else 1)
    if index < len(items):
        return AddedPaper(Edit(start, start, written + gap), written, item.blanks)
    filled_end = neighbour.start + len(text[neighbour.start : neighbour.end].rstrip())
    # Behind spaces at the end of its last line, which break it.
    end = document.line_span(document.line_of(filled_end)).end
    return AddedPaper(Edit(end, end, gap + written), written, item.blanks)


def _last(
    document: Document, entries: Sequence[Paper], siblings: Sequence[Paper], record: PaperRecord
) -> AddedPaper:
    """Behind entries that are neither rows nor items."""
    entry = new_item(document, siblings, record)
    before, last = entries[-2:]
    gap = document.text[written_end(document, before) : last.start]
    end = written_end(document, last)
    others = (document.text[each.start : written_end(document, each)] for each in entries[:-1])
    if not any(_BLANK_LINE.search(text) for text in others):
        # What stands behind the last entry is no part of it.
        behind = _BLANK_LINE.search(document.text, last.start, end)
        end = behind.start() if behind else end
    return AddedPaper(Edit(end, end, gap + entry.text), entry.text, entry.blanks)


def _is_loose(document: Document, items: Sequence[ListItem]) -> bool:
    """Whether a blank line stands between the last two."""
    if len(items) < 2:
        return False
    between = document.text[items[-2].end : items[-1].start]
    return between.count("\n") > 1
