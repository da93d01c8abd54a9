"""Headings that are entries: each names a paper, and what stands below it tells of that paper."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from mdpaperlint.papers.entries.titleness import LIKELY
from mdpaperlint.papers.entries.titles import Families
from mdpaperlint.papers.entries.units import Key, Unit, UnitReader

PART = "it tells of the entry above"
_SURE = 0.9
_SO_SO = 0.25
_LEAST_LINKED = 3
_LEAST_ABOVE_PAPERS = 4


def mark_headings(reader: UnitReader, families: Families, units: Sequence[Unit]) -> None:
    """Of each level, the headings with nothing deeper below them are entries or none together."""
    levels: dict[Key, list[Unit]] = {}
    for unit in units:
        if unit.kind == "heading" and unit.section.last_descendant == unit.section.number:
            levels.setdefault(unit.family, []).append(unit)
    for headings in levels.values():
        entries = [heading for heading in headings if heading.own_paper >= 0]
        least = _SO_SO
        if len(entries) < max(_LEAST_LINKED, 0.4 * len(headings)):
            entries, least = _above_papers(reader, families, units, headings), LIKELY
        for heading in entries:
            heading.is_entry = families.title(heading)[1] >= least
    above: Unit | None = None
    for unit in units:
        if unit.kind == "heading":
            above = unit if unit.is_entry else None
        elif above is not None and unit.start < above.section.body_end:
            above.parts.append(unit)
            unit.why = PART


def _above_papers(
    reader: UnitReader,
    families: Families,
    units: Sequence[Unit],
    headings: Sequence[Unit],
) -> list[Unit]:
    """Headings of which nearly all have one paper below, and no entry with a title of its own."""
    links, of_papers = reader.document.links, reader.kinds.published
    one, several = [], 0
    for heading in headings:
        first = bisect_left(reader.starts, heading.section.body_start)
        last = bisect_left(reader.starts, heading.section.body_end, first)
        below = {links[number].destination for number in range(first, last) if of_papers[number]}
        several += len(below) > 2
        if 0 < len(below) <= 2:
            one.append(heading)
    if len(one) < _LEAST_ABOVE_PAPERS or len(one) <= 3 * several:
        return []
    sections = {heading.section.number for heading in one}
    titled = Counter(
        unit.section.number
        for unit in units
        if unit.own_paper >= 0
        and unit.section.number in sections
        and unit.kind != "heading"
        and families.title(unit)[1] >= _SURE
    )
    one = [heading for heading in one if not titled[heading.section.number]]
    sure = sum(families.title(heading)[1] >= _SURE for heading in one)
    return one if sure >= max(_LEAST_ABOVE_PAPERS, 0.6 * len(one)) and len(one) > 3 * several else []
