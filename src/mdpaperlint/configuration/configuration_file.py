"""A configuration file: what it may say, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from mdpaperlint.configuration.file_settings import ALL, Settings, parse_toml, table_of_ours
from mdpaperlint.configuration.option_values import convert, option_types, toml_type, toml_value
from mdpaperlint.model.violation import Severity
from mdpaperlint.model.wording import did_you_mean
from mdpaperlint.regular_file import MOST_BY_HAND, read_file
from mdpaperlint.rules.base import Options, Rule
from mdpaperlint.user_error import ConfigError

if TYPE_CHECKING:
    from mdpaperlint.model.link_settings import LinkSettings

UNREACHABLE = "unreachable-link"
KEYS = (
    "select",
    "extend-select",
    "ignore",
    "severity",
    "exclude",
    "baseline",
    "per-file-ignores",
    "rules",
    "online",
    "links",
)


def load_config(path: str, rules: Mapping[str, Rule[Any]], *, folder: str | None = None) -> Settings:
    """Reads and checks a configuration file.

    Raises :class:`ConfigError` when it cannot be read or says something that means nothing.
    """
    try:
        content = read_file(path, MOST_BY_HAND)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    data = parse_toml(path, content)
    where = ""
    if os.path.basename(path) == "pyproject.toml":
        table = table_of_ours(data)
        if table is None:
            raise ConfigError(f"{path}: there is no table [tool.mdpaperlint] in it")
        data, where = table, "tool.mdpaperlint."
    reader = _Reader(path, where, rules)
    settings = reader.read(data, folder or os.path.dirname(os.path.abspath(path)))
    if reader.problems:
        raise ConfigError(reader.problems)
    return settings


def unknown_rule(name: str, rules: Mapping[str, Rule[Any]]) -> str | None:
    """What to say of a rule name that names no rule; None for one that does."""
    if name in rules:
        return None
    return f'no rule is named "{name}"{did_you_mean(name, list(rules)) or "; `mdpaperlint rule` lists them"}'


class _Reader:
    def __init__(self, path: str, where: str, rules: Mapping[str, Rule[Any]]) -> None:
        self.problems: list[str] = []
        self._path = path
        self._where = where
        self._rules = rules

    def read(self, data: dict[str, Any], folder: str) -> Settings:
        for key in data:
            if key not in KEYS:
                self._problem(key, f"no such key{did_you_mean(key, KEYS)}")
        select = self._selectors(data["select"], "select") if "select" in data else None
        online = data.get("online", False)
        if not isinstance(online, bool):
            self._problem("online", f"must be true or false, not {toml_type(online)}")
        baseline = data.get("baseline")
        if baseline is not None and (not isinstance(baseline, str) or not baseline):
            self._problem("baseline", f"must be the name of a file, not {toml_type(baseline)}")
            baseline = None
        options = self._options(data.get("rules", {}))
        links = self._links(data["links"], options) if "links" in data else None
        return Settings(
            path=self._path,
            folder=folder,
            select=select,
            extend_select=self._selectors(data.get("extend-select", []), "extend-select"),
            ignore=self._selectors(data.get("ignore", []), "ignore"),
            severity=self._severity(data.get("severity", {})),
            exclude=self._strings(data.get("exclude", []), "exclude"),
            baseline=None if baseline is None else os.path.relpath(os.path.join(folder, baseline)),
            per_file_ignores=tuple(
                (pattern, self._selectors(names, f'per-file-ignores."{pattern}"'))
                for pattern, names in self._table(data.get("per-file-ignores", {}), "per-file-ignores")
            ),
            options=options,
            online=online is True,
            links=links,
        )

    def _links(self, value: object, options: dict[str, Options]) -> LinkSettings:
        """Reads ``[links]``; its ``fail-on`` goes to the options of the rule that it is for."""
        from mdpaperlint.configuration.links_table import read_links

        links = read_links(value, self._problem)
        if isinstance(value, dict) and "fail-on" in value and UNREACHABLE in self._rules:
            if UNREACHABLE in options:
                self._problem("links.fail-on", f"say it here or in rules.{UNREACHABLE}, not in both")
            else:
                options[UNREACHABLE] = self._rules[UNREACHABLE].Options(fail_on=links.fail_on)
        return links

    def _problem(self, key: str, message: str) -> None:
        self.problems.append(f"{self._path}: {self._where}{key}: {message}")

    def _table(self, value: object, key: str) -> list[tuple[str, Any]]:
        if isinstance(value, dict):
            return list(value.items())
        self._problem(key, f"must be a table, not {toml_type(value)}")
        return []

    def _strings(self, value: object, key: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        what = toml_type(value) if not isinstance(value, list) else "a list with other values"
        self._problem(key, f"must be a list of strings, not {what}")
        return ()

    def _selectors(self, value: object, key: str) -> tuple[str, ...]:
        names = self._strings(value, key)
        for name in names:
            if name != ALL:
                message = unknown_rule(name, self._rules)
                if message:
                    self._problem(key, message)
        return names

    def _severity(self, value: object) -> dict[str, Severity]:
        severities: dict[str, Severity] = {}
        for name, severity in self._table(value, "severity"):
            message = unknown_rule(name, self._rules)
            if message:
                self._problem("severity", message)
            elif severity not in get_args(Severity):
                self._problem(f"severity.{name}", f'must be "error" or "warning", not {toml_value(severity)}')
            else:
                severities[name] = severity
        return severities

    def _options(self, value: object) -> dict[str, Options]:
        options: dict[str, Options] = {}
        for name, table in self._table(value, "rules"):
            message = unknown_rule(name, self._rules)
            if message:
                self._problem("rules", message)
                continue
            values: dict[str, object] = {}
            kind = self._rules[name].Options
            annotations = option_types(kind)
            keys = {option.replace("_", "-"): option for option in annotations}
            for key, given in self._table(table, f"rules.{name}"):
                if key not in keys:
                    self._problem(f"rules.{name}.{key}", f"no such option{did_you_mean(key, list(keys))}")
                    continue
                try:
                    values[keys[key]] = convert(given, annotations[keys[key]])
                except ValueError as error:
                    self._problem(f"rules.{name}.{key}", str(error))
            try:
                options[name] = kind(**values)
            except ValueError as error:
                self._problem(f"rules.{name}", str(error))
        return options
