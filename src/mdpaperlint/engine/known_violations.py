"""Violations that need not be reported again: those of a baseline, and those of an earlier text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from mdpaperlint.engine.fingerprints import (
    fingerprint,
    fingerprints,
    habit,
    item_fingerprint,
    row_fingerprint,
)
from mdpaperlint.engine.line_diff import changed_lines, cut_lines, origins
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.tables.paper_tables import paper_tables

Counts = Counter[tuple[str, str]]
"""How often each pair of a rule and a fingerprint is there."""

UNTOUCHED = "; this line did not change, a change elsewhere made the fault"
"""What the message of a new violation on an old line ends with."""

_LINE_NUMBER = lazy_pattern(r"line \d+")


class KnownViolations:
    """The violations of one file that need not be reported again: how often each is known, the earlier text
    if there is one, and what was reported of it. A :class:`mdpaperlint.rules.base.KnownViolations`.
    """

    def __init__(
        self, counts: Counts, before: Document | None = None, violations: Sequence[Violation] = ()
    ) -> None:
        self.before = before
        self._counts = counts
        self._rules = frozenset(rule for rule, _ in counts)
        self._violations = [part for each in violations for part in (each, *each.parts)]
        self._messages = frozenset(violation.message for violation in self._violations)
        self._habits: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for each in violations:
            if before is not None and each.parts:
                key, *parts = ((each.rule, key) for key in fingerprints(before, each))
                self._habits[key].update(parts)
        self._recent: tuple[Document | None, frozenset[int]] = (None, frozenset())

    def recent_lines(self, document: Document) -> frozenset[int]:
        if self.before is not None and self._recent[0] is not document:
            self._recent = document, changed_lines(self.before.text, document)
        return self._recent[1]

    def lines(self, document: Document, rule: str) -> frozenset[int]:
        if rule not in self._rules:
            return frozenset()
        rows = (
            row.line
            for reading in paper_tables(document)
            for row in reading.table.rows
            if (rule, row_fingerprint(document, reading.table, row.line)) in self._counts
        )
        items = (
            item.line for item in document.items if (rule, item_fingerprint(document, item)) in self._counts
        )
        return frozenset((*rows, *items))

    def told_apart(self, document: Document, violation: Violation) -> tuple[Violation, ...]:
        """The violation, or its parts: where these were known one by one, the others are news of their own,
        and where the line that would be named of all did not change. What follows a known habit is no news.
        """
        if not violation.parts:
            return (violation,)
        key = violation.rule, fingerprint(document, violation)
        parts = {(part.rule, fingerprint(document, part)) for part in violation.parts} & self._counts.keys()
        if self.before is None:
            one_by_one = bool(parts) and key not in self._counts
        elif parts:
            one_by_one = 2 * len(parts & self._habits[key]) < len(parts)
        else:
            one_by_one = self._is_untouched(document, violation)
        return violation.parts if one_by_one else (violation,)

    def split(
        self, document: Document, violations: Iterable[Violation], comparing: Container[str] = ()
    ) -> tuple[list[Violation], list[Violation]]:
        """The violations that are new, and those that are known. ``comparing`` are names of rules whose
        violations are not new on a line, or on the heading of a section, that did not change since the
        earlier text. The message of another new one on such a line says so.

        Where more violations have one fingerprint than are known, those whose message is that of an earlier
        one are taken for the known ones, then those on lines that did not change, then those that stand
        first. A line that was made of another keeps the faults of that one, whatever it is about now.
        """
        new: list[Violation] = []
        old: list[Violation] = []
        alike: dict[tuple[str, str], list[Violation]] = {}
        for violation in violations:
            key = violation.rule, fingerprint(document, violation) if violation.rule in self._rules else ""
            if key in self._counts:
                alike.setdefault(key, []).append(violation)
            elif violation.rule in comparing and self._is_as_before(document, violation):
                old.append(violation)
            else:
                new.append(violation)
        for key, group in alike.items():
            allowed = self._counts[key]
            if len(group) > allowed:
                recent = self.recent_lines(document)
                group.sort(
                    key=lambda each: (
                        each.message not in self._messages,
                        document.line_of(each.start) in recent,
                        each.start,
                        each.end,
                    )
                )
            old += group[:allowed]
            new += group[allowed:]
        if self.before is None or not new:
            return new, old
        kept = self._kept_faults(document, new, alike)
        old += (violation for violation in new if violation in kept)
        return [self._told(document, violation) for violation in new if violation not in kept], old

    def _kept_faults(
        self, document: Document, new: Sequence[Violation], alike: Mapping[tuple[str, str], list[Violation]]
    ) -> set[Violation]:
        """Those that the earlier line had which theirs was made of, and that are found nowhere else now."""
        assert self.before is not None
        text = self.before.text
        left: Counts = Counter()
        earlier: dict[tuple[int, object], list[tuple[str, str]]] = {}
        for violation in self._violations:
            key = violation.rule, fingerprint(self.before, violation)
            left[key] += 1
            place = self.before.line_of(violation.start), _remedy(text, violation)
            earlier.setdefault(place, []).append(key)
        for key, group in alike.items():
            left[key] -= len(group)
        kept = set()
        made_of = origins(text, document)
        for violation in new:
            origin = made_of.get(document.line_of(violation.start))
            for key in earlier.get((-1 if origin is None else origin, _remedy(document.text, violation)), ()):
                if left[key] > 0:
                    left[key] -= 1
                    kept.add(violation)
                    break
        return kept

    def _told(self, document: Document, violation: Violation) -> Violation:
        if not self._is_untouched(document, violation):
            return violation
        return violation._replace(message=violation.message + UNTOUCHED)

    def _is_as_before(self, document: Document, violation: Violation) -> bool:
        if self.before is None or not self._is_untouched(document, violation):
            return False
        number = last_begun(document.headings, violation.start)
        if number < 0 or violation.start >= document.headings[number].end:
            return True
        # What a section lost is seen on no line of it.
        section = document.section_at(violation.start)
        first, end = document.line_of(section.start), document.line_of(section.body_end)
        if section.body_end == len(document.text):
            end = document.line_count
        written = any(first <= line < end for line in self.recent_lines(document))
        return not written and not any(first < cut <= end for cut in cut_lines(self.before.text, document))

    def _is_untouched(self, document: Document, violation: Violation) -> bool:
        if self.before is None:
            return False
        recent = self.recent_lines(document)
        first, last = document.line_of(violation.start), document.line_of(violation.end)
        return not any(line in recent for line in range(first, last + 1))


def _remedy(text: str, violation: Violation) -> object:
    """What stays the same of a violation when other lines come and go."""
    severity, rule, message, _ = habit(text, violation)
    return severity, rule, _LINE_NUMBER.sub("line", message)


def counts_of(document: Document, violations: Iterable[Violation]) -> Counts:
    return Counter((each.rule, key) for each in violations for key in fingerprints(document, each))
