from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, editor, uri_of

pytestmark = pytest.mark.asyncio

ROWS = "".join(
    f"| 2024-0{n} | Paper number {n} | [x](https://arxiv.org/abs/240{n}.00001) |\n" for n in range(1, 7)
)
TABLE = f"| Date | Title | Link |\n| --- | --- | --- |\n{ROWS}"


async def silenced(session: Editor, uri: str, rule: str) -> str:
    """The text after the action that silences the first report of the rule."""
    (found, *_) = [each for each in await session.diagnostics(uri) if each.code == rule]
    at = session.offset(session.texts[uri], found.range.start)
    actions = await session.actions(uri, at, at, "quickfix")
    return session.applied(uri, actions[f"Silence {rule} on this line"])


@pytest.mark.parametrize(
    ("before", "rule", "line"),
    [
        ("| 2024-07 | Lost | x | more |", "ragged-row", "| 2024-07 | Lost | x | more {} |"),
        ("| 2024-07 | Short |", "ragged-row", "| 2024-07 | Short {} |"),
        ("| 2024-07 | Short", "ragged-row", "| 2024-07 | Short {}"),
        ("| | | |", "blank-row", "| | | {} |"),
        ("\n- [a](htps://a.org) text", "broken-link-syntax", "- [a](htps://a.org) text {}"),
        ("\n## [Part](#nowhere)", "missing-anchor", "## [Part](#nowhere) {}"),
        ("\n[a](#nowhere) <!-- mdpaperlint-disable-line empty-link -- why -->", "missing-anchor",
         "[a](#nowhere) <!-- mdpaperlint-disable-line missing-anchor, empty-link -- why -->"),
    ],
)  # fmt: skip
async def test_the_comment_stands_where_it_silences(
    before: str, rule: str, line: str, tmp_path: Path
) -> None:
    uri = uri_of(tmp_path / "README.md")
    async with editor(tmp_path) as session:
        session.open(uri, f"# P\n\n{TABLE}{before}\n")
        others = [each for each in await session.rules(uri) if each not in (rule, "unused-suppression")]
        text = await silenced(session, uri, rule)
        comment = f"<!-- mdpaperlint-disable-line {rule} -->"
        assert text.rstrip("\n").split("\n")[-1] == line.format(comment)
        session.edit(uri, (0, len(session.texts[uri]), text))
        left = [each for each in await session.rules(uri) if each != "unused-suppression"]
        assert left == others


async def test_no_comment_is_offered_where_it_would_be_part_of_something_else(tmp_path: Path) -> None:
    uri = uri_of(tmp_path / "README.md")
    text = "# P\n\n[a][a]\n\n[a]: #nowhere\n\n<!-- mdpaperlint-disable-line empty-link -->\n"
    async with editor(tmp_path) as session:
        session.open(uri, text)
        assert sorted(await session.rules(uri)) == ["missing-anchor", "unused-suppression"]
        titles = await session.actions(uri, 0, len(text), "quickfix")
        assert not [title for title in titles if title.startswith("Silence")]
