"""What a heading says of the entries below it."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Section

_YEAR = lazy_pattern(r"(?<![\d./-])(?:19|20)\d\d(?![\d]|[./-]\d)")


def heading_year(document: Document, section: Section) -> int | None:
    """The year that the nearest heading states, itself or above it; None when that heading names several.

    Papers under ``## 2023`` are of that year; ``## 2020-2023`` says nothing of a single one.
    """
    years: dict[int, int | None] = document.readings.setdefault(f"{__name__}.years", {})
    if section.number not in years:
        years[section.number] = _heading_year(document, section)
    return years[section.number]


def _heading_year(document: Document, section: Section) -> int | None:
    while True:
        if section.heading is not None:
            years = _YEAR.findall(section.heading.content)
            if years:
                return int(years[0]) if len(years) == 1 else None
        if section.parent < 0:
            return None
        section = document.sections[section.parent]
