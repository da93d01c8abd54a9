from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from editor import Editor, Encoding, editor, uri_of
from lsprotocol import types

import mdpaperlint

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIXTURES = Path(__file__).parents[1] / "fixtures"
HEADER = "# Papers\n\n## Agents 🤖\n\n| Date | Title | Code |\n| --- | --- | --- |\n"
ROWS = (
    "| 2024-01 | [🧪 One](https://arxiv.org/abs/2401.00001) | - |\n"
    "| 2024-02 | [Two](https://arxiv.org/abs/2402.00002) | - |\n"
)
SHORT = "| 2024-03 | 🚀🚀 [Three](https://arxiv.org//abs//2403.00003) |\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editor") / "cache"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(cache: Path) -> AsyncIterator[Editor]:
    """One server for all that asks nothing special of it; each test has files of its own."""
    async with editor(cache.parent, "--cache-dir", str(cache)) as session:
        yield session


async def test_diagnostics_follow_what_is_typed(shared: Editor, tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    session = shared
    session.open(readme, HEADER + ROWS)
    assert await session.rules(readme) == []
    text = HEADER + ROWS
    session.edit(readme, (len(text), len(text), SHORT))
    assert await session.rules(readme) == ["ragged-row", "malformed-arxiv-id"]
    (_, malformed) = await session.diagnostics(readme)
    assert malformed.severity is types.DiagnosticSeverity.Error
    assert malformed.source == "mdpaperlint"
    assert session.underlined(readme, malformed) in session.texts[readme].splitlines()[-1]
    place = session.texts[readme].index("//abs//")
    session.edit(readme, (place, place + 7, "/abs/"))
    assert await session.rules(readme) == ["ragged-row"]
    end = len(session.texts[readme]) - 1
    session.edit(readme, (end, end, " - |"))
    assert await session.rules(readme) == []
    session.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(readme))
    )
    await session.wait_for(lambda: session.published[readme].version is None)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, Encoding.Utf16),
        ([Encoding.Utf8, Encoding.Utf16], Encoding.Utf8),
        ([Encoding.Utf32, Encoding.Utf16], Encoding.Utf32),
    ],
)
async def test_places_on_lines_with_emoji(
    tmp_path: Path, offered: list[Encoding] | None, chosen: Encoding
) -> None:
    async with editor(tmp_path, encodings=offered) as session:
        assert session.encoding == chosen
        for line_end in ("\n", "\r\n", "\r"):
            await _edit_around_emoji(session, tmp_path / f"{len(line_end)}{ord(line_end[-1])}.md", line_end)


async def _edit_around_emoji(session: Editor, file: Path, line_end: str) -> None:
    text = (HEADER + ROWS + SHORT).replace("\n", line_end)
    file.write_bytes(text.encode())
    expected = {
        (found.violation.rule, found.violation.start, found.violation.end)
        for found in mdpaperlint.lint([file]).findings
    }
    uri = uri_of(file)
    # The text comes into being by edits, each placed beside an emoji.
    start = text.replace("🚀🚀", "").replace("//abs//", "/abs/").replace("🧪", "")
    session.open(uri, start)
    one = start.index("[ One") + 1
    session.edit(uri, (one, one, "🧪"))
    three = session.texts[uri].index("[Three") - 1
    session.edit(uri, (three, three, "🚀"), (three + 1, three + 1, "🚀"))
    path = session.texts[uri].rindex("/abs/")
    session.edit(uri, (path, path + 1, "//"), (path + 5, path + 6, "//"))
    assert session.texts[uri] == text
    found = {
        (
            str(each.code),
            session.offset(text, each.range.start),
            session.offset(text, each.range.end),
        )
        for each in await session.diagnostics(uri)
    }
    assert found == expected
    assert len(found) >= 2


@pytest.mark.parametrize("capabilities", ["visual-studio-code", "emacs"])
async def test_fix_all_gives_what_fix_gives(tmp_path: Path, capabilities: str) -> None:
    copies = []
    for name in ("messy", "crlf", "cjk"):
        copies.append(tmp_path / f"{name}.md")
        copies[-1].write_bytes((FIXTURES / f"{name}.md").read_bytes())
    fixed = {}
    async with editor(tmp_path, capabilities=capabilities) as session:
        for file in copies:
            session.open(uri_of(file), file.read_bytes().decode())
            fixed[file] = await session.fix_all(uri_of(file))
            assert fixed[file] != session.texts[uri_of(file)]
    subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "--fix", "--exit-zero", "."],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    for file, text in fixed.items():
        assert text.encode() == file.read_bytes()


