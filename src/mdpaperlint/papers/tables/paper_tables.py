"""Which tables list papers, and which of their columns hold the date, the title, the venue and the links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.dates.column_dates import DateColumn, read_column
from mdpaperlint.papers.dates.date_interpretation import Family
from mdpaperlint.papers.dates.date_readings import Order
from mdpaperlint.papers.dates.heading_dates import heading_year
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper
from mdpaperlint.papers.tables.column_roles import column_texts, date_column, title_column
from mdpaperlint.papers.tables.headers import HeaderWord, header_key, header_word, names_any, plain_text

_SAMPLE = 60

_SIGNS = lazy_pattern(r"[\W_]+")
_BEFORE_NUMBER = frozenset("-+±~<>≈*")
_NUMBER = lazy_pattern(r"[-+±~<>≈*]*\d+(?:[.,]\d+)?\s*(?:%|[kKMB]|ms|s|dB)?(?:\s*±.*)?[*†]*$")
_DECIMAL = lazy_pattern(r"\d\.\d|\d\s*%")
_NO_PAPER_WORDS = frozenset("changelog change changes duration legend meaning symbol emoji".split())
_CJK_NO_PAPER = "时长 時長 更新内容 播放".split()
# These also head one more column of a table of papers, as the video of a talk or the version of a preprint.
_VAGUE_NO_PAPER_WORDS = frozenset(
    "event events speaker update updates version versions video videos icon".split()
)
_CJK_VAGUE_NO_PAPER = "視頻 视频 版本 动画 图标 符号".split()


class PaperTable(NamedTuple):
    """Columns are 0-based. ``papers`` is false for legends, data sets, results and the like; ``why`` says in
    words what decided it. ``other`` tells that the header or the cells say that it lists something else, and
    not only too little of papers. ``year`` is the year of the heading above, which dates such as ``05-17``
    refer to.
    """

    table: Table
    papers: bool
    why: str
    other: bool
    date: int | None
    title: int | None
    venue: int | None
    links: tuple[int, ...]
    year: int | None


@memoize
def read_tables(document: Document) -> tuple[PaperTable, ...]:
    readings = [_read_table(document, table) for table in document.tables]
    headers = {header_key(document, paper_table.table) for paper_table in readings if paper_table.papers}
    return tuple(
        paper_table._replace(papers=True, why="its header is that of another table of papers")
        if not paper_table.papers
        and _is_blank(paper_table.table)
        and header_key(document, paper_table.table) in headers
        else paper_table
        for paper_table in readings
    )


def paper_tables(document: Document) -> list[PaperTable]:
    return [paper_table for paper_table in read_tables(document) if paper_table.papers]


def has_two_dates(document: Document, table: Table) -> bool:
    """Whether two columns are headed as dates: one is then of an award or of a reading."""
    cells = (document.cell_text(table.header, column) for column in range(table.width))
    return sum(header_word(cell).role == "date" for cell in cells) > 1


def names_of_row(document: Document, paper_table: PaperTable, row: Row) -> tuple[str, ...]:
    """The letters and digits of the cells that name a thing of the paper before its title, as a model or a
    data set; empty for a cell that names none.
    """
    if paper_table.title is None:
        return ()
    header = paper_table.table.header
    return tuple(
        _SIGNS.sub("", plain_text(document.cell_text(row, column)))
        for column in range(paper_table.title)
        if header_word(document.cell_text(header, column)) == ("title", 1)
    )


@memoize
def column_dates(document: Document, paper_table: PaperTable) -> DateColumn:
    """The dates of the date column, one reading for each body row; of no column, all are None.

    A column that does not tell the year from the day, as a short one may not, is read as those of the same
    name in other tables.
    """
    dates = _own_dates(document, paper_table)
    if (
        paper_table.date is not None
        and paper_table.year is None
        and any(found is None or not found.date.month for found in dates.readings)
    ):
        orders = _orders_of_columns(document).get(_date_name(document, paper_table), {})
        if not orders.keys() <= dates.orders.keys():
            texts = column_texts(document, paper_table.table.rows, paper_table.date)
            return read_column(texts, paper_table.year, orders)
    return dates


@memoize
def _own_dates(document: Document, paper_table: PaperTable) -> DateColumn:
    """The dates of the column as it tells them itself."""
    rows = paper_table.table.rows
    texts = [""] * len(rows) if paper_table.date is None else column_texts(document, rows, paper_table.date)
    return read_column(texts, paper_table.year)


@memoize
def _orders_of_columns(document: Document) -> dict[str, dict[Family, Order]]:
    """By the name of a date column, the orders that all tables with such a column agree on."""
    orders: dict[str, dict[Family, Order]] = {}
    torn: set[tuple[str, Family]] = set()
    for paper_table in paper_tables(document):
        if paper_table.date is None or paper_table.year is not None:
            continue
        name = _date_name(document, paper_table)
        known = orders.setdefault(name, {})
        for family, order in _own_dates(document, paper_table).orders.items():
            if known.setdefault(family, order) != order:
                torn.add((name, family))
    for name, family in torn:
        del orders[name][family]
    return orders


def _date_name(document: Document, paper_table: PaperTable) -> str:
    assert paper_table.date is not None
    return plain_text(document.cell_text(paper_table.table.header, paper_table.date)).casefold()


def _is_blank(table: Table) -> bool:
    return all(row.is_blank for row in table.rows)


def _sample(rows: tuple[Row, ...]) -> Sequence[Row]:
    """Up to 60 rows, spread evenly, so that a long table is judged as cheaply as a short one."""
    if len(rows) <= _SAMPLE:
        return rows
    return [rows[position * len(rows) // _SAMPLE] for position in range(_SAMPLE)]


def _read_table(document: Document, table: Table) -> PaperTable:
    header_texts = [document.cell_text(table.header, column) for column in range(table.width)]
    words = [header_word(text) for text in header_texts]
    year = heading_year(document, document.section_at(table.start))
    sample = [row for row in _sample(table.rows) if not row.is_blank]
    title = title_column(document, sample, words)
    date = date_column(document, sample, words, title, year)
    venue = next((number for number, word in enumerate(words) if word.role == "venue"), None)
    links = tuple(number for number, word in enumerate(words) if word.role == "link")
    papers, why, other = _lists_papers(document, sample, header_texts, words, title, date)
    return PaperTable(table, papers, why, other, date, title, venue, links, year)


def _lists_papers(
    document: Document,
    sample: Sequence[Row],
    header_texts: list[str],
    words: list[HeaderWord],
    title: int | None,
    date: int | None,
) -> tuple[bool, str, bool]:
    roles = {word.role for word in words}
    rank = max((word.rank for word in words if word.role == "title"), default=0)
    named = next((word.role for word in words if word.role in ("title", "dataset")), None)
    if named == "dataset" and rank < 3:
        return False, "it lists data sets", True
    plain = [plain_text(text) for text in header_texts]
    for text in plain:
        if not _NO_PAPER_WORDS.isdisjoint(_words(text)) or names_any(_CJK_NO_PAPER, text):
            return False, f"its header says “{text}”", True
    linked = sum(links_to_paper(document.text, row.start, row.end) for row in sample)
    mostly_linked = bool(sample) and 2 * linked >= len(sample)
    vague = [number for number, text in enumerate(plain) if _is_vague(text)]
    names_papers = title is not None and title not in vague and (rank >= 2 or date is not None)
    if len(vague) > 1 or (vague and not (mostly_linked and names_papers)):
        return False, f"its header says “{plain[vague[0]]}”", True
    stated = bool(roles & {"date", "venue", "authors"})
    if not sample:
        if rank >= 2 or (rank == 1 and stated):
            return True, "its header names titles", False
        return False, "it has no rows and its header names no titles", False
    if _numeric_columns(document, sample, words, date) >= 2:
        return False, "its columns are mostly numbers", True
    if mostly_linked and (title is not None or date is not None):
        return True, f"{linked} of {len(sample)} rows read link to a paper", False
    if rank >= 2 and 5 * linked >= len(sample):
        return True, "its header names titles and some rows link to a paper", False
    if rank >= 2 and stated:
        return True, "its header names titles beside dates, venues or authors", False
    return False, f"{linked} of {len(sample)} rows read link to a paper", False


def _is_vague(text: str) -> bool:
    return not _VAGUE_NO_PAPER_WORDS.isdisjoint(_words(text)) or names_any(_CJK_VAGUE_NO_PAPER, text)


def _words(text: str) -> list[str]:
    return text.replace("_", " ").split()


def _numeric_columns(
    document: Document, sample: Sequence[Row], words: list[HeaderWord], date: int | None
) -> int:
    """How many columns hold measurements: mostly numbers, some with a decimal point or a per cent sign."""
    count = 0
    for number in range(len(words)):
        if number == date or words[number].role == "date":
            continue
        texts = [text for text in column_texts(document, sample, number) if text.strip(" -–—/?*")]
        beginnings = [text.strip("*_ ") for text in texts]
        # Few columns are looked at closer than by their first characters.
        likely = sum(text[:1].isdigit() or text[:1] in _BEFORE_NUMBER for text in beginnings)
        if len(texts) < 3 or likely < 0.6 * len(texts):
            continue
        numbers = [text for text, bare in zip(texts, beginnings, strict=True) if _NUMBER.match(bare)]
        if len(numbers) >= 0.6 * len(texts) and any(map(_DECIMAL.search, numbers)):
            count += 1
    return count
