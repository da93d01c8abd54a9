"""The shapes of the cells of a column: links, a date, a number, words, or a sequence of them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Cell, Document, Link, Row, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.dates.date_interpretation import interpret
from mdpaperlint.papers.tables.headers import header_key, header_word, plain_text
from mdpaperlint.papers.tables.mismatched_rows import shows_text

_SAMPLE = 40
_LONGEST_DATE = 40
_COMMON = 0.1
_DECIDED = 0.8
_NO_WORD = lazy_pattern(r"[^\w]+")
_TAG = lazy_pattern(r"<[^<>]{0,200}>|&\w{2,8};")
_NUMBER = lazy_pattern(r"\W*\d+(?:[.,]\d+)*\W*")
# The shapes of a column by its role, where the rows are too few to tell.
_BY_ROLE = {"date": {"d"}, "title": {"l", "w", "lw"}, "link": {"l", "m"}, "venue": {"w"}, "authors": {"w"}}
_FEW = 2
_MANY = 3


class Look(NamedTuple):
    """``shape`` has one letter for each part of a cell: ``l`` a link, ``m`` several, ``d`` a date, ``n`` a
    number, ``w`` words. It is ``s`` for signs alone, and empty for a cell that shows nothing. ``words`` are
    those of a cell that holds only words or one link.
    """

    shape: str
    words: str


class Column(NamedTuple):
    """``shapes`` counts those of the ``filled`` cells among the ``size`` that were looked at. ``values``
    counts the words of a column that says the same over and over; it is empty where hardly two cells agree.
    """

    shapes: Counter[str]
    values: Counter[str]
    filled: int
    size: int
    role: str

    def without(self, look: Look) -> Column:
        """The column without one of its cells."""
        if not self.shapes[look.shape]:
            return self._replace(size=max(self.size - 1, self.filled))
        return self._replace(
            shapes=self.shapes - Counter([look.shape]),
            values=self.values - Counter([look.words]),
            filled=self.filled - 1,
            size=self.size - 1,
        )

    @property
    def is_told(self) -> bool:
        return self.filled >= _FEW or self.role in _BY_ROLE

    @property
    def usually_filled(self) -> bool:
        return self.filled >= _FEW and self.filled >= 0.9 * self.size

    @property
    def holds_dates(self) -> bool:
        return self.shapes["d"] >= max(_FEW, 0.9 * self.filled)

    def tells(self, look: Look) -> bool:
        """Whether the cell is typical of this column alone: a date among dates, or words that recur."""
        return (look.shape == "d" and self.holds_dates) or (look.words != "" and look.words in self.values)

    def fit(self, look: Look) -> int:
        """1 for a cell like most of the column, -1 for one with nothing in common with them, else 0."""
        shape = look.shape
        if not shape or (shape == "s" and 2 * self.shapes["s"] < self.filled):
            return 0
        if self.filled < _FEW:
            usual = _BY_ROLE.get(self.role)
            return 0 if usual is None else 1 if shape in usual else -1 if "d" in (shape, *usual) else 0
        count = self.shapes[shape]
        if count and (count >= max(_FEW, _COMMON * self.filled) or count == max(self.shapes.values())):
            return int(not (look.words and self.values) or look.words in self.values)
        letters = set(shape.replace("m", "l"))
        alike = sum(count for other, count in self.shapes.items() if letters & set(other.replace("m", "l")))
        return 0 if alike > (1 - _DECIDED) * self.filled else -1


def look_of(document: Document, start: int, end: int) -> Look:
    text = document.text
    parts: list[str] = []
    position = start
    for link in links_within(document, start, end):
        parts.append(_words(text[position : link.start]))
        parts.append("l")
        position = link.end
    parts.append(_words(text[position:end]))
    shape = ""
    for part in filter(None, parts):
        if part == "l" and shape[-1:] in ("l", "m"):
            shape = f"{shape[:-1]}m"
        else:
            shape += part
    if shape in ("w", "l"):
        return Look(shape, plain_text(text[start:end]))
    return Look(shape or ("s" if shows_text(text[start:end]) else ""), "")


def links_within(document: Document, start: int, end: int) -> list[Link]:
    """The links between two places, without those inside of others."""
    found: list[Link] = []
    for link in document.links_within(start, end):
        if link.end <= end and (not found or link.start >= found[-1].end):
            found.append(link)
    return found


def columns_of(document: Document, table: Table) -> list[Column]:
    """What the columns of a table hold, read from rows that have the width of the header; from those of all
    tables with this header where the table has few.
    """
    return _columns(document, table.number)


@memoize
def _columns(document: Document, number: int) -> list[Column]:
    table = document.tables[number]
    tables = [table]
    if sum(len(row.cells) == table.width for row in table.rows[:_SAMPLE]) <= _FEW:
        tables += _tables_byheader_key(document)[header_key(document, table)]
    return _read(document, table, tables)


@memoize
def _tables_byheader_key(document: Document) -> dict[tuple[str, ...], list[Table]]:
    tables: dict[tuple[str, ...], list[Table]] = {}
    for table in document.tables:
        tables.setdefault(header_key(document, table), []).append(table)
    return tables


def _read(document: Document, table: Table, tables: list[Table]) -> list[Column]:
    rows: list[Row] = []
    for each in {each.number: each for each in tables}.values():
        if len(rows) >= _SAMPLE:
            break
        rows += [row for row in each.rows[: 10 * _SAMPLE] if len(row.cells) == table.width]
    step = -(-len(rows) // _SAMPLE) or 1
    columns = []
    for number in range(table.width):
        cells: list[Cell] = [row.cells[number] for row in rows[::step]]
        looks = [look_of(document, cell.start, cell.end) for cell in cells if not cell.is_blank]
        shapes = Counter(look.shape for look in looks if look.shape)
        values = Counter(look.words for look in looks if look.words)
        role = header_word(document.cell_text(table.header, number)).role
        if values.total() < max(_MANY, 2 * len(values)):
            values.clear()
        columns.append(Column(shapes, values, shapes.total(), len(cells), role))
    return columns


def _words(text: str) -> str:
    plain = _TAG.sub(" ", text)
    if not _NO_WORD.sub("", plain):
        return ""
    if _is_date(plain):
        return "d"
    return "n" if _NUMBER.fullmatch(plain) else "w"


def _is_date(text: str) -> bool:
    if len(text) > _LONGEST_DATE:
        return False
    found = interpret(text)
    if found is None:
        return False
    date = found.options[0][1]
    around = text[: date.start] + text[date.end :]
    return not date.venue_year and not _NO_WORD.sub("", around)
