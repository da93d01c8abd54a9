from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.engine.edits import EditMap, apply_edits, in_order
from mdpaperlint.model.violation import Edit


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it that do not overlap, in any order."""
    text = draw(st.text(alphabet="abc|\n é🎓", max_size=60))
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    edits = [
        Edit(start, end, draw(st.text(alphabet="XY\n|", max_size=4)), rank)
        for rank, (start, end) in enumerate(zip(points[::2], points[1::2], strict=False))
    ]
    return text, draw(st.permutations(edits))


@given(texts_and_edits())
def test_edits_made_together_equal_edits_made_one_by_one_from_behind(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    expected = text
    for edit in reversed(in_order(edits)):
        expected = expected[: edit.start] + edit.replacement + expected[edit.end :]
    assert apply_edits(text, edits) == expected


@given(texts_and_edits())
def test_what_no_edit_touches_is_found_where_the_map_says(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    ordered = in_order(edits)
    where = EditMap(ordered)
    fixed = apply_edits(text, edits)
    for start in range(len(text)):
        if where.touches(start, start + 1):
            continue
        assert fixed[where.new_start(start)] == text[start]
        assert where.new_end(start + 1) == where.new_start(start) + 1
        assert not where.put_in(where.new_start(start))
        assert where.old_start(where.new_start(start)) == start


@given(texts_and_edits())
def test_what_was_put_in_is_known_by_its_place(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    marked = [edit._replace(replacement="\x01" * len(edit.replacement)) for edit in in_order(edits)]
    where = EditMap(marked)
    fixed = apply_edits(text, marked)
    assert [where.put_in(offset) for offset in range(len(fixed))] == [
        character == "\x01" for character in fixed
    ]


def test_inserts_at_one_point_follow_their_ranks() -> None:
    edits = [Edit(1, 1, "third", 3), Edit(1, 1, "first", 1), Edit(1, 2, "-"), Edit(1, 1, "second", 2)]
    assert apply_edits("abc", edits) == "afirstsecondthird-c"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, ""), Edit(1, 3, "")],
        [Edit(0, 3, ""), Edit(1, 1, "x")],
        [Edit(2, 9, "")],
        [Edit(-1, 1, "")],
        [Edit(2, 1, "")],
    ],
)
def test_edits_that_cannot_be_made_together(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply_edits("abc", edits)
