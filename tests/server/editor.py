"""A client over stdio that keeps the text of its files as an editor does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

Encoding = types.PositionEncodingKind
COMMAND = [sys.executable, "-m", "mdpaperlint", "server"]
# An editor waits for ever; a test that fails says so.
PATIENCE = 60.0

_UNITS = {Encoding.Utf8: ("utf-8", 1), Encoding.Utf16: ("utf-16-le", 2), Encoding.Utf32: ("utf-32-le", 4)}


def split_lines(text: str) -> list[str]:
    """Split at ``\\n``, ``\\r\\n`` and ``\\r`` and nowhere else, as the protocol says."""
    lines, line = [], ""
    for index, character in enumerate(text):
        line += character
        if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
            lines.append(line)
            line = ""
    return [*lines, line]


class Editor:
    """``texts`` holds what an editor's user sees. Positions are in the negotiated encoding."""

    def __init__(self, client: LanguageClient, encoding: Encoding) -> None:
        self.client = client
        self.encoding = encoding
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: dict[str, types.PublishDiagnosticsParams] = {}
        self.registered: list[types.Registration] = []
        self._news = asyncio.Condition()

    async def take(self, params: types.PublishDiagnosticsParams) -> None:
        async with self._news:
            self.published[params.uri] = params
            self._news.notify_all()

    def register(self, params: types.RegistrationParams) -> None:
        self.registered += params.registrations

    def position(self, text: str, offset: int) -> types.Position:
        lines = split_lines(text[:offset])
        name, size = _UNITS[self.encoding]
        return types.Position(len(lines) - 1, len(lines[-1].encode(name)) // size)

    def offset(self, text: str, position: types.Position) -> int:
        lines = split_lines(text)
        before = sum(map(len, lines[: position.line]))
        if position.line >= len(lines):
            return len(text)
        name, size = _UNITS[self.encoding]
        line = lines[position.line].rstrip("\r\n").encode(name)
        assert size * position.character <= len(line), "the server gave a place behind the end of a line"
        return before + len(line[: size * position.character].decode(name))

    def open(self, uri: str, text: str) -> None:
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 1, text))
        )

    def edit(self, uri: str, *edits: tuple[int, int, str]) -> None:
        """Offsets of each edit count in the text that the one before leaves. One notification for all."""
        changes: list[types.TextDocumentContentChangeEvent] = []
        for start, end, replacement in edits:
            text = self.texts[uri]
            place = types.Range(self.position(text, start), self.position(text, end))
            changes.append(types.TextDocumentContentChangePartial(place, replacement))
            self.texts[uri] = text[:start] + replacement + text[end:]
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri), changes
            )
        )

    async def diagnostics(self, uri: str) -> Sequence[types.Diagnostic]:
        """Of the version that the editor has now."""

        def current() -> bool:
            published = self.published.get(uri)
            return published is not None and published.version == self.versions[uri]

        await self.wait_for(current)
        return self.published[uri].diagnostics

    async def wait_for(self, condition: Callable[[], bool]) -> None:
        """Until what was published makes the condition true."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(condition), PATIENCE)

    async def rules(self, uri: str) -> list[str]:
        return [str(each.code) for each in await self.diagnostics(uri)]

    def underlined(self, uri: str, diagnostic: types.Diagnostic) -> str:
        text = self.texts[uri]
        start = self.offset(text, diagnostic.range.start)
        return text[start : self.offset(text, diagnostic.range.end)]

    async def actions(self, uri: str, start: int, end: int, *only: str) -> dict[str, types.CodeAction]:
        text = self.texts[uri]
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(self.position(text, start), self.position(text, end)),
                types.CodeActionContext([], only=list(only) or None),
            )
        )
        actions = [each for each in found or () if isinstance(each, types.CodeAction)]
        return {each.title: each for each in actions}

    async def fix_all(self, uri: str) -> str:
        actions = await self.actions(uri, 0, 0, types.CodeActionKind.SourceFixAll)
        (action,) = actions.values()
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        return self.applied(uri, action)

    def applied(self, uri: str, action: types.CodeAction) -> str:
        """The text as the action leaves it. Fails on edits that the protocol forbids."""
        assert action.edit is not None
        if action.edit.document_changes is not None:
            (change,) = action.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit)
            assert (change.text_document.uri, change.text_document.version) == (uri, self.versions[uri])
            edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
        else:
            assert action.edit.changes is not None
            edits = list(action.edit.changes[uri])
        text = self.texts[uri]
        places = sorted(
            (
                (
                    self.offset(text, each.range.start),
                    self.offset(text, each.range.end),
                    number,
                    each.new_text,
                )
                for number, each in enumerate(edits)
            ),
            key=lambda place: place[:3],
        )
        pieces, behind = [], 0
        for start, end, _, replacement in places:
            assert start >= behind, "edits overlap"
            pieces += [text[behind:start], replacement]
            behind = end
        return "".join([*pieces, text[behind:]])


def uri_of(path: Path) -> str:
    return path.as_uri()


@asynccontextmanager
async def editor(
    folder: Path,
    *arguments: str,
    capabilities: str | types.ClientCapabilities = "visual-studio-code",
    encodings: Sequence[Encoding] | None = None,
    environment: dict[str, str] | None = None,
) -> AsyncIterator[Editor]:
    """A session from ``initialize`` to ``exit``; the server must leave with 0."""
    config = ClientServerConfig(
        server_command=[*COMMAND, *arguments], client_factory=make_test_lsp_client, server_env=environment
    )
    client = await config.start()
    assert isinstance(client, LanguageClient)
    wanted = client_capabilities(capabilities) if isinstance(capabilities, str) else capabilities
    if encodings is not None:
        wanted.general = wanted.general or types.GeneralClientCapabilities()
        wanted.general.position_encodings = list(encodings)
    started = await client.initialize_session(
        types.InitializeParams(capabilities=wanted, root_uri=folder.as_uri())
    )
    chosen = Encoding(started.capabilities.position_encoding or "utf-16")
    session = Editor(client, chosen)
    del client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
    # pygls marks what it is given, and a bound method bears no marks.
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(session.take))
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(partial(session.register))
    try:
        yield session
    finally:
        await client.shutdown_session()
        process = client._server
        assert process is not None
        assert process.returncode == 0
        await client.stop()  # type: ignore[no-untyped-call]
