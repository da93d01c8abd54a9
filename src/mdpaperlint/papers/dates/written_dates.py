"""Dates as they stand in running text."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.papers.dates.date_patterns import MONTH_NAME

_YEAR_DIGITS = r"(?:19|20)\d\d"
# All begin with a digit or a month's letter: most places in a text are passed over at a glance.
_DATE = lazy_pattern(
    r"(?=[0-9jfmasond])(?<![\w./-])(?:"
    rf"{_YEAR_DIGITS}(?P<mark>[-./年 ]{{1,2}})(?:1[0-2]|0?[1-9])(?!\d)"
    r"(?:(?:(?P=mark)|月 ?)[0-3]?\d(?!\d)日?|月)?"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[ ,.-]{{0,2}}{MONTH_NAME}\.?,?[ -]?{_YEAR_DIGITS}(?!\d)"
    rf"|{MONTH_NAME}\.?,?[ -]{{0,2}}(?:[0-3]?\d(?:st|nd|rd|th)?,? +)?{_YEAR_DIGITS}(?!\d)"
    rf"|{_YEAR_DIGITS}[-./ ]{{0,2}}{MONTH_NAME}\b(?:[ -]{{0,2}}[0-3]?\d(?!\d))?"
    rf"|(?:1[0-2]|0?[1-9])/20\d\d(?!\d)|[0-3]?\d[/.](?:1[0-2]|0?[1-9])[/.]{_YEAR_DIGITS}(?!\d))",
    re.IGNORECASE,
)
_YEAR = lazy_pattern(r"(?=[12])(?<![\d./:-])(?:19[6-9]|20[0-3])\d(?!\d|\.\d{4,5}|[-/]\d|[A-Za-z]{2})")
# "CVPR'24", "ICML 19", "CVPR' 24", "24'CVPR": two digits at a word in capitals, or behind an apostrophe.
_SHORT_YEAR = lazy_pattern(
    r"(?=['’`0-3])(?:(?:(?<=[A-Za-z]{2})|(?<=[A-Za-z&][A-Za-z] )|(?<=&[A-Z]))['’`]?[0-3]\d(?![\w.%]|-\w)"
    r"|['’`][0-3]\d(?!\w)|(?<=[A-Z]{2})['’`] [0-3]\d(?!\w)|(?<![\w'’`])[0-3]\d(?=['’`][A-Za-z][\w-]{2}))"
)
_SHORT_NUMBERS = lazy_pattern(r"[012]\d[./-](?:0[1-9]|1[0-2])(?:[./-]\d\d)?")
_MAY_BE_DATE = lazy_pattern(r"(?:19|20)\d\d|['’`A-Za-z&] ?[0-3]\d(?!\d)|\d\d['’`./-]\w")
_DIGIT = lazy_pattern(r"[0-9]")
_CENTURY = lazy_pattern(r"(?:19|20)\d\d")
_LONGEST_WITH_SHORT_YEAR = 40
_LONGEST_NUMBERS = 12


class WrittenDate(NamedTuple):
    """``precise`` tells a date that may name its month; ``short`` a year of two digits."""

    start: int
    end: int
    precise: bool
    short: bool


def dates_between(text: str, start: int, end: int) -> list[WrittenDate]:
    """In no overlap; a year of two digits, and a month like ``22.05``, only where nothing else is a date."""
    if _DIGIT.search(text, start, end) is None:
        return []
    if _CENTURY.search(text, start, end) is not None:
        found = [WrittenDate(*date.span(), True, False) for date in _DATE.finditer(text, start, end)]
        for year in _YEAR.finditer(text, start, end):
            inside = any(date.start <= year.start() < date.end for date in found)
            if not inside and not _may_be_month(text, year.start()):
                found.append(WrittenDate(*year.span(), False, False))
        if found:
            return sorted(found)
    if end - start <= _LONGEST_NUMBERS and _SHORT_NUMBERS.fullmatch(text, start, end):
        return [WrittenDate(start, end, True, False)]
    if end - start < _LONGEST_WITH_SHORT_YEAR:
        return [WrittenDate(*year.span(), False, True) for year in _SHORT_YEAR.finditer(text, start, end)]
    return []


def may_hold_date(text: str, start: int, end: int) -> bool:
    """Whether :func:`dates_between` could find one in some part: a look that costs little."""
    return _MAY_BE_DATE.search(text, start, end) is not None


def _may_be_month(text: str, start: int) -> bool:
    """``arXiv2012`` is December 2020 as arXiv counts, or the year."""
    before = text[max(0, start - 8) : start].lower().rstrip(" :.(-'’")
    return before.endswith("arxiv") and "01" <= text[start + 2 : start + 4] <= "12"


def without_dates(text: str) -> str:
    if _CENTURY.search(text) is None:
        return text
    return _YEAR.sub("", _DATE.sub("", text))


def without_any_year(text: str) -> str:
    """Also without years of two digits."""
    if _DIGIT.search(text) is None:
        return text
    return _SHORT_YEAR.sub(" ", _YEAR.sub(" ", _DATE.sub(" ", text)))
