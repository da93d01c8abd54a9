"""The results of a run: all that a report needs, without the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from mdpaperlint.engine.findings import Finding
from mdpaperlint.model.document import Document
from mdpaperlint.model.wording import count_of


class Remark(NamedTuple):
    """A note that is no violation: text that was not read, and why."""

    line: int
    column: int
    message: str


class Obsolete(NamedTuple):
    """A violation in the baseline that the file no longer has, and how often."""

    rule: str
    fingerprint: str
    number: int


class Change(NamedTuple):
    before: str
    after: str


class FileReport(NamedTuple):
    """``path`` is as it was named. ``problems`` are reasons for which the file was not read, not wholly
    checked or not written, one line each. ``fixed`` counts the violations that were fixed, by rule;
    ``change`` is there when fixing changed the text, whether or not it was written; ``text`` is what a fixing
    run leaves. ``known`` counts the violations that are not reported because they were there before.
    ``link_lines`` are URLs with the lines (from 1) on which each stands, in a run that asked for links.
    ``papers`` counts the entries, None where no rule asked for them.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    papers: int | None = None
    problems: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    remote_links: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, int], ...] = ()
    change: Change | None = None
    text: str | None = None
    known: int = 0
    obsolete: tuple[Obsolete, ...] = ()
    link_lines: tuple[tuple[str, tuple[int, ...]], ...] = ()


class Run(NamedTuple):
    """``problems`` belong to no file. ``fixable`` counts what ``--fix`` would mend, ``unsafe`` what it would
    only with ``--unsafe-fixes``.
    """

    files: tuple[FileReport, ...]
    problems: tuple[str, ...] = ()

    @property
    def findings(self) -> Iterable[Finding]:
        return chain.from_iterable(file.findings for file in self.files)

    @property
    def errors(self) -> int:
        return sum(finding.violation.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.violation.severity == "warning" for finding in self.findings)

    @property
    def fixable(self) -> int:
        return self._fixes(safe=True)

    @property
    def unsafe(self) -> int:
        return self._fixes(safe=False)

    def _fixes(self, *, safe: bool) -> int:
        fixes = (finding.violation.fix for finding in self.findings)
        return sum(fix is not None and fix.safe is safe for fix in fixes)

    @property
    def fixed(self) -> int:
        return sum(count for file in self.files for _, count in file.fixed)

    @property
    def known(self) -> int:
        """How many violations are not reported because they were there before."""
        return sum(file.known for file in self.files)

    @property
    def obsolete(self) -> int:
        """How many violations the baseline knows that are no longer there."""
        return sum(each.number for file in self.files for each in file.obsolete)

    @property
    def remote_links(self) -> int:
        """How many different URLs the files link to."""
        return len(frozenset().union(*(file.remote_links for file in self.files)))

    @property
    def failed(self) -> bool:
        """Whether something could not be done: the exit code is 2 then, whatever was found."""
        return bool(self.problems) or any(file.problems for file in self.files)

    @property
    def without_papers(self) -> bool:
        """Whether papers were looked for and none was found, in any file."""
        return bool(self.files) and all(file.papers == 0 for file in self.files)

    def by_rule(self) -> dict[str, int]:
        """How often each rule reports, most often first."""
        counts = Counter(finding.violation.rule for finding in self.findings)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


MAX_PLACES_OF_A_REMARK = 3


def locate_notices(document: Document) -> tuple[Remark, ...]:
    """The spans that were not read, in the order of the text.

    A hostile file has hundreds of such places: of those with the same reason the first few are told, and the
    last of these tells how many more there are.
    """
    starts_by_reason: dict[str, list[int]] = {}
    for notice in document.notices:
        starts_by_reason.setdefault(notice.message, []).append(notice.start)
    remarks = []
    for reason, starts in starts_by_reason.items():
        shown = starts[:MAX_PLACES_OF_A_REMARK]
        remarks += [Remark(*document.position(start), f"not read: {reason}") for start in shown]
        more = len(starts) - len(shown)
        if more:
            ending = f" (and {count_of(more, 'more place')})"
            remarks[-1] = remarks[-1]._replace(message=remarks[-1].message + ending)
    return tuple(sorted(remarks))


def locate_passed_over(document: Document) -> tuple[Remark, ...]:
    """A note on a document in which many links to papers are in no entry: a report without violations
    would mislead.
    """
    from mdpaperlint.papers.entries.passed_over import coverage

    found = coverage(document)
    if not found.is_poor:
        return ()
    place = document.position(found.passed_over[0].link.start)
    many = f"{len(found.passed_over)} of {count_of(found.links, 'link')} to papers stand in no entry"
    return (Remark(*place, f"{many}; mdpaperlint outline shows them"),)
