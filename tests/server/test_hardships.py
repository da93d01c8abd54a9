"""Clients that can do little, and what goes wrong while somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, editor, uri_of
from lsprotocol import types

pytestmark = pytest.mark.asyncio

LIST = "# Papers\n\n## Agents\n\n| Date | Title | Code |\n| --- | --- | --- |\n"
SHORT = "| 2024-03 | [Three](https://arxiv.org/abs/2403.00003) |\n"
SHORT_FIXED = SHORT.replace(") |\n", ") | |\n")

# Rules that misbehave, each at a word of its own.
PLUGIN = """
from mdpaperlint.model.violation import Edit, Fix
from mdpaperlint.rules.base import Rule

class Turn:
    summary = "A letter."
    severity = "warning"
    def check(self, document, context):
        at = document.text.find(self.old)
        if at >= 0:
            fix = Fix((Edit(at, at + 1, self.new),), True, f"write {self.new}")
            yield self.violation(at, at + 1, f"a {self.old}", fix=fix)

class NoX(Turn, Rule):
    name, old, new = "no-x", "X", "Y"

class NoY(Turn, Rule):
    name, old, new = "no-y", "Y", "X"

class Raises(Rule):
    name = "raises"
    summary = "Raises."
    severity = "warning"
    def check(self, document, context):
        if "BOOM" in document.text:
            raise RuntimeError("that was too much")
        yield from ()
