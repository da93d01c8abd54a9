"""The configuration: what it can say, where it is looked for, and which one counts for which file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mdpaperlint.configuration.nearest_file import link_out, nearest_file
from mdpaperlint.model.violation import Severity
from mdpaperlint.regular_file import MOST_BY_HAND, read_file
from mdpaperlint.rules.base import Options, Rule
from mdpaperlint.user_error import ConfigError
from mdpaperlint.wildcards import IgnorePatterns

if TYPE_CHECKING:
    from mdpaperlint.model.link_settings import LinkSettings


FILE_NAMES = (".mdpaperlint.toml", "mdpaperlint.toml", "pyproject.toml")
ALL = "all"

# A hundred words, each followed by a dot. Possessive repeats keep it linear.
_LONG_KEY = re.compile(rb"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""", re.ASCII)


class Settings(NamedTuple):
    """What a configuration file says. Patterns are as in ``.gitignore`` and count from ``folder``.

    ``select`` is None where the default rules are meant, ``links`` where there is no such table. ``baseline``
    is a path from the current folder; in the file, it counts from ``folder`` as well.
    """

    path: str | None = None
    folder: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    options: Mapping[str, Options] = {}
    online: bool = False
    links: LinkSettings | None = None


def find_config(folder: str, answers: dict[str, str | None]) -> str | None:
    """The nearest configuration file from ``folder`` upwards, up to the repository's root.

    ``answers`` holds the answers so far, by folder.
    """
    return nearest_file(folder, _config_in, answers)


def _config_in(folder: str) -> str | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or _mentions_us(path)):
            return path
    return None


def _mentions_us(path: str) -> bool:
    try:
        content = read_file(path, MOST_BY_HAND)
    except OSError:
        return False
    # tomllib is read only for a file that can hold our table.
    if b"mdpaperlint" not in content:
        return False
    try:
        return table_of_ours(parse_toml(path, content)) is not None
    except ConfigError:
        # A file that cannot be read is a problem only if it holds our table.
        return b"[tool.mdpaperlint" in content


def parse_toml(path: str, content: bytes) -> dict[str, Any]:
    """Parses TOML. Raises :class:`ConfigError`, which names ``path``."""
    import tomllib

    if _LONG_KEY.search(content):
        # tomllib takes quadratic time for it: 8 seconds for 40 kB.
        raise ConfigError(f"{path}: not readable as TOML: a key has more than a hundred parts")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # Errors of TOML and UTF-8, and numbers with more digits than Python reads.
        raise ConfigError(f"{path}: not readable as TOML: {error}") from None


def table_of_ours(data: dict[str, Any]) -> dict[str, Any] | None:
    """``[tool.mdpaperlint]`` of a ``pyproject.toml``."""
    tool = data.get("tool")
    table = tool.get("mdpaperlint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


class Configurations:
    """``config`` is one configuration file for all files, False for none; without it, each file has the
    nearest one. ``exclude`` are further patterns of what is excluded, from the current folder.

    Paths are absolute, those of folders end with a slash. What reads a configuration raises
    :class:`~mdpaperlint.user_error.ConfigError`.
    """

    def __init__(
        self,
        config: str | os.PathLike[str] | Literal[False] | None,
        rules: Mapping[str, Rule[Any]],
        exclude: Sequence[str] = (),
    ) -> None:
        self._rules = rules
        self._exclude = tuple(exclude)
        self._fixed: Settings | None = Settings() if config is False else None
        if config:
            from mdpaperlint.configuration.configuration_file import load_config

            # Patterns count from the current folder, since the file may be anywhere.
            self._fixed = load_config(os.fspath(config), rules, folder=os.getcwd())
        self._paths: dict[str, str | None] = {}
        self._settings: dict[str | None, Settings] = {None: Settings()}
        self._patterns: dict[tuple[str, ...], IgnorePatterns] = {}

    def settings(self, path: str) -> Settings:
        if self._fixed is not None:
            return self._fixed
        config = find_config(os.path.dirname(path.rstrip("/")), self._paths)
        if config not in self._settings:
            assert config is not None
            outside = link_out(config)
            if outside is not None:
                raise ConfigError(f"{config}: leads out of the repository; --config {outside} uses it")
            from mdpaperlint.configuration.configuration_file import load_config

            self._settings[config] = load_config(config, self._rules)
        return self._settings[config]

    def excludes(self, path: str) -> bool:
        settings = self.settings(path)
        return (bool(settings.exclude) and self._matches(path, settings, settings.exclude)) or (
            bool(self._exclude) and self._matches(path, Settings(), self._exclude)
        )

    def ignored_rules(self, path: str) -> frozenset[str]:
        """The rules, or ``all``, that do not run on this one file."""
        settings = self.settings(path)
        return frozenset(
            name
            for pattern, names in settings.per_file_ignores
            if self._matches(path, settings, (pattern,))
            for name in names
        )

    def _matches(self, path: str, settings: Settings, lines: tuple[str, ...]) -> bool:
        if lines not in self._patterns:
            self._patterns[lines] = IgnorePatterns(lines)
        name = os.path.relpath(path, settings.folder or os.curdir).replace(os.sep, "/")
        return self._patterns[lines].match(name + "/" if path.endswith("/") else name)
