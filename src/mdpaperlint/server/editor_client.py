"""What the editor at the other end can do, and who keeps the texts of its files."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from mdpaperlint.server.open_file import OpenFile
from mdpaperlint.server.positions import Encoding

Handling = Generator[Any, Any, None]


class _Protocol(LanguageServerProtocol):
    """Leaves the texts of open files to the server, which splits lines as the protocol says."""

    def _to_server(self, method: str, params: Any) -> Handling:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Handling:
        yield from self._to_server(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Handling:
        yield from self._to_server(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Handling:
        yield from self._to_server(types.TEXT_DOCUMENT_DID_CLOSE, params)


class EditorServer(LanguageServer):
    """A server that keeps the texts of open files itself and asks what its client can do."""

    def __init__(self, name: str, version: str) -> None:
        super().__init__(name, version, protocol_cls=_Protocol)

    @property
    def was_shut_down(self) -> bool:
        """Whether the client asked for the end before it left."""
        return bool(self.protocol._shutdown)

    @property
    def encoding(self) -> Encoding:
        chosen = self.server_capabilities.position_encoding
        if chosen == types.PositionEncodingKind.Utf8:
            return "utf-8"
        return "utf-32" if chosen == types.PositionEncodingKind.Utf32 else "utf-16"

    @property
    def shows_related(self) -> bool:
        return self.can("text_document.publish_diagnostics.related_information")

    def can(self, capability: str) -> bool:
        return bool(get_capability(self.client_capabilities, capability, False))

    def capability_list(self, capability: str) -> list[str]:
        return list(get_capability(self.client_capabilities, capability, None) or ())

    def workspace_edit(self, file: OpenFile, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        if not self.can("workspace.workspace_edit.document_changes"):
            return types.WorkspaceEdit(changes={file.uri: edits})
        identifier = types.OptionalVersionedTextDocumentIdentifier(file.uri, file.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(edits))])
