"""What need not be reported again, and which lines are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mdpaperlint.engine.changed_lines import changed_lines
from mdpaperlint.engine.fingerprints import item_subject, row_subject, subject
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.tables.paper_tables import paper_tables

Counts = Mapping[str, Mapping[str, int]]
"""Rule → what it is about → how often."""


class History:
    """The past of one file: how often each violation is known, and the text as it was and what was said of
    it, if that is known.
    """

    def __init__(
        self, known: Counts, before: str | None = None, messages: frozenset[str] = frozenset()
    ) -> None:
        self.known = known
        self.before = before
        self.messages = messages

    def of(self, document: Document) -> DocumentHistory:
        return DocumentHistory(self, document)


class DocumentHistory:
    """The past of a file beside its text of today; a :class:`mdpaperlint.rules.base.History`."""

    def __init__(self, history: History, document: Document) -> None:
        self._history = history
        self._document = document
        self._recent: frozenset[int] | None = None

    def recent_lines(self) -> frozenset[int]:
        if self._recent is None:
            before = self._history.before
            self._recent = frozenset() if before is None else changed_lines(before, lines_of(self._document))
        return self._recent

    def known_lines(self, rule: str) -> frozenset[int]:
        known = self._history.known.get(rule)
        if not known:
            return frozenset()
        document = self._document
        rows = (
            row.line
            for reading in paper_tables(document)
            for row in reading.table.rows
            if row_subject(document, reading.table, row.line) in known
        )
        items = (item.line for item in document.items if item_subject(document, item) in known)
        return frozenset((*rows, *items))

    def split(self, violations: Iterable[Violation]) -> tuple[list[Violation], list[Violation]]:
        """The violations that are new, and those that are known.

        Where one thing has more violations than are known, those that say what was said before are taken for
        the known ones, then those on lines that did not change, then those that stand first.
        """
        document, known = self._document, self._history.known
        new: list[Violation] = []
        alike: dict[tuple[str, str], list[Violation]] = {}
        for violation in violations:
            if violation.rule in known:
                about = subject(document, violation)
                if about in known[violation.rule]:
                    alike.setdefault((violation.rule, about), []).append(violation)
                    continue
            new.append(violation)
        old: list[Violation] = []
        for (rule, about), group in alike.items():
            allowed = known[rule][about]
            if len(group) > allowed:
                recent = self.recent_lines()
                said = self._history.messages
                group.sort(
                    key=lambda each: (
                        each.message not in said,
                        document.line_of(each.start) in recent,
                        each.start,
                        each.end,
                    )
                )
            old += group[:allowed]
            new += group[allowed:]
        return new, old


def lines_of(document: Document) -> list[str]:
    text = document.text
    return [text[slice(*document.line_span(line))] for line in range(document.line_count)]


def count(document: Document, violations: Iterable[Violation]) -> dict[str, dict[str, int]]:
    """How often each rule reports what: what a baseline keeps."""
    counts: dict[str, dict[str, int]] = {}
    for violation in violations:
        of_rule = counts.setdefault(violation.rule, {})
        about = subject(document, violation)
        of_rule[about] = of_rule.get(about, 0) + 1
    return counts


def merged(one: Counts, other: Counts) -> dict[str, dict[str, int]]:
    """What either of them knows, as often as the one that knows it oftener."""
    result = {rule: dict(counts) for rule, counts in one.items()}
    for rule, counts in other.items():
        of_rule = result.setdefault(rule, {})
        for about, number in counts.items():
            of_rule[about] = max(number, of_rule.get(about, 0))
    return result


def missing(known: Counts, found: Counts) -> dict[str, dict[str, int]]:
    """What is known oftener than it was found, and by how much."""
    result: dict[str, dict[str, int]] = {}
    for rule, counts in known.items():
        for about, number in counts.items():
            surplus = number - found.get(rule, {}).get(about, 0)
            if surplus > 0:
                result.setdefault(rule, {})[about] = surplus
    return result
