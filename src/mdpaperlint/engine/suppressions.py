"""Comments that silence rules: ``<!-- mdpaperlint-disable-line RULE -- reason -->``.

A violation stands on the line on which its span begins. ``disable`` and ``enable`` take effect with the
line on which their comment begins; ``disable-line`` covers every line that its comment touches;
``disable-next-line`` covers the next line that is neither blank nor such a comment alone; ``disable-file``
covers the file, wherever it stands. A comment that names no rule is about all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.suppression import (
    COMMANDS,
    SuppressedName,
    Suppression,
    SuppressionState,
    read_suppression,
)
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import similar

# So many unknown names get a suggestion, which costs more than the rest of a comment.
MOST_GUESSES = 100
# Comments that name more than that are no longer in force. Each name is looked at for itself.
MOST_NAMES = 10_000
_END = 1 << 62
# The key for all rules, of a comment that names none.
ALL = ""


class _Range(NamedTuple):
    """Lines from ``first`` to ``last`` (exclusive) that the comment with this number silences."""

    first: int
    last: int
    owner: int


class Suppressions:
    """The suppressions of one document. Asking :meth:`covers` is what makes one *used*.

    ``today`` decides which comments are past their date.
    """

    def __init__(self, document: Document, *, today: date) -> None:
        self._document = document
        read = (read_suppression(document, comment, today) for comment in document.comments)
        self._comments: list[Suppression] = []
        names = 0
        for comment in filter(None, read):
            names += len(comment.names) + 1
            if names > MOST_NAMES:
                break
            self._comments.append(comment)
        self._guesses = MOST_GUESSES
        self._lines_alone = self._find_lines_alone()
        self._used: set[tuple[int, str]] = set()
        self._redundant: dict[tuple[int, str], int] = {}
        self._by_line: dict[tuple[int, str], int] = {}
        self._ranges: dict[str, list[_Range]] = {}
        self._exceptions: dict[str, list[_Range]] = {}
        for number, comment in enumerate(self._comments):
            self._file(number, comment)
        self._read_ranges()

    def __bool__(self) -> bool:
        return bool(self._comments)

    def _file(self, number: int, comment: Suppression) -> None:
        """Indexes a comment by the lines that it silences; ranges are left to :meth:`_read_ranges`."""
        if comment.command == "disable-line":
            lines: Iterable[int] = range(comment.line, comment.end_line + 1)
        elif comment.command == "disable-next-line":
            lines = (self._next_line(comment.end_line),)
        elif comment.command == "disable-file":
            lines = (-1,)
        else:
            return
        for key in _scopes(comment):
            for line in lines:
                first = self._by_line.setdefault((line, key), number)
                if first != number and self._comments[first].expired and not comment.expired:
                    self._by_line[line, key] = number
                elif first != number:
                    self._redundant[number, key] = first

    def _find_lines_alone(self) -> set[int]:
        """Lines that hold one comment and nothing else: taking one out must not make another cover more."""
        text = self._document.text
        lines: set[int] = set()
        for comment in self._comments:
            start, _ = self._document.line_span(comment.line)
            _, end = self._document.line_span(comment.end_line)
            around = text[start : comment.start] + text[comment.end : end]
            if not around.strip("> \t\r"):
                lines.update(range(comment.line, comment.end_line + 1))
        return lines

    def _next_line(self, line: int) -> int:
        document = self._document
        following = line + 1
        while following < document.line_count:
            start, end = document.line_span(following)
            if following not in self._lines_alone and document.text[start:end].strip("> \t\r"):
                break
            following += 1
        return following

    def _read_ranges(self) -> None:
        active: dict[str, tuple[int, int]] = {}
        excepted: dict[str, tuple[int, int]] = {}

        def close(key: str, line: int) -> None:
            first, owner = active.pop(key)
            self._ranges.setdefault(key, []).append(_Range(first, line, owner))
            if key == ALL:
                for name in list(excepted):
                    close_exception(name, line)

        def close_exception(name: str, line: int) -> None:
            first, owner = excepted.pop(name)
            self._exceptions.setdefault(name, []).append(_Range(first, line, owner))

        for number, comment in enumerate(self._comments):
            line = comment.line
            if comment.command == "disable":
                for key in _scopes(comment):
                    if key in active:
                        owner = active[key][1]
                        renewed = self._comments[owner].expired and not comment.expired
                        if not renewed and not (key == ALL and excepted):
                            self._redundant[number, key] = owner
                            continue
                        close(key, line)
                    active[key] = (line, number)
            elif comment.command == "enable":
                for key in _scopes(comment):
                    if key == ALL:
                        if active:
                            self._used.add((number, key))
                        for name in list(active):
                            close(name, line)
                        continue
                    if key in active:
                        self._used.add((number, key))
                        close(key, line)
                    if ALL in active and key not in excepted:
                        self._used.add((number, key))
                        excepted[key] = (line, number)
        for key in list(active):
            close(key, _END)

    def covers(self, violation: Violation, *, of_comments: bool = False) -> bool:
        """Whether a comment silences the violation; every comment that does is used from now on.

        With ``of_comments`` the rule reports comments: one that names no rule does not silence a report on
        itself.
        """
        line = self._document.line_of(violation.start)
        return self.silences(violation.rule, line, but=violation.start if of_comments else -1)

    def silences(self, rule: str, line: int, *, but: int = -1) -> bool:
        """As :meth:`covers`, for a report of the rule on the line (from 0). ``but`` is where a comment begins
        that counts only if it names the rule.
        """
        covered = False
        for key in (rule, ALL):
            for owner in (
                self._by_line.get((line, key)),
                self._by_line.get((-1, key)),
                self._range_at(key, line, rule),
            ):
                if owner is None or self._comments[owner].expired:
                    continue
                if key == ALL and self._comments[owner].start == but:
                    continue
                self._used.add((owner, key))
                covered = True
        return covered

    def _range_at(self, key: str, line: int, rule: str) -> int | None:
        found = _covering(self._ranges.get(key), line)
        if found is not None and key == ALL and _covering(self._exceptions.get(rule), line) is not None:
            return None
        return found

    def outcomes(
        self, *, names: Collection[str], ran: Collection[str], expected: Collection[str]
    ) -> tuple[Suppression, ...]:
        """Every comment with what became of it.

        ``names`` are those of all rules there are, ``ran`` those of the rules that came to their end. A
        comment that names no rule can be called unused only when all of ``expected`` ran: each of them might
        be what it is there for.
        """
        everything_ran = all(name in ran for name in expected)
        outcomes: list[Suppression] = []
        for number, comment in enumerate(self._comments):
            if comment.command not in COMMANDS:
                nearest = self._suggestion(comment.command, COMMANDS)
                outcomes.append(comment._replace(state="unknown", suggestion=nearest))
                continue
            state: SuppressionState = "used"
            if not comment.names:
                state = self._state(number, ALL)
                # "Leave this file alone" is a decision, whether or not there is something to find today.
                undecided = comment.command == "disable-file" or not everything_ran
                if state == "unused" and undecided and comment.command != "enable":
                    state = "undecided"
            outcomes.append(
                comment._replace(
                    names=tuple(self._name_outcome(number, name, names, ran) for name in comment.names),
                    state=state,
                    other=self._other(number, ALL),
                )
            )
        return tuple(outcomes)

    def _suggestion(self, word: str, choices: Collection[str]) -> str:
        self._guesses -= 1
        return similar(word.lower().replace("_", "-"), sorted(choices)) if self._guesses >= 0 else ""

    def _state(self, number: int, key: str) -> SuppressionState:
        if (number, key) in self._used:
            return "used"
        return "redundant" if (number, key) in self._redundant else "unused"

    def _other(self, number: int, key: str) -> int:
        """Where the comment begins that silences the same already; -1 for none."""
        other = self._redundant.get((number, key))
        return -1 if other is None else self._comments[other].start

    def _name_outcome(
        self, number: int, name: SuppressedName, names: Collection[str], ran: Collection[str]
    ) -> SuppressedName:
        if name.name not in names:
            return name._replace(state="unknown", suggestion=self._suggestion(name.name, names))
        state = self._state(number, name.name)
        if state == "unused" and name.name not in ran and self._comments[number].command != "enable":
            state = "undecided"
        return name._replace(state=state, other=self._other(number, name.name))


def _scopes(comment: Suppression) -> Iterable[str]:
    return (name.name for name in comment.names) if comment.names else (ALL,)


def _covering(ranges: list[_Range] | None, line: int) -> int | None:
    """The owner of the range that holds the line; the ranges are ascending and do not overlap."""
    if not ranges:
        return None
    index = bisect_right(ranges, line, key=lambda found: found.first) - 1
    return ranges[index].owner if index >= 0 and line < ranges[index].last else None
