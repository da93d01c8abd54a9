"""Violations that need not be reported again: those of a baseline, and those of an earlier text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping

from mdpaperlint.engine.fingerprints import fingerprint, item_fingerprint, row_fingerprint
from mdpaperlint.engine.line_diff import changed_lines
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.tables.paper_tables import paper_tables

Counts = Mapping[str, Mapping[str, int]]
"""Rule → fingerprint → how often."""


class KnownViolations:
    """The violations of one file that need not be reported again: how often each is known, the earlier text
    if there is one, and what was reported of it. A :class:`mdpaperlint.rules.base.KnownViolations`.
    """

    def __init__(
        self, counts: Counts, before: Document | None = None, messages: frozenset[str] = frozenset()
    ) -> None:
        self.before = before
        self._counts = counts
        self._messages = messages
        self._recent: tuple[Document | None, frozenset[int]] = (None, frozenset())

    def recent_lines(self, document: Document) -> frozenset[int]:
        if self.before is not None and self._recent[0] is not document:
            self._recent = document, changed_lines(self.before.text, document)
        return self._recent[1]

    def lines(self, document: Document, rule: str) -> frozenset[int]:
        known = self._counts.get(rule)
        if not known:
            return frozenset()
        rows = (
            row.line
            for reading in paper_tables(document)
            for row in reading.table.rows
            if row_fingerprint(document, reading.table, row.line) in known
        )
        items = (item.line for item in document.items if item_fingerprint(document, item) in known)
        return frozenset((*rows, *items))

    def split(
        self, document: Document, violations: Iterable[Violation], comparing: Container[str] = ()
    ) -> tuple[list[Violation], list[Violation]]:
        """The violations that are new, and those that are known. ``comparing`` are names of rules whose
        violations are not new on a line that did not change since the earlier text.

        Where more violations have one fingerprint than are known, those whose message is that of an earlier
        one are taken for the known ones, then those on lines that did not change, then those that stand
        first.
        """
        new: list[Violation] = []
        old: list[Violation] = []
        alike: dict[tuple[str, str], list[Violation]] = {}
        for violation in violations:
            key = fingerprint(document, violation) if violation.rule in self._counts else ""
            if key in self._counts.get(violation.rule, ()):
                alike.setdefault((violation.rule, key), []).append(violation)
            elif violation.rule in comparing and self._is_untouched(document, violation):
                old.append(violation)
            else:
                new.append(violation)
        for (rule, key), group in alike.items():
            allowed = self._counts[rule][key]
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
        return new, old

    def _is_untouched(self, document: Document, violation: Violation) -> bool:
        if self.before is None:
            return False
        return document.line_of(violation.start) not in self.recent_lines(document)


def count(fingerprints: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How often each pair of a rule and a fingerprint is there."""
    counts: dict[str, dict[str, int]] = {}
    for (rule, key), number in Counter(fingerprints).items():
        counts.setdefault(rule, {})[key] = number
    return counts


def counts_of(document: Document, violations: Iterable[Violation]) -> dict[str, dict[str, int]]:
    """How many violations have each fingerprint, by rule."""
    return count((violation.rule, fingerprint(document, violation)) for violation in violations)


def merged(one: Counts, other: Counts) -> dict[str, dict[str, int]]:
    """What either of them knows, as often as the one that knows it oftener."""
    result = {rule: dict(counts) for rule, counts in one.items()}
    for rule, counts in other.items():
        of_rule = result.setdefault(rule, {})
        for key, number in counts.items():
            of_rule[key] = max(number, of_rule.get(key, 0))
    return result


def missing(known: Counts, found: Counts) -> dict[str, dict[str, int]]:
    """What is known oftener than it was found, and by how much."""
    result: dict[str, dict[str, int]] = {}
    for rule, counts in known.items():
        for key, number in counts.items():
            surplus = number - found.get(rule, {}).get(key, 0)
            if surplus > 0:
                result.setdefault(rule, {})[key] = surplus
    return result
