"""Comments that silence rules, and the outcome of each in a run.

One reads ``<!-- mdpaperlint-disable-line RULE until 2030-12-31 -- reason -->``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Comment, Document

COMMANDS = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")

_COMMAND = lazy_pattern(r"<!--\s*mdpaperlint-([\w-]+)")
_WORD = lazy_pattern(r"[^\s,]+")
_DATE = lazy_pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)

SuppressionState = Literal["used", "unused", "redundant", "unknown", "undecided"]


class SuppressedName(NamedTuple):
    """A rule named in a comment, with the span of its name.

    ``unused``: the rule ran and the comment silenced nothing of it. ``redundant``: the comment that begins at
    ``other`` silences it there already. ``unknown``: no rule has that name; ``suggestion`` is the nearest
    one, or empty. ``undecided``: the rule did not run, so nothing can be said.
    """

    name: str
    start: int
    end: int
    state: SuppressionState = "undecided"
    suggestion: str = ""
    other: int = -1


class Suppression(NamedTuple):
    """One comment, from ``<!--`` to ``-->``; ``line`` and ``end_line`` are the lines of both (from 0).

    ``command`` is what follows ``mdpaperlint-``, as written. ``until`` is the last day on which it is in
    force; ``expired`` tells that this day is over. ``bad_date`` is the word behind ``until`` that is no date
    (the comment then has no last day). ``state`` speaks of the comment as a whole when it names no rule;
    ``unknown`` means that there is no such command, and ``suggestion`` is the nearest one.
    """

    start: int
    end: int
    line: int
    end_line: int
    command: str
    names: tuple[SuppressedName, ...]
    until: date | None
    expired: bool
    bad_date: str
    state: SuppressionState = "undecided"
    suggestion: str = ""
    other: int = -1


def read_suppression(document: Document, comment: Comment, today: date) -> Suppression | None:
    """Reads a comment that silences rules; None for any other comment."""
    text = document.text
    command = _COMMAND.match(text, comment.start, comment.end)
    if command is None:
        return None
    names: list[SuppressedName] = []
    until: date | None = None
    bad_date = ""
    awaits_date = False
    for word in _WORD.finditer(text, command.end(), comment.end - len("-->")):
        written, end = word[0], word.end()
        if written in ("--", "—", ":"):
            break
        last = written.endswith(":")
        if last:
            written, end = written[:-1], end - 1
        if awaits_date:
            awaits_date = False
            until = _date(written)
            bad_date = written if until is None else ""
        elif written == "until":
            awaits_date = True
            bad_date = "until"
            continue
        # A comment of several lines inside a block quote has the quote's marks in it.
        elif written.strip(">"):
            names.append(SuppressedName(written, word.start(), end))
        if last:
            break
    return Suppression(
        comment.start,
        comment.end,
        document.line_of(comment.start),
        document.line_of(comment.end - 1),
        command[1],
        tuple(names),
        until,
        until is not None and until < today,
        "" if until is not None else bad_date,
    )


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if _DATE.fullmatch(written) else None
    except ValueError:
        return None