async def test_quick_fixes(shared: Editor, tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    text = HEADER + ROWS + SHORT
    session = shared
    session.open(readme, text)
    (_, malformed) = await session.diagnostics(readme)
    place = session.offset(text, malformed.range.start)
    actions = await session.actions(readme, place, place, types.CodeActionKind.QuickFix)
    silences = {title: actions.pop(title) for title in list(actions) if title.startswith("Silence ")}
    assert sorted(silences) == [
        "Silence malformed-arxiv-id on this line",
        "Silence ragged-row on this line",
    ]
    assert {session.applied(readme, action) for action in actions.values()} == {
        text.replace("/abs//", "/abs/"),
        text.replace("00003) |", "00003) | |"),
    }
    for action in silences.values():
        assert action.diagnostics
        assert not action.is_preferred
    for action in actions.values():
        assert action.kind == types.CodeActionKind.QuickFix
        assert action.is_preferred
        assert action.diagnostics
    assert await session.actions(readme, 0, 1, types.CodeActionKind.QuickFix) == {}
    assert await session.actions(readme, place, place, types.CodeActionKind.Refactor) == {}


async def test_unsafe_fixes_are_offered_one_by_one_only(shared: Editor, tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    text = HEADER + ROWS + "\n## Planning\n\n| Date | Title | Code |\n| --- | --- | --- |\n"
    session = shared
    session.open(readme, text)
    assert await session.rules(readme) == ["empty-section"]
    place = text.index("## Planning")
    actions = await session.actions(readme, place, place)
    ((title, action), (silence, _)) = actions.items()
    assert silence == "Silence empty-section on this line"
    assert title.endswith("(empty-section, unsafe)")
    assert not action.is_preferred
    assert session.applied(readme, action).rstrip() == (HEADER + ROWS).rstrip()


async def test_configuration_exclusion_and_suppression(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    config = tmp_path / ".mdpaperlint.toml"
    config.write_text('exclude = ["drafts/"]\n[severity]\nragged-row = "error"\n', encoding="utf-8")
    readme, draft = uri_of(tmp_path / "README.md"), uri_of(tmp_path / "drafts" / "a.md")
    text = HEADER + ROWS + SHORT
    quiet = text.replace("2403.00003) |", "2403.00003) <!-- mdpaperlint-disable-line --> |")
    async with editor(tmp_path) as session:
        session.open(draft, text)
        assert await session.rules(draft) == []
        session.open(readme, text)
        found = {str(each.code): each.severity for each in await session.diagnostics(readme)}
        assert found["ragged-row"] is types.DiagnosticSeverity.Error
        (link,) = {
            each.code_description.href
            for each in await session.diagnostics(readme)
            if each.code == "ragged-row" and each.code_description
        }
        assert link == "https://mdpaperlint.github.io/mdpaperlint/rules/ragged-row/"
        session.edit(readme, (0, len(text), quiet))
        assert await session.rules(readme) == []
        assert await session.actions(readme, 0, len(quiet)) == {}
        session.edit(readme, (0, len(quiet), text))
        assert await session.rules(readme) == ["ragged-row", "malformed-arxiv-id"]

        assert "**/pyproject.toml" in str(session.registered)
        config.write_text('ignore = ["ragged-row"]\n', encoding="utf-8")
        session.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(uri_of(config), types.FileChangeType.Changed)])
        )
        await session.wait_for(
            lambda: [each.code for each in session.published[readme].diagnostics] == ["malformed-arxiv-id"]
        )

        config.write_text('ignore = ["raged-row"]\n', encoding="utf-8")
        session.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(readme))
        )
        session.edit(readme, (0, 0, "\n"))
        # What the last good configuration says goes on.
        assert await session.rules(readme) == ["malformed-arxiv-id"]
        assert [each.message for each in session.client.messages] == [
            f'mdpaperlint: {config}: ignore: no rule is named "raged-row"; did you mean "ragged-row"?'
        ]


async def test_what_a_baseline_knows_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".mdpaperlint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    file = tmp_path / "README.md"
    text = HEADER + ROWS + "| 2024-03 | [Old](https://arxiv.org/abs/2403.00003) |\n"
    file.write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "--write-baseline", "README.md"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    async with editor(tmp_path) as session:
        session.open(uri_of(file), text)
        assert await session.rules(uri_of(file)) == []
        # Two short rows in a row would be one broken row, which is another violation.
        place = len(HEADER)
        session.edit(uri_of(file), (place, place, "| 2023-12 | [New](https://arxiv.org/abs/2312.00001) |\n"))
        (found,) = await session.diagnostics(uri_of(file))
        assert (found.code, found.range.start.line) == ("ragged-row", 6)


