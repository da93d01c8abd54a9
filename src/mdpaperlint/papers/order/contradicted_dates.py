"""Dates of entries out of order that something else contradicts: the date is wrong there, not the place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.doubted_dates import Facts, is_of, months_off
from mdpaperlint.papers.order.dated_sequences import DatedSequence, Entry
from mdpaperlint.papers.order.misplaced_entries import Direction, is_ordered

# Of the entries in order, so many agree with their arXiv IDs, or venues, where these tell wrong dates.
_TRUSTED = 0.8


class Contradiction(NamedTuple):
    """``evidence`` says in words what contradicts the date of ``entry``, and where it would fit."""

    entry: Entry
    evidence: str


def contradictions(
    document: Document, sequence: DatedSequence, direction: Direction, moved: Sequence[int]
) -> dict[int, Contradiction]:
    """Those of the ``moved`` entries whose date is contradicted, by their index in the sequence.

    Evidence is a date that fits where the entry stands while the stated one does not: the month of the
    entry's arXiv ID, else the year of its venue, else the year that both neighbours have. An ID or a venue
    that agrees with the stated date settles that the entry stands in the wrong place.
    """
    entries = sequence.entries
    if sequence.by != "date" or not moved or 3 * len(moved) > len(entries):
        # Where so many stand elsewhere, a place says nothing of a date.
        return {}
    by_date = _papers_by_date(document)
    known = entry_facts(document, sequence)
    gone = set(moved)
    kept = [index for index in range(len(entries)) if index not in gone]
    ids = [is_of(entries[each].date, month) for each in kept if (month := known[each].month)]
    years = [entries[each].date.year == year for each in kept if (year := known[each].year("venue"))]
    ids_trusted, venues_trusted = map(_are_trusted, (ids, years))
    found: dict[int, Contradiction] = {}
    for index in moved:
        if _agrees_with_id(entries[index].date, known[index].month, by_date.get(entries[index].start)):
            continue
        place = bisect_left(kept, index)
        above = entries[kept[place - 1]].date if place else None
        below = entries[kept[place]].date if place < len(kept) else None
        month = known[index].month if ids_trusted else None
        year = known[index].year("venue") if venues_trusted else 0
        evidence = _evidence(entries[index].date, month, known[index].name, year, above, below, direction)
        if evidence:
            found[index] = Contradiction(entries[index], evidence)
    return found


def doubtful_entries(document: Document, sequence: DatedSequence) -> frozenset[int]:
    """The entries whose arXiv IDs are of other times than their dates, where those of most are not."""
    known = enumerate(entry_facts(document, sequence) if sequence.by == "date" else ())
    agree = {n: is_of(sequence.entries[n].date, each.month) for n, each in known if each.month}
    doubtful = frozenset(number for number, agreed in agree.items() if not agreed)
    return doubtful if 2 * len(doubtful) < len(agree) else frozenset()


def _are_trusted(agreeing: Collection[bool]) -> bool:
    return sum(agreeing) >= _TRUSTED * len(agreeing)


def entry_facts(document: Document, sequence: DatedSequence) -> list[Facts]:
    """What each entry tells beside its date; nothing where the date is that of no paper."""
    by_date = _papers_by_date(document)
    return [Facts(document, by_date.get(entry.start)) for entry in sequence.entries]


@memoize
def _papers_by_date(document: Document) -> dict[int, Paper]:
    return {paper.date.start: paper for paper in papers(document) if paper.date is not None}


def _agrees_with_id(date: PartialDate, month: PartialDate | None, paper: Paper | None) -> bool:
    """Whether the date is of the month of the arXiv ID, or that of a later version that is linked."""
    if month is None:
        return False
    off = months_off(date, month)
    identifier = None if paper is None else paper.identifier
    return abs(off) <= 1 or (off > 0 and identifier is not None and identifier.version not in ("", "1"))


def _evidence(
    date: PartialDate,
    month: PartialDate | None,
    name: str,
    venue_year: int,
    above: PartialDate | None,
    below: PartialDate | None,
    direction: Direction,
) -> str:
    def fits(other: PartialDate) -> bool:
        around = (above, other, below)
        return is_ordered([each for each in around if each is not None], direction)

    if month is not None and any(
        map(fits, (month, *_beside(month)) if date.month else (PartialDate(month.year),))
    ):
        return f"its arXiv ID, {name}, is from {month.year}-{month.month:02}"
    if venue_year == date.year:
        return ""
    if venue_year and fits(PartialDate(venue_year)):
        return f"its venue is of {venue_year}"
    if month is None and date.month and above is not None and below is not None:
        year = above.year
        if year == below.year != date.year and above.month and below.month and fits(date._replace(year=year)):
            return f"it stands between dates of {year}"
    return ""


def _beside(month: PartialDate) -> tuple[PartialDate, PartialDate]:
    year, number, _ = month
    before = PartialDate(year - 1, 12) if number == 1 else PartialDate(year, number - 1)
    after = PartialDate(year + 1, 1) if number == 12 else PartialDate(year, number + 1)
    return before, after
