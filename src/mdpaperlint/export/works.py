"""The papers of lists, each once, however often and wherever it is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import LinkRole, Paper, PaperVenue, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.paper_identity import PaperKey, paper_keys
from mdpaperlint.papers.entries.section_names import SEPARATOR, section_path
from mdpaperlint.papers.entries.title_comparison import (
    is_nickname,
    normalised_title,
    plainly_different,
)
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.arxiv_ids import arxiv_month

_NOT_IN_KEY = lazy_pattern(r"[^A-Za-z0-9.:]+")
_KEY_WORDS = 5
_ARXIV_DOI = "10.48550/"


class Place(NamedTuple):
    """``line`` counts from 1; ``section`` has the headings from the outermost one down."""

    file: str
    line: int
    section: str


class Work(NamedTuple):
    """Each text is on one line, and empty where the lists say nothing. ``key`` depends on the paper alone,
    not on what else is listed. ``identifiers`` are pairs of scheme and value; ``doi`` is not arXiv's own.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    date: PartialDate | None
    venue: str
    journal: str
    doi: str
    url: str
    code: str
    identifiers: tuple[PaperKey, ...]
    places: tuple[Place, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.section for place in self.places if place.section))

    @property
    def arxiv(self) -> str:
        return next((value for scheme, value in self.identifiers if scheme == "arxiv"), "")


class Entry(NamedTuple):
    """What one entry says."""

    title: str
    date: PartialDate | None
    venue: PaperVenue | None
    url: str
    code: str
    keys: tuple[PaperKey, ...]
    place: Place


def entries(document: Document, file: str, sections: frozenset[int] | None = None) -> Iterator[Entry]:
    """What the document lists, in the sections with these numbers if they are given."""
    for paper in papers(document):
        if paper.listing and (sections is None or paper.section.number in sections):
            yield _entry(document, paper, file)


def works(found: Iterable[Entry]) -> tuple[Work, ...]:
    """The papers in the order of their first entries."""
    listed = list(found)
    groups: dict[int, list[Entry]] = {}
    for number, root in enumerate(_roots(listed)):
        groups.setdefault(root, []).append(listed[number])
    taken: set[str] = set()
    result = []
    for group in groups.values():
        work = _work(group)
        key = work.key
        if key in taken:
            key = f"{key}-{_digest(work)}"
            while key in taken:
                key += "-again"
        taken.add(key)
        result.append(work._replace(key=key))
    return tuple(result)


def _entry(document: Document, paper: Paper, file: str) -> Entry:
    date, venue, own = paper.date, paper.venue, paper.own_link
    year = None
    if date is not None:
        year = date.date
    elif venue is not None and venue.year:
        year = PartialDate(venue.year)
    return Entry(
        "" if paper.title is None else " ".join(paper.title.text.split()),
        year,
        venue,
        _first_url(paper, "paper", "project", "other") if own is None else destination_url(own.link).strip(),
        _first_url(paper, "code"),
        paper_keys(paper),
        Place(file, paper.line + 1, SEPARATOR.join(section_path(document, paper.section))),
    )


def _first_url(paper: Paper, *roles: LinkRole) -> str:
    """Of a role that comes as early among these as there is one."""
    for role in roles:
        for link in paper.links:
            url = destination_url(link.link).strip()
            if link.role == role and url.startswith(("https://", "http://")):
                return url
    return ""


def _roots(listed: list[Entry]) -> list[int]:
    """For each entry, the first one of the same paper: of an identifier that they share, else of their title,
    unless the titles, or the identifiers, say that they are two papers.
    """
    roots = list(range(len(listed)))

    def root(number: int) -> int:
        while roots[number] != number:
            roots[number] = roots[roots[number]]
            number = roots[number]
        return number

    last: dict[PaperKey, int] = {}
    for number, entry in enumerate(listed):
        keys = list(entry.keys)
        if entry.title and not is_nickname(entry.title):
            keys.append(("title", normalised_title(entry.title)))
        elif not keys:
            keys.append(("url and title", f"{entry.url} {entry.title}"))
        for key in keys:
            other = last.setdefault(key, number)
            if other != number and _are_one(listed[other], entry):
                first, second = sorted((root(other), root(number)))
                roots[second] = first
            last[key] = number
    return [root(number) for number in range(len(listed))]


def _are_one(one: Entry, other: Entry) -> bool:
    if set(one.keys) & set(other.keys):
        return not (one.title and other.title and plainly_different(one.title, other.title))
    schemes = dict(one.keys)
    return all(schemes.get(scheme, value) == value for scheme, value in other.keys)


def _work(group: list[Entry]) -> Work:
    def first(texts: Iterable[str]) -> str:
        return next(filter(None, texts), "")

    titles = [entry.title for entry in group if entry.title]
    identifiers = tuple(dict.fromkeys(key for entry in group for key in entry.keys))
    arxiv = first(value for scheme, value in identifiers if scheme == "arxiv")
    venues = [entry.venue for entry in group if entry.venue is not None]
    published = [venue for venue in venues if not is_preprint(venue)]
    work = Work(
        "",
        first(title for title in titles if not is_nickname(title)) or first(titles),
        (),
        next(
            (entry.date for entry in group if entry.date is not None), arxiv_month(arxiv) if arxiv else None
        ),
        first(map(_shown, published or venues)),
        "",
        first(value for scheme, value in identifiers if scheme == "doi" and not value.startswith(_ARXIV_DOI)),
        first(entry.url for entry in group),
        first(entry.code for entry in group),
        identifiers,
        tuple(entry.place for entry in group),
    )
    return work._replace(key=_key(work))


def _shown(venue: PaperVenue) -> str:
    text = " ".join(venue.text.split())
    return text if not venue.year or str(venue.year)[2:] in text else f"{text} {venue.year}"


def _key(work: Work) -> str:
    if work.identifiers:
        scheme, value = work.identifiers[0]
        for preferred in ("arxiv", "doi"):
            scheme, value = next((each for each in work.identifiers if each[0] == preferred), (scheme, value))
            if scheme == preferred:
                break
        return f"{scheme}-{_NOT_IN_KEY.sub('-', value)}"
    words = _NOT_IN_KEY.sub(" ", normalised_title(work.title)).split()[:_KEY_WORDS]
    return "-".join(words) or _digest(work)


def _digest(work: Work) -> str:
    said = "\n".join((work.title, work.url)).encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=4).hexdigest()
