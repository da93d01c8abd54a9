from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PaperDate, PaperLink, PartialDate
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.doubted_dates import is_of
from mdpaperlint.papers.entries.listings import lists_data
from mdpaperlint.papers.entries.paper_identity import (
    Listed,
    PaperKey,
    beginning_of_title,
    have_other_names,
    identifier_name,
    is_news,
    link_name,
    listed_papers,
    listed_titles,
    news_last,
    paper_name,
    repository,
)
from mdpaperlint.papers.entries.subsections import division
from mdpaperlint.papers.entries.title_comparison import (
    is_nickname,
    normalised_title,
    other_title,
    plainly_different,
    same_title,
    share_nothing,
)
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month
from mdpaperlint.papers.tables.paper_tables import has_two_dates
from mdpaperlint.rules.base import Context, Options, Rule

#: Of so many entries with one identifier each is held against each: what more of them link to is no paper.
MOST_ENTRIES = 30


class ConflictingEntriesOptions(Options):
    copied_titles: Literal["neighbours", "file"] = "neighbours"


class ConflictingEntries(Rule[ConflictingEntriesOptions]):
    name = "conflicting-entries"
    summary = "Two entries contradict each other: one paper with two dates, one link or title for two papers."
    compares_entries = True
    severity = "warning"
    Options = ConflictingEntriesOptions

    def check(self, document: Document, context: Context[ConflictingEntriesOptions]) -> Iterator[Violation]:
        relinked: set[int] = set()
        redated: set[int] = set()
        recent = context.recent_lines(document)
        for key, entries in listed_papers(document).items():
            if len(entries) < 2:
                continue
            entries = news_last(entries, recent)[:MOST_ENTRIES]
            for entry, other in _two_titles(document, key, entries):
                if entry.paper.start not in relinked:
                    relinked.add(entry.paper.start)
                    yield self._one_link(document, key, entry, other)
            for entry, other, date, other_date in _date_conflicts(document, entries):
                if entry.paper.start not in redated:
                    redated.add(entry.paper.start)
                    yield self._two_dates(document, entry, other, date, other_date)
        for paper, earlier in _copied_titles(document, context.options.copied_titles):
            if is_news(earlier, recent) and not is_news(paper, recent):
                paper, earlier = earlier, paper
            yield self._one_title(document, paper, earlier)

    def _one_link(self, document: Document, key: PaperKey, entry: Listed, other: Listed) -> Violation:
        assert entry.link is not None
        assert other.link is not None
        link, other_link = entry.link.link, other.link.link
        return self.violation(
            link.start,
            link.end,
            f"{link_name(entry.link)} is linked for {paper_name(entry.paper)} and, on line "
            f"{document.line_of(other_link.start) + 1}, for {paper_name(other.paper)}; correct the link, or "
            "remove one entry if this is one paper renamed",
            related=(Related(other_link.start, other_link.end, "the same link"),),
            fingerprint=f"{key[0]}:{key[1]}",
        )

    def _one_title(self, document: Document, paper: Paper, earlier: Paper) -> Violation:
        title, other = paper.title, earlier.title
        assert title is not None
        assert other is not None
        one, two = _arxiv_link(paper), _arxiv_link(earlier)
        assert one is not None
        assert two is not None
        return self.violation(
            title.start,
            title.end,
            f"{paper_name(paper)} is linked to {link_name(one)} here and to {link_name(two)} on line "
            f"{document.line_of(other.start) + 1}; correct the title or the link, or remove one entry if "
            "it is one paper",
            related=(Related(other.start, other.end, "the same title"),),
            fingerprint=f"title: {normalised_title(title.text)}",
        )

    def _two_dates(
        self, document: Document, entry: Listed, other: Listed, date: PaperDate, other_date: PaperDate
    ) -> Violation:
        text = document.text
        identifier = None if entry.link is None else entry.link.identifier
        line = document.line_of(other_date.start) + 1
        message = (
            f"{paper_name(entry.paper)} is dated {text[date.start : date.end]} here and "
            f"{text[other_date.start : other_date.end]} on line {line}; make the dates agree"
        )
        for link in (entry.link, other.link):
            month = _month(link)
            if month is not None and link is not None and link.identifier is not None:
                message += f" ({identifier_name(link.identifier)} is from {month.iso()})"
                break
        return self.violation(
            date.start,
            date.end,
            message,
            related=(Related(other_date.start, other_date.end, "the other date"),),
            fingerprint=f"{identifier.scheme}:{identifier.value}" if identifier is not None else "",
        )


def _month(link: PaperLink | None) -> PartialDate | None:
    """When arXiv gave out the ID that is linked."""
    return None if link is None or link.identifier is None else submitted_month(link.identifier)


def _two_titles(document: Document, key: PaperKey, entries: list[Listed]) -> Iterator[tuple[Listed, Listed]]:
    """Pairs of entries of one section whose titles differ, each with the first of the others. One of the
    two is wrong, whether a link was copied or the paper got a new title.
    """
    if key[0] == "address" and (len(entries) > 2 or not _leads_to_one_paper(entries[0])):
        return
    earlier: dict[tuple[int, ...], list[Listed]] = {}
    for entry in entries:
        beside = earlier.setdefault(division(document, entry.paper), [])
        if beside and all(_contradict(document, entry, other) for other in beside):
            yield entry, beside[0]
        beside.append(entry)


