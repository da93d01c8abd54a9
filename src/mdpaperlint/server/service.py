"""The server: what it answers, and when it checks."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types

from mdpaperlint import __version__
from mdpaperlint.configuration.file_settings import FILE_NAMES
from mdpaperlint.engine.baseline import DEFAULT_NAME
from mdpaperlint.engine.fixer import FixError
from mdpaperlint.engine.linter import Linter
from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.wording import one_line
from mdpaperlint.server.actions import (
    FIX_ALL,
    diagnostic,
    fix_all_edits,
    is_wanted,
    quick_fixes,
    silencers,
)
from mdpaperlint.server.editor_client import EditorServer
from mdpaperlint.server.hover import hover
from mdpaperlint.server.open_file import OpenFile
from mdpaperlint.server.symbols import document_symbols, flat
from mdpaperlint.user_error import ConfigError, described

# Seconds. A check waits until nothing was typed for so long, but not longer than the second while typing.
QUIET = 0.02
LONGEST_WAIT = 0.5
# What a check leaves behind is cyclic, and looked for when nothing was checked for so many seconds, or after
# so many checks: some megabytes each for a long list.
IDLE = 1.0
MOST_LEFT_BEHIND = 20


class Server(EditorServer):
    """``make_linter`` is called whenever the configuration may have changed, and with settings for
    :class:`Linter` of which those that are given count. ``link_settings`` makes of a
    file's settings for links those that say where the cache lies.
    """

    def __init__(
        self, make_linter: Callable[..., Linter], link_settings: Callable[[LinkSettings], LinkSettings]
    ) -> None:
        super().__init__("mdpaperlint", __version__)
        self._make_linter = make_linter
        self._link_settings = link_settings
        self._linter: Linter | None = None
        self._last_good: dict[str, Linter] = {}
        self._said: set[str] = set()
        self._files: dict[str, OpenFile] = {}
        # For each file that waits for a check: what will start it, and since when it waits.
        self._waiting: dict[str, tuple[asyncio.TimerHandle, float]] = {}
        self._left_behind = 0
        self._tidying: asyncio.TimerHandle | None = None
        self._register()

    # What the client tells

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        file = OpenFile(params.text_document, self.encoding)
        self._files[file.uri] = file
        self._check(file)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        file = self._files.get(params.text_document.uri)
        if file is not None:
            file.change(params.text_document.version, params.content_changes)
            self._check_soon(file)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._forget_waiting(uri)
        self._last_good.pop(uri, None)
        if self._files.pop(uri, None) is not None:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def renew(self, _params: object) -> None:
        """Reads the configuration again and checks all open files."""
        self._linter = None
        self._said.clear()
        for file in list(self._files.values()):
            file.forget()
            self._check(file)

    async def watch(self, _params: types.InitializedParams) -> None:
        """Asks to be told when a configuration or a baseline changes, where the client can."""
        if not self.can("workspace.did_change_watched_files.dynamic_registration"):
            return
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in (*FILE_NAMES, DEFAULT_NAME)]
        await self.client_register_capability_async(
            types.RegistrationParams(
                [
                    types.Registration(
                        "mdpaperlint-configuration",
                        types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                        types.DidChangeWatchedFilesRegistrationOptions(watchers),
                    )
                ]
            )
        )

    # What the client asks

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        file, linter = self._place(params.text_document.uri)
        if file is None or linter is None:
            return []
        only = params.context.only
        found: list[types.CodeAction] = []
        if is_wanted(types.CodeActionKind.QuickFix, only):
            for offered in (quick_fixes, silencers):
                for action, edits in offered(file, linter, params.range, related=self.shows_related):
                    action.edit = self.workspace_edit(file, edits)
                    found.append(action)
        if is_wanted(FIX_ALL, only) and any(each.fix.safe for each in file.reading(linter).fixes):
            action = types.CodeAction("Fix all that is safe to fix (mdpaperlint)", kind=FIX_ALL)
            resolves = "edit" in self.capability_list("text_document.code_action.resolve_support.properties")
            if resolves:
                action.data = {"uri": file.uri}
            else:
                action.edit = self._fix_all(file, linter)
            if resolves or action.edit is not None:
                found.append(action)
        return found

    def resolve(self, action: types.CodeAction) -> types.CodeAction:
        file, linter = self._place(action.data.get("uri") if isinstance(action.data, dict) else None)
        if file is not None and linter is not None:
            action.edit = self._fix_all(file, linter)
        return action

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        file, linter = self._place(params.text_document.uri)
        if file is None or linter is None:
            return None
        document = file.reading(linter).document
        found = hover(
            document,
            file.offset(params.position),
            linter,
            lambda url: self._title(url, file, linter),
            file.positions(document),
        )
        formats = self.capability_list("text_document.hover.content_format")
        if found is not None and formats and types.MarkupKind.Markdown not in formats:
            assert isinstance(found.contents, types.MarkupContent)
            found.contents.kind = types.MarkupKind.PlainText
        return found

    def symbols(
        self, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        file, linter = self._place(params.text_document.uri)
        if file is None or linter is None:
            return []
        document = file.reading(linter).document
        nested = document_symbols(document, file.positions(document))
        if self.can("text_document.document_symbol.hierarchical_document_symbol_support"):
            return nested
        return flat(nested, file.uri)

    def _register(self) -> None:
        actions = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)
        handlers: tuple[tuple[str, Callable[..., Any], object], ...] = (
            (types.INITIALIZED, self.watch, None),
            (types.TEXT_DOCUMENT_DID_OPEN, self.opened, None),
            (types.TEXT_DOCUMENT_DID_CHANGE, self.changed, None),
            (types.TEXT_DOCUMENT_DID_CLOSE, self.closed, None),
            (types.TEXT_DOCUMENT_DID_SAVE, self.renew, None),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self.renew, None),
            (types.WORKSPACE_DID_CHANGE_CONFIGURATION, self.renew, None),
            (types.TEXT_DOCUMENT_HOVER, self.hover, None),
            (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, self.symbols, None),
            (types.TEXT_DOCUMENT_CODE_ACTION, self.actions, actions),
            (types.CODE_ACTION_RESOLVE, self.resolve, None),
        )
        for method, handler, options in handlers:
            # pygls marks what it is given, and a bound method bears no marks.
            self.feature(method, options)(partial(handler))

    # Checks

    def _check_soon(self, file: OpenFile) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        since = self._forget_waiting(file.uri)
        if since is None:
            since = now
        at = min(now + QUIET, since + LONGEST_WAIT)
        self._waiting[file.uri] = loop.call_at(at, self._check, file), since

    def _forget_waiting(self, uri: str) -> float | None:
        """Since when the file waited, if it did."""
        waiting = self._waiting.pop(uri, None)
        if waiting is None:
            return None
        waiting[0].cancel()
        return waiting[1]

    def _check(self, file: OpenFile) -> None:
        self._forget_waiting(file.uri)
        found: list[types.Diagnostic] = []
        try:
            linter = self._linter_for(file)
            if linter is not None:
                reading = file.reading(linter)
                positions = file.positions(reading.document)
                found = [
                    diagnostic(each, positions, file.uri, related=self.shows_related)
                    for each in reading.report.violations
                ]
                for failure in reading.report.failures:
                    self._complain(f"rule {failure.rule}: {failure.message}")
        except Exception as error:
            # One text that a rule or we cannot bear must not end the server.
            self._complain(f"a fault in mdpaperlint itself: {described(error)}")
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(file.uri, found, version=file.version)
        )
        self._tidy_soon()

    def _tidy_soon(self) -> None:
        self._left_behind += 1
        if self._tidying is not None:
            self._tidying.cancel()
        wait = IDLE if self._left_behind < MOST_LEFT_BEHIND else 0.0
        self._tidying = asyncio.get_running_loop().call_later(wait, self._tidy)

    def _tidy(self) -> None:
        self._left_behind = 0
        gc.collect()

    def _place(self, uri: object) -> tuple[OpenFile | None, Linter | None]:
        file = self._files.get(str(uri))
        return file, None if file is None else self._linter_for(file)

    def _linter_for(self, file: OpenFile) -> Linter | None:
        """The linter that can check a file. While its configuration is wrong, the one that last could goes
        on, and where there was none, one that reads no configuration.
        """
        if self._linter is None:
            try:
                self._linter = self._make_linter()
            except ConfigError as error:
                self._complain(*error.problems)
                return None
            self._complain(*self._linter.problems)
        try:
            self._linter.rules_for(file.path)
            self._linter.known_counts(file.path)
        except ConfigError as error:
            self._complain(*error.problems)
            if file.uri not in self._last_good:
                self._last_good[file.uri] = self._make_linter(config=False, baseline=False)
            return self._last_good[file.uri]
        self._last_good[file.uri] = self._linter
        return self._linter

    def _complain(self, *problems: str) -> None:
        """Shows problems, but none again with every key that is pressed."""
        for problem in problems:
            if problem not in self._said:
                self._said.add(problem)
                message = f"mdpaperlint: {one_line(problem, 1000)}"
                self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def _fix_all(self, file: OpenFile, linter: Linter) -> types.WorkspaceEdit | None:
        try:
            edits = fix_all_edits(file, linter)
        except FixError as error:
            self._complain(f"nothing was fixed: {error}")
            return None
        return self.workspace_edit(file, edits)

    def _title(self, url: str, file: OpenFile, linter: Linter) -> str:
        from mdpaperlint.online.link_checker import known_verdict

        links = linter.settings_for(file.path).links
        verdict = known_verdict(url, self._link_settings(links or LinkSettings()))
        return verdict.record.title if verdict is not None and verdict.record is not None else ""


def serve(make_linter: Callable[..., Linter], link_settings: Callable[[LinkSettings], LinkSettings]) -> int:
    """Speaks over standard input and output until the client leaves."""
    server = Server(make_linter, link_settings)
    # What was imported stays: looking for garbage need not go through it.
    gc.freeze()
    server.start_io()
    return 0 if server.was_shut_down else 1
