from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.model.paper import PartialDate


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ((2023,), (2024,)),
        ((2023, 12), (2024,)),
        ((2023,), (2024, 1)),
        ((2024, 4), (2024, 5)),
        ((2024, 4, 30), (2024, 5)),
        ((2024, 5), (2024, 6, 1)),
        ((2024, 5, 1), (2024, 5, 2)),
    ],
)
def test_wholly_before(early: tuple[int, ...], late: tuple[int, ...]) -> None:
    assert PartialDate(*early).wholly_before(PartialDate(*late))
    assert not PartialDate(*late).wholly_before(PartialDate(*early))


@pytest.mark.parametrize(
    ("one", "other"),
    [((2024,), (2024,)), ((2024,), (2024, 12)), ((2024, 5), (2024, 5, 31)), ((2024, 5, 1), (2024, 5, 1))],
)
def test_overlapping_dates_have_no_order(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert not PartialDate(*one).wholly_before(PartialDate(*other))
    assert not PartialDate(*other).wholly_before(PartialDate(*one))


@given(st.dates(), st.dates())
def test_full_dates_are_ordered_as_the_calendar_is(one: datetime.date, other: datetime.date) -> None:
    dates = [PartialDate(day.year, day.month, day.day) for day in (one, other)]
    assert dates[0].wholly_before(dates[1]) == (one < other)
