"""How entries are written: their text with what is said of the one paper taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.raw_html import without_comments
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Identifier, Paper
from mdpaperlint.papers.dates.date_interpretation import interpret
from mdpaperlint.papers.entries.paper_identity import title_link
from mdpaperlint.papers.entries.title_words import parted
from mdpaperlint.papers.entries.venues import is_preprint

#: What marks between words do not; pictures in the place of letters do.
SAYS_SOMETHING = lazy_pattern(r"[^\W_]|[\u2600-\u27bf\U0001f300-\U0001faff]")
_MARKS = lazy_pattern(
    r"((?<!\s)\s*(?:(?:[*`()\[\]{}<>\"“”|\n\\。，：、；]|(?<!\w)_|_(?!\w)|[,;:!?](?!\S)|(?<!\b[A-Z])\.(?!\S)"
    r"|[.,;:!?](?=[*_)\]}\"”|<])|(?<=\s)[-–—/•](?=\s))\s*)+|^\s+|(?<!\s)\s+$)"
)
#: A tag of HTML.
TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_VENUE = lazy_pattern(
    r"[\s.,;:]*+(?:in\s++)?+(?P<venue>\S(?:.*[^\s.,;:])?)[\s.,;:]*", re.IGNORECASE | re.DOTALL
)
_REPOSITORY = lazy_pattern(r"https?://(?:www\.)?github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git|/)?")


class Slot(NamedTuple):
    """A place for what is said of a paper: ``title``, ``nickname`` (what stands before the title's colon),
    ``url``, ``arxiv`` (its ID, where it stands beside the address), ``doi``, ``date``, ``code``,
    ``repository`` (owner and name at GitHub), ``venue``, ``authors``; ``label`` for a link's text that only
    this entry has, ``text`` for what else is said in words, and ``link`` for another address. ``said`` is
    what the entries have there, of authors and texts.
    """

    name: str
    said: tuple[str, ...] = ()


Form = tuple["str | Slot", ...]


class Address(NamedTuple):
    """What stands around the identifier in the address of a paper's own link."""

    scheme: str
    before: str
    after: str


class WrittenEntry(NamedTuple):
    """A piece of an entry as its form, with the ``shapes`` in which its date may be written. Literal pieces
    of ``form`` end where words, marks, tags, links and the parts of links do.
    """

    form: Form
    shapes: tuple[str, ...]
    address: Address | None


def written_entry(document: Document, paper: Paper, start: int, end: int) -> WrittenEntry:
    """``start``/``end`` is the entry or a part of it, such as a cell."""
    text = document.text
    cuts = sorted({cut for cut in _cuts(document, paper, start, end) if start < cut < end})
    form: list[str | Slot] = []
    shapes: tuple[str, ...] = ()
    address: Address | None = None
    behind, cut = start, 0
    for begin, stop, slot in [*sorted(_spans(document, paper, start, end)), (end, end, None)]:
        if begin < behind:
            continue
        edges = [behind]
        while cut < len(cuts) and cuts[cut] < begin:
            if cuts[cut] > behind:
                edges.append(cuts[cut])
            cut += 1
        for one, other in pairwise((*edges, begin)):
            _split(form, text[one:other])
        if slot is not None:
            form.append(slot)
            if slot.name == "date":
                shapes = _shapes(paper, text[begin:stop])
            elif slot.name == "url":
                address = _address(paper, text[begin:stop])
        behind = stop
    return WrittenEntry(tuple(form), shapes, address)


def _shapes(paper: Paper, written: str) -> tuple[str, ...]:
    """Those that write the date that the whole column says this to be, where by itself it may be several."""
    found = interpret(written)
    if found is None or paper.date is None:
        return ()
    date = paper.date.date
    return tuple(
        shape
        for _, reading in found.options
        if reading.date._replace(year=reading.date.year or date.year) == date
        for shape in reading.shapes
    )


def _split(form: list[str | Slot], literal: str) -> None:
    """Appends a literal text of an entry in words and marks, unless it is an address or a tag."""
    last = form[-1] if form else ""
    if "<!--" in literal:
        literal = without_comments(literal)
    if TAG.fullmatch(literal) or (isinstance(last, str) and last.endswith("](")):
        form += [literal] if literal else []
    else:
        form += filter(None, _MARKS.split(literal))


def _spans(document: Document, paper: Paper, start: int, end: int) -> Iterator[tuple[int, int, Slot]]:
    """In any order; where two overlap, the one that begins first counts."""
    text = document.text

    def inside(begin: int, stop: int) -> bool:
        return start <= begin < stop <= end

    title, date, identifier = paper.title, paper.date, paper.identifier
    if title is not None and inside(title.start, title.end):
        yield title.start, title.end, Slot("title")
    own = main_link(paper)
    if own is not None and inside(own.destination_start, own.destination_end):
        yield own.destination_start, own.destination_end, Slot("url")
        if text[own.text_start : own.text_end].strip() == own.destination:
            yield own.text_start, own.text_end, Slot("url")
    if identifier is not None and identifier.scheme in ("arxiv", "doi"):
        for found in _identifier_pattern(identifier).finditer(text, start, end):
            yield found.start(), found.end(), Slot(identifier.scheme)
    code = code_link(paper)
    if code is not None:
        name = repository_of(code.destination)
        if name:
            for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text[start:end]):
                yield start + found.start(), start + found.end(), Slot("repository")
        elif inside(code.destination_start, code.destination_end):
            yield code.destination_start, code.destination_end, Slot("code")
    venue = venue_span(document, paper)
    if venue is not None and inside(*venue):
        yield *venue, Slot("venue")
    if date is not None and inside(date.start, date.end):
        yield date.start, date.end, Slot("date")
    name = "" if title is None else nickname(title.text)
    if name:
        assert title is not None
        for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text[start:end]):
            if not title.start <= start + found.start() < title.end:
                yield start + found.start(), start + found.end(), Slot("nickname")


