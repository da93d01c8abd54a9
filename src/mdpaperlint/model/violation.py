"""What a rule reports and how it can be mended, as data."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Edit(NamedTuple):
    """Replaces the characters from ``start`` to ``end`` (half-open) of the document's text.

    Insertions at one place by different fixes conflict, unless their ranks differ: then they are made in the
    order of their ranks. That is how several rows are moved to one place.
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
    """Another place that the violation speaks of; ``path`` is None for the same file."""

    start: int
    end: int
    message: str
    path: str | None = None
    line: int | None = None


class Violation(NamedTuple):
    """One report. The span is what is underlined; the message says what is wrong and what to do.

    ``fingerprint`` is what a baseline knows it by where its place says too little: ``file`` for one report on
    the whole file, a name that all entries of a group share for a report on one of them. Empty for the paper,
    heading or table that is at its place. ``parts`` are the violations that one report for a habit stands
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
