"""The configuration: where it is looked for, what it may say, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin

from mdpaperlint.model.violation import Severity
from mdpaperlint.rules.base import Options, Rule

if TYPE_CHECKING:
    from mdpaperlint.online.settings import Settings as LinkSettings

FILE_NAMES = (".mdpaperlint.toml", "mdpaperlint.toml", "pyproject.toml")
ALL = "all"
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


class ConfigError(Exception):
    """``problems`` holds one line for each thing that is wrong, each naming the file and the key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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


def find_config(folder: str, known: dict[str, str | None]) -> str | None:
    """The nearest configuration file from ``folder`` upwards, up to the repository's root.

    ``known`` remembers the answers for the folders of a run.
    """
    passed: list[str] = []
    found: str | None = None
    folder = os.path.abspath(folder)
    while True:
        if folder in known:
            found = known[folder]
            break
        passed.append(folder)
        found = _config_in(folder)
        parent = os.path.dirname(folder)
        if found is not None or parent == folder or os.path.exists(os.path.join(folder, ".git")):
            break
        folder = parent
    for each in passed:
        known[each] = found
    return found


def _config_in(folder: str) -> str | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or _mentions_us(path)):
            return path
    return None


def _mentions_us(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError:
        return False
    # tomllib is read only for a file that can hold our table.
    if b"mdpaperlint" not in content:
        return False
    try:
        return _table_of_ours(_parse(path, content)) is not None
    except ConfigError:
        # Not ours to complain about, unless our own table is what cannot be read.
        return b"[tool.mdpaperlint" in content


def load_config(path: str, rules: Mapping[str, Rule[Any]], *, folder: str | None = None) -> Settings:
    """Reads and checks a configuration file.

    Raises :class:`ConfigError` when it cannot be read or says something that means nothing.
    """
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror or error}"]) from None
    data = _parse(path, content)
    where = ""
    if os.path.basename(path) == "pyproject.toml":
        table = _table_of_ours(data)
        if table is None:
            raise ConfigError([f"{path}: there is no table [tool.mdpaperlint] in it"])
        data, where = table, "tool.mdpaperlint."
    reader = _Reader(path, where, rules)
    settings = reader.read(data, folder or os.path.dirname(os.path.abspath(path)))
    if reader.problems:
        raise ConfigError(reader.problems)
    return settings


def _parse(path: str, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # Beside errors of TOML and UTF-8, a number of more digits than Python reads.
        raise ConfigError([f"{path}: not readable as TOML: {error}"]) from None


def _table_of_ours(data: dict[str, Any]) -> dict[str, Any] | None:
    tool = data.get("tool")
    table = tool.get("mdpaperlint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def nearest(word: str, words: list[str] | tuple[str, ...]) -> str:
    """``; did you mean "x"?`` when one of the words is near, else nothing."""
    from difflib import get_close_matches

    matches = get_close_matches(word.lower().replace("_", "-"), words, n=1, cutoff=0.6)
    return f'; did you mean "{matches[0]}"?' if matches else ""


def unknown_rule(name: str, rules: Mapping[str, Rule[Any]]) -> str | None:
    """What to say of a rule name that names no rule; None for one that does."""
    if name in rules:
        return None
    return f'no rule is named "{name}"{nearest(name, list(rules)) or "; `mdpaperlint rule` lists them"}'


class _Reader:
    def __init__(self, path: str, where: str, rules: Mapping[str, Rule[Any]]) -> None:
        self.problems: list[str] = []
        self._path = path
        self._where = where
        self._rules = rules

    def read(self, data: dict[str, Any], folder: str) -> Settings:
        for key in data:
            if key not in KEYS:
                self._problem(key, f"no such key{nearest(key, KEYS)}")
        select = self._selectors(data["select"], "select") if "select" in data else None
        online = data.get("online", False)
        if not isinstance(online, bool):
            self._problem("online", f"must be true or false, not {_toml_type(online)}")
        baseline = data.get("baseline")
        if baseline is not None and (not isinstance(baseline, str) or not baseline):
            self._problem("baseline", f"must be the name of a file, not {_toml_type(baseline)}")
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
        from mdpaperlint.link_config import read_links

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
        self._problem(key, f"must be a table, not {_toml_type(value)}")
        return []

    def _strings(self, value: object, key: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        what = _toml_type(value) if not isinstance(value, list) else "a list with other values"
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
                self._problem(
                    f"severity.{name}", f'must be "error" or "warning", not {_toml_value(severity)}'
                )
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
                    self._problem(f"rules.{name}.{key}", f"no such option{nearest(key, list(keys))}")
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


def option_types(kind: type[Options]) -> dict[str, Any]:
    """The annotations of a rule's options, by attribute name."""
    from typing import get_type_hints

    return {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}


def convert(value: object, annotation: Any) -> object:
    """A TOML value as the annotation wants it.

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
        choices = " or ".join(_toml_value(each) for each in arguments)
        hint = (
            nearest(value, [each for each in arguments if isinstance(each, str)])
            if isinstance(value, str)
            else ""
        )
        raise ValueError(f"must be {choices}, not {_toml_value(value)}{hint}")
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
    raise ValueError(f"must be {_expected(annotation)}, not {_toml_type(value)}")


def _convert_entry(key: str, value: object, annotation: Any) -> object:
    try:
        return convert(value, annotation)
    except ValueError as error:
        raise ValueError(f'"{key}": {error}') from None


def _nested_options(table: dict[str, object], kind: type[Options]) -> Options:
    """A table within a rule's options. Raises :class:`ValueError`."""
    annotations = option_types(kind)
    keys = {name.replace("_", "-"): name for name in annotations}
    values: dict[str, object] = {}
    for key, given in table.items():
        if key not in keys:
            raise ValueError(f"no such option as {key}{nearest(key, list(keys))}")
        try:
            values[keys[key]] = convert(given, annotations[keys[key]])
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return kind(**values)


def _expected(annotation: Any) -> str:
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return "a list of strings" if inner is str else "a list"
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, Options)):
        return "a table"
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}[annotation]


def _toml_type(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _toml_value(value)
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return f"a {type(value).__name__}"


def _toml_value(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f'"{shown}"'
    return _toml_type(value)
