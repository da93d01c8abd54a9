from __future__ import annotations

from pathlib import Path

import pytest

from rule_table import BEGIN, END, PLACES, table, with_table


@pytest.mark.parametrize("path", PLACES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_table_of_rules_is_that_of_the_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert BEGIN in text
    assert END in text
    assert text == with_table(text, PLACES[path]), "run: python tests/rule_table.py"


def test_the_kinds_of_fixes_are_those_that_the_pages_show() -> None:
    fixes = {row.split("`")[1]: row.split(" | ")[2] for row in table("").splitlines()[2:]}
    assert fixes["missing-anchor"] == "safe"
    assert fixes["unused-suppression"] == "safe, unsafe"
    assert fixes["empty-link"] == "–"
