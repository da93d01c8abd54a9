"""How entries are written: their text with what is said of the one paper taken out of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Identifier, Paper
from mdpaperlint.papers.dates.column_dates import read_date
from mdpaperlint.papers.entries.venues import is_preprint

# What so many of the entries say is taken for a part of the form, and not for text on a paper.
_RECURRING = 0.1
_FEWEST_RECURRING = 2
#: What marks between words do not.
SAYS_SOMETHING = lazy_pattern(r"[^\W_]")
_LABEL_WORDS = 2
_EDGES = lazy_pattern(r"(?P<lead>[\W_]*)(?P<words>.*?)(?P<trail>[\W_]*)", re.DOTALL)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_REPOSITORY = lazy_pattern(r"https?://(?:www\.)?github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git|/)?")


class Slot(NamedTuple):
    """A place for what is said of a paper: ``title``, ``url``, ``arxiv`` (its ID, where it stands beside the
    address), ``doi``, ``date``, ``code``, ``repository`` (owner and name at GitHub), ``venue``; ``text`` for
    what else is said in words, between the marks ``lead`` and ``trail``, and ``link`` for another address.
    """

    name: str
    lead: str = ""
    trail: str = ""


Form = tuple["str | Slot", ...]


class Address(NamedTuple):
    """What stands around the identifier in the address of a paper's own link."""

    scheme: str
    before: str
    after: str