def venue_span(document: Document, paper: Paper) -> tuple[int, int] | None:
    """Where it was published, without what joins it to the words around; None of a preprint. A year behind it
    is no part of it, one that is written together with it is.
    """
    venue, date, text = paper.venue, paper.date, document.text
    if venue is None or is_preprint(venue):
        return None
    end = venue.end
    if date is not None and venue.start <= date.start < end:
        apart = text[venue.start : date.start].endswith(" ") and _shapes(paper, text[date.start : date.end])
        end = date.start if apart else max(end, date.end)
    found = _VENUE.fullmatch(text, venue.start, end)
    return None if found is None else found.span("venue")


def nickname(title: str) -> str:
    """What a title calls its subject in front of a colon; empty where it does not."""
    return parted(title)[0].strip()


def code_link(paper: Paper) -> Link | None:
    """A file at GitHub is more often one of BibTeX, or notes, than the code of a paper."""
    links = (each.link for each in paper.links if each.role == "code")
    return next((link for link in links if "/blob/" not in link.destination), None)


def main_link(paper: Paper) -> Link | None:
    """The link that stands for the entry, else the one around its title."""
    found = paper.own_link or title_link(paper)
    return None if found is None else found.link


def _identifier_pattern(identifier: Identifier) -> re.Pattern[str]:
    """Not where it begins the address of something else of the paper, such as a figure."""
    version = r"(?:v[1-9][0-9]*+)?+" if identifier.scheme == "arxiv" else ""
    return re.compile(rf"(?<![\w.]){re.escape(identifier.value)}{version}(?![0-9/])", re.IGNORECASE)


def _address(paper: Paper, url: str) -> Address | None:
    identifier = paper.identifier
    if identifier is None:
        return None
    found = re.search(re.escape(identifier.value), url, re.IGNORECASE)
    return None if found is None else Address(identifier.scheme, url[: found.start()], url[found.end() :])


def _cuts(document: Document, paper: Paper, start: int, end: int) -> Iterator[int]:
    for each in paper.links:
        link = each.link
        yield from (link.start, link.text_start, link.text_end)
        yield from (link.destination_start, link.destination_end, link.end)
    for tag in TAG.finditer(document.text, start, end):
        yield from tag.span()


def repository_of(url: str) -> str:
    """``owner/name`` of a page at GitHub, else empty."""
    found = _REPOSITORY.fullmatch(url)
    return "" if found is None else found["name"]
