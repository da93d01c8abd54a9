from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.edits import Candidate, apply_edits, candidates, select
from mdpaperlint.model.violation import Edit, Fix, Violation

TEXT = "abcdefgh"


def candidate(rule: str, *edits: Edit) -> Candidate:
    fix = Fix(edits, True, "")
    return Candidate(fix, rule, (Violation(rule, "error", "m", edits[0].start, edits[0].end, fix),))


@st.composite
def offered(draw: st.DrawFn) -> list[Candidate]:
    """Fixes of two rules, each of one or two edits that do not touch each other."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        points = sorted(draw(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2)))
        replacement = draw(st.sampled_from(["", "", "X"]))
        edits = [Edit(points[0], points[1], replacement, draw(st.integers(0, 2)))]
        if points[1] + 2 <= len(TEXT) and draw(st.booleans()):
            edits.append(Edit(len(TEXT), len(TEXT), "Y", draw(st.integers(0, 1))))
        found.append(candidate(draw(st.sampled_from(["one", "two"])), *edits))
    return found


def conflicts(new: Edit, rule: str, taken: list[tuple[Edit, str]]) -> bool:
    """What :class:`Selection` says of two edits, one by one."""
    for other, _ in taken:
        inserts = [edit for edit in (new, other) if edit.start == edit.end]
        if len(inserts) == 2 and new[0] == other[0] and new.rank == other.rank:
            return True
        if len(inserts) == 1:
            point, span = inserts[0].start, other if inserts[0] is new else new
            if span.start < point < span.end:
                return True
        if not inserts and max(new.start, other.start) < min(new.end, other.end):
            return True
    if new.start == new.end:
        borders = [(edit, owner) for edit, owner in taken if edit.start < edit.end and new.start in edit[:2]]
        return new.rank == 0 and any(edit.replacement or owner != rule for edit, owner in borders)
    for point in (new.start, new.end):
        inserted = [(edit, owner) for edit, owner in taken if edit.start == edit.end == point]
        own = not new.replacement and all(owner == rule for _, owner in inserted)
        if any(edit.rank == 0 for edit, _ in inserted) and not own:
            return True
    return False


@given(offered())
@settings(max_examples=400)
def test_selection_takes_what_a_comparison_one_by_one_takes(offered: list[Candidate]) -> None:
    taken: list[tuple[Edit, str]] = []
    expected = []
    for each in offered:
        if not any(conflicts(edit, each.rule, taken) for edit in each.fix.edits):
            expected.append(each)
            taken += [(edit, each.rule) for edit in each.fix.edits]
    selection = select(TEXT, offered)
    assert selection.chosen == expected
    apply_edits(TEXT, selection.edits())


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Edit(1, 3, ""), Edit(2, 4, ""), False),
        (Edit(1, 3, ""), Edit(3, 4, ""), True),
        (Edit(1, 3, ""), Edit(2, 2, "X"), False),
        (Edit(1, 3, ""), Edit(2, 2, "X", 1), False),
        (Edit(1, 3, ""), Edit(3, 3, "X"), False),
        (Edit(1, 3, ""), Edit(3, 3, "X", 1), True),
        (Edit(3, 3, "X"), Edit(1, 3, ""), False),
        (Edit(3, 3, "X", 1), Edit(3, 4, ""), True),
        (Edit(2, 2, "X"), Edit(1, 3, ""), False),
        (Edit(2, 2, "X"), Edit(2, 2, "Y"), False),
        (Edit(2, 2, "X"), Edit(2, 2, "Y", 1), True),
        (Edit(1, 2, "X"), Edit(2, 3, "Y"), True),
    ],
)
def test_two_edits_of_two_rules(first: Edit, second: Edit, both: bool) -> None:
    selection = select(TEXT, [candidate("one", first), candidate("two", second)])
    assert len(selection.chosen) == 1 + both


def test_a_rule_inserts_at_the_border_of_what_it_deletes_itself() -> None:
    deletes, inserts = Edit(1, 3, ""), Edit(3, 3, "X")
    for order in ((deletes, inserts), (inserts, deletes)):
        selection = select(TEXT, [candidate("one", order[0]), candidate("one", order[1])])
        assert apply_edits(TEXT, selection.edits()) == "aXdefgh"
    replaces = Edit(1, 3, "Y")
    assert len(select(TEXT, [candidate("one", replaces), candidate("one", inserts)]).chosen) == 1


def test_a_fix_of_which_one_edit_is_in_the_way_is_left_out_whole() -> None:
    whole = candidate("two", Edit(0, 1, "X"), Edit(4, 6, "Y"))
    assert select(TEXT, [candidate("one", Edit(5, 7, "")), whole]).edits() == [Edit(5, 7, "")]


def test_candidates_are_by_place_and_change_something_and_share_nothing_with_what_is_silenced() -> None:
    def violation(rule: str, start: int, fix: Fix | None) -> Violation:
        return Violation(rule, "error", "m", start, start + 1, fix)

    shared, idle = Fix((Edit(5, 6, "X"),), True, ""), Fix((Edit(1, 2, "b"),), True, "")
    silenced, early = Fix((Edit(3, 4, "Z"),), True, ""), Fix((Edit(0, 1, "A"),), False, "")
    partly = Fix((Edit(1, 2, "b"), Edit(2, 3, "C")), True, "")
    violations = [
        violation("r", 5, shared),
        violation("r", 7, shared),
        violation("r", 1, idle),
        violation("r", 3, silenced),
        violation("s", 0, early),
        violation("r", 0, early._replace(message="another")),
        violation("r", 2, partly),
        violation("r", 4, None),
    ]
    found = candidates(TEXT, violations, [violation("r", 6, silenced)])
    assert [(each.rule, each.violations[0].start) for each in found] == [
        ("r", 0),
        ("s", 0),
        ("r", 2),
        ("r", 5),
    ]
    assert found[-1].violations == (violations[0], violations[1])


@pytest.mark.parametrize(
    ("text", "edits", "fixed"),
    [
        # The carriage return and the line feed were line ends each.
        ("a\rb\n\nc", [(2, 4, "")], "a\rb\n\nc"),
        ("a\rb\n\nc", [(2, 4, ""), (5, 6, "d")], "a\rb\n\nd"),
        ("a\rb\nc", [(2, 3, "")], "a\rb\nc"),
        ("a\r\n", [(1, 1, "\r")], "a\r\r\n"),
        ("a\rb", [(2, 3, "\nb")], "a\rb"),
        ("ab\n", [(1, 2, "\r")], "ab\n"),
        # Only two edits together bring them to each other, and the first of them goes in.
        ("a\rb\nc\n\n", [(2, 4, ""), (4, 6, "")], "a\rc\n\n"),
        ("a\rb\rc\n\n", [(2, 4, ""), (4, 6, "")], "a\rc\n\n"),
        # One line end stays one.
        ("a\r\nb\r\n", [(2, 5, "")], "a\r\n"),
        ("a\r\nb\r\n", [(1, 4, "")], "a\r\n"),
        ("a\r\n", [(0, 1, "b")], "b\r\n"),
        ("a\r\n", [(0, 2, "b\r")], "b\r\n"),
        ("a\nb\n", [(2, 3, "")], "a\n\n"),
    ],
)
def test_no_two_line_ends_become_one(text: str, edits: list[tuple[int, int, str]], fixed: str) -> None:
    offered = [candidate("one", Edit(*edit)) for edit in edits]
    assert apply_edits(text, select(text, offered).edits()) == fixed


@given(st.text(alphabet="a\r\n", max_size=8), st.data())
def test_line_ends_of_the_old_text_stay_apart(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    listed = [sorted(span) for span in data.draw(st.lists(spans, max_size=4))]
    selection = select(text, [candidate("one", Edit(start, end, "")) for start, end in listed if start < end])
    taken = {place for edit in selection.edits() for place in range(edit.start, edit.end)}
    kept = [place for place in range(len(text)) if place not in taken]
    for first, second in pairwise(kept):
        if text[first] == "\r" and text[second] == "\n":
            assert text[first + 1] == "\n"
            assert text[second - 1] == "\r"
