"""The baseline: a file of known violations, which are neither reported nor fixed.

JSON with sorted keys and one entry on a line can be read and merged:

    {"version": 1, "files": {"README.md": {"ragged-row": {"arxiv:1706.03762": 1}}}}

Files are named from the folder of the baseline, with slashes. An entry is a fingerprint
(:mod:`mdpaperlint.engine.fingerprints`) and how many violations have it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

from mdpaperlint.configuration.nearest_file import leads_outside, link_out, nearest_file
from mdpaperlint.engine.known_violations import Counts
from mdpaperlint.engine.writer import replace_file
from mdpaperlint.regular_file import MOST_BY_PROGRAM, read_file
from mdpaperlint.user_error import ConfigError, reason_of

if TYPE_CHECKING:
    from mdpaperlint.configuration.file_settings import Settings
    from mdpaperlint.engine.revisions import Revision

VERSION = 1
DEFAULT_NAME = ".mdpaperlint-baseline.json"
# A value of two characters takes a hundred bytes of memory.
_MOST_VALUES = 500_000


class Baseline:
    """``path`` is where it was read from or is to be written."""

    def __init__(self, path: str, files: Mapping[str, Counts] | None = None) -> None:
        self.path = path
        self._folder = os.path.dirname(os.path.abspath(path))
        self._files: dict[str, Counts] = dict(files or {})
        self._written: Revision | None = None

    def name_of(self, path: str) -> str:
        """What a file is called in the baseline."""
        try:
            name = os.path.relpath(os.path.abspath(path), self._folder)
        except ValueError:
            # Another drive, on Windows.
            name = os.path.abspath(path)
        return name.replace(os.sep, "/")

    def known(self, path: str) -> Counts:
        return self._files.get(self._listed_name(path), Counter())

    def _listed_name(self, path: str) -> str:
        """The name that the baseline has for a file: today's, or of a file that git takes for renamed since
        the baseline was committed, the one of then.
        """
        name = self.name_of(path)
        if name in self._files or not any(map(self._is_missing, self._files)):
            return name
        from mdpaperlint.engine.revisions import last_change

        try:
            self._written = self._written or last_change(self.path)
            return self.name_of(self._written.former_path(path))
        except ConfigError:
            # There is no repository, or no git.
            return name

    def _is_missing(self, name: str) -> bool:
        return not os.path.exists(os.path.join(self._folder, name))

    @property
    def size(self) -> int:
        """How many violations it knows."""
        return sum(counts.total() for counts in self._files.values())

    def update(self, path: str, found: Counts, ran: Collection[str]) -> None:
        """Puts what was found in place of what was known of the rules that ran; the others stay."""
        kept = {each: number for each, number in self.known(path).items() if each[0] not in ran}
        self._files[self.name_of(path)] = Counter(kept) + found

    def forget_missing_files(self) -> None:
        for name in list(self._files):
            if self._is_missing(name):
                del self._files[name]

    def text(self) -> str:
        import json

        files: dict[str, dict[str, dict[str, int]]] = {}
        for name, counts in self._files.items():
            for (rule, key), number in counts.items():
                files.setdefault(name, {}).setdefault(rule, {})[key] = number
        data = {"version": VERSION, "files": files}
        text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        # What JSON need not escape but a text editor or UTF-8 cannot hold.
        return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x7f", "\\u007f")


def read_baseline(path: str) -> Baseline:
    """Raises :class:`ConfigError`, also when there is no such file."""
    import json

    try:
        content = read_file(path, MOST_BY_PROGRAM)
        if content.count(b",") > _MOST_VALUES:
            raise ConfigError(f"{path}: holds more than {_MOST_VALUES:,} values")
        data = json.loads(content.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {reason_of(error)}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: no baseline: {' '.join(str(error).split())}") from None
    if not isinstance(data, dict) or not isinstance(data.get("version"), int) or "files" not in data:
        raise ConfigError(f"{path}: no baseline: it has no version and no files")
    if data["version"] != VERSION:
        raise ConfigError(
            f"{path}: a baseline of version {data['version']}, and this mdpaperlint reads version {VERSION}"
        )
    if not _is_well_formed(data["files"]):
        raise ConfigError(f"{path}: no baseline: it must hold files, rules and counts")
    files = {
        name: Counter({(rule, key): number for rule, keys in rules.items() for key, number in keys.items()})
        for name, rules in data["files"].items()
    }
    return Baseline(path, {name: +counts for name, counts in files.items()})


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

    Raises :class:`ConfigError` when the file holds something else: that is not to be overwritten.
    """
    if not os.path.exists(path):
        return Baseline(path)
    try:
        return read_baseline(path)
    except ConfigError as error:
        raise ConfigError(f"{error}; it is left alone: name another file or remove this one") from None


def write_baseline(baseline: Baseline, *, allow_outside: bool = False) -> None:
    """Raises :class:`ConfigError`, also for a symbolic link that leads out of the repository unless
    ``allow_outside``. The file is replaced as a whole or stays as it is.
    """
    outside = None if allow_outside else link_out(baseline.path)
    if outside is not None:
        raise ConfigError(
            f"{baseline.path}: leads out of the repository, to {outside}; --allow-outside writes there"
        )
    try:
        replace_file(os.path.realpath(baseline.path), baseline.text().encode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{baseline.path}: {reason_of(error)}") from None


def default_baseline(path: str, known: dict[str, str | None]) -> str | None:
    """The nearest file of the default name from a file's folder upwards, else the one of the current folder;
    None where there is none. ``known`` is as in
    :func:`~mdpaperlint.configuration.nearest_file.nearest_file`.
    """
    found = nearest_file(os.path.dirname(path), _baseline_in, known) or _baseline_in(os.getcwd())
    return DEFAULT_NAME if found == os.path.abspath(DEFAULT_NAME) else found


def own_baseline(path: str, settings: Settings, known: dict[str, str | None]) -> str | None:
    """The baseline of a file for which the command line names none: that of its configuration, else
    :func:`default_baseline`.

    Raises :class:`ConfigError` for one outside of the repository: a pull request could bring it.
    """
    found = settings.baseline or default_baseline(path, known)
    if found is not None:
        home = settings.folder if settings.baseline else os.path.dirname(os.path.abspath(found))
        if leads_outside(found, home or os.curdir):
            raise ConfigError(
                f"{found}: lies outside of the repository; --baseline {found} uses it all the same"
            )
    return found


def _baseline_in(folder: str) -> str | None:
    path = os.path.join(folder, DEFAULT_NAME)
    return path if os.path.isfile(path) else None


class Baselines:
    """The baselines of a run, each read once. ``chosen`` is a file for all, False for none; None leaves it to
    the configuration of each file, and then to :func:`default_baseline`.
    """

    def __init__(self, chosen: str | os.PathLike[str] | Literal[False] | None) -> None:
        self._chosen = chosen
        self._read: dict[str, Baseline] = {}
        self._nearest: dict[str, str | None] = {}

    def known(self, path: str, settings: Settings) -> Counts:
        """What the baseline knows of a file that has these settings.

        Raises :class:`ConfigError`.
        """
        if self._chosen is False:
            return Counter()
        chosen = (
            own_baseline(path, settings, self._nearest) if self._chosen is None else os.fspath(self._chosen)
        )
        if chosen is None:
            return Counter()
        if chosen not in self._read:
            try:
                self._read[chosen] = read_baseline(chosen)
            except ConfigError as error:
                hint = "" if os.path.exists(chosen) else "; --write-baseline writes it"
                raise ConfigError(f"{error}{hint}") from None
        return self._read[chosen].known(path)