class WrittenEntry(NamedTuple):
    """A piece of an entry as its form, with the ``shapes`` in which its date may be written. Literal pieces
    of ``form`` end where tags, links and the parts of links do.
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
        form += [text[one:other] for one, other in pairwise((*edges, begin)) if one < other]
        if slot is not None:
            form.append(slot)
            if slot.name == "date":
                reading = read_date(text[begin:stop])
                shapes = () if reading is None else reading.shapes
            elif slot.name == "url":
                address = _address(paper, text[begin:stop])
        behind = stop
    return WrittenEntry(tuple(form), shapes, address)


def _spans(document: Document, paper: Paper, start: int, end: int) -> Iterator[tuple[int, int, Slot]]:
    """In any order; where two overlap, the one that begins first counts."""
    text = document.text

    def inside(begin: int, stop: int) -> bool:
        return start <= begin < stop <= end

    title, venue, date, identifier = paper.title, paper.venue, paper.date, paper.identifier
    if title is not None and inside(title.start, title.end):
        yield title.start, title.end, Slot("title")
    own = main_link(paper)
    if own is not None and inside(own.destination_start, own.destination_end):
        yield own.destination_start, own.destination_end, Slot("url")
    if identifier is not None and identifier.scheme in ("arxiv", "doi"):
        for found in _identifier_pattern(identifier).finditer(text, start, end):
            yield found.start(), found.end(), Slot(identifier.scheme)
    code = next((link.link for link in paper.links if link.role == "code"), None)
    if code is not None:
        name = repository_of(code.destination)
        if name:
            for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text[start:end]):
                yield start + found.start(), start + found.end(), Slot("repository")
        elif inside(code.destination_start, code.destination_end):
            yield code.destination_start, code.destination_end, Slot("code")
    if venue is not None and inside(venue.start, venue.end) and not is_preprint(venue):
        stop = venue.end
        if date is not None and venue.start <= date.start < stop:
            stop = max(stop, date.end)
        yield venue.start, stop, Slot("venue")
    if date is not None and inside(date.start, date.end):
        yield date.start, date.end, Slot("date")


def main_link(paper: Paper) -> Link | None:
    """The link that stands for the entry, else the one around its title."""
    return paper.own_link.link if paper.own_link is not None else _titled_link(paper)


def _identifier_pattern(identifier: Identifier) -> re.Pattern[str]:
    version = r"(?:v[1-9][0-9]*)?" if identifier.scheme == "arxiv" else ""
    return re.compile(rf"(?<![\w.]){re.escape(identifier.value)}{version}(?![0-9])", re.IGNORECASE)


def _address(paper: Paper, url: str) -> Address | None:
    identifier = paper.identifier
    if identifier is None:
        return None
    found = re.search(re.escape(identifier.value), url, re.IGNORECASE)
    return None if found is None else Address(identifier.scheme, url[: found.start()], url[found.end() :])


def _titled_link(paper: Paper) -> Link | None:
    title = paper.title
    for link in paper.links:
        if title is not None and link.link.text_start <= title.start and title.end <= link.link.text_end:
            return link.link
    return None


def _cuts(document: Document, paper: Paper, start: int, end: int) -> Iterator[int]:
    for each in paper.links:
        link = each.link
        yield from (link.start, link.text_start, link.text_end)
        yield from (link.destination_start, link.destination_end, link.end)
    for tag in _TAG.finditer(document.text, start, end):
        yield from tag.span()


def repository_of(url: str) -> str:
    """``owner/name`` of a page at GitHub, else empty."""
    found = _REPOSITORY.fullmatch(url)
    return "" if found is None else found["name"]


def generalised(forms: Sequence[Form]) -> list[Form]:
    """The forms with slots for what only few of them say."""
    counts = Counter(piece for form in forms for piece in set(form) if isinstance(piece, str))
    least = max(_FEWEST_RECURRING, _RECURRING * len(forms))
    return [tuple(_general(form, counts, least)) for form in forms]


def _general(form: Form, counts: Counter[str], least: float) -> Iterator[str | Slot]:
    before = ("", *form)
    behind = (*form[1:], "")
    for previous, piece, following in zip(before, form, behind, strict=False):
        if not isinstance(piece, str) or counts[piece] >= least or not SAYS_SOMETHING.search(piece):
            yield piece
        elif piece.endswith("github.com/") or (following == "](" and piece.count(" ") < _LABEL_WORDS):
            # Of the form, however few entries have it: a label, and what goes before a repository's name.
            yield piece
        elif _TAG.fullmatch(piece):
            yield Slot("link") if "=" in piece else piece
        elif isinstance(previous, str) and previous.endswith("]("):
            yield Slot("link")
        else:
            edges = _EDGES.fullmatch(piece)
            assert edges is not None
            yield Slot("text", edges["lead"], edges["trail"])


def without_links(form: Form) -> Form:
    """A link to an address that is not known goes as a whole, with the text that it has."""
    pieces: list[str | Slot] = []
    opened: list[int] = []
    is_closing = False
    for piece in form:
        if piece in ("[", "!["):
            opened.append(len(pieces))
        if isinstance(piece, Slot) and piece.name == "link" and opened:
            del pieces[opened.pop() :]
            is_closing = True
            pieces.append(Slot("link"))
        elif is_closing and isinstance(piece, str) and piece.startswith(")"):
            is_closing = False
            pieces += [piece[1:]] if piece[1:] else []
        elif not is_closing:
            pieces.append(piece)
            if isinstance(piece, str) and piece.startswith(")") and opened:
                opened.pop()
    return tuple(pieces)


def slots(form: Form) -> set[str]:
    return {piece.name for piece in form if isinstance(piece, Slot)}


def commonest(forms: Iterable[Form]) -> Form | None:
    """The form that most have; of equally many, the one that comes last."""
    counts = Counter(forms)
    if not counts:
        return None
    most = max(counts.values())
    return [form for form, count in counts.items() if count == most][-1]


def commonest_shape(entries: Iterable[WrittenEntry]) -> str:
    """How most dates are written; empty where none tells. ``2024.10``, which may be of two shapes, counts
    only where nothing else decides.
    """
    counts: Counter[str] = Counter()
    for entry in entries:
        for shape in entry.shapes:
            counts[shape] += 1 if len(entry.shapes) > 1 else 1_000_000
    return counts.most_common(1)[0][0] if counts else ""


def commonest_address(entries: Iterable[WrittenEntry], scheme: str) -> Address | None:
    """How the addresses of most papers of a registry are written."""
    counts = Counter(entry.address for entry in entries if entry.address and entry.address.scheme == scheme)
    return counts.most_common(1)[0][0] if counts else None
