"""The conventions of a list: the direction of its dates, their format, the form of its arXiv links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.papers.dates.date_formats import precision
from mdpaperlint.papers.dates.date_interpretation import is_undated
from mdpaperlint.papers.dates.date_readings import DateReading
from mdpaperlint.papers.identifiers.arxiv_links import arxiv_links
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import OrderKey
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.order.order_keys import keyed_sequences
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates

# A second way to write dates is a habit when one in five is written so; one date in twenty is enough when
# it tells more or less than the others do, such as years among months.
_SAME_PRECISION, _OTHER_PRECISION = 0.2, 0.05
_MOST_FORMATS = 3

_FORMS = ("abs", "pdf", "html")


class Directions(NamedTuple):
    """Dated tables, or dated lists, by the direction of their own; ``neither`` are unsorted or undecided."""

    newest_first: int
    oldest_first: int
    neither: int

    @property
    def total(self) -> int:
        return self.newest_first + self.oldest_first + self.neither

    @property
    def common(self) -> Direction | None:
        """What more than two thirds of those with a direction do."""
        if self.newest_first > 2 * self.oldest_first:
            return "newest-first"
        return "oldest-first" if self.oldest_first > 2 * self.newest_first else None


class DateFormats(NamedTuple):
    """``formats`` are the ways in which dates are written, the commonest first; ``counts`` how many of
    ``total`` dates are written so. They leave out what is written so rarely that it is a slip.
    """

    formats: tuple[str, ...]
    counts: tuple[int, ...]
    total: int


def directions(document: Document, by: OrderKey = "date") -> dict[str, Directions]:
    """By ``table`` and ``list``; only those with two dates or more are counted."""
    found: dict[str, list[int]] = {}
    for sequence in keyed_sequences(document, by):
        if sequence.silent or len(sequence.entries) < 2:
            continue
        judgement = judge(document, sequence)
        counts = found.setdefault(sequence.kind, [0, 0, 0])
        if judgement.silent or not judgement.own or judgement.direction is None:
            counts[2] += 1
        else:
            counts[0 if judgement.direction == "newest-first" else 1] += 1
    return {kind: Directions(*counts) for kind, counts in found.items()}


def arxiv_forms(document: Document) -> Counter[str]:
    """How many links to arXiv's own pages are in the forms ``abs``, ``pdf`` and ``html``."""
    plain, others = arxiv_links(document)
    counts = Counter(style[2] for link, style in plain if link.kind != "image" and style[2] in _FORMS)
    counts.update(
        url.form
        for link, url in others
        if url.on_arxiv
        and url.form in _FORMS
        and url.fault is None
        and not url.asset
        and link.kind != "image"
    )
    return counts


def date_formats(document: Document, tables: Iterable[PaperTable]) -> DateFormats:
    """How the date columns of the tables are written. A cell that tells no date counts as written otherwise,
    unless it says that there is none.
    """
    written: Counter[tuple[str, ...]] = Counter()
    for paper_table in tables:
        column = paper_table.date
        if column is None:
            continue
        rows = paper_table.table.rows
        for row, found in zip(rows, column_dates(document, paper_table).readings, strict=True):
            if found is not None or not is_undated(document.cell_text(row, column)):
                written[_shapes(found)] += 1
    total = written.total()
    formats: list[str] = []
    counts: list[int] = []
    while len(formats) < _MOST_FORMATS:
        votes: Counter[str] = Counter()
        sole: Counter[str] = Counter()
        for shapes, count in written.items():
            for shape in shapes:
                votes[shape] += count
            if len(shapes) == 1:
                sole[shapes[0]] += count
        if not votes:
            break
        # Dates that two shapes would write alike do not tell them apart: those that only one would, do.
        best = max(votes, key=lambda shape: (votes[shape], sole[shape]))
        told_before = precision(best) in map(precision, formats)
        share = _SAME_PRECISION if told_before else _OTHER_PRECISION
        if not formats or votes[best] >= max(2, share * total):
            formats.append(best)
            counts.append(votes[best])
        written = Counter({shapes: count for shapes, count in written.items() if best not in shapes})
    return DateFormats(tuple(formats), tuple(counts), total)


def _shapes(reading: DateReading | None) -> tuple[str, ...]:
    return () if reading is None or reading.venue_year else reading.shapes
