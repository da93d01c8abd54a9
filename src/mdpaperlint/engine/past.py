"""Where the known violations of a run come from: baselines, and a revision to compare with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from mdpaperlint.engine.discovery import nearest_file

if TYPE_CHECKING:
    from mdpaperlint.engine.baseline import Baseline
    from mdpaperlint.engine.known_violations import Counts
    from mdpaperlint.engine.revisions import Changes
    from mdpaperlint.rules.base import Files, FileState

DEFAULT_NAME = ".mdpaperlint-baseline.json"


def default_baseline(path: str, known: dict[str, str | None]) -> str | None:
    """The nearest file of the default name from a file's folder upwards, else the one of the current folder;
    None where there is none. ``known`` is as in :func:`~mdpaperlint.engine.discovery.nearest_file`.
    """
    found = nearest_file(os.path.dirname(path), _baseline_in, known) or _baseline_in(os.getcwd())
    return DEFAULT_NAME if found == os.path.abspath(DEFAULT_NAME) else found


def _baseline_in(folder: str) -> str | None:
    path = os.path.join(folder, DEFAULT_NAME)
    return path if os.path.isfile(path) else None


class PastError(Exception):
    """A baseline that cannot be read, or a revision that cannot be compared with, in one line."""


class Past:
    """``baseline`` is a file for all, False for none; None leaves it to the configuration of each file, and
    then to :func:`default_baseline`. ``since`` is a git revision.
    """

    def __init__(
        self, baseline: str | os.PathLike[str] | Literal[False] | None = None, since: str | None = None
    ) -> None:
        self._baseline = baseline
        self._since = since
        self._baselines: dict[str, Baseline] = {}
        self._nearest: dict[str, str | None] = {}
        self._changes: Changes | None = None
        self._texts: dict[str, str | None] = {}

    def _baseline_path(self, configured: str | None, path: str) -> str | None:
        if self._baseline is None:
            return configured or default_baseline(path, self._nearest)
        return None if self._baseline is False else os.fspath(self._baseline)

    def baseline(self, configured: str | None, path: str) -> Baseline | None:
        """The one that counts for a file whose configuration says ``configured``; None when there is none.

        Raises :class:`PastError`.
        """
        place = self._baseline_path(configured, path)
        if place is None:
            return None
        if place not in self._baselines:
            from mdpaperlint.engine.baseline import BaselineError, read_baseline

            try:
                self._baselines[place] = read_baseline(place)
            except BaselineError as error:
                hint = "" if os.path.exists(place) else "; --write-baseline writes it"
                raise PastError(f"{error}{hint}") from None
        return self._baselines[place]

    def known(self, configured: str | None, path: str) -> Counts:
        """Raises :class:`PastError`."""
        baseline = self.baseline(configured, path)
        return baseline.known(path) if baseline is not None else {}

    def text_before(self, path: str) -> str | None:
        """The file as it was at the merge base; None when it was not there, and without a revision.

        Raises :class:`PastError`.
        """
        if self._since is None:
            return None
        if path not in self._texts:
            from mdpaperlint.engine.revisions import Changes, ChangesError

            if self._changes is None:
                self._changes = Changes(self._since)
            try:
                self._texts[path] = self._changes.text_before(path)
            except ChangesError as error:
                raise PastError(str(error)) from None
        return self._texts[path]

    def files_before(self, path: str, files: Files | None) -> Files | None:
        """The files beside a document as they were, as far as one is gone: what was deleted was there."""
        return files if files is None or self._changes is None else _FilesBefore(path, files, self._changes)


class _FilesBefore:
    def __init__(self, path: str, files: Files, changes: Changes) -> None:
        self._path = path
        self._files = files
        self._changes = changes

    def state(self, target: str) -> FileState:
        state = self._files.state(target)
        if state == "missing" and self._changes.was_there(self._path, target):
            return "found"
        return state
