from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.order.misplaced_entries import (
    Direction,
    breaks,
    count_misplaced,
    is_ordered,
    misplaced,
    moves,
)

DIRECTIONS: tuple[Direction, ...] = ("oldest-first", "newest-first")

# Hypothesis makes up what is left out, the day too.
months = st.builds(PartialDate, st.integers(2020, 2022), st.integers(0, 4), st.just(0))
days = st.builds(PartialDate, st.integers(2020, 2021), st.integers(1, 3), st.integers(0, 3))
sequences = st.lists(st.one_of(months, days), max_size=8)
directions = st.sampled_from(DIRECTIONS)


def in_order(dates: list[PartialDate], direction: Direction) -> bool:
    """The definition, pair by pair."""
    if direction == "newest-first":
        dates = dates[::-1]
    return not any(later.wholly_before(earlier) for earlier, later in combinations(dates, 2))


def smallest_sets(dates: list[PartialDate], direction: Direction) -> list[tuple[int, ...]]:
    for size in range(len(dates) + 1):
        found = [
            removed
            for removed in combinations(range(len(dates)), size)
            if in_order([date for i, date in enumerate(dates) if i not in removed], direction)
        ]
        if found:
            return found
    raise AssertionError("removing everything leaves order")


def after_moves(dates: list[PartialDate], direction: Direction, moved: list[int]) -> list[int]:
    placed = moves(dates, direction, moved)
    result = [move.moved for move in placed if move.behind == -1]
    for index in range(len(dates)):
        if index not in moved:
            result.append(index)
            result.extend(move.moved for move in placed if move.behind == index)
    return result


@given(sequences, directions)
def test_is_ordered_is_the_pairwise_definition(dates: list[PartialDate], direction: Direction) -> None:
    assert is_ordered(dates, direction) == in_order(dates, direction)


@settings(max_examples=300)
@given(sequences, directions)
def test_misplaced_is_a_smallest_set(dates: list[PartialDate], direction: Direction) -> None:
    assert tuple(misplaced(dates, direction)) in smallest_sets(dates, direction)


@given(st.one_of(sequences, st.lists(months.filter(lambda date: date.month > 0), max_size=12)), directions)
def test_as_many_are_counted_as_are_named(dates: list[PartialDate], direction: Direction) -> None:
    assert count_misplaced(dates, direction) == len(misplaced(dates, direction))


@given(sequences, directions, st.frozensets(st.integers(0, 7)))
def test_recent_entries_are_preferred_among_smallest_sets(
    dates: list[PartialDate], direction: Direction, recent: frozenset[int]
) -> None:
    chosen = set(misplaced(dates, direction, recent=recent))
    best = max(len(recent & set(candidate)) for candidate in smallest_sets(dates, direction))
    assert len(chosen & recent) == best


@given(st.lists(months.filter(lambda date: date.month > 0), max_size=8), directions)
def test_of_equal_sets_the_later_entries_are_named(dates: list[PartialDate], direction: Direction) -> None:
    assert tuple(misplaced(dates, direction)) == max(smallest_sets(dates, direction))


@settings(max_examples=300)
@given(sequences, directions)
def test_moves_put_everything_in_order_and_keep_the_rest(
    dates: list[PartialDate], direction: Direction
) -> None:
    moved = misplaced(dates, direction)
    result = after_moves(dates, direction, moved)
    assert sorted(result) == list(range(len(dates)))
    assert in_order([dates[index] for index in result], direction)
    assert [index for index in result if index not in moved] == sorted(set(range(len(dates))) - set(moved))


@given(st.lists(months.filter(lambda date: date.month > 0), max_size=9), directions)
def test_entries_of_one_date_keep_their_order(dates: list[PartialDate], direction: Direction) -> None:
    result = after_moves(dates, direction, misplaced(dates, direction))
    for date in set(dates):
        same = [index for index in result if dates[index] == date]
        assert same == sorted(same)


@given(sequences, directions)
def test_a_move_names_an_entry_on_the_wrong_side(dates: list[PartialDate], direction: Direction) -> None:
    moved = misplaced(dates, direction)
    for move in moves(dates, direction, moved):
        shown = move.wrong_side_of
        assert shown not in moved
        earlier, later = sorted((move.moved, shown))
        if direction == "oldest-first":
            assert dates[later].wholly_before(dates[earlier])
        else:
            assert dates[earlier].wholly_before(dates[later])


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_many_days_need_more_than_one_block_of_weights(direction: Direction) -> None:
    dates = [PartialDate(1900 + day // 12, day % 12 + 1) for day in range(1000)]
    if direction == "newest-first":
        dates.reverse()
    dates.insert(700, dates.pop(20))
    dates.insert(5, dates.pop(990))
    assert len(misplaced(dates, direction)) == 2
    assert breaks(dates, direction) == 2
