"""The ``[links]`` table of a configuration file: how links are asked for, and which are ignored.

A stranger may have written the configuration, so it can neither name registries, nor allow private
addresses, nor send a flood of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, get_args

from mdpaperlint.model.link_settings import AcceptedStatuses, HostSettings, Ignore, LinkSettings
from mdpaperlint.model.verdict import VerdictKind
from mdpaperlint.model.wording import did_you_mean

Problem = Callable[[str, str], None]

# Key, field of LinkSettings, whether a whole number, lowest and highest value.
NUMBERS = (
    ("timeout", "timeout", False, 0.1, 300.0),
    ("retries", "retries", True, 0, 10),
    ("longest-wait", "retry_after_cap", False, 0.0, 3600.0),
    ("connections", "connections", True, 1, 50),
    ("gap", "gap", False, 0.0, 300.0),
    ("budget", "budget", False, 1.0, 86_400.0),
)
HOST_NUMBERS = tuple(number for number in NUMBERS if number[0] in ("connections", "gap"))
KEYS = ("ignore", "accept", "fail-on", "badges", "user-agent", "hosts", *(number[0] for number in NUMBERS))
LONGEST_USER_AGENT = 200
REPORTED: tuple[VerdictKind, ...] = ("gone", "blocked", "unsure")


def read_links(table: object, problem: Problem) -> LinkSettings:
    """The settings of the table; ``problem`` is called with a key and what is wrong with its value."""
    reader = _Reader(problem)
    if not reader.must(isinstance(table, dict), "links", "a table"):
        return LinkSettings()
    assert isinstance(table, dict)
    return LinkSettings(**reader.values(table))


class _Reader:
    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def must(self, fits: bool, key: str, be: str) -> bool:
        """Reports the problem that the key must ``be`` something, unless the value ``fits``; returns
        ``fits``.
        """
        if not fits:
            self._problem(key, f"must be {be}")
        return fits

    def values(self, table: dict[str, Any]) -> dict[str, Any]:
        """The fields of :class:`LinkSettings` that the table sets."""
        self._refuse_others(table, KEYS, "links")
        values = self._numbers(table, NUMBERS, "links")
        badges = table.get("badges", False)
        if self.must(isinstance(badges, bool), "links.badges", "true or false"):
            values["badges"] = badges
        # The text is taken literally: no variable of the environment is put in.
        agent = table.get("user-agent", "")
        fits = isinstance(agent, str) and agent.isascii() and agent.isprintable()
        most = f"printable ASCII, {LONGEST_USER_AGENT} characters at most"
        if self.must(fits and len(agent) <= LONGEST_USER_AGENT, "links.user-agent", most):
            values["user_agent"] = agent.strip()
        given = table.get("fail-on", ["gone"])
        kinds = tuple(kind for kind in get_args(VerdictKind) if isinstance(given, list) and kind in given)
        fits = isinstance(given, list) and len(kinds) == len(given) and set(kinds) <= set(REPORTED)
        if self.must(fits, "links.fail-on", f"a list of {', '.join(REPORTED)}, each once"):
            values["fail_on"] = kinds
        values["hosts"] = dict(self._hosts(table.get("hosts", {})))
        values["ignores"] = tuple(self._ignores(table.get("ignore", [])))
        values["accept"] = tuple(self._accepted(table.get("accept", [])))
        return values

    def _refuse_others(self, table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in keys:
                self._problem(f"{where}.{key}", f"no such key{did_you_mean(key, keys)}")

    def _numbers(
        self, table: dict[str, Any], numbers: tuple[tuple[str, str, bool, float, float], ...], where: str
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, field, whole, lowest, highest in numbers:
            value = table.get(key)
            if value is None:
                continue
            kind = "a whole number" if whole else "a number"
            fits = type(value) is int or (type(value) is float and not whole)
            between = f"{kind} from {lowest:g} to {highest:g}"
            if self.must(fits and lowest <= value <= highest, f"{where}.{key}", between):
                found[field] = value if whole else float(value)
        return found

    def _hosts(self, hosts: object) -> Iterator[tuple[str, HostSettings]]:
        if not self.must(isinstance(hosts, dict), "links.hosts", "a table"):
            return
        assert isinstance(hosts, dict)
        for name, table in hosts.items():
            where = f'links.hosts."{name}"'
            if self.must(isinstance(table, dict), where, "a table"):
                self._refuse_others(table, ("connections", "gap"), where)
                yield name.lower(), HostSettings(**self._numbers(table, HOST_NUMBERS, where))

    def _accepted(self, entries: object) -> Iterator[AcceptedStatuses]:
        be = "a list of tables with a pattern and a list of statuses"
        for where, entry in self._entries(entries, "links.accept", be):
            pattern = self._pattern(entry, ("pattern", "status"), where)
            statuses = entry.get("status")
            fits = isinstance(statuses, list) and all(map(_is_status, statuses))
            if pattern and self.must(fits, f"{where}.status", "a list of HTTP statuses like [403]"):
                assert isinstance(statuses, list)
                yield AcceptedStatuses(pattern, frozenset(statuses))

    def _ignores(self, entries: object) -> Iterator[Ignore]:
        be = "a list of patterns or of tables with a pattern"
        for where, entry in self._entries(entries, "links.ignore", be, patterns=True):
            pattern = self._pattern(entry, ("pattern", "reason", "until"), where)
            if pattern:
                reason = entry.get("reason", "")
                fits = self.must(isinstance(reason, str), f"{where}.reason", "a string")
                until = self._last_day(entry.get("until"), f"{where}.until")
                yield Ignore(pattern, reason if fits else "", until)

    def _entries(
        self, entries: object, where: str, be: str, *, patterns: bool = False
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each table of a list with its key. With ``patterns``, a string is a table with a pattern alone."""
        if not self.must(isinstance(entries, list), where, be):
            return
        assert isinstance(entries, list)
        for number, entry in enumerate(entries, 1):
            table = {"pattern": entry} if patterns and isinstance(entry, str) else entry
            one = "a pattern or a table with a pattern" if patterns else "a table with pattern and status"
            if self.must(isinstance(table, dict), f"{where}[{number}]", one):
                yield f"{where}[{number}]", table

    def _pattern(self, entry: dict[str, Any], keys: tuple[str, ...], where: str) -> str:
        """The pattern of a table with these keys; empty for none."""
        self._refuse_others(entry, keys, where)
        pattern = entry.get("pattern")
        fits = isinstance(pattern, str) and pattern != ""
        be = "a URL, in which * stands for any characters"
        return str(pattern) if self.must(fits, f"{where}.pattern", be) else ""

    def _last_day(self, written: object, key: str) -> date | None:
        day = written
        if isinstance(written, datetime):
            day = written.date()
        elif isinstance(written, str):
            with suppress(ValueError):
                day = date.fromisoformat(written)
        fits = self.must(day is None or isinstance(day, date), key, "a date like 2030-12-31")
        return day if fits and isinstance(day, date) else None


def _is_status(value: object) -> bool:
    return type(value) is int and 100 <= value < 1000
