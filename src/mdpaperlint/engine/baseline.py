"""The file of violations that are known and may stay: what was there when a list was adopted.

JSON with sorted keys and one entry on a line, so that it can be read and merged:

    {"version": 1, "files": {"README.md": {"ragged-row": {"arxiv:1706.03762": 1}}}}

Files are named from the folder of the baseline, with slashes. An entry says what a violation is about
(:mod:`mdpaperlint.engine.fingerprints`), never where it stands.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from typing import Any

from mdpaperlint.engine.atomic_write import replace_file
from mdpaperlint.engine.known_violations import Counts

VERSION = 1


class BaselineError(Exception):
    """A baseline that cannot be read or written; the message names the file and says why, in one line."""


class Baseline:
    """``path`` is where it was read from or is to be written."""

    def __init__(self, path: str, files: Mapping[str, Counts] | None = None) -> None:
        self.path = path
        self._folder = os.path.dirname(os.path.abspath(path))
        self._files: dict[str, Counts] = dict(files or {})

    def name_of(self, path: str) -> str:
        """What a file is called in the baseline."""
        try:
            name = os.path.relpath(os.path.abspath(path), self._folder)
        except ValueError:
            # Another drive, on Windows.
            name = os.path.abspath(path)
        return name.replace(os.sep, "/")

    def known(self, path: str) -> Counts:
        return self._files.get(self.name_of(path), {})

    @property
    def size(self) -> int:
        """How many violations it knows."""
        return sum(sum(counts.values()) for rules in self._files.values() for counts in rules.values())

    def update(self, path: str, found: Counts, ran: Collection[str]) -> None:
        """Puts what was found in place of what was known of the rules that ran; the others stay."""
        name = self.name_of(path)
        kept = {rule: counts for rule, counts in self._files.get(name, {}).items() if rule not in ran}
        self._files[name] = {**kept, **found}

    def forget_missing_files(self) -> None:
        for name in list(self._files):
            if not os.path.exists(os.path.join(self._folder, name)):
                del self._files[name]

    def text(self) -> str:
        files = {
            name: {
                rule: {about: number for about, number in counts.items() if number > 0}
                for rule, counts in rules.items()
                if any(counts.values())
            }
            for name, rules in self._files.items()
        }
        data = {"version": VERSION, "files": {name: rules for name, rules in files.items() if rules}}
        text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        # What JSON need not escape but a text editor or UTF-8 cannot hold.
        return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x7f", "\\u007f")


def read_baseline(path: str) -> Baseline:
    """Raises :class:`BaselineError`, also when there is no such file."""
    try:
        with open(path, encoding="utf-8") as stream:
            data = json.load(stream)
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: no baseline: {' '.join(str(error).split())}") from None
    if not isinstance(data, dict) or not isinstance(data.get("version"), int) or "files" not in data:
        raise BaselineError(f"{path}: no baseline: it has no version and no files")
    if data["version"] != VERSION:
        raise BaselineError(
            f"{path}: a baseline of version {data['version']}, and this mdpaperlint reads version {VERSION}"
        )
    if not _is_well_formed(data["files"]):
        raise BaselineError(f"{path}: no baseline: it must hold files, rules and counts")
    return Baseline(path, data["files"])


def _is_well_formed(files: Any) -> bool:
    return isinstance(files, dict) and all(
        isinstance(rules, dict)
        and all(
            isinstance(counts, dict)
            and all(isinstance(number, int) and number >= 0 for number in counts.values())
            for counts in rules.values()
        )
        for rules in files.values()
    )


def to_be_written(path: str) -> Baseline:
    """The baseline that is there, to be brought up to date, or an empty one.

    Raises :class:`BaselineError` when the file holds something else: that is not to be overwritten.
    """
    if not os.path.exists(path):
        return Baseline(path)
    try:
        return read_baseline(path)
    except BaselineError as error:
        raise BaselineError(f"{error}; it is left alone: name another file or remove this one") from None


def write_baseline(baseline: Baseline) -> None:
    """Raises :class:`BaselineError`. The file is replaced as a whole or stays as it is."""
    try:
        replace_file(baseline.path, baseline.text().encode("utf-8"))
    except OSError as error:
        raise BaselineError(f"{baseline.path}: {error.strerror or error}") from None
