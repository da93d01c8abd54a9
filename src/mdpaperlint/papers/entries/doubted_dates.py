"""Entries whose dates something else in them contradicts, beyond what lists do without a mistake."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper, PaperDate, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.listings import lists_data
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month

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
# In the links of proceedings: ``_cvpr_2017``, ``2022.naacl-main.7``, ``P19-1119``, ``/paper/2021/hash/``.
_PROCEEDINGS = {
    "cvf": lazy_pattern(r"_((?:19|20)\d\d)_paper\.", re.IGNORECASE),
    "acl": lazy_pattern(r"/((?:19|20)\d\d)\.[a-z]|/[A-Z]([012]\d)-"),
    "neurips": lazy_pattern(r"/paper/((?:19|20)\d\d)/"),
}
# What nearly all other dates of a file agree with contradicts the rest, if most of the table or section do.
_FEWEST_OTHERS = 8
_NEARLY_ALL = 0.95
_MOST = 0.9
# Nothing is dated after the proceedings that it is linked in: less shows that a list has their years.
_FEWEST_EARLIER = 3
# Lists that date by publication have later years than the IDs, which these may be in spite of nearly all.
_DATED_BY_ID = 0.85
_TABLE_DATED_BY_ID = 0.75

Sign = Literal["arXiv ID", "venue", "preprint", "link"]
# How others of a list relate to a sign; "not early" are the dates that are not before their arXiv IDs.
_Relation = Literal[Sign, "not early"]
_Place = tuple[str, int]


class EarlyDate(NamedTuple):
    """``month`` is that of the ID."""

    paper: Paper
    date: PaperDate
    month: PartialDate


class DoubtedDate(NamedTuple):
    """``evidence`` says what the date contradicts and what to do, as it stands behind the date."""

    date: PaperDate
    evidence: str


class Facts(NamedTuple):
    """When arXiv gave out the ID ``name``, and the years of the venue, be it published or a preprint, and of
    the proceedings that are linked; None or 0 where the entry does not tell.
    """

    month: PartialDate | None = None
    name: str = ""
    venue_year: int = 0
    preprint_year: int = 0
    link_year: int = 0


def facts(document: Document, paper: Paper, *, with_venue: bool = True) -> Facts:
    """Reading a venue costs more than all else here."""
    identifier = paper.identifier
    month = None if identifier is None else submitted_month(identifier)
    name = "" if identifier is None else identifier.value
    venue = paper.venue if with_venue else None
    years = (0, 0) if venue is None else (0, venue.year) if is_preprint(venue) else (venue.year, 0)
    return Facts(month, name, *years, _link_year(document, paper))


def _link_year(document: Document, paper: Paper) -> int:
    years, known = set(), link_identifiers(document)
    for number in paper.link_numbers:
        identifier = known[number]
        pattern = None if identifier is None else _PROCEEDINGS.get(identifier.scheme)
        found = None if pattern is None else pattern.search(document.links[number].destination)
        if found is not None:
            years.add(int(found[1] or f"20{found[2]}"))
    return years.pop() if len(years) == 1 else 0


def months_off(date: PartialDate, month: PartialDate) -> int:
    """By how many months the date is later than the month; 0 where it contains it."""
    if not date.month:
        if date.year == month.year:
            return 0
        return 12 * (date.year - month.year) + (12 if date.year < month.year else 1) - month.month
    return 12 * (date.year - month.year) + date.month - month.month


def is_of(date: PartialDate, month: PartialDate) -> bool:
    """Whether the date may be that of the month, which a month more or less does not tell apart."""
    return abs(months_off(date, month)) <= 1


class _Compared(NamedTuple):
    paper: Paper
    date: PaperDate
    facts: Facts
    agrees: dict[Sign, bool]

    def places(self) -> tuple[_Place, _Place]:
        """Equal for the entries of one kind, and for those of a table or a section."""
        kind, table = self.paper.kind, self.paper.table
        return (kind, -1), (kind, table if table >= 0 else self.paper.section.number)


@memoize
def _compared(document: Document) -> tuple[list[_Compared], Counter[tuple[_Place, _Relation, bool]]]:
    """The dated entries with what agrees with their dates, and the numbers of those that agree and do not."""
    compared = []
    counts: Counter[tuple[_Place, _Relation, bool]] = Counter()
    for paper in papers(document):
        date = paper.date if paper.listing and paper.kind != "html" else None
        if date is None or date.source not in ("own", "venue"):
            continue
        stated = date.date
        known = facts(document, paper, with_venue=date.source == "own" and not stated.month)
        agrees: dict[Sign, bool] = {}
        if known.month is not None:
            agrees["arXiv ID"] = is_of(stated, known.month)
        if known.venue_year:
            agrees["venue"] = known.venue_year == stated.year
        if known.preprint_year:
            agrees["preprint"] = known.preprint_year == stated.year
        if known.link_year:
            agrees["link"] = known.link_year == stated.year
        each = _Compared(paper, date, known, agrees)
        compared.append(each)
        counts.update((place, sign, agreed) for sign, agreed in agrees.items() for place in each.places())
        if known.month is not None:
            not_early = months_off(stated, known.month) >= -1
            counts.update((place, "not early", not_early) for place in each.places())
    return compared, counts


def _is_telling(document: Document, each: _Compared, sign: _Relation, fewest: int = _FEWEST_OTHERS) -> bool:
    """Whether nearly all others agree with this sign, where ``each`` does not."""
    return _share(document, each, sign, fewest) >= _NEARLY_ALL and _table_share(document, each, sign) >= _MOST


def _share(document: Document, each: _Compared, sign: _Relation, fewest: int = _FEWEST_OTHERS) -> float:
    """The share of those that agree among the others of the kind; 0 where these are few."""
    agreeing, others = _others(document, each.places()[0], sign)
    return 0.0 if agreeing + others < fewest else agreeing / (agreeing + others)


def _table_share(document: Document, each: _Compared, sign: _Relation) -> float:
    """The same of the table or the section; a whole without others."""
    agreeing, others = _others(document, each.places()[1], sign)
    return agreeing / (agreeing + others) if agreeing + others else 1.0


def _others(document: Document, place: _Place, sign: _Relation) -> tuple[int, int]:
    """How many agree, and how many beside the one that is asked for do not."""
    counts = _compared(document)[1]
    return counts[place, sign, True], counts[place, sign, False] - 1


@memoize
def doubted_dates(document: Document) -> tuple[DoubtedDate, ...]:
    """Dates a year behind their arXiv IDs, and years that are not those of the venue or the proceedings."""
    found = []
    for each in _compared(document)[0]:
        stated, known = each.date.date, each.facts
        signs: list[tuple[Sign, str]] = []
        if known.month is not None and stated.month and months_off(stated, known.month) == 12:
            signs.append(("arXiv ID", f"{known.name}, of {known.month.iso()}"))
        elif not stated.month and not any(each.agrees.values()):
            if _id_confirms_venue(document, each):
                both = f"contradicts the venue and the arXiv ID, both of {known.venue_year}: correct the date"
                found.append(DoubtedDate(each.date, both))
                continue
            signs += [("venue", f"of {known.venue_year}")] if known.venue_year else []
            signs += [("preprint", f"of {known.preprint_year}")] if known.preprint_year else []
            signs += [("link", f"to the proceedings of {known.link_year}")] if known.link_year else []
        for sign, other in signs:
            later = sign == "link" and stated.year > known.link_year
            if _is_telling(document, each, sign, _FEWEST_EARLIER if later else _FEWEST_OTHERS):
                evidence = f"contradicts the {sign} {other}, as hardly a date here does: correct one of them"
                found.append(DoubtedDate(each.date, evidence))
                break
    return tuple(found)


def _id_confirms_venue(document: Document, each: _Compared) -> bool:
    """Whether the arXiv ID is of the venue's year, in a list that is dated by IDs."""
    month = each.facts.month
    return (
        month is not None
        and month.year == each.facts.venue_year
        and not lists_data(document, each.paper.section)
        and _share(document, each, "arXiv ID") >= _DATED_BY_ID
    )


