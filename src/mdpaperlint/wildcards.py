"""Patterns with wildcards, matched in time linear in the text, whatever the pattern.

A stranger may have written the pattern: `*a*a*a*b` as a usual regular expression takes for ever. Here each
piece between two stars is searched for once, in an atomic group: where it fits first is as good as any other
place, since a piece has a fixed length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

_POSIX_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t-\\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


@lru_cache
def star_pattern(pattern: str) -> re.Pattern[str]:
    """An expression whose ``fullmatch`` takes ``*`` for any characters, and all else for itself."""
    return re.compile(_with_stars([re.escape(piece) for piece in pattern.split("*")], "."), re.DOTALL)


def _with_stars(pieces: Sequence[str], character: str) -> str:
    """Pieces of fixed length, parted by any number of the character; the last one ends what is matched."""
    first, *middle = pieces
    if not middle:
        return first
    last = middle.pop()
    return first + "".join(f"(?>{character}*?{piece})" for piece in middle) + f"{character}*{last}"


class _Rule(NamedTuple):
    """A line of a ``.gitignore``."""

    expression: re.Pattern[str]
    ignores: bool
    folders_only: bool
    names_only: bool


class IgnorePatterns:
    """Lines as a ``.gitignore`` has them (gitignore(5)); one that cannot be read matches nothing, nor does
    one with a slash between brackets.

    Paths are relative to the folder of the patterns, with slashes; that of a folder ends with one.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = tuple(lines)
        self._folders: dict[str, bool] = {}

    @cached_property
    def _rules(self) -> list[_Rule]:
        return [rule for line in reversed(self._lines) if (rule := _read(line)) is not None]

    def decision(self, path: str) -> bool | None:
        """Whether the patterns ignore this very path; None when no pattern speaks of it."""
        is_folder = path.endswith("/")
        path = path.removesuffix("/")
        name = path.rpartition("/")[2]
        for rule in self._rules:
            if (is_folder or not rule.folders_only) and rule.expression.fullmatch(
                name if rule.names_only else path
            ):
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


def _read(line: str) -> _Rule | None:
    line = line.removesuffix("\r")
    while line.endswith(" ") and not line.endswith("\\ "):
        line = line[:-1]
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    line = line.removeprefix("!")
    folders_only = line.endswith("/")
    line = line.removesuffix("/")
    names_only = "/" not in line
    segments = line.removeprefix("/").split("/")
    try:
        expression = _segment(line) if names_only else _path(segments)
    except ValueError:
        return None
    return _Rule(re.compile(expression, re.DOTALL), ignores, folders_only, names_only)


def _path(segments: list[str]) -> str:
    """Segments are parted by ``**``, which stands for any number of folders, as pieces are by ``*``."""
    open_end = segments[-1] == "**"
    if open_end:
        segments = segments[:-1]
    groups: list[list[str]] = [[]]
    for segment in segments:
        if segment == "**":
            groups.append([])
        else:
            groups[-1].append(_segment(segment))
    pieces = ["".join(segment + "/" for segment in group) for group in groups]
    if open_end:
        return _with_stars([*pieces, ".+"] if len(pieces) > 1 else [pieces[0] + ".+"], "(?:[^/]+/)")
    pieces[-1] = pieces[-1].removesuffix("/")
    return _with_stars(pieces, "(?:[^/]+/)")


def _segment(glob: str) -> str:
    """Raises :class:`ValueError` for a glob that is cut off."""
    pieces = [""]
    position = 0
    while position < len(glob):
        character = glob[position]
        position += 1
        if character == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
        elif character == "?":
            pieces[-1] += "[^/]"
        elif character == "[":
            found, position = _character_class(glob, position)
            pieces[-1] += found
        else:
            if character == "\\":
                if position == len(glob):
                    raise ValueError("nothing follows the backslash")
                character = glob[position]
                position += 1
            pieces[-1] += re.escape(character)
    return _with_stars(pieces, "[^/]")


def _character_class(glob: str, position: int) -> tuple[str, int]:
    """The class behind a bracket, and where it ends."""
    negated = glob[position : position + 1] in ("!", "^")
    position += negated
    members = ""
    start = position
    previous = ""
    while True:
        character = glob[position : position + 1]
        position += 1
        if not character:
            raise ValueError("the bracket is not closed")
        if character == "]" and position - 1 > start:
            break
        if character == "[" and glob.startswith(":", position):
            end = glob.find(":]", position + 1)
            if end < 0 or glob[position + 1 : end] not in _POSIX_CLASSES:
                raise ValueError("there is no such class")
            members += _POSIX_CLASSES[glob[position + 1 : end]]
            previous, position = "", end + 2
            continue
        if character == "-" and previous and glob[position : position + 1] not in ("", "]"):
            character, position = _member(glob, position)
            if previous <= character:
                members += f"{re.escape(previous)}-{re.escape(character)}"
            previous = ""
            continue
        character, position = _member(glob, position - 1)
        members += re.escape(character)
        previous = character
    if not members:
        return "[^/]" if negated else "(?!)", position
    return f"(?!/)[{'^' if negated else ''}{members}]", position


def _member(glob: str, position: int) -> tuple[str, int]:
    """The character there, or the one that a backslash protects, and where it ends."""
    if glob[position] == "\\":
        position += 1
    if position >= len(glob):
        raise ValueError("the bracket is not closed")
    return glob[position], position + 1
