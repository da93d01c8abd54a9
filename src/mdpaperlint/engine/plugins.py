"""All rules, with those of other packages and files, and the selection of those that run.

Entry points are found by reading ``*.dist-info/entry_points.txt`` on ``sys.path`` directly:
:func:`importlib.metadata.entry_points` adds 17 ms, which every run would pay. Wheels, editable and legacy
development installs are found; packages inside zip files are not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from mdpaperlint.configuration.file_settings import ALL, Settings
from mdpaperlint.engine.document_check import ActiveRule
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Rule
from mdpaperlint.user_error import ConfigError, UserError, described

GROUP = "mdpaperlint.rules"


class PluginError(UserError):
    """A plug-in that cannot be used; the message is one line and names it."""


class EntryPoint(NamedTuple):
    """``value`` is ``module:attribute``; ``source`` is the distribution with its version, for messages."""

    name: str
    value: str
    source: str


def find_entry_points(path: Iterable[str] | None = None) -> list[EntryPoint]:
    """The entry points of the group, sorted by name; the first of two installs of one package counts."""
    seen: set[str] = set()
    found: list[EntryPoint] = []
    current = os.getcwd()
    for folder in sys.path if path is None else path:
        # The current folder is often somebody else's list, and the entry points that are found are run.
        if os.path.abspath(folder) == current:
            continue
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            distribution = _distribution(name)
            key = distribution.partition(" ")[0].lower().replace("_", "-").replace(".", "-")
            if key in seen:
                continue
            seen.add(key)
            try:
                with open(os.path.join(folder, name, "entry_points.txt"), "rb") as stream:
                    content = stream.read()
            except OSError:
                continue
            if GROUP.encode() in content:
                found.extend(_group(content.decode("utf-8", "replace"), distribution))
    return sorted(found)


def _distribution(folder_name: str) -> str:
    name, _, version = folder_name.rpartition(".")[0].partition("-")
    return f"{name} {version}".rstrip()


def _group(content: str, distribution: str) -> Iterator[EntryPoint]:
    inside = False
    for line in content.splitlines():
        line = line.strip()
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, value = line.split("=", 1)
            yield EntryPoint(name.strip(), value.partition("[")[0].strip(), distribution)


def load_entry_point(entry: EntryPoint) -> list[Rule[Any]]:
    """Raises :class:`PluginError`."""
    label = f'plug-in {entry.source}, entry point "{entry.name}"'
    try:
        from importlib import metadata

        target = metadata.EntryPoint(entry.name, entry.value, GROUP).load()
    except Exception as error:
        raise PluginError(f"{label}: {described(error)}") from error
    return _rules_of(target, label)


def load_file(path: str) -> list[Rule[Any]]:
    """The rules that a Python file defines; the file is run.

    Raises :class:`PluginError`.
    """
    label = f"plug-in {path}"
    if not os.path.isfile(path):
        raise PluginError(f"{label}: no such file")
    if not path.endswith(".py"):
        raise PluginError(f"{label}: not a Python file")
    from importlib.util import module_from_spec, spec_from_file_location

    stem = os.path.splitext(os.path.basename(path))[0]
    name = f"mdpaperlint_plugin_{stem}_{abs(hash(os.path.abspath(path))):x}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError(f"{label}: not a Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise PluginError(f"{label}: {described(error)}") from error
    classes = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and value.__module__ == name
        and not getattr(value, "__abstractmethods__", None)
    ]
    if not classes:
        raise PluginError(f"{label}: defines no rule (a class derived from mdpaperlint.rules.base.Rule)")
    return _rules_of(classes, label)


def _rules_of(target: Any, label: str) -> list[Rule[Any]]:
    rules: list[Rule[Any]] = []
    for each in target if isinstance(target, list | tuple) else (target,):
        try:
            rule = each() if isinstance(each, type) else each
        except Exception as error:
            raise PluginError(f"{label}: {described(error)}") from error
        if not isinstance(rule, Rule):
            raise PluginError(f"{label}: {each!r} is not a rule")
        name = getattr(rule, "name", None)
        if not isinstance(name, str) or not name or name.strip("abcdefghijklmnopqrstuvwxyz0123456789-"):
            raise PluginError(f"{label}: {name!r} is no name for a rule; use lower-case words and hyphens")
        if not isinstance(getattr(rule, "summary", None), str):
            raise PluginError(f"{label}: the rule {name} has no summary")
        if rule.severity not in ("error", "warning"):
            raise PluginError(f'{label}: the severity of {name} must be "error" or "warning"')
        rules.append(rule)
    return rules


def load_rules(files: Sequence[str | os.PathLike[str]]) -> tuple[dict[str, Rule[Any]], list[str]]:
    """All rules by name: the shipped ones, those of installed packages, those of Python files, which are run;
    and one line for each plug-in that cannot be used.
    """
    rules: dict[str, Rule[Any]] = {rule.name: rule for rule in RULES}
    problems: list[str] = []
    sources: list[tuple[str, Callable[[], list[Rule[Any]]]]] = [
        (entry.source, partial(load_entry_point, entry)) for entry in find_entry_points()
    ]
    sources += [(os.fspath(file), partial(load_file, os.fspath(file))) for file in files]
    for source, load in sources:
        try:
            loaded = load()
        except PluginError as error:
            problems.append(str(error))
            continue
        for rule in loaded:
            if rule.name in rules:
                problems.append(
                    f'plug-in {source}: there is already a rule named "{rule.name}"; give it another name'
                )
            else:
                rules[rule.name] = rule
    return rules, problems


class RuleSelection:
    """The rules that the command line selects, to be combined with a configuration.

    ``select``, ``extend_select`` and ``ignore`` are names of rules, or ``all``; ``select`` takes the place of
    all three lists of the configuration, the others add to them. ``online`` selects the rules that need
    verdicts on links; None leaves it to the configuration. ``problems`` holds what went wrong with plug-ins.

    Raises :class:`~mdpaperlint.user_error.ConfigError` for names that no rule bears.
    """

    def __init__(
        self,
        *,
        select: Sequence[str] | None,
        extend_select: Sequence[str],
        ignore: Sequence[str],
        plugins: Sequence[str | os.PathLike[str]],
        online: bool | None,
    ) -> None:
        self.rules, self.problems = load_rules(plugins)
        self._select = None if select is None else tuple(select)
        self._extend_select = tuple(extend_select)
        self._ignore = tuple(ignore)
        self._online = online
        self._refuse_unknown_names()

    def _refuse_unknown_names(self) -> None:
        named = [("--select", name) for name in self._select or ()]
        named += [("--extend-select", name) for name in self._extend_select]
        named += [("--ignore", name) for name in self._ignore]
        unknown = [(option, name) for option, name in named if name != ALL and name not in self.rules]
        if unknown:
            from mdpaperlint.configuration.configuration_file import unknown_rule

            raise ConfigError(
                [
                    *self.problems,
                    *(f"{option} {name}: {unknown_rule(name, self.rules)}" for option, name in unknown),
                ]
            )

    def online(self, settings: Settings) -> bool:
        """Whether the network may be asked."""
        return settings.online if self._online is None else self._online

    def active(self, settings: Settings, ignored: Iterable[str]) -> tuple[ActiveRule, ...]:
        """The rules that run under a configuration, without those that it ignores for a file."""
        if self._select is not None:
            chosen = self._names(self._select)
        else:
            if settings.select is not None:
                chosen = self._names(settings.select)
            else:
                online = self.online(settings)
                chosen = frozenset(
                    name for name, rule in self.rules.items() if rule.default and (online or not rule.online)
                )
            chosen = (chosen | self._names(settings.extend_select)) - self._names(settings.ignore)
        chosen = (chosen | self._names(self._extend_select)) - self._names(self._ignore)
        chosen -= self._names(ignored)
        return tuple(
            ActiveRule(rule, settings.options.get(name) or rule.Options(), settings.severity.get(name))
            for name, rule in self.rules.items()
            if name in chosen
        )

    def _names(self, given: Iterable[str]) -> frozenset[str]:
        given = frozenset(given)
        return frozenset(self.rules) if ALL in given else given