@memoize
def early_dates(document: Document) -> tuple[EarlyDate, ...]:
    """In the order of their dates in the text. Either the date is wrong or the link."""
    found = []
    for each in _compared(document)[0]:
        month, stated = each.facts.month, each.date.date
        if month is not None and stated.year <= month.year and _is_early(document, each, month):
            found.append(EarlyDate(each.paper, each.date, month))
    # An item and one that is nested in it may come in the other order.
    return tuple(sorted(found, key=lambda early: early.date.start))


def _is_early(document: Document, each: _Compared, month: PartialDate) -> bool:
    paper, date = each.paper, each.date
    stated = date.date
    gap = 12 * (month.year - stated.year) + month.month - (stated.month or 12)
    if not 1 < gap <= _LONGEST_WAY_TO_ARXIV:
        return False
    telling = _is_telling(document, each, "arXiv ID")
    venue = paper.venue
    published = date.source == "venue" if venue is None else not is_preprint(venue)
    # A venue of a later year does not explain the date.
    if published and (venue is None or venue.year <= stated.year or not telling):
        return False
    remarks = _remarks(document, paper)
    by_id = (
        telling
        or _PREPRINT.search(remarks)
        or (
            _is_telling(document, each, "not early")
            and _share(document, each, "arXiv ID") >= _DATED_BY_ID
            and _table_share(document, each, "arXiv ID") >= _TABLE_DATED_BY_ID
        )
    )
    grace = 1 if by_id and not stated.day else _LONGEST_HOLD
    if gap <= grace or _PUBLISHED.search(remarks):
        return False
    return telling or not lists_data(document, paper.section)


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
