"""How a date is written. A shape is a pattern such as ``YYYY-MM-DD`` or ``Mon D, YYYY``.

Its tokens: ``YYYY``, ``YY``, ``MM`` and ``DD`` (two digits always), ``M`` and ``D`` (no leading zero), ``Do``
(1st), ``Month`` (in full), ``Mon`` and ``Mon.`` (abbreviated), these three also in upper or lower case; all
else stands for itself.
"""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate

FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TOKEN = lazy_pattern(r"Month|MONTH|month|Mon\.?|MON\.?|mon\.?|YYYY|YY|MM|M|Do|DD|D")


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
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
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
