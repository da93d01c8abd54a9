"""Comments that silence rules, and whether they silenced anything in a run."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

SuppressionState = Literal["used", "unused", "redundant", "unknown", "undecided"]


class SuppressedName(NamedTuple):
    """A rule named in a comment, with the place of its name.

    ``unused``: the rule ran and the comment silenced nothing of it. ``redundant``: the comment that begins at
    ``other`` silences it there already. ``unknown``: no rule has that name; ``suggestion`` is the nearest
    one, or empty. ``undecided``: the rule did not run, so nothing can be said.
    """

    name: str
    start: int
    end: int
    state: SuppressionState
    suggestion: str = ""
    other: int = -1


class Suppression(NamedTuple):
    """One comment, from ``<!--`` to ``-->``.

    ``command`` is what follows ``mdpaperlint-``, as written. ``state`` speaks of the comment as a whole when
    it names no rule; ``unknown`` means that there is no such command, and ``suggestion`` is the nearest one.
    ``until`` is the last day on which it is in force; ``expired`` tells that this day is over.
    ``bad_date`` is the word behind ``until`` that is no date (the comment then has no last day).
    """

    start: int
    end: int
    command: str
    names: tuple[SuppressedName, ...]
    state: SuppressionState
    suggestion: str = ""
    other: int = -1
    until: date | None = None
    expired: bool = False
    bad_date: str = ""
