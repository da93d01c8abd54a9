"""Starts what asks the registries that take many questions at once, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.exchange import Transport
from mdpaperlint.online.repositories import Repository
from mdpaperlint.online.routes import AskArxiv, AskGitHub
from mdpaperlint.online.settings import Settings

# Called from the registries' threads. The key is a route's.
TellKey = Callable[[str, Verdict], None]
TellRepository = Callable[[Repository, Verdict | None], None]


class RegistryClients:
    """``until`` is of ``time.monotonic``; ``stopped`` ends the waiting for a turn or after a failure."""

    def __init__(
        self, transport: Transport, settings: Settings, until: float, stopped: threading.Event
    ) -> None:
        self._transport = transport
        self._settings = settings
        self._until = until
        self._stopped = stopped

    def ask_arxiv(self, questions: Iterable[AskArxiv], tell: TellKey) -> None:
        papers = {each.identifier: each.key for each in questions}
        if not papers:
            return
        # Imported only where it is asked, as what asks GitHub is.
        from mdpaperlint.online.arxiv_api import ArxivClient

        client = ArxivClient(self._transport, self._settings, lambda paper, found: tell(papers[paper], found))
        _start(lambda: client.ask(papers, self._until, self._stopped), papers.values(), tell)

    def ask_github(
        self, questions: Mapping[Repository, AskGitHub], tell: TellRepository, tell_key: TellKey
    ) -> None:
        """``tell_key`` gets what goes wrong here."""
        if not questions:
            return
        from mdpaperlint.online.github import GitHubClient

        client = GitHubClient(self._transport, self._settings, tell)
        keys = [question.key for question in questions.values()]
        _start(lambda: client.ask(questions, self._until, self._stopped), keys, tell_key)


def _start(work: Callable[[], None], keys: Iterable[str], tell: TellKey) -> None:
    def run() -> None:
        try:
            work()
        except BaseException as error:
            # Nobody must wait for ever.
            reason = f"a fault in mdpaperlint itself: {type(error).__name__}"
            for key in keys:
                tell(key, Verdict("unsure", reason))

    threading.Thread(target=run, daemon=True, name="mdpaperlint-registry").start()
