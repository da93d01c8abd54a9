"""Violations and their fixes, as data."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Edit(NamedTuple):
    """Replaces the characters from ``start`` to ``end`` (half-open) of the document's text.

    Insertions of different fixes at one offset conflict unless their ranks differ; then the ranks order
    them. That is how several rows move to one offset.
    """

    start: int
    end: int
    replacement: str
    rank: int = 0


class Fix(NamedTuple):
    """Edits that are applied together or not at all. ``message`` says in a few words what they do.

    ``safe`` means that the list says the same afterwards; the others wait for ``--unsafe-fixes``.
    """

    edits: tuple[Edit, ...]
    safe: bool
    message: str


class Related(NamedTuple):
    """Another span that the violation is about; ``path`` is None for the same file."""

    start: int
    end: int
    message: str
    path: str | None = None
    line: int | None = None


class Violation(NamedTuple):
    """One report. Reports underline the span; the message says what is wrong and what to do.

    ``fingerprint`` is set where the span is not enough for a baseline: ``file`` for one report on the whole
    file, or a name that all entries of a group share. When it is empty, the paper, heading or table at the
    span is the fingerprint. ``parts`` are the violations that one report for a habit stands
    for: where some of them were known before, and the habit was not, they are reported one by one.
    """

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    parts: tuple[Violation, ...] = ()
