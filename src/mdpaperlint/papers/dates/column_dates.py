"""Partial dates as lists write them: a column is read as a whole, since only the column tells ``d/m/y`` from
``m/d/y``, a month and day under a year's heading from a year and month, ``2012`` from ``2012-12`` as arXiv
counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_interpretation import Family, Interpretations, interpret, is_undated
from mdpaperlint.papers.dates.date_readings import DateReading, Order, is_calendar_date

# A column is read in one order when at most one cell in ten that can be read in one way only says otherwise.
_DISSENT = 9


class DateColumn(NamedTuple):
    """``readings`` has one entry a cell, None where the cell tells no date.

    ``orders`` says for each kind of ambiguous writing in the column which order its cells decided on; a kind
    that stayed undecided is missing. ``dated`` counts the cells with a date of their own, not those with only
    a venue's year; ``undated`` counts those that are blank or say that there is no date.
    """

    readings: tuple[DateReading | None, ...]
    orders: Mapping[Family, Order]
    dated: int
    undated: int

    @property
    def dated_share(self) -> float:
        """The share of dated cells among those that say something; 0 when none does."""
        speaking = len(self.readings) - self.undated
        return self.dated / speaking if speaking else 0.0


def read_column(
    cell_texts: Sequence[str],
    year: int | None = None,
    other_orders: Mapping[Family, Order] = MappingProxyType({}),
) -> DateColumn:
    """Reads the cells of one column. ``year`` is that of a heading above, for cells such as ``12-14``.
    ``other_orders`` are those that other columns of the document decided on; they help where this one does
    not decide.

    Where nothing decides, a cell tells what all ways of reading it agree on (``05/06/2024`` is 2024), or
    nothing.
    """
    texts = dict.fromkeys(cell_texts)
    interpretations = {text: found for text in texts if (found := interpret(text)) is not None}
    by_family: dict[Family, list[Interpretations]] = {}
    for found in interpretations.values():
        if found.family != "certain":
            by_family.setdefault(found.family, []).append(found)
    orders: dict[Family, Order] = {}
    for family, members in by_family.items():
        order = _decide(family, members, year)
        if order is None and all(len(found.options) > 1 for found in members):
            order = other_orders.get(family)
        if order is not None:
            orders[family] = order
    readings: dict[str, DateReading | None] = {
        text: _choose(found, orders.get(found.family), year) for text, found in interpretations.items()
    }
    result = tuple([readings.get(text) for text in cell_texts])
    venue_years = sum(1 for reading in result if reading is not None and reading.venue_year)
    dated = len(result) - result.count(None) - venue_years
    blank = {text for text in texts if readings.get(text) is None and is_undated(text)}
    undated = sum(1 for text in cell_texts if text in blank) if blank else 0
    return DateColumn(result, orders, dated, undated)


@lru_cache(maxsize=1024)
def read_date(text: str, year: int | None = None) -> DateReading | None:
    """Reads one text alone, such as a heading or what stands in brackets before a title."""
    found = interpret(text)
    if found is None:
        return None
    if found.family == "certain" and len(found.options) == 1:
        return _with_year(found.options[0][1], year)
    return read_column((text,), year).readings[0]


def _decide(family: Family, members: list[Interpretations], year: int | None) -> Order | None:
    scores: dict[Order, int] = {}
    for found in members:
        for order, _ in found.options:
            scores[order] = scores.get(order, 0) + 1
    if family == "short-pair":
        return _decide_pair(scores, members, year)
    if family == "named-pair":
        return "MY" if year is None else "MD"
    if family == "number":
        # A lone 2405 may be any number: several are needed that can be no year.
        months = sum(1 for found in members if found.options[0][0] == "YYMM")
        return "YYMM" if months >= 2 and _outweighs("YYMM", scores, len(members)) else "Y"
    for order in scores:
        if _outweighs(order, scores, len(members)):
            return order
    if family == "arxiv":
        return "YYMM"
    if family == "short-triple":
        return _order_with_fewest_years(scores, members)
    return None


def _outweighs(order: Order, scores: Mapping[Order, int], total: int) -> bool:
    """Whether far more cells can be read in no other order than cannot be read in this one."""
    against = total - scores.get(order, 0)
    return all(
        total - score > 0 and total - score >= _DISSENT * against
        for other, score in scores.items()
        if other != order
    )


def _decide_pair(
    scores: Mapping[Order, int], members: list[Interpretations], year: int | None
) -> Order | None:
    total = len(members)
    years = [reading.date.year for found in members for order, reading in found.options if order == "YM"]
    all_year_months = len(years) == total
    if year is None:
        # Without a heading's year only a first number that is no month tells a year from a month.
        if all_year_months and scores.get("MD", 0) < total:
            return "YM"
        return None
    # Papers of a venue's year were written in that year or a few years before.
    if all_year_months and all(year - 3 <= other <= year for other in years) and scores.get("MD", 0) < total:
        return "YM"
    if scores.get("MD", 0) == total:
        return "MD"
    return "DM" if scores.get("DM", 0) == total else None


def _order_with_fewest_years(scores: Mapping[Order, int], members: list[Interpretations]) -> Order | None:
    """Papers of a list share few years and many days: five dates or more, and half as many years as in any
    other order.
    """
    years: dict[Order, set[int]] = {order: set() for order, score in scores.items() if score == len(members)}
    for found in members:
        for order, reading in found.options:
            if order in years:
                years[order].add(reading.date.year)
    ranked = sorted(years, key=lambda order: len(years[order]))
    if len(ranked) == 1:
        return ranked[0]
    if len(ranked) > 1 and len(members) >= 5 and 2 * len(years[ranked[0]]) <= len(years[ranked[1]]):
        return ranked[0]
    return None


def _choose(found: Interpretations, order: Order | None, year: int | None) -> DateReading | None:
    options = found.options
    if len(options) > 1:
        chosen = [reading for option, reading in options if option == order]
        if not chosen:
            return _common([_with_year(reading, year) for _, reading in options])
        return _with_year(chosen[0], year)
    option, reading = options[0]
    if found.family in ("number", "short-pair") and option != order:
        # A bare number in an order that its column does not follow is a number or a slip, not a date.
        return reading if option == "Y" else None
    return _with_year(reading, year)


def _with_year(reading: DateReading, year: int | None) -> DateReading | None:
    if reading.date.year:
        return reading
    if year is None or not is_calendar_date(year, reading.date.month, reading.date.day):
        return None
    return reading._replace(date=reading.date._replace(year=year))


def _common(readings: Sequence[DateReading | None]) -> DateReading | None:
    """What all readings agree on; None when not even the year, or when one of them tells no year."""
    first = readings[0]
    if first is None:
        return None
    year, month, day = first.date
    shapes = dict.fromkeys(first.shapes)
    for reading in readings[1:]:
        if reading is None or reading.date.year != year:
            return None
        if reading.date.month != month:
            month = day = 0
        elif reading.date.day != day:
            day = 0
        shapes |= dict.fromkeys(reading.shapes)
    return first._replace(date=PartialDate(year, month, day), shapes=tuple(shapes))
