from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PaperDate, PaperLink
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.papers.entries.listings import lists_data
from mdpaperlint.papers.entries.paper_identity import Listed, identifier_name, listed_papers, paper_name
from mdpaperlint.papers.entries.subsections import division
from mdpaperlint.papers.entries.title_comparison import (
    is_nickname,
    other_title,
    plainly_different,
    same_title,
)
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.identifiers.url_identifiers import submitted_month
from mdpaperlint.papers.tables.paper_tables import has_two_dates
from mdpaperlint.rules.base import Context, Options, Rule

#: Of so many entries with one identifier each is held against each: what more of them link to is no paper.
MOST_ENTRIES = 30


class ConflictingEntries(Rule[Options]):
    name = "conflicting-entries"
    summary = "Two entries contradict each other: one paper with two dates, or one link for two papers."
    compares_entries = True
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        retitled: set[tuple[int, int]] = set()
        redated: set[int] = set()
        for entries in listed_papers(document).values():
            if len(entries) < 2:
                continue
            entries = entries[:MOST_ENTRIES]
            copied = list(_copied_links(document, entries))
            wrong = {paper.paper.start for pair in copied for paper in pair}
            reasons = [(entry, other, "correct the wrong link") for entry, other in copied]
            reasons += (
                (entry, other, "correct the wrong link, or remove one entry if both are of one paper")
                for entry, other in _two_titles_in_a_section(document, entries)
                if entry.paper.start not in wrong and other.paper.start not in wrong
            )
            for entry, other, advice in reasons:
                if (entry.paper.start, other.paper.start) not in retitled:
                    retitled.add((entry.paper.start, other.paper.start))
                    yield self._one_link(document, entry, other, advice)
            for entry, other, date, other_date in _date_conflicts(document, entries):
                if entry.paper.start not in redated:
                    redated.add(entry.paper.start)
                    yield self._two_dates(document, entry, other, date, other_date)

    def _one_link(self, document: Document, entry: Listed, other: Listed, advice: str) -> Violation:
        paper, link = entry
        assert link.identifier is not None
        line = document.line_of(other.link.link.start) + 1
        return self.violation(
            link.link.start,
            link.link.end,
            f"{identifier_name(link.identifier)} is linked for {paper_name(paper)} and, on line {line}, for "
            f"{paper_name(other.paper)}; {advice}",
            related=(Related(other.link.link.start, other.link.link.end, "the same link"),),
            fingerprint=f"{link.identifier.scheme}:{link.identifier.value}",
        )

    def _two_dates(
        self, document: Document, entry: Listed, other: Listed, date: PaperDate, other_date: PaperDate
    ) -> Violation:
        text = document.text
        identifier = entry.link.identifier
        line = document.line_of(other_date.start) + 1
        message = (
            f"{paper_name(entry.paper)} is dated {text[date.start : date.end]} here and "
            f"{text[other_date.start : other_date.end]} on line {line}; make the dates agree"
        )
        hint = _arxiv_month(entry.link) or _arxiv_month(other.link)
        if hint:
            message += f" ({hint})"
        return self.violation(
            date.start,
            date.end,
            message,
            related=(Related(other_date.start, other_date.end, "the other date"),),
            fingerprint=f"{identifier.scheme}:{identifier.value}" if identifier is not None else "",
        )


def _arxiv_month(link: PaperLink) -> str:
    month = submitted_month(link.identifier) if link.identifier is not None else None
    if month is None or link.identifier is None:
        return ""
    return f"{identifier_name(link.identifier)} is from {month.year}-{month.month:02}"


def _copied_links(document: Document, entries: list[Listed]) -> Iterator[tuple[Listed, Listed]]:
    """Entries whose title is plainly that of another paper than most entries of the link have, each with an
    entry that it contradicts. Of two that contradict each other, the later one is named.
    """
    groups: list[list[Listed]] = []
    for entry in entries:
        for group in groups:
            if not _contradict(document, entry, group[0]):
                group.append(entry)
                break
        else:
            groups.append([entry])
    if len(groups) < 2:
        return
    groups.sort(key=len, reverse=True)
    for group in groups[1:]:
        for entry in group:
            others = [other for other in groups[0] if _contradict(document, entry, other)]
            if others:
                yield entry, others[0]


def _two_titles_in_a_section(document: Document, entries: list[Listed]) -> Iterator[tuple[Listed, Listed]]:
    """Entries of one section with titles that are not the same, each with the first of the others. Whether a
    link was copied or the paper got a new title, one of the entries is wrong there.
    """
    for number, entry in enumerate(entries):
        title = entry.paper.title
        within = division(document, entry.paper)
        beside = [other for other in entries[:number] if division(document, other.paper) == within]
        if title is None or not beside or lists_data(document, entry.paper.section):
            continue
        titles = [other.paper.title for other in beside]
        if all(each is not None and other_title(title.text, each.text) for each in titles):
            yield entry, beside[0]


def _contradict(document: Document, entry: Listed, other: Listed) -> bool:
    one, two = entry.paper.title, other.paper.title
    return (
        one is not None
        and two is not None
        and plainly_different(one.text, two.text)
        and not _share_a_project(entry.paper, other.paper)
        and not _share_another_identifier(entry, other)
    )


def _share_a_project(one: Paper, other: Paper) -> bool:
    """Whether both link to the same code or project page, or to repositories of the same name: a renamed
    paper keeps them.
    """
    ours, theirs = _projects(one), _projects(other)
    return any(name in other_name or other_name in name for name in ours for other_name in theirs)


def _projects(paper: Paper) -> set[str]:
    found = set()
    for link in paper.links:
        if link.role in ("code", "project"):
            parts = (
                link.link.destination.lower().partition("#")[0].removesuffix(".git").rstrip("/").split("/")
            )
            name = parts[4] if link.role == "code" and len(parts) > 4 else parts[-1]
            if len(name) >= 4:
                found.add(name)
    return found


def _share_another_identifier(entry: Listed, other: Listed) -> bool:
    ours = {link.identifier[:2] for link in entry.paper.identifiers if link.identifier is not None}
    theirs = {link.identifier[:2] for link in other.paper.identifiers if link.identifier is not None}
    return len(ours & theirs) > 1


def _date_conflicts(
    document: Document, entries: list[Listed]
) -> Iterator[tuple[Listed, Listed, PaperDate, PaperDate]]:
    dated = [
        (entry, entry.paper.date)
        for entry in entries
        if entry.paper.date is not None
        and entry.paper.date.source == "own"
        and not (entry.paper.table >= 0 and has_two_dates(document, document.tables[entry.paper.table]))
    ]
    for number, (entry, date) in enumerate(dated):
        for other, other_date in dated[:number]:
            if (
                date is not None
                and other_date is not None
                and division(document, entry.paper) != division(document, other.paper)
                and (date.date.wholly_before(other_date.date) or other_date.date.wholly_before(date.date))
                and _same_paper(entry.paper, other.paper)
                and _same_venue(entry.paper, other.paper)
            ):
                yield entry, other, date, other_date
                break


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
