"""What a heading says of the dates of the entries below it."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Section
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import PaperDate, PartialDate
from mdpaperlint.papers.dates.column_dates import read_date

_YEAR = lazy_pattern(r"(?<![\d./-])(?:19|20)\d\d(?![\d]|[./-]\d)")
# "Before 2021", "2019 and earlier": a year that bounds those of the entries is none of theirs.
_BOUND = lazy_pattern(
    r"(?:\b(?:before|until|till|since|after|from|pre|prior\s+to|up\s+to|earlier\s+than|older\s+than|through)|[<>≤≥~])"
    r"[\W_]*(?:19|20)\d\d|(?:19|20)\d\d[\W_]*(?:(?:and|or|&)\s+)?"
    r"(?:earlier|before|older|later|after|onwards?|\+|年?(?:以前|之前|以后|之后|以後|之後|及以前))",
    re.IGNORECASE,
)
# "## NeurIPS23", which "### COVID19" is none of: a list with one has others on its level.
_SHORT_YEAR = lazy_pattern(r"\W*[A-Z][A-Za-z]{0,7}[A-Z]['’ ]{0,2}([0-3]\d)\W*")
_ADDRESS = lazy_pattern(r"\]\([^()]*\)|<[^<>]*>|https?://\S*")
_LONGEST_DATE = 30


class _HeadingYear(NamedTuple):
    """``section`` is the one whose heading states it."""

    year: int | None
    section: int


def heading_year(document: Document, section: Section) -> int | None:
    """The year that the nearest heading states, itself or above it; None when that heading names several, or
    only a bound.

    Papers under ``## 2023`` are of that year; ``## 2020-2023`` says nothing of a single one.
    """
    return _years(document)[section.number].year


@memoize
def _years(document: Document) -> list[_HeadingYear]:
    found: list[_HeadingYear] = []
    short = {
        section.number: (section.heading.level, int(year[1]))
        for section in document.sections
        if section.heading is not None and (year := _SHORT_YEAR.fullmatch(section.heading.content))
    }
    levels = Counter(level for level, _ in short.values())
    for section in document.sections:
        above = found[section.parent] if section.parent >= 0 else _HeadingYear(None, -1)
        heading = section.heading
        if heading is not None:
            shown = _ADDRESS.sub(" ", heading.content)
            years = _YEAR.findall(shown)
            if years:
                stated = len(years) == 1 and _BOUND.search(shown) is None
                above = _HeadingYear(int(years[0]) if stated else None, section.number)
            elif section.number in short and levels[heading.level] > 1:
                above = _HeadingYear(2000 + short[section.number][1], section.number)
        found.append(above)
    return found


@memoize
def heading_date(document: Document, section: Section) -> PaperDate | None:
    """The year, or year and month, of the nearest heading that states one."""
    heading = section.heading
    if heading is not None:
        found = read_date(heading.content) if len(heading.content) <= _LONGEST_DATE else None
        if found is not None and not found.venue_year and found.date.month:
            return PaperDate(found.date, heading.text_start, heading.text_end, "heading")
    stated = _years(document)[section.number]
    if stated.year is None:
        return None
    heading = document.sections[stated.section].heading
    assert heading is not None
    return PaperDate(PartialDate(stated.year), heading.text_start, heading.text_end, "heading")
