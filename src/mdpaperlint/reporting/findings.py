"""What a run found, with every place as lines and columns: all that a report needs, without the documents.

Lines and columns count from 1, columns in characters; an end is the place behind the last character. The
data is plain, so that it can cross from one process to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mdpaperlint.checking.subjects import subject
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation

# A corrected line is worth showing while a person can read it; beyond this, the cost of building one for each
# of many violations on a line would grow with the square of its length.
LONGEST_CORRECTED_LINE = 4_000


class Place(NamedTuple):
    line: int
    column: int
    end_line: int
    end_column: int


class PlacedEdit(NamedTuple):
    place: Place
    edit: Edit


class PlacedRelated(NamedTuple):
    """``path`` is None for the file of the violation itself; ``place`` is None when only a path is known."""

    path: str | None
    place: Place | None
    message: str


class Finding(NamedTuple):
    """``source`` is the line of the violation's start; ``corrected`` is the line that the fix changes, as it
    would be afterwards, when the fix stays on one line. ``about`` is what a baseline knows it by.
    """

    violation: Violation
    place: Place
    source: str
    corrected: str | None
    edits: tuple[PlacedEdit, ...]
    related: tuple[PlacedRelated, ...]
    about: str = ""


class Obsolete(NamedTuple):
    """What the baseline holds and the file no longer does, and how often."""

    rule: str
    about: str
    number: int


class Remark(NamedTuple):
    """Something about a place that is no violation: text that was not read, and why."""

    line: int
    column: int
    message: str


MAX_PLACES_OF_A_REMARK = 3


def locate_notices(document: Document) -> tuple[Remark, ...]:
    """What was not read, in the order of the text.

    A hostile file has hundreds of such places: of those with the same reason the first few are told, and the
    last of these tells how many more there are.
    """
    places: dict[str, list[int]] = {}
    for notice in document.notices:
        places.setdefault(notice.message, []).append(notice.start)
    remarks = []
    for reason, starts in places.items():
        shown = starts[:MAX_PLACES_OF_A_REMARK]
        remarks += [Remark(*document.position(start), f"not read: {reason}") for start in shown]
        more = len(starts) - len(shown)
        if more:
            ending = f" (and {more:,} more {'place' if more == 1 else 'places'})"
            remarks[-1] = remarks[-1]._replace(message=remarks[-1].message + ending)
    return tuple(sorted(remarks))


class Change(NamedTuple):
    before: str
    after: str


class FileReport(NamedTuple):
    """``path`` is as it was named. ``problems`` are reasons for which the file was not read, not wholly
    checked or not written, one line each. ``fixed`` counts the violations that were fixed, by rule;
    ``change`` is there when fixing changed the text, whether or not it was written; ``text`` is what a fixing
    run leaves. ``known`` counts the violations that are not reported because they were there before.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    remote_links: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, int], ...] = ()
    change: Change | None = None
    text: str | None = None
    known: int = 0
    obsolete: tuple[Obsolete, ...] = ()


class Run(NamedTuple):
    """``problems`` belong to no file. ``fixable`` counts what ``--fix`` would mend, ``unsafe`` what it would
    only with ``--unsafe-fixes``.
    """

    files: tuple[FileReport, ...]
    problems: tuple[str, ...] = ()

    @property
    def findings(self) -> Iterable[Finding]:
        return (finding for file in self.files for finding in file.findings)

    @property
    def errors(self) -> int:
        return sum(finding.violation.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.violation.severity == "warning" for finding in self.findings)

    @property
    def fixable(self) -> int:
        return sum(f.violation.fix is not None and f.violation.fix.safe for f in self.findings)

    @property
    def unsafe(self) -> int:
        return sum(f.violation.fix is not None and not f.violation.fix.safe for f in self.findings)

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

    def by_rule(self) -> dict[str, int]:
        """How often each rule reports, most often first."""
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.violation.rule] = counts.get(finding.violation.rule, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def locate(document: Document, violations: Iterable[Violation]) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    line_number, line_text = -1, ""
    # Violations may share one fix of many edits: its places are looked up once. It is kept alive for its id.
    placed: dict[int, tuple[Fix, tuple[PlacedEdit, ...], str | None]] = {}
    for violation in violations:
        number = document.line_of(violation.start)
        if number != line_number:
            start, end = document.line_span(number)
            line_number, line_text = number, document.text[start:end]
        fix = violation.fix
        edits: tuple[PlacedEdit, ...] = ()
        corrected: str | None = None
        if fix is not None:
            if id(fix) not in placed:
                edits = tuple(PlacedEdit(_place(document, edit.start, edit.end), edit) for edit in fix.edits)
                placed[id(fix)] = fix, edits, _corrected(document, edits)
            _, edits, corrected = placed[id(fix)]
        findings.append(
            Finding(
                violation,
                _place(document, violation.start, violation.end),
                line_text,
                corrected,
                edits,
                tuple(
                    PlacedRelated(
                        related.path,
                        _place(document, related.start, related.end)
                        if related.path is None
                        else None
                        if related.line is None
                        else Place(related.line, 1, related.line, 1),
                        related.message,
                    )
                    for related in violation.related
                ),
                subject(document, violation),
            )
        )
    return tuple(findings)


def _place(document: Document, start: int, end: int) -> Place:
    return Place(*document.position(start), *document.position(end))


def _corrected(document: Document, edits: tuple[PlacedEdit, ...]) -> str | None:
    if not edits:
        return None
    line = edits[0].place.line
    start, end = document.line_span(line - 1)
    if end - start > LONGEST_CORRECTED_LINE:
        return None
    pieces: list[str] = []
    position = start
    for place, edit in sorted(edits):
        if place.line != line or edit.start < position or edit.end > end or "\n" in edit.replacement:
            return None
        pieces += (document.text[position : edit.start], edit.replacement)
        position = edit.end
    corrected = "".join(pieces) + document.text[position:end]
    return corrected if corrected.strip() else None