async def test_hover(shared: Editor, cache: Path, tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    text = HEADER + ROWS.replace(" - |\n", " <!-- mdpaperlint-disable-line ragged-row --> |\n", 1)
    shared.open(readme, text)
    unknown = await _hover(shared, readme, text.index("2402.00002"))
    assert unknown == "**arXiv:2402.00002**, submitted in February 2024"
    assert not cache.exists(), "a hover makes no cache"
    _remember(cache, "arxiv:2401.00001", "Of *Stars* and [Brackets]")
    page = await _hover(shared, readme, text.index("ragged-row") + 3)
    assert page.startswith("# ragged-row\n")
    assert "## Incorrect" in page
    paper = await _hover(shared, readme, text.index("One](") + 1)
    assert paper == "**arXiv:2401.00001**, submitted in January 2024\n\n" + r"Of \*Stars\* and \[Brackets\]"
    assert await _hover(shared, readme, text.index("Agents")) == ""


async def test_symbols(shared: Editor, tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    text = (
        HEADER + ROWS + "\n### Tools\n\nText.\n\n## Data\n\n| Name | Size |\n| --- | --- |\n| A | 1 |\n\n#\n"
    )
    session = shared
    session.open(readme, text)
    found = await session.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(readme))
    )
    symbols = [each for each in found or () if isinstance(each, types.DocumentSymbol)]
    assert _outline(symbols) == [
        "Papers",
        "  Agents 🤖",
        "    Table of 2 papers: Date | Title | Code",
        "    Tools",
        "  Data",
        "    Table of 1 row: Name | Size",
        "(no title)",
    ]
    agents = (symbols[0].children or [])[0]
    start, end = session.offset(text, agents.range.start), session.offset(text, agents.range.end)
    assert text[start:end].startswith("## Agents")
    assert text[start:end].endswith("Text.\n\n")


async def test_a_text_without_a_file(shared: Editor) -> None:
    untitled = "untitled:Untitled-1"
    shared.open(untitled, HEADER + ROWS + SHORT + "\n[a](missing.md)\n")
    assert await shared.rules(untitled) == ["ragged-row", "malformed-arxiv-id"]
    assert "](https://arxiv.org/abs/2403.00003) | |" in await shared.fix_all(untitled)


async def test_changes_in_a_long_list_are_answered(shared: Editor, tmp_path: Path) -> None:
    rows = "".join(
        f"| {2015 + n // 200}-{n // 20 % 10 + 1:02} | [Paper {n} 🧪](https://arxiv.org/abs/"
        f"{15 + n // 200}{n // 20 % 10 + 1:02}.{n % 20 + 1:05}) | - |\n"
        for n in range(2000)
    )
    readme = uri_of(tmp_path / "README.md")
    session = shared
    session.open(readme, HEADER + rows)
    assert await session.rules(readme) == []
    for place in (1000, len(rows) // 2, len(rows) - 1000):
        end = (HEADER + rows).index(" |\n", place)
        session.edit(readme, (end, end, " | x"))
        assert await session.rules(readme) == ["ragged-row"]
        session.edit(readme, (end, end + 4, ""))
        assert await session.rules(readme) == []


def _outline(symbols: list[types.DocumentSymbol], indent: str = "") -> list[str]:
    lines = []
    for symbol in symbols:
        lines.append(f"{indent}{symbol.name}{': ' + symbol.detail if symbol.detail else ''}")
        lines += _outline(list(symbol.children or ()), indent + "  ")
    return lines


async def _hover(session: Editor, uri: str, offset: int) -> str:
    found = await session.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), session.position(session.texts[uri], offset))
    )
    if found is None:
        return ""
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


def _remember(folder: Path, key: str, title: str) -> None:
    from mdpaperlint.model.paper import ArxivRecord
    from mdpaperlint.model.verdict import Verdict
    from mdpaperlint.online.link_cache import LinkCache

    cache = LinkCache(folder, pytest.fail)
    cache.put(key, Verdict("alive", "arXiv has the paper", record=ArxivRecord(title, version=1)))
    cache.close()
    with closing(sqlite3.connect(folder / "links.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM verdicts").fetchone() == (1,)
