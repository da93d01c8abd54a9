"""The ``[links]`` table of a configuration file: how links are asked for, and which are not.

A configuration comes with the tree that is linted, so it cannot do what a stranger must not: say where
registries are, allow private addresses, or send a flood of requests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, get_args

from mdpaperlint.model.link_settings import AcceptedStatuses, HostSettings, Ignore, LinkSettings
from mdpaperlint.model.verdict import VerdictKind
from mdpaperlint.model.wording import did_you_mean

Problem = Callable[[str, str], None]

# Key, field of Settings, whether a whole number, lowest and highest value.
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
_NO_PATTERN = "must be a URL, in which * stands for any characters"
_IGNORE_KEYS = ("pattern", "reason", "until")
_ACCEPT_KEYS = ("pattern", "status")
LONGEST_USER_AGENT = 200
REPORTED: tuple[VerdictKind, ...] = ("gone", "blocked", "unsure")


def read_links(table: object, problem: Problem) -> LinkSettings:
    """What the table sets; ``problem`` is called with a key and what is wrong with it."""
    settings = LinkSettings()
    if not isinstance(table, dict):
        problem("links", "must be a table")
        return settings
    _refuse_others(table, KEYS, "links", problem)
    settings = settings._replace(**_numbers(table, NUMBERS, "links", problem))
    if "badges" in table:
        if isinstance(table["badges"], bool):
            settings = settings._replace(badges=table["badges"])
        else:
            problem("links.badges", "must be true or false")
    if "fail-on" in table:
        settings = settings._replace(fail_on=_fail_on(table["fail-on"], problem))
    return settings._replace(
        hosts=_hosts(table.get("hosts", {}), problem),
        ignores=_ignores(table.get("ignore", []), problem),
        accept=_accept(table.get("accept", []), problem),
        user_agent=_user_agent(table.get("user-agent", ""), problem),
    )


def _refuse_others(table: dict[str, Any], keys: tuple[str, ...], where: str, problem: Problem) -> None:
    for key in table:
        if key not in keys:
            problem(f"{where}.{key}", f"no such key{did_you_mean(key, keys)}")


def _numbers(
    table: dict[str, Any],
    numbers: tuple[tuple[str, str, bool, float, float], ...],
    where: str,
    problem: Problem,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, field, whole, lowest, highest in numbers:
        value = table.get(key)
        if value is None:
            continue
        fits = type(value) is int or (type(value) is float and not whole)
        if fits and lowest <= value <= highest:
            found[field] = value if whole else float(value)
        else:
            kind = "a whole number" if whole else "a number"
            problem(f"{where}.{key}", f"must be {kind} from {lowest:g} to {highest:g}")
    return found


def _fail_on(value: object, problem: Problem) -> tuple[VerdictKind, ...]:
    if isinstance(value, list):
        kinds = tuple(kind for kind in get_args(VerdictKind) if kind in value and kind in REPORTED)
        if len(kinds) == len(value):
            return kinds
    problem("links.fail-on", f"must be a list of {', '.join(REPORTED)}, each once")
    return ("gone",)


def _user_agent(value: object, problem: Problem) -> str:
    """As it is written: nothing in it stands for a value of the environment."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isprintable()
        and len(value) <= LONGEST_USER_AGENT
    ):
        return value.strip()
    problem("links.user-agent", f"must be printable ASCII, {LONGEST_USER_AGENT} characters at most")
    return ""


def _accept(value: object, problem: Problem) -> tuple[AcceptedStatuses, ...]:
    if not isinstance(value, list):
        problem("links.accept", "must be a list of tables with a pattern and a list of statuses")
        return ()
    accepted = []
    for number, entry in enumerate(value, 1):
        where = f"links.accept[{number}]"
        if not isinstance(entry, dict):
            problem(where, "must be a table with a pattern and a list of statuses")
            continue
        _refuse_others(entry, _ACCEPT_KEYS, where, problem)
        pattern, statuses = entry.get("pattern"), entry.get("status")
        if not isinstance(pattern, str) or not pattern:
            problem(f"{where}.pattern", _NO_PATTERN)
        elif not isinstance(statuses, list) or not all(map(_is_status, statuses)):
            problem(f"{where}.status", "must be a list of HTTP statuses like [403]")
        else:
            accepted.append(AcceptedStatuses(pattern, frozenset(statuses)))
    return tuple(accepted)


def _is_status(value: object) -> bool:
    return type(value) is int and 100 <= value < 1000


def _hosts(value: object, problem: Problem) -> dict[str, HostSettings]:
    if not isinstance(value, dict):
        problem("links.hosts", "must be a table")
        return {}
    hosts: dict[str, HostSettings] = {}
    for name, table in value.items():
        where = f'links.hosts."{name}"'
        if not isinstance(table, dict):
            problem(where, "must be a table")
            continue
        _refuse_others(table, ("connections", "gap"), where, problem)
        found = _numbers(table, HOST_NUMBERS, where, problem)
        hosts[name.lower()] = HostSettings(**found)
    return hosts


def _ignores(value: object, problem: Problem) -> tuple[Ignore, ...]:
    if not isinstance(value, list):
        problem("links.ignore", "must be a list of patterns or of tables with a pattern")
        return ()
    ignores = []
    for number, each in enumerate(value, 1):
        ignore = _ignore(
            {"pattern": each} if isinstance(each, str) else each, f"links.ignore[{number}]", problem
        )
        if ignore is not None:
            ignores.append(ignore)
    return tuple(ignores)


def _ignore(entry: object, where: str, problem: Problem) -> Ignore | None:
    if not isinstance(entry, dict):
        problem(where, "must be a pattern or a table with a pattern")
        return None
    _refuse_others(entry, _IGNORE_KEYS, where, problem)
    pattern, reason, until = entry.get("pattern"), entry.get("reason", ""), entry.get("until")
    if not isinstance(pattern, str) or not pattern:
        problem(f"{where}.pattern", _NO_PATTERN)
        return None
    if not isinstance(reason, str):
        problem(f"{where}.reason", "must be a string")
        reason = ""
    if isinstance(until, str):
        try:
            until = date.fromisoformat(until)
        except ValueError:
            problem(f"{where}.until", "must be a date like 2030-12-31")
            until = None
    elif isinstance(until, datetime):
        until = until.date()
    elif until is not None and not isinstance(until, date):
        problem(f"{where}.until", "must be a date like 2030-12-31")
        until = None
    return Ignore(pattern, reason, until)
