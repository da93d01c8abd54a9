"""Entries dated before their arXiv ID was given out, beyond what lists do without a mistake."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper, PaperDate, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.listings import lists_data
from mdpaperlint.papers.entries.shown_text import plain
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month
from mdpaperlint.papers.tables.paper_tables import read_tables

# arXiv keeps the day of submission when it holds a paper back for months, and lists copy that day.
_LONGEST_HOLD = 9
# What comes to arXiv later than that was published elsewhere at the date.
_LONGEST_WAY_TO_ARXIV = 24
_PREPRINT = lazy_pattern(r"\b(?:arxiv|preprint)\b", re.IGNORECASE)
_PUBLISHED = lazy_pattern(
    r"\b(?:blogs?|posts?|releas(?:ed?|es)|announce(?:d|ment)|accepted|published|presented|appear(?:ed|s)?"
    r"|conf(?:erence)?|journal|proc(?:eedings)?|transactions|workshop|thesis|report)\b|博客|发布|发表",
    re.IGNORECASE,
)

_YEAR_MONTH = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)(?!\d|\.\d{3})(?:[-./年 ]{1,2}(\d{1,2})(?!\d))?")
# Months by name, and dates of two digits.
_OTHER_DATE = lazy_pattern(
    r"(?i:\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[-.,/ '’]{0,2}(?:19|20|\d{1,2}\b))"
    r"|['’`]\d\d(?!\w)|(?<![\w./-])\d\d[./-]\d\d(?![\d])"
)


class EarlyDate(NamedTuple):
    """``month`` is that of the ID."""

    paper: Paper
    date: PaperDate
    month: PartialDate


@memoize
def early_dates(document: Document) -> tuple[EarlyDate, ...]:
    """In the order of their dates in the text. Either the date is wrong or the link."""
    found = []
    for paper in papers(document):
        # What an HTML table's columns hold is not read: they may be dates of anything.
        identifier = None if paper.kind == "html" else paper.identifier
        if identifier is None or identifier.scheme != "arxiv":
            continue
        month = submitted_month(identifier)
        dated = paper.table >= 0 and read_tables(document)[paper.table].date is not None
        if month is None or not (dated or _may_be_earlier(document, paper, month)):
            continue
        date = paper.date
        if date is None or date.source not in ("own", "venue"):
            continue
        if date.date.year > month.year or not date.date.wholly_before(month):
            continue
        if _is_wrong(document, paper, date, month):
            found.append(EarlyDate(paper, date, month))
    # An item and one that is nested in it may come in the other order.
    return tuple(sorted(found, key=lambda early: early.date.start))


def _may_be_earlier(document: Document, paper: Paper, month: PartialDate) -> bool:
    """Whether the text holds an earlier year, or a month of the same: few entries need be read closer."""
    if _OTHER_DATE.search(document.text, paper.start, paper.end):
        return True
    for found in _YEAR_MONTH.finditer(document.text, paper.start, paper.end):
        year, stated = int(found[1]), int(found[2] or 12)
        if year < month.year or (year == month.year and stated < month.month):
            return True
    return False


def _is_wrong(document: Document, paper: Paper, date: PaperDate, month: PartialDate) -> bool:
    stated = date.date
    gap = 12 * (month.year - stated.year) + month.month - (stated.month or 12)
    if not 1 < gap <= _LONGEST_WAY_TO_ARXIV:
        # Reading a venue costs more than all else here.
        return False
    venue = paper.venue
    if date.source == "venue" if venue is None else not is_preprint(venue):
        return False
    remarks = _remarks(document, paper)
    grace = _LONGEST_HOLD if stated.day or not _PREPRINT.search(remarks) else 1
    if gap <= grace or _PUBLISHED.search(remarks):
        return False
    return not lists_data(document, paper.section)


def _remarks(document: Document, paper: Paper) -> str:
    """What the entry says beside its title and its links, as it is shown."""
    title = paper.title
    spans = [(link.link.start, link.link.end) for link in paper.links]
    if title is not None:
        spans.append((title.start, title.end))
    parts, position = [], paper.start
    for start, end in sorted(spans):
        parts.append(document.text[position : max(start, position)])
        position = max(position, end)
    return plain(" ".join((*parts, document.text[position : paper.end])))
