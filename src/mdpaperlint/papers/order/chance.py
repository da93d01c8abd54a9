"""Whether dates are in order, or look so by chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import TypeVar

from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.order.misplaced_entries import Direction, misplaced

# A share of one in ten is known well enough after so many shuffles.
_MOST_SHUFFLES = 100
_FEWEST_SHUFFLES = 20
_SHUFFLED_DATES = 10_000
_FEW_DATES = 5


Item = TypeVar("Item")


def is_orderly_by_chance(dates: Sequence[PartialDate], direction: Direction) -> bool:
    """Whether more than one of ten shuffles of the dates is as orderly as they are.

    Orderly is how many dates can stay where they are. A shuffle of which as many can stay counts half. Of few
    dates all orders are looked at; the shuffles of more are the same in each run.
    """
    if len({(date.month > 0, date.day > 0) for date in dates}) > 1:
        moves = (len(misplaced(each, direction)) for each in _shuffles(list(dates), _FEWEST_SHUFFLES))
        return _more_than_one_in_ten((-each for each in moves), -len(misplaced(dates, direction)))
    first_days = sorted(set(dates), reverse=direction == "newest-first")
    rank_of = {day: rank for rank, day in enumerate(first_days)}
    ranks = [rank_of[date] for date in dates]
    shuffles = max(_FEWEST_SHUFFLES, min(_MOST_SHUFFLES, _SHUFFLED_DATES // len(ranks)))
    staying = _longest_ascent(ranks)
    orders: Iterable[Sequence[int]] = _shuffles(ranks, shuffles)
    if len(ranks) <= _FEW_DATES:
        orders = permutations(ranks)
    return _more_than_one_in_ten(map(_longest_ascent, orders), staying)


def _more_than_one_in_ten(shuffled: Iterable[int], given: int) -> bool:
    """Whether so many of the numbers are above ``given``; those that are equal count half."""
    halves = count = 0
    for number in shuffled:
        halves += (number >= given) + (number > given)
        count += 1
    return 10 * halves > 2 * count


def _shuffles(items: list[Item], count: int) -> Iterator[Sequence[Item]]:
    # 4 ms, which lists in order need not pay.
    from random import Random

    random = Random(len(items))
    for _ in range(count):
        random.shuffle(items)
        yield items


def _longest_ascent(ranks: Sequence[int]) -> int:
    """The length of the longest subsequence that never descends."""
    tails: list[int] = []
    for rank in ranks:
        place = bisect_right(tails, rank)
        if place == len(tails):
            tails.append(rank)
        else:
            tails[place] = rank
    return len(tails)
