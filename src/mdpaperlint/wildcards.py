"""Patterns with wildcards, matched in time linear in the text, whatever the pattern.

A stranger may have written the pattern: `*a*a*a*b` as a usual regular expression takes for ever.
:mod:`fnmatch` searches once for each piece between two stars, since where a piece of fixed length fits first
is as good as any other place. Here, the same is done with the folders between two `**`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import cached_property, lru_cache
from typing import NamedTuple

#: So many patterns, as :func:`pattern_count` counts them, may decide about one path: each is compiled, and
#: tried on each path.
MOST_PATTERNS = 2000

# A character that a backslash protects, characters between brackets, a bracket or a backslash alone, the
# rest. A bracket with a backslash or a named class in it is as good as alone.
_PIECE = re.compile(r"\\(.)|\[([!^]?)(\]?(?:[^]\\[]|\[(?!:))*)\]|[\[\\]|[^\[\\]+", re.DOTALL)

_RANGE = re.compile("(.)-(.)", re.DOTALL)


def pattern_count(lines: Iterable[str]) -> int:
    """How many patterns there are, without comments and blank lines; each hundred characters of a long one
    count as one.
    """
    return sum(len(line) // 100 + 1 for line in lines if line.strip(" \r") and not line.startswith("#"))


@lru_cache(2 * MOST_PATTERNS)
def star_pattern(pattern: str) -> re.Pattern[str]:
    """An expression whose ``fullmatch`` takes ``*`` for any characters, and all else for itself."""
    return re.compile(translate(pattern.replace("[", "[[]").replace("?", "[?]")))


class _Line(NamedTuple):
    """A line of a ``.gitignore``. Each of ``groups`` are folders that follow each other, the last name of the
    path among them; any number of others stands between two groups.
    """

    groups: list[list[re.Pattern[str]]]
    ignores: bool
    folders_only: bool

    def matches(self, names: Sequence[str]) -> bool:
        first, *middle = self.groups
        if not _fits(first, names):
            return False
        if not middle:
            return len(names) == len(first)
        last = middle.pop()
        start, end = len(first), len(names) - len(last)
        for group in middle:
            while start <= end and not _fits(group, names[start : start + len(group)]):
                start += 1
            start += len(group)
        return start <= end and _fits(last, names[end:])


def _fits(group: Sequence[re.Pattern[str]], names: Sequence[str]) -> bool:
    return len(names) >= len(group) and all(
        pattern.match(name) for pattern, name in zip(group, names, strict=False)
    )


class IgnorePatterns:
    """Lines as a ``.gitignore`` has them (gitignore(5)); one that cannot be read matches nothing, nor does
    one with a slash, a backslash or a class like ``[:alpha:]`` between brackets.

    Paths are relative to the folder of the patterns, with slashes; that of a folder ends with one.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = tuple(lines)
        self._folders: dict[str, bool] = {}

    @cached_property
    def _rules(self) -> list[_Line]:
        return [rule for line in reversed(self._lines) if (rule := _read(line)) is not None]

    def decision(self, path: str) -> bool | None:
        """Whether the patterns ignore this very path; None when no pattern speaks of it."""
        is_folder = path.endswith("/")
        names = path.removesuffix("/").split("/")
        for rule in self._rules:
            if (is_folder or not rule.folders_only) and rule.matches(names):
                return rule.ignores
        return None

    def match(self, path: str) -> bool:
        """Whether the patterns ignore the path, or a folder above it: what is in it cannot be had back."""
        for slash in re.finditer("/(?!$)", path):
            folder = path[: slash.start()]
            if folder not in self._folders:
                self._folders[folder] = bool(self.decision(folder + "/"))
            if self._folders[folder]:
                return True
        return bool(self.decision(path))


def _read(line: str) -> _Line | None:
    written = line.removesuffix("\r")
    line = written.rstrip(" ")
    if line.endswith("\\") and line != written:
        line += " "
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    line = line.removeprefix("!")
    folders_only = line.endswith("/")
    line = line.removesuffix("/")
    segments = line.removeprefix("/").split("/") if "/" in line else ["**", line]
    # More stars are as good as two.
    segments = ["**" if len(each) > 2 and not each.strip("*") else each for each in segments]
    groups: list[list[re.Pattern[str]]] = [[]]
    try:
        for segment in segments[:-1]:
            if segment == "**":
                groups.append([])
            else:
                groups[-1].append(_segment(segment))
        if segments[-1] == "**":
            # All that is in the folder, but not the folder itself.
            groups.append([])
        groups[-1].append(_segment(segments[-1]))
    except ValueError:
        return None
    return _Line(groups, ignores, folders_only)


@lru_cache
def _segment(glob: str) -> re.Pattern[str]:
    """Raises :class:`ValueError` for a glob that is cut off."""
    pieces = []
    for found in _PIECE.finditer(glob):
        protected, negation, members = found.groups()
        if protected is not None:
            pieces.append(f"[{protected}]" if protected in "*?[" else protected)
        elif members is not None:
            # Of a range that ends before it begins, git knows the first character.
            members = _RANGE.sub(lambda each: each[0] if each[1] <= each[2] else each[1], members)
            pieces.append(f"[{'!' if negation else ''}{members}]")
        elif found[0] in ("[", "\\"):
            raise ValueError("a bracket that is not closed, or a backslash before nothing")
        else:
            pieces.append(found[0])
    return re.compile(translate("".join(pieces)))
