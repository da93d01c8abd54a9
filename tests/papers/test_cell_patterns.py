from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpu_time import within
from mdpaperlint.rules.table_schema.cell_patterns import CellPattern, TooManyTestsError

ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", r"\W", "[a-c1]", r"[\]\-x]", "[]a]", r"\.", "文", r"\x61"]
)
REPEATS = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{,2}", "{2,}", "*?", "+?", "??", "{1,2}?", ""])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(st.one_of(inner, st.just("")), min_size=2, max_size=3).map(
            lambda parts: f"(?:{'|'.join(parts)})"
        ),
        st.tuples(inner, REPEATS).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text(alphabet="abc1.]-x文 ", max_size=7))
def test_a_pattern_fits_what_it_fits_for_re(pattern: str, text: str) -> None:
    assert CellPattern(pattern).matches(text) == (re.fullmatch(pattern, text) is not None)


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        (r"^\d{4}$", "2024", "20245"),
        ("^a|b$", "b", "ab"),
        ("a{}", "a{}", "a"),
        ("{", "{", ""),
        (r"(?P<id>x)y", "xy", "x"),
        ("", "", " "),
        (r"\[code\]\(https://.+\)|-", "[code](https://x.org)", "[code]()"),
    ],
)
def test_patterns(pattern: str, fits: str, fits_not: str) -> None:
    assert CellPattern(pattern).matches(fits)
    assert not CellPattern(pattern).matches(fits_not)


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("(", "no regular expression"),
        ("a**", "no regular expression"),
        ("(?=a)b", "not supported"),
        ("(?<!a)b", "not supported"),
        ("(?i)b", "not supported"),
        (r"(a)\1", "not supported"),
        ("(?P<n>a)(?P=n)", "not supported"),
        (r"\bword", "not supported"),
        ("a*+", "possessive"),
        ("(?>a)", "not supported"),
        ("a$b", "in the middle"),
        ("(^a)", "in the middle"),
        ("((a{50}){50}){50}", "too large"),
        ("a" * 2000, "at most 1000"),
        ("(" * 60 + "a" + ")" * 60, "nested deeper"),
    ],
)
def test_what_cannot_be_matched_in_linear_time_is_refused(pattern: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        CellPattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)*b", "(.*a.*)*b", "a?" * 30 + "a" * 30 + "b"])
def test_no_text_takes_more_than_linear_time(pattern: str) -> None:
    compiled = CellPattern(pattern)
    assert not compiled.matches("a" * 200_000)
    assert within(2, lambda: compiled.matches("a" * 200_000))


def test_what_is_remembered_is_bounded() -> None:
    compiled = CellPattern("(?:.*x)?.*")
    for start in range(0, 60_000, 1000):
        assert compiled.matches("".join(map(chr, range(0x10000 + start, 0x10000 + start + 1000))))
    assert sum(len(state.steps) for state in compiled._sets.values()) <= 20_000
    assert compiled.matches("x")
    assert compiled.matches("")


def test_the_texts_of_a_document_take_a_bounded_number_of_steps() -> None:
    compiled = CellPattern("((a|b)*a(a|b){150})*")
    first, second = ("".join(random.Random(seed).choices("ab", k=4000)) for seed in (7, 8))
    compiled.matches(first)
    with pytest.raises(TooManyTestsError):
        compiled.matches(second)
    compiled.begin()
    compiled.matches(second)