def _leads_to_one_paper(entry: Listed) -> bool:
    return entry.link is not None and entry.link.role == "paper"


def _contradict(document: Document, entry: Listed, other: Listed) -> bool:
    one, two = entry.paper.title, other.paper.title
    if one is None or two is None:
        return False
    first, second = sorted((entry.paper, other.paper), key=lambda paper: paper.start)
    beside = not document.text[first.end : second.start].strip()
    if not other_title(one.text, two.text):
        if not beside:
            return False
        apart = share_nothing(one.text, two.text) or (
            have_other_names(document, entry.paper, other.paper) and _of_two_times(first, second)
        )
        if not apart:
            return False
    # Data sets share a paper, and are named by what they hold.
    if lists_data(document, entry.paper.section) and not plainly_different(one.text, two.text):
        return False
    # Two methods of a paper, with its authors and its link nested below each.
    nested = _nested(document, entry)
    return not nested or nested != _nested(document, other)


def _of_two_times(one: Paper, other: Paper) -> bool:
    """Whether the dates of the entries, or the venues, tell two papers apart whose names say too little."""
    date, other_date = one.own_date, other.own_date
    if date is not None and other_date is not None and _are_apart(date, other_date):
        return True
    venues = [each.venue for each in (one, other) if each.venue is not None and not is_preprint(each.venue)]
    return len(venues) == 2 and not _same_venue(one, other)


def _nested(document: Document, entry: Listed) -> str:
    """The text nested below the item without white space, if the link is nested there."""
    paper, link = entry
    if paper.item < 0 or link is None:
        return ""
    own_end = document.items[paper.item].own_end
    return "".join(document.text[own_end : paper.end].split()) if link.link.start >= own_end else ""


def _copied_titles(document: Document, scope: str) -> Iterator[tuple[Paper, Paper]]:
    """Entries of one title and two arXiv IDs, each with an earlier one."""
    if scope == "file":
        for entries in listed_titles(document).values():
            for paper, _ in entries[1:]:
                if _have_two_ids(_arxiv_link(paper), _arxiv_link(entries[0].paper)):
                    yield paper, entries[0].paper
        return
    listed = [(paper, beginning_of_title(document, paper)) for paper in papers(document) if paper.listing]
    for (earlier, before), (paper, beginning) in pairwise(listed):
        if (
            earlier.kind == paper.kind
            and beginning == before
            and _have_two_ids(_arxiv_link(paper), _arxiv_link(earlier))
            and _have_one_title(paper, earlier)
            and division(document, earlier) == division(document, paper)
        ):
            yield paper, earlier


def _have_one_title(one: Paper, other: Paper) -> bool:
    if one.title is None or other.title is None or is_nickname(one.title.text):
        return False
    return normalised_title(one.title.text) == normalised_title(other.title.text)


def _have_two_ids(one: PaperLink | None, other: PaperLink | None) -> bool:
    if one is None or other is None or one.identifier is None or other.identifier is None:
        return False
    return one.identifier.value != other.identifier.value


def _arxiv_link(paper: Paper) -> PaperLink | None:
    for link in paper.identifiers:
        if link.identifier is not None and link.identifier.scheme == "arxiv":
            return link
    return None


def _date_conflicts(
    document: Document, entries: list[Listed]
) -> Iterator[tuple[Listed, Listed, PaperDate, PaperDate]]:
    """Each after an earlier entry, or before it where only the date of that is not of the arXiv ID."""
    dated = [
        (entry, date)
        for entry in entries
        if (date := entry.paper.own_date) is not None
        and not repository(entry.paper)
        and not (entry.paper.table >= 0 and has_two_dates(document, document.tables[entry.paper.table]))
    ]
    for number, (entry, date) in enumerate(dated):
        for other, other_date in dated[:number]:
            if (
                division(document, entry.paper) != division(document, other.paper)
                and _are_apart(date, other_date)
                and _same_paper(entry.paper, other.paper)
                and _same_venue(entry.paper, other.paper)
            ):
                month = _month(entry.link) or _month(other.link)
                if month is not None and is_of(date.date, month) and not is_of(other_date.date, month):
                    yield other, entry, other_date, date
                else:
                    yield entry, other, date, other_date
                break


def _are_apart(one: PaperDate, other: PaperDate) -> bool:
    return one.date.wholly_before(other.date) or other.date.wholly_before(one.date)


def _same_paper(one: Paper, other: Paper) -> bool:
    first, second = one.title, other.title
    if first is None or second is None or same_title(first.text, second.text):
        return True
    # A nickname and a full title are common; two nicknames may be two parts of the paper.
    return is_nickname(first.text) != is_nickname(second.text)


def _same_venue(one: Paper, other: Paper) -> bool:
    """Whether no venue explains the dates: a preprint and its publication are of two dates."""
    first, second = (
        "" if paper.venue is None or is_preprint(paper.venue) else paper.venue.text.casefold()
        for paper in (one, other)
    )
    return first == second
