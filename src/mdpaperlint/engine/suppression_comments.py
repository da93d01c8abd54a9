"""Reads comments that silence rules: ``<!-- mdpaperlint-disable RULE until 2030-12-31 -- reason -->``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Comment, Document

COMMANDS = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")
# What stands for all rules, where a comment names none.
ALL = ""

_COMMAND = lazy_pattern(r"<!--\s*mdpaperlint-([\w-]+)")
_WORD = lazy_pattern(r"[^\s,]+")
_DATE = lazy_pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Name(NamedTuple):
    name: str
    start: int
    end: int


class Directive(NamedTuple):
    start: int
    end: int
    line: int
    end_line: int
    command: str
    names: tuple[Name, ...]
    until: date | None
    expired: bool
    bad_date: str

    def scopes(self) -> Iterable[str]:
        return (name.name for name in self.names) if self.names else (ALL,)


def read_directive(document: Document, comment: Comment, today: date) -> Directive | None:
    text = document.text
    command = _COMMAND.match(text, comment.start, comment.end)
    if command is None:
        return None
    names: list[Name] = []
    until: date | None = None
    bad_date = ""
    awaits_date = False
    for word in _WORD.finditer(text, command.end(), comment.end - 3):
        written, end = word[0], word.end()
        if written in ("--", "—", ":"):
            break
        last = written.endswith(":")
        if last:
            written, end = written[:-1], end - 1
        if awaits_date:
            awaits_date = False
            try:
                until = date.fromisoformat(written) if _DATE.fullmatch(written) else None
            except ValueError:
                until = None
            if until is None:
                bad_date = written
        elif written == "until":
            awaits_date = True
            bad_date = "until"
            continue
        # A comment of several lines inside a block quote has the quote's marks in it.
        elif written.strip(">"):
            names.append(Name(written, word.start(), end))
        if until is not None:
            bad_date = ""
        if last:
            break
    return Directive(
        start=comment.start,
        end=comment.end,
        line=document.line_of(comment.start),
        end_line=document.line_of(comment.end - 1),
        command=command[1],
        names=tuple(names),
        until=until,
        expired=until is not None and until < today,
        bad_date=bad_date,
    )
