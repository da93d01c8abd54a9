"""What one text may mean as a date, before its column decides between the ways of reading it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_patterns import (
    APOSTROPHE_YEAR,
    ARXIV_NUMBER,
    COARSE,
    DATE_IN_TEXT,
    DIGIT,
    FROM_DIGIT,
    FROM_NAME,
    MARKUP,
    MAY_HOLD_YEAR,
    NAMED_PAIR,
    NUMBERS,
    OPENING,
    PLAIN,
    REST,
    UNDATED,
    VENUE,
    YEAR_THEN_VENUE,
)
from mdpaperlint.papers.dates.date_readings import (
    MONTH_NUMBER,
    DateReading,
    Order,
    is_calendar_date,
    name_tokens,
    number_tokens,
    read_groups,
    read_in_order,
    read_parts,
    read_year_or_month,
    short_year,
)

_ISO = lazy_pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

LONGEST_CELL = 400
LONGEST_PLAIN_TEXT = 80
# Only a month's name is a date without a digit; it may be wrapped in emphasis.
_LONGEST_WITHOUT_DIGIT = 24

Family = Literal["certain", "day-month-year", "short-triple", "short-pair", "named-pair", "number", "arxiv"]


class Interpretations(NamedTuple):
    """One reading for each order of the numbers that gives a day of the calendar.

    A ``date.year`` of 0 stands for the year of the heading above.
    """

    family: Family
    options: tuple[tuple[Order, DateReading], ...]


def is_undated(text: str) -> bool:
    """Whether a text says that there is no date: blank, dashes, question marks, ``TBD``, ``N/A``."""
    return len(text) <= LONGEST_CELL and UNDATED.fullmatch(_masked(text)) is not None


def _masked(text: str) -> str:
    masked = MARKUP.sub(lambda found: " " * (found.end() - found.start()), text)
    return masked if masked.isascii() and "\t" not in masked else masked.translate(PLAIN)


def _from_numbers(masked: str, found: re.Match[str]) -> Interpretations | None:
    first, separator, second, third = found.groups()
    family: Family = "certain"
    orders: tuple[Order, ...]
    groups: tuple[int, ...] = (1, 3)
    if second is None:
        if len(first) != 4:
            return None
        number_options = read_year_or_month(first, masked, found.start(), found.span())
        return Interpretations("number", tuple(number_options)) if number_options else None
    if third is None:
        if len(first) == 4:
            orders = ("YM",)
        elif len(second) == 4:
            orders = ("MY",)
        else:
            two_digits = len(first) == len(second) == 2
            family = "short-pair"
            orders = ("YM", "MD", "DM") if two_digits else () if separator == "." else ("MD", "DM")
    else:
        groups = (1, 3, 4)
        if len(first) == 4:
            orders = ("YMD",)
        elif len(third) == 4:
            family, orders = "day-month-year", ("DMY", "MDY")
        else:
            family, orders = "short-triple", ("YMD", "DMY", "MDY")
    options = tuple(
        (order, reading)
        for order in orders
        if (reading := read_in_order(masked, found, groups, order)) is not None
    )
    return Interpretations(family, options) if options else None


def _named_pair(masked: str, found: re.Match[str]) -> Interpretations | None:
    name = (name_tokens(found["name"], found["dot"]), found.start("name"), found.end("dot"))
    month, digits, span = MONTH_NUMBER[found["name"][:3].lower()], found["number"], found.span("number")
    options: list[tuple[Order, DateReading]] = []
    if (year := short_year(digits)) and (
        reading := read_parts(masked, PartialDate(year, month), [name, (("YY",), *span)], *found.span())
    ):
        options.append(("MY", reading))
    day = int(digits)
    if day and (
        reading := read_parts(
            masked, PartialDate(0, month, day), [name, (number_tokens(digits, "D"), *span)], *found.span()
        )
    ):
        options.append(("MD", reading))
    return Interpretations("named-pair", tuple(options)) if options else None


def _iso(year: str, month: str, day: str) -> DateReading | None:
    """What :func:`_whole` reads in a text that is nothing but such a date, as most lists have them."""
    date = PartialDate(int(year), int(month), int(day))
    if 0 in date or not is_calendar_date(*date):
        return None
    return DateReading(date, _iso_shapes(month[0] == "0", day[0] == "0"), 0, 10)


@cache
def _iso_shapes(zero_in_month: bool, zero_in_day: bool) -> tuple[str, ...]:
    months = number_tokens("01" if zero_in_month else "10", "M")
    days = number_tokens("01" if zero_in_day else "10", "D")
    return tuple(f"YYYY-{month}-{day}" for month in months for day in days)


def _certain(reading: DateReading | None) -> Interpretations | None:
    return None if reading is None else Interpretations("certain", (("YMD", reading),))


def _ends(masked: str, position: int) -> bool:
    """Whether at most a remark follows."""
    return position == len(masked) or REST.fullmatch(masked, position) is not None


def _whole(masked: str, start: int) -> Interpretations | None:
    """Reads a text that is a date and, at most, a remark."""
    character = masked[start]
    if character.isdigit():
        found = NUMBERS.match(masked, start)
        if found and _ends(masked, found.end()):
            return _from_numbers(masked, found)
        patterns: tuple[re.Pattern[str], ...] = FROM_DIGIT
    elif character == "'":
        patterns = (APOSTROPHE_YEAR,)
    elif masked[start : start + 3].lower() in MONTH_NUMBER:
        found = NAMED_PAIR.match(masked, start)
        if found and _ends(masked, found.end()):
            return _named_pair(masked, found)
        patterns = FROM_NAME
    else:
        patterns = ()
    for pattern in patterns:
        found = pattern.match(masked, start)
        if found and _ends(masked, found.end()):
            return _certain(read_groups(masked, found))
    found = COARSE.match(masked, start)
    if found and _ends(masked, found.end()):
        year = PartialDate(int(found["first"] or found["last"]))
        return _certain(DateReading(year, (), *found.span())) if is_calendar_date(*year) else None
    return None


def _within(masked: str, start: int) -> Interpretations | None:
    """Reads a date among words: ``arXiv 2024-05``, ``CVPR 2024``."""
    if not MAY_HOLD_YEAR.search(masked, start):
        return None
    found = ARXIV_NUMBER.match(masked, start)
    if found and _ends(masked, found.end()):
        options = read_year_or_month(found["number"], masked, found.start("number"), found.span("number"))
        if " " in found["gap"] or "'" in found["gap"]:
            options = options[:1]
        named = [(order, reading._replace(venue_year=order == "Y", shapes=())) for order, reading in options]
        return Interpretations("arxiv", tuple(named)) if named else None
    dates = list(DATE_IN_TEXT.finditer(masked, start))
    if dates:
        return _whole(masked[: dates[0].end()], dates[0].start()) if len(dates) == 1 else None
    if "//" in masked:
        return None
    found = VENUE.fullmatch(masked, start)
    if found:
        digits, group = (found["year"], "year") if found["year"] else (found["short"], "short")
        year = int(digits) if group == "year" else short_year(digits)
    else:
        found = YEAR_THEN_VENUE.fullmatch(masked, start)
        if not found:
            return None
        year, group = int(found["year"]), "year"
    return _certain(DateReading(PartialDate(year), (), *found.span(group), venue_year=True))


@lru_cache(maxsize=8192)
def interpret(text: str) -> Interpretations | None:
    """All that a text may mean as a date; None when it is none."""
    if len(text) > LONGEST_CELL or (len(text) > _LONGEST_WITHOUT_DIGIT and not DIGIT.search(text)):
        return None
    iso = _ISO.fullmatch(text)
    if iso is not None and (reading := _iso(*iso.groups())) is not None:
        return Interpretations("certain", (("YMD", reading),))
    masked = _masked(text).rstrip()
    start = len(masked) - len(masked.lstrip(OPENING))
    if start == len(masked) or len(masked) - start > LONGEST_PLAIN_TEXT:
        return None
    # A link's destination has digits where its text may have none.
    if len(masked) - start > _LONGEST_WITHOUT_DIGIT and not DIGIT.search(masked, start):
        return None
    return _whole(masked, start) or _within(masked, start)
