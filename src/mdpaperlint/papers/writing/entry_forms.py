"""How entries are written: their text with what is said of the one paper taken out of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.raw_html import without_comments
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Identifier, Paper
from mdpaperlint.papers.dates.column_dates import read_date
from mdpaperlint.papers.entries.title_words import parted
from mdpaperlint.papers.entries.titleness import is_list_of_names
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.tables.generic_link_text import is_generic_link_text

# Words are of the form when so many of the entries have them; fewer suffice before a colon, and far fewer in
# the text of a link.
_RECURRING = 0.8
_RECURRING_LEAD = 0.5
_RECURRING_LABEL = 0.1
_FEWEST_RECURRING = 2
#: What marks between words do not.
SAYS_SOMETHING = lazy_pattern(r"[^\W_]")
_MARKS = lazy_pattern(
    r"((?<!\s)\s*(?:(?:[*`()\[\]{}<>\"“”|\n\\。，：、；]|(?<!\w)_|_(?!\w)|[,;:!?](?!\S)|(?<!\b[A-Z])\.(?!\S)"
    r"|[.,;:!?](?=[*_)\]}\"”|<])|(?<=\s)[-–—/•](?=\s))\s*)+|^\s+|(?<!\s)\s+$)"
)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_REPOSITORY = lazy_pattern(r"https?://(?:www\.)?github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git|/)?")
_BETWEEN_NAMES = lazy_pattern(r"[\s,;&]*")
#: What may end a list of names.
AND_OTHERS = frozenset(("et al", "et. al", "and others"))
# Where lists mix forms of links, those nearby tell best.
_NEAREST = 10
# Entries of more pieces than this are articles.
_MOST_PIECES = 400


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
                reading = read_date(text[begin:stop])
                shapes = () if reading is None else reading.shapes
            elif slot.name == "url":
                address = _address(paper, text[begin:stop])
        behind = stop
    return WrittenEntry(tuple(form), shapes, address)


def _split(form: list[str | Slot], literal: str) -> None:
    """Appends a literal text of an entry in words and marks, unless it is an address or a tag."""
    last = form[-1] if form else ""
    if "<!--" in literal:
        literal = without_comments(literal)
    if _TAG.fullmatch(literal) or (isinstance(last, str) and last.endswith("](")):
        form += [literal] if literal else []
    else:
        form += filter(None, _MARKS.split(literal))


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
    code = code_link(paper)
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
    name = "" if title is None else nickname(title.text)
    if name:
        assert title is not None
        for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text[start:end]):
            if not title.start <= start + found.start() < title.end:
                yield start + found.start(), start + found.end(), Slot("nickname")


def nickname(title: str) -> str:
    """What a title calls its subject in front of a colon; empty where it does not."""
    return parted(title)[0].strip()


def code_link(paper: Paper) -> Link | None:
    """A file at GitHub is more often one of BibTeX, or notes, than the code of a paper."""
    links = (each.link for each in paper.links if each.role == "code")
    return next((link for link in links if "/blob/" not in link.destination), None)


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
    return [_general(form, counts, len(forms)) for form in forms]


def _general(form: Form, counts: Counter[str], forms: int) -> Form:
    result: list[str | Slot] = []
    # Words that are not kept, as one text with those that a comma or less parts from them.
    said, between = "", ""
    labels = _labels(form)
    for number, piece in enumerate(form):
        found = _general_piece(form, number, number in labels, counts, forms)
        if said and isinstance(piece, str):
            if piece in AND_OTHERS or (found is not None and found.name == "text"):
                said, between = said + between + piece, ""
                continue
            if _BETWEEN_NAMES.fullmatch(piece):
                between += piece
                continue
        if said:
            result += _as_slot(said, between)
            said = between = ""
        if found is not None and found.name == "text":
            said = str(piece)
        else:
            result.append(piece if found is None else found)
    return (*result, *_as_slot(said, between)) if said else tuple(result)


def _as_slot(said: str, between: str) -> Iterator[str | Slot]:
    yield Slot("authors" if is_list_of_names(said) else "text", (said,))
    if between:
        yield between


def _labels(form: Form) -> set[int]:
    """The pieces (as indices) that are the only words in the text of a link."""
    result: set[int] = set()
    opened: list[int] = []
    words: list[int] = []
    for number, piece in enumerate(form):
        if not isinstance(piece, str) or SAYS_SOMETHING.search(piece):
            words.append(number)
            continue
        for mark in piece:
            if mark == "[":
                opened.append(len(words))
            elif mark == "]" and opened:
                inside = words[opened.pop() :]
                if piece.startswith("](") and len(inside) == 1:
                    result.update(inside)
    return result


def _general_piece(form: Form, number: int, is_label: bool, counts: Counter[str], forms: int) -> Slot | None:
    """None for what stays as it is."""
    piece = form[number]
    if not isinstance(piece, str) or not SAYS_SOMETHING.search(piece):
        return None
    previous = form[number - 1] if number else ""
    following = form[number + 1] if number + 1 < len(form) else ""
    is_lead = isinstance(following, str) and following.startswith((":", "："))
    share = _RECURRING_LABEL if is_label else _RECURRING_LEAD if is_lead else _RECURRING
    often = counts[piece] >= max(_FEWEST_RECURRING, share * forms)
    if _TAG.fullmatch(piece):
        return Slot("link") if "=" in piece and not often else None
    if isinstance(previous, str) and previous.endswith("]("):
        return None if often or piece.endswith("github.com/") else Slot("link")
    if is_label:
        return None if often or is_generic_link_text(piece.casefold()) else Slot("label")
    if counts[piece] >= _FEWEST_RECURRING and names_preprint((piece,)):
        return None
    return None if often and not is_list_of_names(piece) else Slot("text")


def names_preprint(form: Form) -> bool:
    return any(
        "arxiv" in piece.lower() or "preprint" in piece.lower() for piece in form if isinstance(piece, str)
    )


def without_links(form: Form, unknown: frozenset[str]) -> Form:
    """A link to what is not known goes as a whole, with the text that it has."""
    pieces: list[str | Slot] = []
    opened: list[int] = []
    is_closing = False
    for piece in form:
        if piece in ("[", "!["):
            opened.append(len(pieces))
        if isinstance(piece, Slot) and piece.name in unknown and opened:
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


def commonest(forms: Iterable[Form], *, nicknamed: bool) -> Form | None:
    """The form that most have, whatever their words in one place are about; of equally many, the one that
    comes first. ``nicknamed`` tells that the new paper's title has a nickname.
    """
    alike: dict[Form, list[Form]] = {}
    for form in forms:
        if len(form) <= _MOST_PIECES:
            alike.setdefault(tuple(map(_kind, form)), []).append(form)
    if not alike:
        return None
    most = max(map(len, alike.values()))
    chosen = next(same for same in alike.values() if len(same) == most)
    return tuple(_voted(pieces, nicknamed) for pieces in zip(*chosen, strict=True))


def _kind(piece: str | Slot) -> str | Slot:
    if not isinstance(piece, Slot):
        return piece
    return Slot("text" if piece.name in ("authors", "nickname", "label") else piece.name)


def _voted(pieces: Sequence[str | Slot], nicknamed: bool) -> str | Slot:
    counts = Counter(piece.name for piece in pieces if isinstance(piece, Slot))
    if not counts:
        return pieces[0]
    if nicknamed and _RECURRING_LABEL * len(pieces) <= counts["nickname"]:
        return Slot("nickname")
    said = tuple(text for piece in pieces if isinstance(piece, Slot) for text in piece.said)
    del counts["nickname"]
    text, count = Counter(said).most_common(1)[0] if said else ("", 0)
    if count >= max(_FEWEST_RECURRING, _RECURRING * len(pieces)) and not is_list_of_names(text):
        return text
    if counts["authors"] and is_list_of_names(", ".join(said)):
        # A single name may be anything, but not among lists of names.
        return Slot("authors", said)
    return Slot(counts.most_common(1)[0][0] if counts else "text", said)


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
    """How the addresses of most papers of a registry are written, by the first few of the entries. A
    publisher's page of a DOI tells nothing of those of others.
    """
    known = (
        entry.address
        for entry in entries
        if entry.address
        and entry.address.scheme == scheme
        and (scheme != "doi" or "doi.org/" in entry.address.before)
    )
    counts = Counter(islice(known, _NEAREST))
    return counts.most_common(1)[0][0] if counts else None
