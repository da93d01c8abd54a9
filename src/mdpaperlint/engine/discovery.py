"""The files that a run reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from mdpaperlint.configuration.nearest_file import (
    folders_upwards,
    is_repository_root,
    link_out,
    repository_root,
)
from mdpaperlint.engine.source_text import STANDARD_INPUT
from mdpaperlint.engine.writer import is_leftover
from mdpaperlint.regular_file import MOST_BY_HAND, read_file
from mdpaperlint.user_error import reason_of
from mdpaperlint.wildcards import MOST_PATTERNS, IgnorePatterns, pattern_count

SUFFIXES = (".md", ".markdown")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


class Discovery(NamedTuple):
    """``problems`` are one-line messages about paths that were named and could not be used, and about folders
    that could not be read; ``excluded`` are paths that were named and that are excluded.
    """

    paths: tuple[str, ...]
    problems: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    @property
    def why_empty(self) -> str:
        """The reason why there is nothing to read."""
        if not self.excluded:
            return "no Markdown files found"
        verb = "is" if len(self.excluded) == 1 else "are"
        return f"no Markdown files found: {', '.join(self.excluded)} {verb} excluded"


def default_path(folder: str = ".") -> str | None:
    """The README of a folder, whatever the case of its name; ``README.md`` itself comes first."""
    names = sorted(
        entry.name
        for entry in os.scandir(folder)
        if entry.name.lower() in ("readme.md", "readme.markdown") and entry.is_file()
    )
    if not names:
        return None
    return "README.md" if "README.md" in names else names[0]


def discover(
    paths: Iterable[str],
    *,
    is_excluded: Callable[[str], bool] = lambda _: False,
    allow_outside: bool = False,
) -> Discovery:
    """The files that ``paths`` stand for, each once, in the order named and sorted within a folder.

    A file that is named is read whatever its suffix and whatever ``.gitignore`` says; a folder gives its
    Markdown files that git would not ignore, without those of repositories inside of it. ``is_excluded`` is
    asked for both, and with a slash at the end for folders. A symbolic link out of the repository is followed
    only with ``allow_outside``: a pull request can bring one, and a report shows lines of what it leads to.
    """
    found: dict[str, str] = {}
    problems: list[str] = []
    excluded: list[str] = []
    for path in _expanded(paths):
        if path == STANDARD_INPUT:
            found.setdefault(path, path)
        elif (outside := None if allow_outside else link_out(path)) is not None:
            advice = f"name {outside} itself, or check it with --allow-outside"
            problems.append(f"{path}: leads out of the repository; {advice}")
        elif os.path.isdir(path):
            for file in _walk(path, is_excluded, problems):
                found.setdefault(os.path.abspath(file), file)
        elif not os.path.lexists(path):
            problems.append(f"{path or '(a blank path)'}: no such file or folder")
        elif not os.path.exists(path):
            problems.append(f"{path}: a symbolic link that leads nowhere: {os.readlink(path)}")
        elif is_excluded(path):
            excluded.append(path)
        elif not is_leftover(os.path.basename(path)):
            found.setdefault(os.path.abspath(path), path)
    return Discovery(tuple(found.values()), tuple(problems), tuple(excluded))


def _expanded(paths: Iterable[str]) -> Iterator[str]:
    """The paths, with patterns that no shell has expanded (``docs/**/*.md``) replaced by their matches. A
    pattern without a match stays, and so does the name of a file that looks like one.
    """
    for path in paths:
        matches: list[str] = []
        if any(each in path for each in "*?[") and not os.path.lexists(path):
            from glob import glob

            matches = sorted(glob(path, recursive=True))
        yield from matches or (path,)


def _walk(top: str, is_excluded: Callable[[str], bool], problems: list[str]) -> Iterator[str]:
    ignored = _GitIgnore(os.path.abspath(top), problems)
    pending = [top]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(f"{folder}: {reason_of(error)}")
            continue
        prefix = "" if folder == os.curdir else folder
        folders: list[str] = []
        for entry in listed:
            name = entry.name
            # The target of a symbolic link is linted at its own path, or is not part of the folder.
            if name.startswith(".") or entry.is_symlink():
                continue
            path = os.path.join(prefix, name)
            if entry.is_dir(follow_symlinks=False):
                if (
                    name not in SKIPPED_FOLDERS
                    and not is_repository_root(path)
                    and not os.path.exists(os.path.join(path, "pyvenv.cfg"))
                    and not ignored.ignores(path + "/")
                    and not is_excluded(path + "/")
                ):
                    folders.append(path)
            elif (
                name.lower().endswith(SUFFIXES)
                and entry.is_file(follow_symlinks=False)
                and not ignored.ignores(path)
                and not is_excluded(path)
            ):
                yield path
        pending.extend(reversed(folders))


class _GitIgnore:
    """The ``.gitignore`` files from the repository's root downwards, and its ``.git/info/exclude``.

    As in git, the file nearest to a path decides, and within a file the last pattern that matches; what is in
    an ignored folder is ignored. Where there is no repository, the files below the walked folder count.
    """

    def __init__(self, top: str, problems: list[str]) -> None:
        self._problems = problems
        self._root = repository_root(top) or top
        self._patterns: dict[str, IgnorePatterns] = {}
        # How many there are in a folder and those above it.
        self._counts: dict[str, int] = {}
        self._folders: dict[str, bool] = {self._root: False}

    def ignores(self, path: str) -> bool:
        """``path`` is that of a folder when it ends with a slash."""
        absolute = os.path.abspath(path)
        folder = os.path.dirname(absolute)
        for above in reversed([*takewhile(lambda each: each not in self._folders, folders_upwards(folder))]):
            self._folders[above] = self._decides(above, "/")
        return self._folders[folder] or self._decides(absolute, "/" if path.endswith("/") else "")

    def _decides(self, path: str, suffix: str) -> bool:
        parent = os.path.dirname(path)
        if self._folders.get(parent):
            return True
        for folder in folders_upwards(parent):
            name = os.path.relpath(path, folder).replace(os.sep, "/") + suffix
            decision = self._patterns_in(folder).decision(name)
            if decision is not None or folder == self._root:
                return bool(decision)
        return False

    def _patterns_in(self, folder: str) -> IgnorePatterns:
        if folder not in self._patterns:
            path = os.path.join(folder, ".gitignore")
            lines = self._lines(path)
            above = 0
            if folder == self._root:
                lines = [*self._lines(os.path.join(folder, ".git", "info", "exclude")), *lines]
            else:
                parent = os.path.dirname(folder)
                self._patterns_in(parent)
                above = self._counts[parent]
            count = above + pattern_count(lines)
            if count > MOST_PATTERNS:
                what = f"{MOST_PATTERNS:,} patterns, with those of the folders above"
                self._problems.append(f"{os.path.relpath(path)}: more than {what}")
                lines, count = [], above
            self._patterns[folder] = IgnorePatterns(lines)
            self._counts[folder] = count
        return self._patterns[folder]

    def _lines(self, path: str) -> list[str]:
        try:
            # As for git, a symbolic link is no ignore file.
            content = b"" if os.path.islink(path) else read_file(path, MOST_BY_HAND)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self._problems.append(f"{os.path.relpath(path)}: {reason_of(error)}")
            return []
        return content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")
