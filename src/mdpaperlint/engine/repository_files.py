"""Looks up whether the target of a relative link is in the repository."""

from __future__ import annotations

import os
from pathlib import Path

from mdpaperlint.rules.base import FileState

# The limit of Linux for one path (path_resolution(7)).
_MOST_SYMLINKS = 40


class RepositoryFiles:
    """Answers from the file system, for the links of one document.

    Names are compared with what the folders list, so that letter case counts on every system, as it does on
    GitHub. Symbolic links are followed by reading them, one at a time: nothing outside of ``root`` is ever
    opened, listed or asked for its status. A folder that cannot be read is taken to hold what is asked for.
    """

    def __init__(self, document_path: Path, root: Path) -> None:
        """``root`` is the repository's root. For a document that does not lie in it, its folder is."""
        folder = document_path.parent.resolve()
        self._root = root.resolve()
        if not folder.is_relative_to(self._root):
            self._root = folder
        self._folder = folder.relative_to(self._root).parts
        self._states: dict[str, FileState] = {}
        # The keys are strings: a Path for each of many links costs more than the look-up.
        self._listings: dict[str, dict[str, bool] | None] = {}
        self._folded: dict[str, dict[str, str]] = {}

    def state(self, target: str) -> FileState:
        if target not in self._states:
            self._states[target] = self._look_up(target)
        return self._states[target]

    def _look_up(self, target: str) -> FileState:
        if "\0" in target:
            return "missing"
        parts = [] if target.startswith("/") else list(self._folder)
        # A browser resolves ".." by the letter, before any server sees the path.
        for part in target.split("/"):
            if part == "..":
                if not parts:
                    return "outside"
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        if parts[:1] == [".git"]:
            return "missing"
        return self._walk(parts)

    def _walk(self, parts: list[str]) -> FileState:
        state: FileState = "found"
        folder: list[str] = []
        pending = parts[::-1]
        symlinks = 0
        while pending:
            part = pending.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if not folder:
                    return "outside"
                folder.pop()
                continue
            path = os.path.join(self._root, *folder) if folder else os.fspath(self._root)
            try:
                listing = self._listing(path)
            except OSError:
                return state
            if listing is None:
                return "missing"
            if part not in listing:
                similar = self._similar(path, part)
                if similar is None:
                    return "missing"
                if _composed(similar) != _composed(part):
                    state = "other-case"
                part = similar
            if not listing[part]:
                folder.append(part)
                continue
            symlinks += 1
            if symlinks > _MOST_SYMLINKS:
                return "missing"
            try:
                destination = Path(os.readlink(os.path.join(path, part)))
            except OSError:
                return state
            if destination.is_absolute():
                # Compared as text: resolving it could access files outside of the root.
                if not destination.is_relative_to(self._root):
                    return "outside"
                destination = destination.relative_to(self._root)
                folder = []
            pending.extend(reversed(destination.parts))
        return state

    def _listing(self, path: str) -> dict[str, bool] | None:
        """Name → whether it is a symbolic link; None when ``path`` is no folder."""
        if path not in self._listings:
            try:
                with os.scandir(path) as entries:
                    self._listings[path] = {entry.name: entry.is_symlink() for entry in entries}
            except (NotADirectoryError, FileNotFoundError):
                self._listings[path] = None
        return self._listings[path]

    def _similar(self, path: str, name: str) -> str | None:
        """The entry of the folder that differs from ``name`` only by letter case or Unicode composition."""
        folded = self._folded.get(path)
        if folded is None:
            folded = {_composed(entry).casefold(): entry for entry in self._listings[path] or ()}
            self._folded[path] = folded
        return folded.get(_composed(name).casefold())


def _composed(name: str) -> str:
    # macOS lists decomposed names for what Git stores composed.
    if name.isascii():
        return name
    from unicodedata import normalize

    return normalize("NFC", name)
