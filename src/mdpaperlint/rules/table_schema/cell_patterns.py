"""Patterns that cells are held against, matched in time that grows with the text and never faster.

The syntax is that of Python's :mod:`re`, without what needs to try again: no look-around, no references back
to a group, no possessive repeats or atomic groups, no flags and no word boundaries. ``re`` itself would be
at the mercy of whoever writes a cell: ``(a+)+b`` takes it hours for forty letters. Here a pattern becomes an
automaton whose states are found as texts need them (Ken Thompson, "Regular Expression Search Algorithm",
CACM 11:6, 1968), so a text costs at most its length times the size of the pattern. That can still be a
minute: what the cells of a document cost is bounded, too.
"""

from __future__ import annotations

import re
import warnings
from typing import NamedTuple

LONGEST_PATTERN = 1000
LARGEST_AUTOMATON = 2000
_DEEPEST_GROUP = 40
# After this many steps the memory of earlier texts is cleared, so that no text can fill it.
_REMEMBERED_STEPS = 20_000
# How often characters may be held against states of the pattern over the cells of a document: about a second.
# A step that is remembered costs nothing, so real patterns and cells stay far below.
MOST_TESTS = 1_000_000

_REPEAT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_HEX = {"x": 2, "u": 4, "U": 8}


class _Atom(NamedTuple):
    """One character; ``pattern`` is its expression for :mod:`re`."""

    pattern: str


class _Sequence(NamedTuple):
    parts: tuple[_Node, ...]


class _Choice(NamedTuple):
    options: tuple[_Node, ...]


class _Repeat(NamedTuple):
    """``most`` is None where there is no bound."""

    part: _Node
    least: int
    most: int | None


_Node = _Atom | _Sequence | _Choice | _Repeat


class _StateSet:
    """A set of states that a text may have reached."""

    __slots__ = ("accepts", "members", "steps")

    def __init__(self, states: frozenset[int], accepts: bool) -> None:
        self.members = states
        self.accepts = accepts
        self.steps: dict[str, _StateSet] = {}


class TooManyTestsError(Exception):
    """The texts since :meth:`CellPattern.begin` took more than :data:`MOST_TESTS`."""


