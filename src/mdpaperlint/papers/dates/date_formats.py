"""How the dates of a column are written, and which of them are written unlike the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from mdpaperlint.papers.dates.date_readings import DateReading


class OddDate(NamedTuple):
    """``number`` is that of the cell; ``shape`` is how ``following`` of ``total`` dates of its precision are
    written.
    """

    number: int
    shape: str
    following: int
    total: int


@lru_cache(maxsize=1024)
def precision(shape: str) -> str:
    """``Y``, ``YM`` or ``YMD``: a date that only tells its year is no other way of writing a month."""
    month = "M" in shape or "m" in shape
    return "YMD" if "D" in shape else "YM" if month else "Y"


def _without_zeros(shape: str) -> str:
    return shape.replace("MM", "M").replace("DD", "D")


def odd_dates(readings: Sequence[DateReading | None], least: int, share: float) -> list[OddDate]:
    """The dates written unlike at least ``share`` of the dates of their precision.

    A date that two shapes would write alike (``2024.10`` is ``YYYY.MM`` and ``YYYY.M``) has no vote between
    the two. Columns with fewer than ``least`` dates of a precision are left alone.
    """
    shapes_of = [_shapes(reading) for reading in readings]
    written = Counter(shapes_of)
    written.pop((), None)
    if len(written) < 2:
        return []
    odd: dict[tuple[str, ...], tuple[str, int, int]] = {}
    by_precision: dict[str, Counter[tuple[str, ...]]] = {}
    for shapes, count in written.items():
        by_precision.setdefault(precision(shapes[0]), Counter())[shapes] = count
    for counts in by_precision.values():
        total = counts.total()
        if total < least or len(counts) < 2:
            continue
        shape = _common_shape(counts)
        following = sum(count for shapes, count in counts.items() if shape in shapes)
        if following < share * total:
            # Leading zeros may be mixed where signs are not.
            unlike = [shapes for shapes in counts if _without_zeros(shape) not in map(_without_zeros, shapes)]
            following = total - sum(counts[shapes] for shapes in unlike)
            if following >= share * total:
                odd.update(dict.fromkeys(unlike, (shape, following, total)))
            continue
        if following == total:
            continue
        for shapes in counts:
            if shape in shapes:
                continue
            rivals = set(shapes)
            voters = sum(
                count for other, count in counts.items() if shape in other and rivals.isdisjoint(other)
            )
            against = sum(
                count
                for other, count in counts.items()
                if shape not in other and not rivals.isdisjoint(other)
            )
            if voters >= share * (voters + against):
                odd[shapes] = shape, following, total
    if not odd:
        return []
    return [OddDate(number, *odd[shapes]) for number, shapes in enumerate(shapes_of) if shapes in odd]


def odd_precisions(readings: Sequence[DateReading | None], least: int, share: float) -> list[OddDate]:
    """The dates that tell more or less than at least ``share`` of all dates; ``shape`` is what these tell, as
    :func:`precision` names it. Columns with fewer than ``least`` dates are left alone.
    """
    told = [precision(shapes[0]) if (shapes := _shapes(reading)) else "" for reading in readings]
    counts = Counter(told)
    del counts[""]
    total = counts.total()
    if total < least or len(counts) < 2:
        return []
    usual, following = counts.most_common(1)[0]
    if following < share * total:
        return []
    return [
        OddDate(number, usual, following, total)
        for number, each in enumerate(told)
        if each not in ("", usual)
    ]


def _shapes(reading: DateReading | None) -> tuple[str, ...]:
    """Empty for what has no vote: no date, a quarter, the year of a venue."""
    if reading is None or reading.venue_year:
        return ()
    shapes = reading.shapes
    if reading.date.month == 5 and shapes and "onth." in shapes[0]:
        # May with a full stop stands beside Jan. as well as beside June.
        return (*shapes, *(shape.replace("onth.", "on.") for shape in shapes))
    return shapes


def _common_shape(counts: Counter[tuple[str, ...]]) -> str:
    """The shape that most dates have; of several, the one that most dates have that have no other, then the
    one with leading zeros.
    """
    shapes = {shape for each in counts for shape in each}
    return max(
        sorted(shapes),
        key=lambda shape: (
            sum(count for each, count in counts.items() if shape in each),
            counts.get((shape,), 0),
            len(shape),
        ),
    )
