"""Violations with their places (lines and columns), for reports.

Lines and columns count from 1, columns in characters; an end is after the last character. They are computed
on demand: of a hundred thousand findings, a report for people shows a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.engine.edits import EditMap, apply_edits, candidates, in_order, select
from mdpaperlint.engine.fingerprints import fingerprint, fingerprints, habit
from mdpaperlint.model.document import Document
from mdpaperlint.model.lines import Lines
from mdpaperlint.model.violation import Edit, Fix, Related, Violation

# Longer lines are not shown corrected: nobody reads them, and the cost for many violations on one line would
# grow with the square of its length.
LONGEST_CORRECTED_LINE = 4_000


class Place(NamedTuple):
    line: int
    column: int
    end_line: int
    end_column: int


class PlacedEdit(NamedTuple):
    place: Place
    edit: Edit


class PlacedRelated(NamedTuple):
    """``path`` is None for the file of the violation itself; ``place`` is None when only a path is known."""

    path: str | None
    place: Place | None
    message: str


class Finding:
    """A violation and its places. ``fingerprint`` tells it from others, ``known_as`` are what a baseline
    knows it by.
    """

    __slots__ = ("_file", "fingerprint", "known_as", "violation")

    def __init__(
        self, file: _LocatedFile, violation: Violation, fingerprint: str, known_as: tuple[str, ...]
    ) -> None:
        self._file = file
        self.violation = violation
        self.fingerprint = fingerprint
        self.known_as = known_as

    @property
    def place(self) -> Place:
        return _place(self._file.lines, self.violation.start, self.violation.end)

    @property
    def source(self) -> str:
        """The line of the violation's start."""
        return self._file.line_at(self.violation.start)

    @property
    def edits(self) -> tuple[PlacedEdit, ...]:
        return self._file.placed(self.violation.fix)[0]

    @property
    def corrected(self) -> str | None:
        """The line that the fix changes, as it would be afterwards, with all safe fixes of that line; None
        when the fix does not stay on one line.
        """
        line = self._file.placed(self.violation.fix)[1]
        return None if line is None else line.text

    @property
    def corrected_part(self) -> tuple[int, int]:
        """The span of the corrected line that the fix changed."""
        line = self._file.placed(self.violation.fix)[1]
        return (0, 0) if line is None else (line.start, line.end)

    @property
    def habit(self) -> tuple[str, str, str, bool | None]:
        """Equal for findings with one fault and one remedy."""
        return habit(self._file.lines.text, self.violation)

    @property
    def related(self) -> tuple[PlacedRelated, ...]:
        return tuple(
            PlacedRelated(each.path, self._related_place(each), each.message)
            for each in self.violation.related
        )

    def _related_place(self, related: Related) -> Place | None:
        if related.path is None:
            return _place(self._file.lines, related.start, related.end)
        return None if related.line is None else Place(related.line, 1, related.line, 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self.violation)

    def _values(self) -> tuple[object, ...]:
        # All other values of a finding follow from these.
        return self.violation, self.place, self.source, self.corrected, self.fingerprint


class _CorrectedLine(NamedTuple):
    """``start`` and ``end`` are the part that the fix itself changed."""

    text: str
    start: int
    end: int


class _LocatedFile:
    """The data that the findings of one file share."""

    __slots__ = ("_line", "_placed", "_safe_edits", "_violations", "lines")

    def __init__(self, lines: Lines, violations: Sequence[Violation]) -> None:
        self.lines = lines
        self._violations = violations
        self._safe_edits: dict[int, list[Edit]] | None = None
        self._line: tuple[int, str] = (-1, "")
        # Violations may share one fix of many edits: its places are looked up once. The fix itself is there
        # since a copy from another process has other ids.
        self._placed: dict[int, tuple[Fix, tuple[PlacedEdit, ...], _CorrectedLine | None]] = {}

    def line_at(self, offset: int) -> str:
        """The same object for all findings of a line, which may be long."""
        number = self.lines.line_of(offset)
        if number != self._line[0]:
            start, end = self.lines.line_span(number)
            self._line = number, self.lines.text[start:end]
        return self._line[1]

    def placed(self, fix: Fix | None) -> tuple[tuple[PlacedEdit, ...], _CorrectedLine | None]:
        """The edits of a violation of this file, and the line that they make."""
        if fix is None:
            return (), None
        placed = self._placed.get(id(fix))
        if placed is None or placed[0] is not fix:
            edits = tuple(PlacedEdit(_place(self.lines, edit.start, edit.end), edit) for edit in fix.edits)
            placed = self._placed[id(fix)] = fix, edits, self._corrected(edits)
        return placed[1:]

    def _corrected(self, placed: tuple[PlacedEdit, ...]) -> _CorrectedLine | None:
        if not placed:
            return None
        line = placed[0].place.line
        if any(not place.line == line == place.end_line for place, _ in placed):
            return None
        own = in_order(edit for _, edit in placed)
        edits = self._safe_on(line)
        if not all(edit in edits for edit in own):
            # An edit that touches it would be another correction of the same text.
            others = [
                edit for edit in edits if all(edit.end < each.start or each.end < edit.start for each in own)
            ]
            edits = in_order((*own, *others))
        start, end = self.lines.line_span(line - 1)
        if end - start > LONGEST_CORRECTED_LINE or any("\n" in each.replacement for each in edits):
            return None
        moved = [each._replace(start=each.start - start, end=each.end - start) for each in edits]
        if any(later.start < earlier.end for earlier, later in pairwise(moved)):
            return None
        text, places = apply_edits(self.lines.text[start:end], moved), EditMap(edits)
        if not text.strip():
            return None
        return _CorrectedLine(
            text, places.new_end(own[0].start) - start, places.new_start(own[-1].end) - start
        )

    def _safe_on(self, line: int) -> list[Edit]:
        """The edits of safe fixes that would change this line alone if all of them were applied."""
        if self._safe_edits is None:
            self._safe_edits = {}
            text = self.lines.text
            safe = [each for each in candidates(text, self._violations, ()) if each.fix.safe]
            for edit in select(text, safe).edits():
                number = self.lines.line_of(edit.start)
                if edit.end <= self.lines.line_span(number)[1] and "\n" not in edit.replacement:
                    self._safe_edits.setdefault(number + 1, []).append(edit)
        return self._safe_edits.get(line, [])


def locate(document: Document, violations: Sequence[Violation]) -> tuple[Finding, ...]:
    file = _LocatedFile(document.lines, violations)
    return tuple(
        Finding(file, each, fingerprint(document, each), fingerprints(document, each)) for each in violations
    )


def _place(lines: Lines, start: int, end: int) -> Place:
    return Place(*lines.position(start), *lines.position(end))
