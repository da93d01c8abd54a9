"""Which configuration counts for which file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from mdpaperlint.configuration.file_settings import Settings, find_config
from mdpaperlint.configuration.nearest_file import link_out
from mdpaperlint.rules.base import Rule
from mdpaperlint.user_error import ConfigError
from mdpaperlint.wildcards import IgnorePatterns


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
