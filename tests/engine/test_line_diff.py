from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpu_time import within
from mdpaperlint.engine.line_diff import changed_lines, changes
from mdpaperlint.markdown.parser import parse

LINE = st.sampled_from(["a", "b", "c", "d", "", "e", "f"])


def _changed(before: str, after: str) -> list[int]:
    return sorted(changed_lines(before, parse(after)))


def test_added_lines_are_new() -> None:
    assert _changed("a\nb\nc\n", "a\nx\nb\nc\ny\n") == [1, 4]


def test_a_moved_line_is_new_where_it_stands_now() -> None:
    assert _changed("a\nb\nc\nd\n", "b\nc\nd\na\n") == [3]


def test_line_ends_do_not_count() -> None:
    assert _changed("a\r\nb\rc", "a\nb\nc") == []


def test_lines_that_stand_there_twice_are_matched_with_their_neighbours() -> None:
    assert _changed("| x |\n\n| x |\nend", "| x |\n\n| x |\nnew\nend") == [3]


@given(st.lists(LINE, max_size=12), st.lists(LINE, max_size=12))
def test_the_unchanged_lines_stand_in_the_old_text_in_this_order(before: list[str], after: list[str]) -> None:
    changed = changed_lines("\n".join(before), parse("\n".join(after)))
    kept = [line for number, line in enumerate(after) if number not in changed]
    rest = iter(before or [""])
    assert all(any(line == other for other in rest) for line in kept)


@given(st.lists(LINE, min_size=1, max_size=12))
def test_nothing_is_new_in_the_same_text(lines: list[str]) -> None:
    assert changed_lines("\n".join(lines), parse("\n".join(lines))) == frozenset()


def test_repeated_and_reversed_lines_take_no_time() -> None:
    lines = [f"line {number}" for number in range(50_000)]

    def compare() -> None:
        changes(["x"] * 100_000, ["x", "y"] * 50_000)
        assert sum(block.end - block.start for block in changes(lines, lines[::-1])) == 49_999

    assert within(2, compare)
