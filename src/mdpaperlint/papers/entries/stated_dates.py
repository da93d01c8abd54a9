"""The dates that an entry states outside of its title, and which of them the list is kept by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Section
from mdpaperlint.model.paper import DateRole, DateSource, PaperDate, PartialDate
from mdpaperlint.papers.dates.column_dates import read_date
from mdpaperlint.papers.dates.heading_dates import heading_year
from mdpaperlint.papers.dates.written_dates import without_any_year
from mdpaperlint.papers.entries.pieces import Piece
from mdpaperlint.papers.entries.titleness import is_list_of_names
from mdpaperlint.papers.entries.titles import Families
from mdpaperlint.papers.entries.units import Key, Unit, UnitReader

_LONGEST_PLAIN = 160
_TWO_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_PRECISE = 1.6
_ALONE = 1.15
_NEAR = 30
_ROLE = lazy_pattern(
    r"\b(?:(?P<submitted>submi\w+|posted|preprint|arxiv|v1)|(?P<published>publi\w+|accept\w+|appear\w+)"
    r"|(?P<read>read|presented|added|updated))\b[^\w]*$",
    re.IGNORECASE,
)
_ROLES: tuple[DateRole, ...] = ("submitted", "published", "read")

Slot = tuple[str | int, str, str, bool]


class Candidate(NamedTuple):
    """A date in a piece. ``slot`` is equal for dates in the same place of their entries: before or behind the
    title or the cell, the kind of piece, what stands beside it, and whether it may name a month.
    """

    slot: Slot
    piece: Piece
    before: Piece | None
    start: int
    end: int
    short: bool


class Dates:
    """Reads the dates of units, after what their families do."""

    def __init__(self, reader: UnitReader, families: Families) -> None:
        self._reader = reader
        self._families = families
        self._slots: dict[Key, Counter[Slot]] = {}
        # Most dates of a list are in a few slots.
        self._same: dict[Slot, Slot] = {}

    def candidates(self, units: Sequence[Unit], title: tuple[int, int]) -> list[Candidate]:
        """Those of the :meth:`dated` ones; ``title`` is the span that the title takes up."""
        return [found for each in units for found in self._candidates(each, title)]

    def dated(self, unit: Unit) -> list[Unit]:
        """It and its parts, as far as a date may stand in them."""
        return [each for each in (unit, *unit.parts) if self._reader.may_be_dated(each)]

    def _candidates(self, unit: Unit, title: tuple[int, int]) -> Iterator[Candidate]:
        text = self._reader.document.text
        before: Piece | None = None
        for piece in self._reader.pieces(unit):
            inside = piece.start < title[1] and title[0] < piece.end
            if (
                piece.kind != "break"
                and not inside
                and piece.dates
                and (piece.kind != "plain" or len(piece.text) <= _LONGEST_PLAIN)
            ):
                where = piece.cell if unit.table else "before" if piece.end <= title[0] else "behind"
                for date in piece.dates:
                    beside = text[piece.text_start : date.start] + " " + text[date.end : piece.text_end]
                    what = "alone"
                    if _TWO_LETTERS.search(beside := without_any_year(beside)) is not None:
                        what = "names" if is_list_of_names(beside.strip(" ,.()")) else "words"
                    slot: Slot = (where, piece.kind, what, date.precise)
                    slot = self._same.setdefault(slot, slot)
                    yield Candidate(slot, piece, before, date.start, date.end, date.short)
            before = None if inside else piece

    def learned(self, unit: Unit) -> Counter[Slot]:
        """How many units of the sample have a date in which slot."""
        if unit.family not in self._slots:
            counts: Counter[Slot] = Counter()
            sample = [each for each in self._families.of(unit).sample if each.is_entry or each.table]
            for each in sample:
                piece, _ = self._families.title(each)
                title = (-1, -1) if piece is None else (piece.start, piece.end)
                candidates = self.candidates(self.dated(each), title)
                counts.update({candidate.slot for candidate in candidates})
            self._slots[unit.family] = counts
        return self._slots[unit.family]

    def choose(self, unit: Unit, candidates: Sequence[Candidate]) -> Candidate | None:
        """The one where most siblings have theirs; None where two of one place contradict each other."""
        if not candidates:
            return None
        counts = self.learned(unit)

        def score(candidate: Candidate) -> tuple[float, int]:
            weight = counts[candidate.slot] * (_PRECISE if candidate.slot[3] else 1.0)
            return weight * (_ALONE if candidate.slot[2] == "alone" else 1.0), -candidate.start

        best = max(candidates, key=score)
        for each in candidates:
            near = each is not best and abs(each.start - best.start) < _NEAR
            alike = near and (each.slot[:2], each.slot[3]) == (best.slot[:2], best.slot[3])
            if alike and self.role(each) == self.role(best):
                return None
        return best

    def role(self, candidate: Candidate) -> DateRole:
        text, start = self._reader.document.text, candidate.piece.text_start
        found = _ROLE.search(text, max(start, candidate.start - 30), candidate.start)
        if found is None and candidate.before is not None and candidate.start - start < 3:
            found = _ROLE.search(candidate.before.text) if candidate.before.kind == "plain" else None
        return "stated" if found is None else next(role for role in _ROLES if found[role])

    def read(self, candidate: Candidate, section: Section, source: DateSource) -> PaperDate | None:
        found = self.read_at(candidate.start, candidate.end, candidate.short, section, source)
        slot = f"{candidate.slot[0]}.{candidate.slot[1]}"
        return None if found is None else found._replace(role=self.role(candidate), slot=slot)

    def read_at(
        self, start: int, end: int, short: bool, section: Section, source: DateSource
    ) -> PaperDate | None:
        document = self._reader.document
        written = document.text[start:end]
        if short:
            return PaperDate(PartialDate(2000 + int(written[-2:])), start, end, source)
        found = read_date(written, heading_year(document, section))
        return None if found is None else PaperDate(found.date, start, end, source)
