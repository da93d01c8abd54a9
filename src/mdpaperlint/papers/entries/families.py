"""What a bounded sample of units that are written alike says of all: where their titles stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from mdpaperlint.model.paper import EntryKind
from mdpaperlint.papers.entries.pieces import Piece
from mdpaperlint.papers.entries.titleness import MOST_LIKELY
from mdpaperlint.papers.entries.units import Key, Unit, UnitReader

_SAMPLE = 40
_SAID_OFTEN = 3
_OFTEN = 0.1
#: A unit without a link to a paper says less of where titles stand.
_WITHOUT_PAPER = 0.3
_LEAST_PRIOR = 0.03
_EARLIER = 0.04
_MANY_DASHES = 0.2

Each = TypeVar("Each")


def spread(members: Sequence[Each], most: int) -> Sequence[Each]:
    """At most so many, spread evenly."""
    if len(members) <= most:
        return members
    return [members[position * len(members) // most] for position in range(most)]


class Family:
    """``slots`` tell how often the piece in a slot looks like a title, and differs from unit to unit.
    ``has_dashes`` tells whether a dash often parts what stands beside the title.
    """

    def __init__(self, reader: UnitReader, units: Sequence[Unit]) -> None:
        self.sample = spread(units, _SAMPLE)
        said: Counter[str] = Counter()
        for unit in self.sample:
            said.update({piece.text.casefold() for piece in reader.pieces(unit) if piece.slot})
        self._often = {text for text, count in said.items() if count >= _SAID_OFTEN}
        weights: dict[str, float] = {}
        texts: dict[str, list[str]] = {}
        total = 0.0
        for unit in self.sample:
            weight = 1.0 if unit.papers else _WITHOUT_PAPER
            total += weight
            for piece in reader.pieces(unit):
                if piece.slot:
                    weights[piece.slot] = weights.get(piece.slot, 0.0) + weight * self.titleness(piece)
                    texts.setdefault(piece.slot, []).append(piece.text.casefold())
        self.slots = {
            slot: len(set(texts[slot])) / len(texts[slot]) * weight / total
            for slot, weight in weights.items()
        }
        dashes = sum(" - " in reader.document.text[unit.start : unit.end] for unit in self.sample)
        self.has_dashes = dashes > _MANY_DASHES * len(self.sample)

    def titleness(self, piece: Piece) -> float:
        """What is said over and over in a family is no title."""
        return piece.titleness * (_OFTEN if piece.text.casefold() in self._often else 1.0)

    def best(self, pieces: Sequence[Piece]) -> tuple[Piece | None, float]:
        """The piece that most likely holds the title, and how much it looks like one."""
        best, highest, order = None, 0.0, 0
        for piece in pieces:
            if piece.slot:
                order = min(order + 1, 10)
                prior = (self.slots.get(piece.slot, 0.0) + _LEAST_PRIOR) * (1 - _EARLIER * order)
                # How much a text looks like a title costs more than all else here.
                if prior * max(piece.weight * MOST_LIKELY, piece.least) > highest:
                    score = prior * self.titleness(piece)
                    if score > highest:
                        best, highest = piece, score
        return best, 0.0 if best is None else self.titleness(best)


class Families:
    """The families of a document, each learned when it is first asked for."""

    def __init__(self, reader: UnitReader) -> None:
        self._reader = reader
        self._members: dict[Key, list[Unit]] = {}
        self._learned: dict[Key, Family] = {}

    def add(self, unit: Unit) -> None:
        self._members.setdefault(unit.family, []).append(unit)

    def all(self, *kinds: EntryKind) -> Iterator[Family]:
        """Of all kinds, or of these."""
        for members in self._members.values():
            if not kinds or members[0].kind in kinds:
                yield self.of(members[0])

    def of(self, unit: Unit) -> Family:
        if unit.family not in self._learned:
            self._learned[unit.family] = Family(self._reader, self._members.get(unit.family, [unit]))
        return self._learned[unit.family]

    def title(self, unit: Unit) -> tuple[Piece | None, float]:
        """The piece that holds the title, and how much it looks like one."""
        if unit.titled is None:
            unit.titled = self.of(unit).best(self._reader.pieces(unit))
        return unit.titled
