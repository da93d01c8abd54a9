"""The language server under the trees that a stranger made."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import editor, uri_of

from test_hostile_output import ACTS
from test_hostile_trees import LIST, ON_LINUX, TREES, grow

pytestmark = [ON_LINUX, pytest.mark.asyncio, pytest.mark.slow]

#: Of the other trees, the list's own configuration or baseline cannot be read.
CHECKED = ("list", "ignore file", "folders", "names", "outline", "stats", "report", "export")


async def test_it_outlives_all_of_them(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    async with editor(tmp_path) as session:
        for number, case in enumerate(TREES):
            tree = tmp_path / str(number) / "tree"
            grow(case, tree)
            uri = uri_of(tree / "README.md")
            session.open(uri, LIST)
            rules = await session.rules(uri)
            if case.name.startswith(CHECKED):
                assert rules == ["ragged-row"], case.name
            assert (tree.parent / "outside.md").read_text() == LIST
            assert not (tree.parent / "ran").exists(), case.name
        assert not ACTS.search("".join(each.message for each in session.client.messages))
        assert all(len(each.message) < 1_100 for each in session.client.messages)
