from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Literal

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import ListedPaper, Paper, PaperLink, PaperVenue
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.paper_identity import (
    Listed,
    PaperKey,
    are_two_repositories,
    identifier_name,
    listed_papers,
    name_two_things,
    news_last,
    paper_keys,
    paper_name,
    paper_place,
    quoted_title,
    repeated_rows,
    titled_alike,
)
from mdpaperlint.papers.entries.subsections import division
from mdpaperlint.papers.entries.title_comparison import is_nickname, normalised_title, same_title
from mdpaperlint.papers.entries.titleness import is_list_of_names
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.rules.base import Context, Options, Rule

#: Of so many titles under one link each is held against each: no paper has more.
MOST_TITLES = 30


class DuplicatePaperOptions(Options):
    scope: Literal["section", "file", "project"] = "section"


class DuplicatePaper(Rule[DuplicatePaperOptions]):
    name = "duplicate-paper"
    summary = "A paper is listed twice."
    compares_entries = True
    Options = DuplicatePaperOptions

    def check(self, document: Document, context: Context[DuplicatePaperOptions]) -> Iterator[Violation]:
        reported: set[int] = set()
        by_section = context.options.scope == "section"
        recent = context.recent_lines(document)
        alike = titled_alike(document, by_section), repeated_rows(document)
        for key, entries in chain(listed_papers(document).items(), *alike):
            if len(entries) < 2:
                continue
            # The entries that repeat no earlier one; later entries are compared with these alone.
            firsts: dict[tuple[int, ...], list[Listed]] = {}
            for paper, link in news_last(entries, recent) if recent else entries:
                if paper.start in reported:
                    continue
                known = firsts.setdefault(division(document, paper) if by_section else (), [])
                for earlier, earlier_link in known:
                    if _are_one(document, key, paper, earlier):
                        reported.add(paper.start)
                        yield self._report(document, key, Listed(paper, link), Listed(earlier, earlier_link))
                        break
                else:
                    if len(known) < MOST_TITLES:
                        known.append(Listed(paper, link))
        if context.listed_elsewhere:
            yield from self._in_other_files(document, context, reported)

    def asks_other_files(self, options: DuplicatePaperOptions) -> bool:
        return options.scope == "project"

    def _in_other_files(
        self, document: Document, context: Context[DuplicatePaperOptions], reported: set[int]
    ) -> Iterator[Violation]:
        elsewhere = context.listed_elsewhere
        for paper in papers(document):
            if not paper.listing or paper.start in reported:
                continue
            title = "" if paper.title is None else paper.title.text
            for link in paper.identifiers:
                assert link.identifier is not None
                found = elsewhere.get((link.identifier.scheme, link.identifier.value))
                if found is not None and (not title or not found.title or same_title(title, found.title)):
                    yield self._report_other_file(paper, link, found)
                    break
            else:
                if title and not is_nickname(title):
                    found = elsewhere.get(("title", normalised_title(title)))
                    if found is not None and not _differ(paper_keys(paper), found.identifiers):
                        yield self._report_other_file(paper, None, found)

    def _report_other_file(self, paper: Paper, link: PaperLink | None, found: ListedPaper) -> Violation:
        identifier = None if link is None else link.identifier
        title = "" if paper.title is None else normalised_title(paper.title.text)
        key = ("title", title) if identifier is None else (identifier.scheme, identifier.value)
        return self.violation(
            *paper_place(paper, link),
            f"{_full_name(paper, link)} is already listed in {found.path}, line {found.line}"
            f"{_advice(paper, found.title)}",
            related=(Related(0, 0, "listed here already", path=found.path, line=found.line),),
            fingerprint=_fingerprint(key),
        )

    def _report(self, document: Document, key: PaperKey, entry: Listed, other: Listed) -> Violation:
        paper, earlier = entry.paper, other.paper
        where = f"is already listed on line {document.line_of(earlier.start) + 1}"
        heading = earlier.section.heading
        if division(document, paper)[0] != division(document, earlier)[0] and heading is not None:
            where = f"is listed also in section {quoted(heading.content)}, on line {earlier.line + 1}"
        known_as = "" if earlier.title is None else earlier.title.text
        return self.violation(
            *paper_place(*entry),
            f"{_full_name(*entry)} {where}{_advice(paper, known_as)}",
            related=(Related(*paper_place(*other), "listed here already"),),
            fingerprint=_fingerprint(key),
        )


def _full_name(paper: Paper, link: PaperLink | None) -> str:
    name = paper_name(paper)
    if link is not None and link.identifier is not None and paper.title is not None:
        name += f" ({identifier_name(link.identifier)})"
    return name


def _advice(paper: Paper, known_as: str) -> str:
    """The advice after the line of the earlier entry. Only equal titles leave no doubt about the link."""
    title = "" if paper.title is None else paper.title.text
    if title and _letters(title) == _letters(known_as):
        return "; remove one of the two entries"
    name = f", as {quoted_title(known_as)}" if known_as else ""
    return f"{name}; remove one of the two entries, or correct the link if they are of two papers"


def _letters(title: str) -> str:
    return normalised_title(title).replace(" ", "")


def _fingerprint(key: PaperKey) -> str:
    """A fingerprint that the entries share, whichever comes first."""
    return f"{key[0]}: {key[1]}" if key[0] in ("title", "address") else f"{key[0]}:{key[1]}"


def _are_one(document: Document, key: PaperKey, paper: Paper, earlier: Paper) -> bool:
    """Whether nothing says that one of the links is wrong, that the paper has several parts, or that it was
    published twice.
    """
    if paper.start < earlier.end and earlier.start < paper.end:
        return False
    one, other = paper.title, earlier.title
    if one is None or other is None:
        if key[0] == "address":
            return False
    elif key[0] == "title" and one.text.count(",") > 1 and is_list_of_names(one.text):
        # Authors, on a line of their own or before the title.
        return False
    elif not same_title(one.text, other.text) or (
        key[0] == "address" and _letters(one.text) != _letters(other.text)
    ):
        return False
    if key[0] in ("title", "address") and _differ(paper_keys(paper), paper_keys(earlier)):
        return False
    return (
        _agree(paper.venue, earlier.venue)
        and not are_two_repositories(paper, earlier)
        and not name_two_things(document, paper, earlier)
    )


def _agree(venue: PaperVenue | None, other: PaperVenue | None) -> bool:
    return (
        venue is None
        or other is None
        or is_preprint(venue)
        or is_preprint(other)
        or venue.text.casefold() == other.text.casefold()
    )


def _differ(ours: tuple[PaperKey, ...], theirs: tuple[PaperKey, ...]) -> bool:
    """Whether one registry has both, as two papers."""
    known = dict(ours)
    return any(known.get(scheme, value) != value for scheme, value in theirs)