"""


def messages(session: Editor) -> list[str]:
    return [each.message for each in session.client.messages]


async def hover(session: Editor, uri: str, place: str) -> types.Hover | None:
    position = session.position(session.texts[uri], session.texts[uri].index(place))
    return await session.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), position)
    )


async def test_a_client_that_can_do_nothing_beyond_the_least(tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    twice = "| 2024-01 | [One](https://arxiv.org/abs/2401.00001) | - |\n" * 2
    async with editor(tmp_path, capabilities=types.ClientCapabilities()) as session:
        session.open(readme, LIST + twice + SHORT)
        assert sorted(await session.rules(readme)) == ["duplicate-paper", "ragged-row"]
        assert all(each.related_information is None for each in await session.diagnostics(readme))
        symbols = await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(readme))
        )
        found = [each for each in symbols or () if isinstance(each, types.SymbolInformation)]
        assert [(each.name, each.container_name) for each in found] == [
            ("Papers", None),
            ("Agents", "Papers"),
            ("Table of 3 papers", "Agents"),
        ]
        action = (await session.actions(readme, 0, 0, types.CodeActionKind.SourceFixAll)).popitem()[1]
        assert action.edit is not None
        assert action.edit.document_changes is None
        assert session.applied(readme, action) == LIST + twice + SHORT_FIXED
        assert session.registered == []


async def test_a_client_that_shows_plain_text_gets_no_markdown(tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])
        )
    )
    async with editor(tmp_path, capabilities=capabilities) as session:
        session.open(readme, LIST + SHORT)
        found = await hover(session, readme, "Three")
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.kind == types.MarkupKind.PlainText


async def test_a_file_that_is_not_open_is_known_to_nobody(tmp_path: Path) -> None:
    closed = uri_of(tmp_path / "closed.md")
    async with editor(tmp_path) as session:
        session.open(closed, LIST + SHORT)
        assert await session.rules(closed) == ["ragged-row"]
        (action,) = (await session.actions(closed, 0, 0, types.CodeActionKind.SourceFixAll)).values()
        for _ in range(2):
            session.client.text_document_did_close(
                types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(closed))
            )
        session.edit(closed, (0, 0, "x"))
        assert await hover(session, closed, "Three") is None
        assert await session.actions(closed, 0, 10) == {}
        assert not await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(closed))
        )
        assert (await session.client.code_action_resolve_async(action)).edit is None
        assert (await session.client.code_action_resolve_async(types.CodeAction("other"))).edit is None
        assert session.published[closed].version is None
        assert not session.published[closed].diagnostics


async def test_the_text_of_a_change_as_a_whole_and_a_range_turned_round(tmp_path: Path) -> None:
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path) as session:
        session.open(readme, "#\n")
        identifier = types.VersionedTextDocumentIdentifier(2, readme)
        session.texts[readme], session.versions[readme] = LIST + SHORT, 2
        session.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                identifier, [types.TextDocumentContentChangeWholeDocument(LIST + SHORT)]
            )
        )
        assert await session.rules(readme) == ["ragged-row"]
        end = session.position(LIST + SHORT, len(LIST + SHORT) - 1)
        before = types.Position(end.line, end.character - 1)
        identifier = types.VersionedTextDocumentIdentifier(3, readme)
        session.versions[readme] = 3
        session.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                identifier, [types.TextDocumentContentChangePartial(types.Range(end, before), " - |")]
            )
        )
        assert await session.rules(readme) == []


async def test_what_a_rule_does_wrong_is_shown_once(tmp_path: Path) -> None:
    plugin = tmp_path / "rules.py"
    plugin.write_text(PLUGIN, encoding="utf-8")
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path, "--plugin", str(plugin), "--plugin", str(tmp_path / "none.py")) as session:
        session.open(readme, LIST + SHORT + "\nBOOM\n")
        assert await session.rules(readme) == ["ragged-row"]
        session.edit(readme, (0, 0, "\n"))
        assert await session.rules(readme) == ["ragged-row"]
        told = messages(session)
        assert len(told) == 2
        assert "none.py" in told[0]
        assert told[1].startswith("mdpaperlint: rule raises: ")
        assert "that was too much" in told[1]


async def test_fixes_that_undo_each_other_are_told_of_and_none_is_made(tmp_path: Path) -> None:
    plugin = tmp_path / "rules.py"
    plugin.write_text(PLUGIN, encoding="utf-8")
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path, "--plugin", str(plugin)) as session:
        session.open(readme, LIST + SHORT + "\nX\n")
        assert await session.rules(readme) == ["ragged-row", "no-x"]
        (action,) = (await session.actions(readme, 0, 0, types.CodeActionKind.SourceFixAll)).values()
        assert (await session.client.code_action_resolve_async(action)).edit is None
        (told,) = messages(session)
        assert told.startswith("mdpaperlint: nothing was fixed: ")
        assert "no-x" in told
        assert "no-y" in told


async def test_a_configuration_that_is_wrong_is_told_and_the_server_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    config = tmp_path / "mdpaperlint.toml"
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path) as session:
        session.open(readme, LIST + SHORT)
        (action,) = (await session.actions(readme, 0, 0, types.CodeActionKind.SourceFixAll)).values()
        config.write_text("selec = []\n", encoding="utf-8")
        saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(readme))
        session.client.text_document_did_save(saved)
        session.edit(readme, (0, 0, "\n"))
        assert await session.rules(readme) == ["ragged-row"]
        assert (await session.client.code_action_resolve_async(action)).edit is not None
        paper = await hover(session, readme, "Three")
        assert paper is not None
        assert isinstance(paper.contents, types.MarkupContent)
        assert paper.contents.value == "**arXiv:2403.00003**, submitted in March 2024"
        assert messages(session) == [
            f'mdpaperlint: {config}: selec: no such key; did you mean "select"?',
        ]
        config.write_text("", encoding="utf-8")
        session.client.text_document_did_save(saved)
        assert await session.fix_all(readme) == "\n" + LIST + SHORT_FIXED


async def test_a_configuration_that_is_wrong_from_the_start_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    config = tmp_path / "mdpaperlint.toml"
    config.write_text('ignore = ["ragged-row"]\nselec = []\n', encoding="utf-8")
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path) as session:
        session.open(readme, LIST + SHORT)
        assert await session.rules(readme) == ["ragged-row"]
        (told,) = messages(session)
        assert "selec: no such key" in told
        config.write_text('ignore = ["ragged-row"]\n', encoding="utf-8")
        session.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(uri_of(config), types.FileChangeType.Changed)])
        )
        await session.wait_for(lambda: not session.published[readme].diagnostics)


@pytest.mark.parametrize("arguments", [("--config", "none.toml"), ("--select", "ragged-rows")])
async def test_a_command_line_that_is_wrong_is_told_in_the_editor(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    readme = uri_of(tmp_path / "README.md")
    async with editor(tmp_path, *arguments) as session:
        session.open(readme, LIST + SHORT)
        assert await session.rules(readme) == []
        assert await session.actions(readme, 0, 200) == {}
        assert await hover(session, readme, "Three") is None
        (told,) = messages(session)
        assert arguments[1] in told


async def test_an_address_that_can_be_no_file_does_not_end_the_server(tmp_path: Path) -> None:
    nowhere = "file:///tmp/%00/README.md"
    async with editor(tmp_path) as session:
        session.open(nowhere, LIST + SHORT + "\n[a](b.md)\n")
        found = await session.rules(nowhere)
        readme = uri_of(tmp_path / "README.md")
        session.open(readme, LIST + SHORT)
        assert await session.rules(readme) == ["ragged-row"]
        assert found == []
        (told,) = messages(session)
        assert "a fault in mdpaperlint itself: " in told
