"""A date out of its parts, with the shapes that would write it as it stands."""

from __future__ import annotations

import re
from itertools import product
from typing import Literal, NamedTuple

from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_patterns import SPACES
from mdpaperlint.papers.dates.date_shapes import (
    MONTHS,
    is_calendar_date,
    name_tokens,
    number_tokens,
    short_year,
)

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
