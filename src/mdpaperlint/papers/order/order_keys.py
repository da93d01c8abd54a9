"""What entries can be in the order of, beside their dates: arXiv IDs, the years of venues, titles.

Each is told as a date that comes as early as it does, so that order is judged in one way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.model.document import Document, ListItem
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Identifier, Paper, PaperRecord, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.section_names import fitting_pattern
from mdpaperlint.papers.entries.title_words import plain_title, words_of
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month
from mdpaperlint.papers.order.dated_sequences import DatedSequence, Entry, OrderKey, dated_sequences, groups
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.tables.paper_tables import paper_tables

_FEWEST_ITEMS = 3
#: The two directions in words.
WAYS = {
    "date": ("oldest first", "newest first"),
    "arxiv": ("by arXiv ID, oldest first", "by arXiv ID, newest first"),
    "venue-year": ("by the year of the venue, oldest first", "by the year of the venue, newest first"),
    "title": ("by title, A to Z", "by title, Z to A"),
}
#: What entries have that are in such an order.
NAMES = {
    "date": "a date",
    "arxiv": "an arXiv ID",
    "venue-year": "a venue with a year",
    "title": "a title",
}


class Order(NamedTuple):
    """``direction`` is None where each table or list has its own. For titles, ``oldest-first`` is A to Z."""

    direction: Direction | None = None
    by: OrderKey = "date"


class Orders(NamedTuple):
    """``sections`` are patterns of headings with the order of what is below these."""

    default: Order = Order()
    sections: tuple[tuple[str, Order], ...] = ()

    @property
    def keys(self) -> tuple[OrderKey, ...]:
        return tuple(dict.fromkeys((self.default.by, *(order.by for _, order in self.sections))))

    def at(self, document: Document, start: int) -> Order:
        """That of what begins there."""
        patterns = [pattern for pattern, _ in self.sections]
        found = fitting_pattern(document, document.section_at(start), patterns) if patterns else None
        return self.default if found is None else self.sections[found][1]


#: By date, in the direction that each table or list has.
EACH_ITS_OWN = Orders()


class _Titles(NamedTuple):
    """``ordered`` are all titles of a document as they are compared, each once."""

    ordered: list[str]

    def rank(self, title: str) -> int:
        """Odd for a title that comes between two of these."""
        compared = _compared(title)
        place = bisect_left(self.ordered, compared)
        return 2 * place + (2 if self.ordered[place : place + 1] == [compared] else 1)


def _compared(title: str) -> str:
    return " ".join(words_of(plain_title(title)))


@memoize
def _titles(document: Document) -> _Titles:
    titles = {_compared(paper.title.text) for paper in papers(document) if paper.title is not None}
    return _Titles(sorted(titles))


@memoize
def keyed_sequences(document: Document, by: OrderKey) -> tuple[DatedSequence, ...]:
    """As :func:`dated_sequences`, in which the entries without the key are as those without a date."""
    if by == "date":
        return dated_sequences(document)
    listed = [paper for paper in papers(document) if paper.listing]
    rows = {(paper.table, paper.row): paper for paper in listed if paper.kind == "row"}
    result = []
    for reading in paper_tables(document):
        table = reading.table
        found = [rows.get((table.number, number)) for number in range(len(table.rows))]
        entries, silent = _entries(document, found, [(row.line, row.line + 1) for row in table.rows], by)
        result.append(DatedSequence("table", table.number, entries, silent, reading, by=by))
    of_items = {paper.item: paper for paper in listed if paper.kind == "item"}
    lists: dict[int, list[ListItem]] = {}
    for item in document.items:
        lists.setdefault(item.list_number, []).append(item)
    for number, items in lists.items():
        found = [of_items.get(item.number) for item in items]
        named = len(found) - found.count(None)
        if named >= _FEWEST_ITEMS and 2 * named >= len(found):
            entries, silent = _entries(document, found, [(each.line, each.end_line) for each in items], by)
            result.append(DatedSequence("list", number, entries, silent, None, tuple(items), by=by))
    return tuple(result)


def ordered_sequences(document: Document, orders: Orders) -> Iterator[tuple[DatedSequence, Direction | None]]:
    """Each table and list by what the orders name for it, with the direction that they demand."""
    for by in orders.keys:
        for sequence in keyed_sequences(document, by):
            order = orders.at(document, sequence.start)
            if order.by == by:
                yield sequence, order.direction


@memoize
def judged_sequences(
    document: Document, orders: Orders
) -> tuple[tuple[DatedSequence, Direction | None], ...]:
    """The same with each table whose rows stand in groups parted into these."""
    return tuple(
        (part, direction)
        for sequence, direction in ordered_sequences(document, orders)
        for part in groups(document, sequence)
    )


def _entries(
    document: Document, found: Sequence[Paper | None], lines: Sequence[tuple[int, int]], by: OrderKey
) -> tuple[tuple[Entry, ...], str]:
    """With the reason why their order is not judged, or an empty text."""
    keys = [None if paper is None else _key(document, paper, by) for paper in found]
    keyed = [number for number, key in enumerate(keys) if key is not None]
    if 2 * len(keyed) < len(found):
        return (), f"few of its entries have {NAMES[by]}"
    entries = []
    for number, follower in pairwise((*keyed, len(found))):
        key = keys[number]
        assert key is not None
        entries.append(Entry(*key, lines[number][0], lines[follower - 1][1], number))
    return tuple(entries), ""


def _key(document: Document, paper: Paper, by: OrderKey) -> tuple[PartialDate, int, int] | None:
    """With the place that shows it."""
    if by == "title":
        title = paper.title
        return None if title is None else (_ranked(document, title.text), title.start, title.end)
    if by == "venue-year":
        venue, date = paper.venue, paper.date
        if venue is not None and venue.year:
            return PartialDate(venue.year), venue.start, venue.end
        return None if date is None else (PartialDate(date.date.year), date.start, date.end)
    for each in paper.identifiers:
        key = _arxiv_key(each.identifier)
        if key is not None and each.identifier is not None:
            start, end = each.link.destination_start, each.link.destination_end
            place = document.text.find(each.identifier.value, start, end)
            return key, *((start, end) if place < 0 else (place, place + len(each.identifier.value)))
    return None


def _ranked(document: Document, title: str) -> PartialDate:
    return PartialDate(1, 1, _titles(document).rank(title))


def _arxiv_key(identifier: Identifier | None) -> PartialDate | None:
    month = None if identifier is None else submitted_month(identifier)
    if identifier is None or month is None:
        return None
    number = identifier.value.rpartition("/")[2].replace(".", "")[4:]
    return month._replace(day=int(number))


def key_of_record(document: Document, record: PaperRecord, by: OrderKey) -> PartialDate | None:
    """Where a new paper belongs among the entries of the document; None where that is not known."""
    if by == "title":
        return _ranked(document, record.title) if record.title else None
    if by == "arxiv":
        return _arxiv_key(record.identifier)
    if by == "venue-year" and record.date is not None:
        return PartialDate(record.date.year)
    return record.date
