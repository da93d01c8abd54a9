"""Counts over a list: its papers by section and year, their identifiers, the hosts of their links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, Scheme
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.passed_over import coverage
from mdpaperlint.papers.entries.section_names import section_path
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month

YearSource = Literal["own", "venue", "group", "heading", "identifier"]

_HOST = lazy_pattern(r"https?://(?:[^/?#@\s]*@)?(?:www\.)?([^/?#:@\s]+)", re.IGNORECASE)


class SectionCount:
    """The papers that stand in a section itself, not in those below it. ``path`` are the headings from the
    outermost one down, empty before the first heading; ``line`` is 0-based, that of the heading.
    """

    def __init__(self, path: tuple[str, ...], line: int) -> None:
        self.path = path
        self.line = line
        self.papers = 0
        self.years: Counter[int] = Counter()


class Statistics:
    """Counts over one list, or over several that were added up.

    ``papers`` is ``rows`` (of tables), ``items`` (of lists) and ``others`` (paragraphs, headings, HTML)
    together, and what all else speaks of; ``not_listed`` counts those named under headings such as "News" and
    in tables of other things, ``passed_over`` the links to papers that stand in no entry: both are left out.
    ``years`` and ``undated`` add up to ``papers``; ``year_sources`` tells where the years come from: the
    entry's own date, its venue, the group or heading above, or, where all of these are silent, its arXiv ID.
    ``identifiers`` counts for each scheme how many papers have which identifier. ``hosts`` counts the links
    of papers, images left out. ``with_code`` are the papers that link to code. ``sections`` are those that
    hold papers, in their order.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.items = 0
        self.others = 0
        self.not_listed = 0
        self.passed_over = 0
        self.undated = 0
        self.with_code = 0
        self.identified = 0
        self.years: Counter[int] = Counter()
        self.year_sources: Counter[YearSource] = Counter()
        self.identifiers: dict[Scheme, Counter[str]] = {}
        self.hosts: Counter[str] = Counter()
        self.sections: list[SectionCount] = []

    @property
    def papers(self) -> int:
        return self.rows + self.items + self.others

    def add(self, other: Statistics) -> None:
        self.rows += other.rows
        self.items += other.items
        self.others += other.others
        self.not_listed += other.not_listed
        self.passed_over += other.passed_over
        self.undated += other.undated
        self.with_code += other.with_code
        self.identified += other.identified
        self.years.update(other.years)
        self.year_sources.update(other.year_sources)
        for scheme, counts in other.identifiers.items():
            self.identifiers.setdefault(scheme, Counter()).update(counts)
        self.hosts.update(other.hosts)
        self.sections.extend(other.sections)


def total(parts: Iterable[Statistics]) -> Statistics:
    result = Statistics()
    for part in parts:
        result.add(part)
    return result


def count_papers(document: Document) -> Statistics:
    result = Statistics()
    sections: dict[int, SectionCount] = {}
    for paper in papers(document):
        if not paper.listing:
            result.not_listed += 1
            continue
        number = paper.section.number
        if number not in sections:
            heading = paper.section.heading
            sections[number] = SectionCount(
                section_path(document, paper.section), 0 if heading is None else heading.line
            )
        _count(paper, result, sections[number])
    result.passed_over = len(coverage(document).passed_over)
    result.sections = [sections[number] for number in sorted(sections)]
    return result


def _count(paper: Paper, result: Statistics, section: SectionCount) -> None:
    section.papers += 1
    if paper.table >= 0:
        result.rows += 1
    elif paper.item >= 0:
        result.items += 1
    else:
        result.others += 1
    found = _year(paper)
    if found is None:
        result.undated += 1
    else:
        year, source = found
        result.years[year] += 1
        result.year_sources[source] += 1
        section.years[year] += 1
    identifiers = {link.identifier for link in paper.identifiers if link.identifier is not None}
    result.identified += bool(identifiers)
    for scheme, value in {(identifier.scheme, identifier.value) for identifier in identifiers}:
        result.identifiers.setdefault(scheme, Counter())[value] += 1
    code = False
    for link in paper.links:
        if link.role == "badge":
            continue
        code = code or link.role == "code"
        host = _HOST.match(link.link.destination)
        if host is not None:
            result.hosts[host[1].lower()] += 1
    result.with_code += code


def _year(paper: Paper) -> tuple[int, YearSource] | None:
    date = paper.date
    if date is not None and date.date.year:
        return date.date.year, date.source
    for link in paper.identifiers:
        month = submitted_month(link.identifier) if link.identifier is not None else None
        if month is not None:
            return month.year, "identifier"
    return None
