"""Which rules there are, those of plug-ins among them, and which of them run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from mdpaperlint.configuration.file_settings import ALL, Settings
from mdpaperlint.engine.document_check import ActiveRule
from mdpaperlint.engine.plugins import PluginError, find_entry_points, load_entry_point, load_file
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Rule
from mdpaperlint.user_error import ConfigError


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
    """What the command line says of the rules that run, to be put together with a configuration.

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