class CellPattern:
    """Raises :class:`ValueError`, with what is wrong in words, for a pattern that cannot be read."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > LONGEST_PATTERN:
            raise ValueError(f"a pattern has at most {LONGEST_PATTERN} characters")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"no regular expression: {error}") from None
        node = _Reader(pattern).read()
        if _size(node) > LARGEST_AUTOMATON:
            raise ValueError("its repeats make it too large; use smaller numbers in { }")
        self.pattern = pattern
        self._tests: list[re.Pattern[str] | None] = []
        self._targets: list[tuple[int, ...]] = []
        self._end = self._new_state(None, ())
        start = self._build(node, self._end)
        self._sets: dict[frozenset[int], _StateSet] = {}
        self._steps = 0
        self._tests_made = 0
        self._start = self._set_of((start,))

    def begin(self) -> None:
        """Starts a new document, with its own :data:`MOST_TESTS`."""
        self._tests_made = 0

    def matches(self, text: str) -> bool:
        """Whether the whole text fits the pattern. Raises :class:`TooManyTestsError`."""
        current = self._start
        for character in text:
            following = current.steps.get(character)
            if following is None:
                following = self._step(current, character)
            if not following.members:
                return False
            current = following
        return current.accepts

    def _new_state(self, test: re.Pattern[str] | None, targets: tuple[int, ...]) -> int:
        self._tests.append(test)
        self._targets.append(targets)
        return len(self._tests) - 1

    def _build(self, node: _Node, following: int) -> int:
        """The start state of the node, whose end state is ``following``."""
        if isinstance(node, _Atom):
            return self._new_state(re.compile(node.pattern, re.DOTALL), (following,))
        if isinstance(node, _Sequence):
            for part in reversed(node.parts):
                following = self._build(part, following)
            return following
        if isinstance(node, _Choice):
            return self._new_state(None, tuple(self._build(option, following) for option in node.options))
        state = following
        if node.most is None:
            state = self._new_state(None, ())
            self._targets[state] = (self._build(node.part, state), following)
        else:
            for _ in range(node.most - node.least):
                state = self._new_state(None, (self._build(node.part, state), following))
        for _ in range(node.least):
            state = self._build(node.part, state)
        return state

    def _set_of(self, states: tuple[int, ...]) -> _StateSet:
        seen: set[int] = set()
        pending = list(states)
        while pending:
            state = pending.pop()
            if state not in seen:
                seen.add(state)
                if self._tests[state] is None:
                    pending.extend(self._targets[state])
        key = frozenset(state for state in seen if self._tests[state] is not None or state == self._end)
        if key not in self._sets:
            self._sets[key] = _StateSet(key, self._end in key)
        return self._sets[key]

    def _step(self, current: _StateSet, character: str) -> _StateSet:
        if self._steps >= _REMEMBERED_STEPS:
            self._steps = 0
            self._sets.clear()
            current.steps.clear()
            self._start.steps.clear()
        self._tests_made += len(current.members)
        if self._tests_made > MOST_TESTS:
            raise TooManyTestsError
        reached: list[int] = []
        for state in current.members:
            test = self._tests[state]
            if test is not None and test.match(character):
                reached.extend(self._targets[state])
        following = self._set_of(tuple(reached))
        current.steps[character] = following
        self._steps += 1
        return following


def _size(node: _Node) -> int:
    if isinstance(node, _Atom):
        return 1
    if isinstance(node, _Sequence):
        return sum(map(_size, node.parts))
    if isinstance(node, _Choice):
        return 1 + sum(map(_size, node.options))
    copies = node.least + 1 if node.most is None else max(node.most, 1)
    return copies * (_size(node.part) + 1)


class _Reader:
    """Reads a pattern that :mod:`re` accepts."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def read(self) -> _Node:
        return self._choice(0)

    def _choice(self, depth: int) -> _Node:
        if depth > _DEEPEST_GROUP:
            raise ValueError(f"groups are nested deeper than {_DEEPEST_GROUP}")
        options = [self._sequence(depth)]
        while self._next("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else _Choice(tuple(options))

    def _sequence(self, depth: int) -> _Node:
        parts: list[_Node] = []
        pattern = self._pattern
        if depth == 0:
            # A pattern matches the whole cell, so ``^`` and ``$`` at its ends change nothing.
            self._next("^")
        while self._at < len(pattern) and pattern[self._at] not in "|)":
            if depth == 0 and pattern[self._at] == "$" and pattern[self._at + 1 : self._at + 2] in ("", "|"):
                self._at += 1
                break
            parts.append(self._repeated(self._atom(depth)))
        return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))

    def _next(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        if found:
            self._at += len(text)
        return found

    def _atom(self, depth: int) -> _Node:
        pattern, start = self._pattern, self._at
        character = pattern[start]
        self._at += 1
        if character == "(":
            return self._group(depth)
        if character == "[":
            return _Atom(self._set(start))
        if character == "\\":
            return _Atom(self._escape(start))
        if character in "^$":
            raise ValueError(f"{character} stands in the middle; a pattern speaks of the whole cell")
        return _Atom("." if character == "." else re.escape(character))

    def _group(self, depth: int) -> _Node:
        if self._next("?P<"):
            self._at = self._pattern.index(">", self._at) + 1
        elif not self._next("?:") and self._pattern.startswith("?", self._at):
            sign = "(" + self._pattern[self._at : self._at + 2]
            raise ValueError(f"{sign}…) is not supported: no look-around, flags or references")
        node = self._choice(depth + 1)
        self._at += 1
        return node

    def _set(self, start: int) -> str:
        self._next("^")
        self._next("]")
        while self._pattern[self._at] != "]":
            self._at += 2 if self._pattern[self._at] == "\\" else 1
        self._at += 1
        return self._pattern[start : self._at]

    def _escape(self, start: int) -> str:
        character = self._pattern[self._at]
        self._at += 1
        if character in _HEX:
            self._at += _HEX[character]
        elif character.isalnum() and character not in "dDsSwWtnrfv":
            raise ValueError(f"\\{character} is not supported")
        return self._pattern[start : self._at]

    def _repeated(self, node: _Node) -> _Node:
        pattern = self._pattern
        sign = pattern[self._at : self._at + 1]
        if sign and sign in "*+?":
            self._at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        else:
            found = _REPEAT.match(pattern, self._at)
            if found is None or found[0] == "{}":
                return node
            self._at = found.end()
            least = int(found[1] or 0)
            most = (int(found[3]) if found[3] else None) if found[2] else least
        # Lazy and greedy repeats match the same texts.
        self._next("?")
        if self._next("+"):
            raise ValueError("possessive repeats such as *+ are not supported")
        return _Repeat(node, least, most)
