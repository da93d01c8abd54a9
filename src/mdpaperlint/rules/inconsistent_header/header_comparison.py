"""Which tables have nearly the header of most others, and where it differs."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.papers.tables.headers import header_word

Header = tuple[str, ...]
Kind = Literal["names", "order", "missing"]

_SIGNS = lazy_pattern(r"[\W_]+")
_SHORTEST_WITH_TYPO = 5
_SHORTEST_MISTYPED = 3
_LONG = 9
# Every header is compared with these, so that no file takes more than linear time.
_MOST_COMPARED = 50


class NearMiss(NamedTuple):
    """``common`` is the header that ``tables`` tables have. ``columns`` are those of the near miss that are
    named otherwise (0-based), or the number in ``common`` of the one that is missing.
    """

    kind: Kind
    common: Header
    tables: int
    columns: tuple[int, ...]


def near_misses(headers: list[Header], share: float, missing: bool) -> dict[Header, NearMiss]:
    """``headers`` are those of all tables, as shown. A header is one of the common ones when at least
    ``share`` of the tables that have it, or nearly have it, have it exactly.
    """
    counts = Counter(headers)
    if len(counts) < 2:
        return {}
    found: dict[Header, NearMiss] = {}
    for common, count in counts.most_common(_MOST_COMPARED):
        if count < share * (count + 1):
            break
        near = {
            header: miss
            for header in counts
            if header != common and (miss := _compare(common, header, count, missing))
        }
        for kind in ("names", "order", "missing"):
            others = {header: miss for header, miss in near.items() if miss.kind == kind}
            against = sum(counts[header] for header in others)
            if count >= share * (count + against):
                found.update((header, miss) for header, miss in others.items() if header not in found)
    return found


def _compare(common: Header, header: Header, count: int, missing: bool) -> NearMiss | None:
    if len(header) == len(common) > 1:
        differing = tuple(
            number for number, (one, other) in enumerate(zip(common, header, strict=True)) if one != other
        )
        if all(_is_variant(common[number], header[number], header, common) for number in differing):
            return NearMiss("names", common, count, differing)
        if len(common) > 2 and Counter(map(_key, common)) == Counter(map(_key, header)):
            return NearMiss("order", common, count, ())
    elif missing and len(header) + 1 == len(common) > 2:
        keys, all_keys = [_key(name) for name in header], [_key(name) for name in common]
        number = next((each for each, key in enumerate(keys) if key != all_keys[each]), len(keys))
        if keys == [*all_keys[:number], *all_keys[number + 1 :]]:
            return NearMiss("missing", common, count, (number,))
    return None


def _key(name: str) -> str:
    """A name without the differences in which it stays the same: case, signs, spaces, a plural."""
    letters = _SIGNS.sub("", name).casefold()
    return letters[:-1] if len(letters) > 3 and letters[-1] == "s" else letters


def _is_variant(name: str, other: str, header: Header, common: Header) -> bool:
    """Whether ``other`` is ``name`` in another spelling, with a slip of the finger at most."""
    if not name or not other or other in common or name in header:
        return False
    one, two = _key(name), _key(other)
    if not one or not two:
        return False
    if one == two:
        return True
    if one[0] != two[0] or any(character.isdigit() for character in one + two):
        return False
    word, other_word = header_word(name), header_word(other)
    if word.role != other_word.role and other_word.role != "other":
        return False
    if not one.isascii() or min(len(one), len(two)) < _SHORTEST_WITH_TYPO:
        known = word.role != "other" and (word.role != "title" or word.rank > 1)
        return known and other_word.role == "other" and _is_mistyped(one, two)
    return slips_at_most(one, two, 2 if min(len(one), len(two)) >= _LONG else 1)


def _is_mistyped(one: str, two: str) -> bool:
    """Whether a letter of a short word is missing, too many or swapped with its neighbour; another letter in
    its place makes too many words of other meanings (`Date` and `Data`, `Code` and `Core`).
    """
    if not one.isascii() or not two.isascii() or len(two) < _SHORTEST_MISTYPED:
        return False
    return (len(one) != len(two) or sorted(one) == sorted(two)) and slips_at_most(one, two, 1)


def slips_at_most(one: str, two: str, limit: int) -> bool:
    """Whether at most ``limit`` letters are wrong, missing, too many or swapped with their neighbour."""
    if abs(len(one) - len(two)) > limit or max(len(one), len(two)) > 60:
        return False
    older: list[int] = []
    previous: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        older, previous, row = previous, row, [i]
        for j, other in enumerate(two, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1] <= limit
