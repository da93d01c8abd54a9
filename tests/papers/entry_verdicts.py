"""Whether a reader's entry says what the label says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from entry_labels import Label, Place

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PartialDate
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BESIDE_A_VENUE = frozenset(
    "in to appear accepted at the proceedings proc of oral poster spotlight highlight workshop workshops "
    "findings notable top preprint".split()
)


class Verdict(NamedTuple):
    """``found`` tells whether any entry holds the link; without one, all is wrong."""

    found: bool
    title: bool
    date: bool
    venue: bool
    identity: bool


def entry_of(found: Sequence[Paper], link: int) -> Paper | None:
    """The entry that holds the link; the innermost, should an entry stand in another."""
    holding = [paper for paper in found if any(held.link.start == link for held in paper.links)]
    return min(holding, key=lambda paper: paper.end - paper.start, default=None)


def judge(document: Document, label: Label, entry: Paper | None) -> Verdict:
    if entry is None:
        return Verdict(False, False, False, False, False)
    return Verdict(
        True,
        _title_is_right(document, label, entry),
        _date_is_right(document, label.dates, entry),
        _venue_is_right(document, label.venue, entry),
        _identity_is_right(document, label, entry),
    )


def _title_is_right(document: Document, label: Label, entry: Paper) -> bool:
    # Where a list writes it twice, either place will do.
    assert label.title is not None
    start, end = label.title
    return entry.title is not None and _letters(entry.title.text) == _letters(
        _shown(document.text[start:end])
    )


def _date_is_right(document: Document, dates: tuple[Place, ...], entry: Paper) -> bool:
    read = entry.date
    if read is None:
        return all(date.optional or date.where == "document" for date in dates)
    for date in dates:
        # An entry that says its year twice says it in both places; a heading's is another statement.
        there = max(read.start, date.start) < min(read.end, date.end)
        twice = date.where == "own" and entry.start <= read.start < entry.end
        written = written_date(document.text[date.start : date.end])
        if (there and written is None) or ((there or twice) and written == read.date):
            return True
    return False


def written_date(token: str) -> PartialDate | None:
    """What a labelled token says; None for a day without a year."""
    numbers = [(int(digits), len(digits)) for digits in re.findall(r"[0-9]+", token)]
    name = re.search(r"[a-z]{3}", token.lower())
    if name is not None and name[0] in _MONTHS:
        month = _MONTHS.index(name[0]) + 1
        year = next(number for number, width in numbers if width == 4)
        return PartialDate(year, month, next((number for number, width in numbers if width < 3), 0))
    if len(numbers) == 1 and numbers[0][1] == 4 and not 1900 <= numbers[0][0] <= 2099:
        return PartialDate(2000 + numbers[0][0] // 100, numbers[0][0] % 100)
    if len(numbers) == 2 and all(width < 3 for _, width in numbers) and "-" in token:
        return None
    if len(numbers) == 3 and numbers[0][1] < 2:
        month, day, year = (number for number, _ in numbers)
        return PartialDate(2000 + year, month, day)
    year, *rest = (number for number, _ in numbers)
    return PartialDate(year if year > 1900 else 2000 + year, *rest)


def _venue_is_right(document: Document, labelled: Place | None, entry: Paper) -> bool:
    read = entry.venue
    if labelled is None:
        return read is None
    if read is None:
        return labelled.optional or labelled.where in ("section", "document")
    return _same_venue(_venue_words(read.text), _venue_words(document.text[labelled.start : labelled.end]))


def _same_venue(read: list[str], labelled: list[str]) -> bool:
    # "Conference on Computer Vision (ICCV)" may also be read as ICCV.
    return bool(read) and (read == labelled or read == labelled[-1:])


def _venue_words(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:\d?[^\W\d_]+)*|\d[^\W\d_]+", _shown(text).casefold())
    return [word for word in words if word not in _BESIDE_A_VENUE] or words


def _identity_is_right(document: Document, label: Label, entry: Paper) -> bool:
    own = {
        (identifier.scheme, identifier.value)
        for link, identifier in zip(document.links, link_identifiers(document), strict=True)
        if identifier is not None and link.start in label.own
    }
    read = {
        (shown.identifier.scheme, shown.identifier.value)
        for shown in entry.identifiers
        if shown.identifier is not None
    }
    return read <= own and bool(read) == bool(own)


def _shown(written: str) -> str:
    return unescape(re.sub(r"<[^<>]*>|\]\([^()\s]*\)", " ", written))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
