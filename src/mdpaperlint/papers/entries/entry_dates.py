"""The dates of list items, and what headings say of the date of the entries below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link, ListItem, Section
from mdpaperlint.model.memoize import read_once
from mdpaperlint.model.paper import PaperDate, PartialDate
from mdpaperlint.papers.dates.column_dates import read_date
from mdpaperlint.papers.dates.heading_dates import heading_year

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_FULL = (
    r"(?:19|20)\d\d(?P<separator>[-./])[01]?\d(?:(?P=separator)[0-3]?\d)?(?![\d.]|[-/]\d)"
    r"|(?:19|20)\d\d ?年 ?[01]?\d ?月(?: ?[0-3]?\d ?日)?"
    rf"|(?:[0-3]?\d(?:st|nd|rd|th)? )?{_MONTH}\.?,? (?:[0-3]?\d(?:st|nd|rd|th)?,? )?(?:19|20)\d\d(?!\d)"
)
_DATE = lazy_pattern(rf"(?<![\w./-])(?:{_FULL})(?![\w/])", re.IGNORECASE)
_LEAD = lazy_pattern(
    rf"[\s*_`\[(（【<>]*(?:arxiv[ ,:]*)?(?P<date>{_FULL}|(?:19|20)\d\d(?=[*_`]*[\])）】]|[*_`]+[\s:,|]))",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = lazy_pattern(r"[(（\[【](?P<year>(?:19|20)\d\d)[)）\]】](?!\()")
_VENUE_BEFORE = lazy_pattern(r"[.,\"”*_>]\s*[A-Z][\w&.-]{0,30}(?: [\w&.-]{1,30}){0,4}\s*\Z")


_read = lru_cache(maxsize=4096)(read_date)


class DatePlace(NamedTuple):
    """``slot`` tells whether the date leads the item, or stands once behind the beginning, or is a year alone
    in brackets there.
    """

    start: int
    end: int
    slot: Literal["lead", "date", "year"]


def find_date_place(text: str, start: int, end: int, links: Sequence[Link]) -> DatePlace | None:
    """Where a list item's text states a date of its own. Dates within links, and the year of a venue such as
    ``AAAI (2026)``, are none.
    """
    lead = _LEAD.match(text, start, end)
    if lead is not None:
        return DatePlace(*lead.span("date"), "lead")
    dates = _outside_links([found.span() for found in _DATE.finditer(text, start, end)], links)
    if dates:
        return DatePlace(*dates[0], "date") if len(dates) == 1 else None
    years = [found.span("year") for found in _YEAR_IN_BRACKETS.finditer(text, start, end)]
    years = _outside_links(years, links)
    if len(years) != 1 or _VENUE_BEFORE.search(text, max(start, years[0][0] - 60), years[0][0] - 1):
        return None
    return DatePlace(*years[0], "year")


def _outside_links(places: list[tuple[int, int]], links: Sequence[Link]) -> list[tuple[int, int]]:
    """Both are in the order of the text."""
    found = []
    number = reach = 0
    for place in places:
        while number < len(links) and links[number].start <= place[0]:
            reach = max(reach, links[number].end)
            number += 1
        if reach <= place[0]:
            found.append(place)
    return found


def item_date_place(document: Document, item: ListItem, first: int, last: int) -> DatePlace | None:
    """:func:`find_date_place` for an item of which the links have these indices, once for all that ask."""
    places: dict[int, DatePlace | None] = document.readings.setdefault(f"{__name__}.places", {})
    if item.number not in places:
        within = document.links[first:last]
        places[item.number] = find_date_place(document.text, item.content_start, item.own_end, within)
    return places[item.number]


def item_date(
    document: Document, section: Section, item: ListItem, first: int, last: int
) -> PaperDate | None:
    """The date that an item states itself."""
    place = item_date_place(document, item, first, last)
    if place is None:
        return None
    found = _read(document.text[place.start : place.end], heading_year(document, section))
    if found is None:
        return None
    return PaperDate(found.date, place.start, place.end, "own")


def heading_date(document: Document, section: Section) -> PaperDate | None:
    """The year, or year and month, of the nearest heading that states one."""
    key = f"{__name__}.heading.{section.number}"
    return read_once(document, key, _heading_date, document, section)


def _heading_date(document: Document, section: Section) -> PaperDate | None:
    heading = section.heading
    if heading is not None:
        found = read_date(heading.content) if len(heading.content) <= 30 else None
        if found is not None and not found.venue_year and found.date.month:
            return PaperDate(found.date, heading.text_start, heading.text_end, "heading")
    year = heading_year(document, section)
    if year is None:
        return None
    while section.heading is None or str(year) not in section.heading.content:
        section = document.sections[section.parent]
    return PaperDate(PartialDate(year), section.heading.text_start, section.heading.text_end, "heading")
