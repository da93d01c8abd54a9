"""A date out of its parts, and how dates are written. A shape is a pattern such as ``YYYY-MM-DD`` or
``Mon D, YYYY``.

Its tokens: ``YYYY``, ``YY``, ``MM`` and ``DD`` (two digits always), ``M`` and ``D`` (no leading zero), ``Do``
(1st), ``Month`` (in full), ``Mon`` and ``Mon.`` (abbreviated), these three also in upper or lower case; all
else stands for itself.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_patterns import SPACES

FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TOKEN = lazy_pattern(r"Month|MONTH|month|Mon\.?|MON\.?|mon\.?|YYYY|YY|MM|M|Do|DD|D")

Order = Literal["DMY", "MDY", "YMD", "YM", "MD", "DM", "MY", "Y", "YYMM"]


class DateReading(NamedTuple):
    """``start``/``end`` is the date alone in the text that was read, without what wraps it.

    ``shapes`` are all shapes that would write this date as it is written: ``2024.10`` is both ``YYYY.MM`` and
    ``YYYY.M``. It is empty for what cannot be written from a date (quarters, seasons, venues). ``venue_year``
    tells that the year was seen only as part of a venue (``CVPR 2024``).
    """

    date: PartialDate
    shapes: tuple[str, ...]
    start: int
    end: int
    venue_year: bool = False


#: By the first three letters of its name.
MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}

#: Tokens of a shape, any of which would write the digits or the name that stand at the two offsets.
Part = tuple[tuple[str, ...], int, int]


def read_parts(masked: str, date: PartialDate, parts: list[Part], start: int, end: int) -> DateReading | None:
    if not is_calendar_date(*date):
        return None
    parts.sort(key=lambda part: part[1])
    pieces: list[tuple[str, ...]] = []
    place = start
    for tokens, part_start, part_end in parts:
        pieces += ((SPACES.sub(" ", masked[place:part_start]),), tokens)
        place = part_end
    pieces.append((SPACES.sub(" ", masked[place:end]),))
    return DateReading(date, tuple(map("".join, product(*pieces))), start, end)


def read_groups(masked: str, found: re.Match[str]) -> DateReading | None:
    groups = found.groupdict()
    parts: list[Part] = []
    year = month = day = 0
    if digits := groups.get("year"):
        year = int(digits) if len(digits) == 4 else short_year(digits)
        if not year:
            return None
        parts.append((("Y" * len(digits),), *found.span("year")))
    if name := groups.get("name"):
        month = MONTH_NUMBER[name[:3].lower()]
        dot = groups["dot"] or ""
        parts.append((name_tokens(name, dot), found.start("name"), found.end("name") + len(dot)))
    elif digits := groups.get("month"):
        month = int(digits)
        if not month:
            return None
        parts.append((number_tokens(digits, "M"), *found.span("month")))
    if digits := groups.get("day"):
        day = int(digits)
        if not day:
            return None
        if ordinal := groups.get("ordinal"):
            parts.append((("Do",), found.start("day"), found.end("day") + len(ordinal)))
        else:
            parts.append((number_tokens(digits, "D"), *found.span("day")))
    return read_parts(masked, PartialDate(year, month, day), parts, found.start(), found.end())


def read_in_order(
    masked: str, found: re.Match[str], groups: tuple[int, ...], order: Order
) -> DateReading | None:
    """Reads the numbered groups in the order that the letters tell: ``DMY`` is day, month, year."""
    values = {"Y": 0, "M": 0, "D": 0}
    parts: list[Part] = []
    for group, letter in zip(groups, order, strict=True):
        digits = found[group]
        if letter == "Y":
            values["Y"] = int(digits) if len(digits) == 4 else short_year(digits) if len(digits) == 2 else 0
            tokens: tuple[str, ...] = ("Y" * len(digits),)
        else:
            values[letter] = int(digits)
            tokens = number_tokens(digits, letter)
        if not values[letter] or (letter != "Y" and len(digits) > 2):
            return None
        parts.append((tokens, *found.span(group)))
    return read_parts(
        masked, PartialDate(values["Y"], values["M"], values["D"]), parts, found.start(), found.end()
    )


def read_year_or_month(
    digits: str, masked: str, start: int, span: tuple[int, int]
) -> list[tuple[Order, DateReading]]:
    """Four digits are a year, or the last two digits of a year and a month."""
    options: list[tuple[Order, DateReading]] = []
    parts: list[Part] = [(("YYYY",), *span)]
    if as_year := read_parts(masked, PartialDate(int(digits)), parts, start, span[1]):
        options.append(("Y", as_year))
    year, month = short_year(digits[:2]), int(digits[2:])
    if year and month:
        middle = span[0] + 2
        parts = [(("YY",), span[0], middle), (("MM",), middle, span[1])]
        if as_month := read_parts(masked, PartialDate(year, month), parts, start, span[1]):
            options.append(("YYMM", as_month))
    return options


def short_year(digits: str) -> int:
    """The year that two digits stand for: 1990 to 2039; 0 for the digits 40 to 89."""
    number = int(digits)
    return 2000 + number if number < 40 else 1900 + number if number >= 90 else 0


def is_calendar_date(year: int, month: int, day: int) -> bool:
    """Whether the date can be; 0 stands for an unknown month or day, and for a year to be told elsewhere."""
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    if not 0 <= month <= 12 or (day and not month):
        return False
    if not day:
        return True
    if month == 2 and day == 29 and year:
        # With what it imports 2 ms, which few lists need.
        from calendar import isleap

        return isleap(year)
    return 0 < day <= _DAYS[month - 1]


def number_tokens(digits: str, letter: str) -> tuple[str, ...]:
    if len(digits) == 1:
        return (letter,)
    return (letter * 2,) if digits[0] == "0" else (letter * 2, letter)


def name_tokens(name: str, dot: str) -> tuple[str, ...]:
    case = str.upper if name.isupper() else str.lower if name.islower() else str.title
    if name.lower() == "may" and not dot:
        return (case("month"), case("mon"), case("mon") + ".")
    return (case("month" if name.title() in MONTHS else "mon") + dot,)


def format_date(date: PartialDate, shape: str) -> str | None:
    """The date written in another's shape; None when the shape asks for what the date does not say, or would
    drop what it says.
    """
    tokens = TOKEN.findall(shape)
    has_month = any(token[0] in "Mm" for token in tokens)
    has_day = any(token[0] == "D" for token in tokens)
    has_year = any(token[0] == "Y" for token in tokens)
    if not has_year or has_month != bool(date.month) or has_day != bool(date.day):
        return None
    if "YYYY" not in tokens and short_year(f"{date.year % 100:02}") != date.year:
        return None
    return TOKEN.sub(lambda found: _written(date, found[0]), shape)


def _written(date: PartialDate, token: str) -> str:
    if token == "YYYY":
        return f"{date.year:04}"
    if token == "YY":
        return f"{date.year % 100:02}"
    if token in ("MM", "M"):
        return f"{date.month:02}" if token == "MM" else str(date.month)
    if token in ("DD", "D"):
        return f"{date.day:02}" if token == "DD" else str(date.day)
    if token == "Do":
        suffix = "th" if date.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
        return f"{date.day}{suffix}"
    name = MONTHS[date.month - 1]
    if not token.lower().startswith("month"):
        name = name[:3] if date.month == 5 else name[:3] + token[3:]
    return name.upper() if token[1] == "O" else name.lower() if token[0] == "m" else name
