"""Which entries of a document are of one paper, and how a report names a paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Identifier, ListedPaper, Paper, PaperLink
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.listings import lists_papers
from mdpaperlint.papers.entries.title_comparison import have_other_words, is_nickname, normalised_title
from mdpaperlint.papers.entries.title_words import plain_title, words_of
from mdpaperlint.papers.tables.paper_tables import names_of_row, read_tables

PaperKey = tuple[str, str]

_NAMES = {
    "arxiv": "arXiv:{}",
    "doi": "doi:{}",
    "openreview": "OpenReview {}",
    "acl": "ACL Anthology {}",
    "cvf": "CVF {}",
    "pmlr": "PMLR {}",
    "neurips": "NeurIPS {}",
}
_LONGEST_TITLE = 70
# Of so many words; shorter titles are nicknames.
_BEGINNING = 4
_GLANCE = 40
_BOLD_NAME = lazy_pattern(r"(?:[-*+] +)?\*\*([^\W\d][\w.+-]+)\*\*")
_TRACKING = ("utm_", "gclid=", "spm=")


class Listed(NamedTuple):
    """An entry, and the link in it that bears what it shares with others; None where that is its title."""

    paper: Paper
    link: PaperLink | None


@memoize
def listed_papers(document: Document) -> dict[PaperKey, list[Listed]]:
    """For each identifier, as (scheme, value), the listed entries that bear it, in the order of the text; the
    same for ("address", where the own link leads) of entries whose own link has no identifier.
    """
    found: dict[PaperKey, list[Listed]] = {}
    for paper in papers(document):
        if paper.listing:
            for link in paper.identifiers:
                identifier = link.identifier
                if identifier is not None:
                    found.setdefault((identifier.scheme, identifier.value), []).append(Listed(paper, link))
            own = paper.own_link or title_link(paper)
            if own is not None and own.identifier is None:
                address = page_address(own.link.destination)
                if address and not address.startswith("#"):
                    found.setdefault(("address", address), []).append(Listed(paper, own))
    return found


@memoize
def listed_titles(document: Document) -> dict[PaperKey, list[Listed]]:
    """For ("title", normalised title), the listed entries with this title, unless it is a nickname."""
    found: dict[PaperKey, list[Listed]] = {}
    for paper in papers(document):
        if paper.listing and paper.title is not None and not is_nickname(paper.title.text):
            found.setdefault(("title", normalised_title(paper.title.text)), []).append(Listed(paper, None))
    return found


def titled_alike(document: Document, by_section: bool) -> Iterator[tuple[PaperKey, list[Listed]]]:
    """The same, in each section or in the whole file, as far as no registry tells the entries apart: the
    titles of those that the registry of most has are read where they begin like one of the others.
    """
    scopes: dict[int, list[Paper]] = {}
    for paper in papers(document):
        if paper.listing:
            scopes.setdefault(paper.section.number if by_section else 0, []).append(paper)
    for members in scopes.values():
        schemes = [
            [link.identifier.scheme for link in paper.identifiers if link.identifier] for paper in members
        ]
        most = Counter(chain.from_iterable(schemes)).most_common(1)
        beginnings: set[tuple[str, ...]] = set()
        for paper, known in zip(members, schemes, strict=True):
            if not (most and most[0][0] in known) and paper.title is not None:
                beginnings.add(tuple(normalised_title(paper.title.text).split()[:_BEGINNING]))
        found: dict[PaperKey, list[Listed]] = {}
        for paper in members if beginnings else ():
            words = words_of(plain_title(_around_title(document, paper)))
            runs = zip(*(words[first:] for first in range(_BEGINNING)), strict=False)
            if not beginnings.isdisjoint(runs) and paper.title and not is_nickname(paper.title.text):
                key = "title", normalised_title(paper.title.text)
                found.setdefault(key, []).append(Listed(paper, None))
        yield from found.items()


def repeated_rows(document: Document) -> Iterator[tuple[PaperKey, list[Listed]]]:
    """Rows equal but for the forms of their links, in tables that list something else than papers."""
    found: dict[tuple[int, str], list[Listed]] = {}
    for paper in papers(document):
        if paper.table >= 0 and not paper.listing and lists_papers(document, paper.section, paper.start):
            parts, position = [], paper.start
            written = [each for each in paper.links if not each.link.by_reference]
            for _, link, identifier in sorted(written, key=lambda each: each.link.destination_start):
                parts.append(document.text[position : link.destination_start])
                parts.append(identifier.value if identifier else page_address(link.destination))
                position = link.destination_end
            parts.append(document.text[position : paper.end].rstrip())
            if paper.links:
                found.setdefault((paper.table, "".join(parts)), []).append(Listed(paper, None))
    for (_, text), entries in found.items():
        yield ("row", text), entries


def beginning_of_title(document: Document, paper: Paper) -> list[str]:
    """The first words of the cell that holds the title of a row, or of the link in an item that may be one:
    a look that costs little. Empty where there is no such place.
    """
    if paper.table >= 0:
        return words_of(_around_title(document, paper)[:_GLANCE])[:2]
    own = paper.own_link
    written = "" if own is None else document.text[own.link.text_start : own.link.text_end]
    return words_of(written[:_GLANCE])[:2] if written.count(" ") >= _BEGINNING else []


def _around_title(document: Document, paper: Paper) -> str:
    """The cell that holds the title, else all that the entry says."""
    if paper.table >= 0:
        paper_table = read_tables(document)[paper.table]
        if paper_table.papers and paper_table.title is not None:
            return document.cell_text(paper_table.table.rows[paper.row], paper_table.title)
    return document.text[paper.start : paper.end]


def title_link(paper: Paper) -> PaperLink | None:
    """The link that the title stands in."""
    title = paper.title
    if title is None:
        return None
    around = (link for link in paper.links if link.link.start <= title.start and title.end <= link.link.end)
    return next(around, None)


def repository(paper: Paper) -> str:
    """The address of the code or project page that the title links to: such an entry may be of what others
    made of the paper. Empty if the title links to none.
    """
    link = title_link(paper)
    return (
        page_address(link.link.destination) if link is not None and link.role in ("code", "project") else ""
    )


def are_two_repositories(one: Paper, other: Paper) -> bool:
    ours, theirs = repository(one), repository(other)
    return bool(ours and theirs) and ours != theirs


def name_two_things(document: Document, paper: Paper, earlier: Paper) -> bool:
    """Whether the entries stand for two models or two data sets of the paper."""
    if paper.table != earlier.table:
        return False
    if paper.table < 0:
        one, other = (_bold_name(document, each) for each in (paper, earlier))
        return bool(one and other) and one != other
    paper_table = read_tables(document)[paper.table]
    rows = paper_table.table.rows
    ours, theirs = (names_of_row(document, paper_table, rows[each.row]) for each in (paper, earlier))
    return any(
        one and other and one not in other and other not in one
        for one, other in zip(ours, theirs, strict=True)
    )


def _bold_name(document: Document, paper: Paper) -> str:
    """The word that an item begins with in bold before its title, unless it is the venue; else empty."""
    found = _BOLD_NAME.match(document.text, paper.start)
    title, venue = paper.title, paper.venue
    if found is None or title is None or found.end() > title.start:
        return ""
    name = found[1].casefold()
    return "" if venue is not None and name in venue.text.casefold() else name


def have_other_names(document: Document, one: Paper, other: Paper) -> bool:
    """Whether the titles share no word, or differ in rows that have names of their own beside them."""
    first, second = one.title, other.title
    if first is None or second is None or normalised_title(first.text) == normalised_title(second.text):
        return False
    return have_other_words(first.text, second.text) or (
        one.table >= 0 and not is_nickname(first.text) and name_two_things(document, one, other)
    )


def page_address(url: str) -> str:
    """Equal for addresses of one page: without scheme, ``www.``, trailing slash and tracking parameters.

    The fragment is kept: ``#page=12`` of a book is another paper than ``#page=87``.
    """
    address, mark, fragment = url.strip().partition("#")
    page, _, query = address.partition("?")
    host, slash, path = page.removeprefix("http://").removeprefix("https://").partition("/")
    kept = "&".join(part for part in query.split("&") if part and not part.lower().startswith(_TRACKING))
    shown = f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
    return f"{shown}{'?' if kept else ''}{kept}{mark}{fragment}"


def news_last(entries: Iterable[Listed], recent_lines: Container[int]) -> list[Listed]:
    """The entries with those behind the others that stand on lines which were changed last.

    Of two entries that contradict each other the later one is reported: so the one that is news.
    """
    return sorted(entries, key=lambda entry: is_news(entry.paper, recent_lines))


def is_news(paper: Paper, recent_lines: Container[int]) -> bool:
    return any(line in recent_lines for line in range(paper.line, paper.end_line))


def paper_keys(paper: Paper) -> tuple[PaperKey, ...]:
    """The identifiers of an entry as (scheme, value)."""
    found = (link.identifier for link in paper.identifiers)
    return tuple((each.scheme, each.value) for each in found if each is not None)


def first_entries(document: Document, path: str) -> dict[PaperKey, ListedPaper]:
    """For each identifier, and for ``("title", normalised title)``, the first listed entry that bears it."""
    found: dict[PaperKey, ListedPaper] = {}
    for paper in papers(document):
        if not paper.listing:
            continue
        title = "" if paper.title is None else paper.title.text
        keys = paper_keys(paper)
        entry = ListedPaper(path, paper.line + 1, title, keys)
        for key in keys:
            found.setdefault(key, entry)
        if title and not is_nickname(title):
            found.setdefault(("title", normalised_title(title)), entry)
    return found


def identifier_name(identifier: Identifier) -> str:
    return _NAMES[identifier.scheme].format(identifier.value)


def link_name(link: PaperLink) -> str:
    """The identifier, else the address, cut where it is long."""
    if link.identifier is not None:
        return identifier_name(link.identifier)
    return shortened(link.link.destination, _LONGEST_TITLE)


def paper_name(paper: Paper) -> str:
    """The title in quotation marks, cut where it is long; else the identifier."""
    if paper.title is not None:
        return quoted_title(paper.title.text)
    identifier = paper.identifier
    return "this paper" if identifier is None else identifier_name(identifier)


def paper_place(paper: Paper, link: PaperLink | None = None) -> tuple[int, int]:
    """Where a report on the entry stands: at the link in question, else at its title."""
    if link is not None:
        return link.link.start, link.link.end
    title = paper.title
    return (paper.start, paper.end) if title is None else (title.start, title.end)


def quoted_title(title: str) -> str:
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,.:;") + "…"
    return f"“{title}”"
