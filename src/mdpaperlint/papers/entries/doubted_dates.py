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
_ANY_YEAR = lazy_pattern(r"((?:19|20)\d\d)(?!\.\d{4})|['’`A-Za-z&] ?([0-3]\d)(?!\d)")
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
_YEARS: dict[Sign, str] = {"venue": "of {}", "preprint": "of {}", "link": "to the proceedings of {}"}


class EarlyDate(NamedTuple):
    """``month`` is that of the ID."""

    paper: Paper
    date: PaperDate
    month: PartialDate


class DoubtedDate(NamedTuple):
    """``evidence`` says what the date contradicts and what to do, as it stands behind the date."""

    date: PaperDate
    evidence: str


class Facts:
    """When arXiv gave out the ID ``name`` of an entry, and the years of its venue, be it published or a
    preprint, and of the proceedings that it links to; None or 0 where it does not tell. Years are read when
    they are asked for: a venue costs more than all else.
    """

    def __init__(self, document: Document, paper: Paper | None, with_venue: bool = True) -> None:
        identifier = None if paper is None else paper.identifier
        self.month = None if identifier is None else submitted_month(identifier)
        self.name = "" if identifier is None else identifier.value
        self._document = document
        self._paper = paper
        self._with_venue = with_venue

    def year(self, sign: Sign) -> int:
        paper = self._paper
        if sign == "link":
            return 0 if paper is None else _link_year(self._document, paper)
        venue = paper.venue if paper is not None and self._with_venue else None
        return 0 if venue is None or is_preprint(venue) != (sign == "preprint") else venue.year


def _link_year(document: Document, paper: Paper) -> int:
    years, known = set(), link_identifiers(document)
    for number in paper.link_numbers:
        identifier = known[number]
        pattern = None if identifier is None else _PROCEEDINGS.get(identifier.scheme)
        found = None if pattern is None else pattern.search(document.links[number].destination)
        if found is not None:
            years.add(int(found[1] or f"20{found[2]}"))
    return years.pop() if len(years) == 1 else 0


def _names_two_years(document: Document, paper: Paper) -> bool:
    """Whether a year in the entry, or where its links lead, may be that of its venue and not its own."""
    found = _ANY_YEAR.findall(document.text, paper.start, paper.end)
    return len({int(year or f"20{short}") for year, short in found}) > 1 or paper.group is not None


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

    def places(self) -> tuple[_Place, _Place]:
        """Equal for the entries of one kind, and for those of a table or a section."""
        kind, table = self.paper.kind, self.paper.table
        return (kind, -1), (kind, table if table >= 0 else self.paper.section.number)

    def agrees(self, relation: _Relation) -> bool | None:
        """None where the entry has no such sign."""
        stated, month = self.date.date, self.facts.month
        if relation == "not early" or relation == "arXiv ID":
            early = month is not None and months_off(stated, month) < -1
            return None if month is None else not early if relation == "not early" else is_of(stated, month)
        year = self.facts.year(relation)
        return year == stated.year if year else None


@memoize
def _compared(document: Document) -> list[_Compared]:
    """The dated entries with what may contradict their dates."""
    dated = ((paper, paper.date) for paper in papers(document) if paper.listing and paper.kind != "html")
    return [
        _Compared(paper, date, Facts(document, paper, date.source == "own" and not date.date.month))
        for paper, date in dated
        if date is not None and date.source in ("own", "venue")
    ]


@memoize
def _counts(document: Document, relation: _Relation) -> Counter[tuple[_Place, bool | None]]:
    """How many dates of each place agree with the sign, and do not."""
    found = ((each.places(), each.agrees(relation)) for each in _compared(document))
    return Counter((place, agreed) for places, agreed in found for place in places)


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
    counts = _counts(document, sign)
    return counts[place, True], counts[place, False] - 1


@memoize
def doubted_dates(document: Document) -> tuple[DoubtedDate, ...]:
    """Dates a year behind their arXiv IDs, and years that are not those of the venue or the proceedings."""
    found = []
    for each in _compared(document):
        stated, known = each.date.date, each.facts
        signs: list[tuple[Sign, str]] = []
        if known.month is not None and stated.month and months_off(stated, known.month) == 12:
            signs.append(("arXiv ID", f"{known.name}, of {known.month.iso()}"))
        elif not (stated.month or each.agrees("arXiv ID")) and _names_two_years(document, each.paper):
            years = {sign: known.year(sign) for sign in _YEARS}
            if stated.year in years.values():
                continue
            if _id_confirms_venue(document, each):
                both = f"contradicts the venue and the arXiv ID, both of {years['venue']}: correct the date"
                found.append(DoubtedDate(each.date, both))
                continue
            signs += [(sign, _YEARS[sign].format(year)) for sign, year in years.items() if year]
        for sign, other in signs:
            later = sign == "link" and stated.year > known.year("link")
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
        and month.year == each.facts.year("venue")
        and not lists_data(document, each.paper.section)
        and _share(document, each, "arXiv ID") >= _DATED_BY_ID
    )


@memoize
def early_dates(document: Document) -> tuple[EarlyDate, ...]:
    """In the order of their dates in the text. Either the date is wrong or the link."""
    found = []
    for each in _compared(document):
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
