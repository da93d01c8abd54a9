"""A configuration file: what it may say, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from mdpaperlint.configuration.file_settings import ALL, Settings, parse_toml, table_of_ours
from mdpaperlint.model.violation import Severity
from mdpaperlint.model.wording import did_you_mean
from mdpaperlint.regular_file import MOST_BY_HAND, read_file
from mdpaperlint.rules.base import Options, Rule
from mdpaperlint.user_error import ConfigError, reason_of
from mdpaperlint.wildcards import MOST_PATTERNS, pattern_count

if TYPE_CHECKING:
    from mdpaperlint.model.link_settings import LinkSettings

UNREACHABLE = "unreachable-link"
# Who has more to mend looks at the first of them.
_MOST_PROBLEMS = 100
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
        raise ConfigError(f"{path}: {reason_of(error)}") from None
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
    """The message about a name that no rule has; None for the name of a rule."""
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
        if baseline is not None and (not isinstance(baseline, str) or not baseline or "\0" in baseline):
            self._problem("baseline", f"must be the name of a file, not {toml_type(baseline)}")
            baseline = None
        options = self._options(data.get("rules", {}))
        links = self._links(data["links"], options) if "links" in data else None
        per_file = self._table(data.get("per-file-ignores", {}), "per-file-ignores")
        exclude = self._strings(data.get("exclude", []), "exclude")
        self._count("exclude", exclude)
        self._count("per-file-ignores", [pattern for pattern, _ in per_file])
        return Settings(
            path=self._path,
            folder=folder,
            select=select,
            extend_select=self._selectors(data.get("extend-select", []), "extend-select"),
            ignore=self._selectors(data.get("ignore", []), "ignore"),
            severity=self._severity(data.get("severity", {})),
            exclude=exclude,
            baseline=None if baseline is None else os.path.relpath(os.path.join(folder, baseline)),
            per_file_ignores=tuple(
                (pattern, self._selectors(names, f'per-file-ignores."{pattern}"'))
                for pattern, names in per_file
            ),
            options=options,
            online=online is True,
            links=links,
        )

    def _links(self, value: object, options: dict[str, Options]) -> LinkSettings:
        """Reads ``[links]``; its ``fail-on`` goes to the options of the rule that it is for."""
        from mdpaperlint.configuration.links_table import read_links

        links = read_links(value, self._problem)
        self._count("links.ignore", [each.pattern for each in links.ignores])
        self._count("links.accept", [each.pattern for each in links.accept])
        if isinstance(value, dict) and "fail-on" in value and UNREACHABLE in self._rules:
            if UNREACHABLE in options:
                self._problem("links.fail-on", f"say it here or in rules.{UNREACHABLE}, not in both")
            else:
                options[UNREACHABLE] = self._rules[UNREACHABLE].Options(fail_on=links.fail_on)
        return links

    def _problem(self, key: str, message: str) -> None:
        """Raises :class:`ConfigError` with all that was found once there is enough of it."""
        self.problems.append(f"{self._path}: {self._where}{key}: {message}")
        if len(self.problems) == _MOST_PROBLEMS:
            raise ConfigError([*self.problems, f"{self._path}: the rest was not looked at"])

    def _count(self, key: str, patterns: Sequence[str]) -> None:
        if pattern_count(patterns) > MOST_PATTERNS:
            self._problem(key, f"must be at most {MOST_PATTERNS:,} patterns")

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
            kind, where = self._rules[name].Options, f"rules.{name}"
            values = _option_values(self._table(table, where), kind, self._problem, f"{where}.")
            try:
                options[name] = kind(**values)
            except ValueError as error:
                self._problem(f"rules.{name}", str(error))
        return options


def option_types(kind: type[Options]) -> dict[str, Any]:
    """The annotations of a rule's options, by attribute name."""
    from typing import get_type_hints

    return {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}


def convert(value: object, annotation: Any) -> object:
    """The TOML value, converted to the annotated type.

    Raises :class:`ValueError` with what was expected and what was found.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in (bool, int, str):
        if type(value) is annotation:
            return value
    elif annotation is float:
        if type(value) in (int, float):
            return float(value)  # type: ignore[arg-type]
    elif origin is Literal:
        if value in arguments and type(value) in {type(each) for each in arguments}:
            return value
        choices = " or ".join(toml_value(each) for each in arguments)
        names = [each for each in arguments if isinstance(each, str)]
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        raise ValueError(f"must be {choices}, not {toml_value(value)}{hint}")
    elif origin is tuple:
        if isinstance(value, list):
            return tuple(convert(each, arguments[0]) for each in value)
    elif origin is dict:
        if isinstance(value, dict):
            return {key: _convert_entry(key, each, arguments[1]) for key, each in value.items()}
    elif isinstance(annotation, type) and issubclass(annotation, Options):
        if isinstance(value, dict):
            return _nested_options(value, annotation)
    elif origin is Union or type(annotation).__name__ == "UnionType":
        failures = []
        for each in arguments:
            if each is not type(None):
                try:
                    return convert(value, each)
                except ValueError as error:
                    failures.append(str(error))
        raise ValueError(failures[0])
    elif annotation in (object, Any):
        return value
    else:
        raise TypeError(f"options cannot be of the type {annotation!r}")
    raise ValueError(f"must be {_expected(annotation)}, not {toml_type(value)}")


def _convert_entry(key: str, value: object, annotation: Any) -> object:
    try:
        return convert(value, annotation)
    except ValueError as error:
        raise ValueError(f'"{key}": {error}') from None


def _nested_options(table: dict[str, object], kind: type[Options]) -> Options:
    """A table within a rule's options. Raises :class:`ValueError`."""

    def refuse(key: str, message: str) -> None:
        raise ValueError(f"{key}: {message}")

    return kind(**_option_values(table.items(), kind, refuse))


def _option_values(
    given: Iterable[tuple[str, object]],
    kind: type[Options],
    problem: Callable[[str, str], None],
    where: str = "",
) -> dict[str, object]:
    """The values by the attributes of ``kind``. ``problem`` is called with the key (``where`` before it)
    and what is wrong with its value.
    """
    annotations = option_types(kind)
    keys = {name.replace("_", "-"): name for name in annotations}
    values: dict[str, object] = {}
    for key, value in given:
        if key not in keys:
            problem(where + key, f"no such option{did_you_mean(key, list(keys))}")
            continue
        try:
            values[keys[key]] = convert(value, annotations[keys[key]])
        except ValueError as error:
            problem(where + key, str(error))
    return values


def _expected(annotation: Any) -> str:
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return "a list of strings" if inner is str else "a list"
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, Options)):
        return "a table"
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}[annotation]


def toml_type(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_value(value)
    if isinstance(value, int | float):
        # Python writes no number of more than 4,300 digits.
        return "that number" if isinstance(value, int) and abs(value) > 10**60 else f"the number {value}"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return f"a {type(value).__name__}"


def toml_value(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f'"{shown}"'
    return toml_type(value)
