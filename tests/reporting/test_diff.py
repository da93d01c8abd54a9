from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cpu_time import grows_at_most
from mdpaperlint.engine.line_diff import changes
from mdpaperlint.reporting.unified_diff import unified_diff

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d\r", " e", "f\x0c", "g\u2028"]), max_size=12)


@given(LINES, LINES)
def test_the_blocks_make_the_new_from_the_old(old: list[str], new: list[str]) -> None:
    made: list[str] = []
    position = 0
    for block in changes(old, new):
        made += old[position : block.start]
        assert len(made) == block.new_start
        assert block.start < block.end or block.new_start < block.new_end
        made += new[block.new_start : block.new_end]
        position = block.end
    assert made + old[position:] == new


def applied(before: str, after: str) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "list.md").write_bytes(before.encode())
        patch = "".join(line + "\n" for line in unified_diff("list.md", before, after))
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"], input=patch.encode(), cwd=folder, check=True
        )
        return (folder / "list.md").read_bytes().decode()


@settings(max_examples=60)
@given(LINES, LINES, st.booleans(), st.booleans())
def test_git_makes_the_new_text_of_it(old: list[str], new: list[str], open_old: bool, open_new: bool) -> None:
    before = "\n".join(old) + ("" if open_old else "\n")
    after = "\n".join(new) + ("" if open_new else "\n")
    # git deletes a file of which nothing is left; --diff never shows that, as no fix empties a list.
    if before != after and before and after:
        assert applied(before, after) == after


def test_context_and_hunks() -> None:
    before = "".join(f"{number}\n" for number in range(1, 31))
    after = before.replace("\n5\n", "\nfive\n").replace("\n25\n", "\n")
    assert list(unified_diff("x.md", before, after)) == [
        "--- a/x.md", "+++ b/x.md",
        "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8",
        "@@ -22,7 +22,6 @@", " 22", " 23", " 24", "-25", " 26", " 27", " 28",
    ]  # fmt: skip


def test_nothing_changed_is_nothing_shown() -> None:
    assert list(unified_diff("x.md", "a\n", "a\n")) == []


def test_a_list_turned_round_costs_no_more_than_its_lines() -> None:
    def comparing(count: int) -> Callable[[], None]:
        lines = [f"| {number} | a row |\n" for number in range(count)]
        before, after = "".join(lines), "".join(reversed(lines))

        def compare() -> None:
            assert sum(1 for _ in unified_diff("x.md", before, after)) > count

        return compare

    assert grows_at_most(comparing(40_000), comparing(80_000), 4)
