"""Asks for links, each once, and says what is known of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.exchange import Transport
from mdpaperlint.online.hop import Hop
from mdpaperlint.online.interrupts import Interrupts
from mdpaperlint.online.probe import Probe, Task
from mdpaperlint.online.redirects import Needed, judge, unknown_name
from mdpaperlint.online.registries import RegistryClients
from mdpaperlint.online.repositories import Repository
from mdpaperlint.online.resolution import Resolution
from mdpaperlint.online.routes import (
    AskArxiv,
    AskDoi,
    AskGitHub,
    AskPage,
    Known,
    Route,
    arxiv_verdict,
    of_page,
    route,
)
from mdpaperlint.online.scheduler import Scheduler
from mdpaperlint.online.settings import Settings
from mdpaperlint.online.urls import service_of, without_fragment

if TYPE_CHECKING:
    from mdpaperlint.online.link_cache import LinkCache

# Done and total; called from the thread that called check_links.
Progress = Callable[[int, int], None]
Warn = Callable[[str], None]

_TICK = 0.25
_NAP = 0.004

# A URL or a DOI's key, what it answers, and the host that was asked; or what a registry says.
_Event = tuple[str, Hop, str] | tuple[str, Verdict] | tuple[Repository, Verdict | None]


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while links were asked for. ``verdicts`` has every link, those not asked included."""

    def __init__(self, verdicts: dict[str, Verdict]) -> None:
        super().__init__()
        self.verdicts = verdicts


def check_links(
    urls: Iterable[str],
    settings: Settings,
    *,
    progress: Progress | None = None,
    warn: Warn | None = None,
    transport: Transport | None = None,
) -> dict[str, Verdict]:
    """A verdict for every URL; the keys are the URLs without their fragment. Opens no socket when the cache
    or the URL itself tells all. ``transport`` stands in for the network.

    Raises :class:`Interrupted` on Ctrl-C and :class:`~mdpaperlint.online.settings.OnlineError` when the
    network part cannot work as it is set up.
    """
    today = settings.today or date.today()
    routes = {url: route(url, settings, today) for url in dict.fromkeys(map(without_fragment, urls))}
    cache = _cache(settings, warn or _say_nothing) if settings.cache else None
    try:
        return _Run(routes, settings, cache, progress or _tell_nobody).run(transport)
    finally:
        if cache is not None:
            cache.close()


def _cache(settings: Settings, warn: Warn) -> LinkCache:
    # With the library for SQLite, which is for those who keep a cache.
    from mdpaperlint.online.link_cache import LinkCache

    return LinkCache(settings.cache_folder, warn)


def _say_nothing(_message: str) -> None:
    return


def _tell_nobody(_done: int, _total: int) -> None:
    return


class _Run:
    """Everything here belongs to the calling thread; what other threads learn comes as events."""

    def __init__(
        self, routes: dict[str, Route], settings: Settings, cache: LinkCache | None, progress: Progress
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._progress = progress
        self._routes = routes
        self._verdicts: dict[str, Verdict] = {}
        self._links: dict[str, list[str]] = {}
        self._events: SimpleQueue[_Event | None] = SimpleQueue()
        self._interrupts = Interrupts(lambda: self._events.put(None))
        self._stopped = threading.Event()
        # Of pages and DOIs: answers, what was asked, and which links wait for which answer.
        self._hops: dict[str, Hop] = {}
        self._asked: set[str] = set()
        self._waiting: dict[str, list[tuple[str, str]]] = {}
        # Links whose host was not found, with what holds of them if that is to be believed.
        self._unknown_names: dict[str, Verdict] = {}
        self._resolution = Resolution()

    def run(self, transport: Transport | None) -> dict[str, Verdict]:
        questions: dict[str, Route] = {}
        for url, each in self._routes.items():
            if isinstance(each, Known):
                self._verdicts[url] = each.verdict
            else:
                questions.setdefault(each.key, each)
                self._links.setdefault(each.key, []).append(url)
        if self._cache is not None:
            for key, verdict in self._cache.get(questions).items():
                self._apply(key, verdict)
                del questions[key]
        self._tell()
        if questions:
            own = transport is None
            transport = transport or self._http()
            try:
                with self._interrupts.deferred():
                    self._ask(questions, transport)
            except KeyboardInterrupt:
                self._finish("the run was interrupted")
                raise Interrupted(self._verdicts) from None
            finally:
                self._stopped.set()
                if own:
                    transport.close()
        self._finish(f"the time of {_minutes(self._settings.budget)} for all links was used up")
        return {url: self._verdicts[url] for url in self._routes}

    def _http(self) -> Transport:
        # Needed only now.
        from mdpaperlint.online.transport import HttpTransport

        settings = self._settings
        most = max([settings.connections, *(each.connections or 0 for each in settings.hosts.values())])
        return HttpTransport(
            allow_private=settings.allow_private,
            connections=most,
            secure=any(url.startswith("https:") for url in self._routes),
        )

    def _ask(self, questions: dict[str, Route], transport: Transport) -> None:
        until = time.monotonic() + self._settings.budget
        self._scheduler = Scheduler(transport, self._settings, self._on_hop)
        try:
            self._ask_registries(questions, transport, until)
            for question in questions.values():
                if isinstance(question, AskPage):
                    self._ask_page(question)
                elif isinstance(question, AskDoi):
                    from mdpaperlint.online.doi import DoiProbe

                    self._asked.add(question.key)
                    self._waiting.setdefault(question.key, []).append((question.key, question.key))
                    self._scheduler.add(DoiProbe(question.doi, question.key, self._settings))
            self._listen(transport, until)
        finally:
            self._scheduler.stop()

    def _ask_registries(self, questions: dict[str, Route], transport: Transport, until: float) -> None:
        clients = RegistryClients(transport, self._settings, until, self._stopped)
        papers = [each for each in questions.values() if isinstance(each, AskArxiv)]
        clients.ask_arxiv(papers, self._on_fact)
        self._repositories = {
            each.repository: each for each in questions.values() if isinstance(each, AskGitHub)
        }
        clients.ask_github(
            self._repositories,
            lambda repository, fact: self._events.put((repository, fact)),
            self._on_fact,
        )

    def _on_fact(self, key: str, verdict: Verdict) -> None:
        self._events.put((key, verdict))

    def _on_hop(self, task: Task, hop: Hop) -> None:
        self._events.put((task.key, hop, task.host))

    def _listen(self, transport: Transport, until: float) -> None:
        """Takes events until every link has its verdict or the time is up."""
        ticked = time.monotonic()
        while len(self._verdicts) + len(self._unknown_names) < len(self._routes):
            now = time.monotonic()
            if now >= until:
                return
            if now - ticked >= _TICK:
                ticked = now
                transport.expire()
                self._scheduler.relieve()
                if self._cache is not None:
                    self._cache.commit()
            try:
                event = self._events.get(timeout=min(_TICK, until - now))
            except Empty:
                continue
            if event is not None:
                self._take(*event)
            self._take_waiting()
            self._interrupts.raise_pending()
            # To wake for each of many answers would take more time than to read them.
            time.sleep(_NAP)

    def _take_waiting(self) -> None:
        while not self._events.empty():
            event = self._events.get()
            if event is not None:
                self._take(*event)

    def _take(self, key: str | Repository, news: Hop | Verdict | None, host: str = "") -> None:
        if isinstance(key, tuple):
            question = self._repositories[key]
            if isinstance(news, Verdict):
                self._learn(question.key, news)
            else:
                page = of_page(question.url, self._settings)
                self._links.setdefault(page.key, []).extend(self._links.pop(question.key))
                self._ask_page(page)
        elif isinstance(news, Hop):
            self._hops[key] = news
            self._resolution.notice(host, news)
            for fact_key, start in self._waiting.pop(key, ()):
                self._advance(fact_key, start)
        elif news is not None:
            self._learn(key, news)

    def _ask_page(self, page: AskPage) -> None:
        if page.url in self._hops:
            self._advance(page.key, page.url)
        else:
            self._need(page.url, page.key, page.url)

    def _need(self, url: str, key: str, start: str) -> None:
        self._waiting.setdefault(url, []).append((key, start))
        if url not in self._asked:
            self._asked.add(url)
            self._scheduler.add(Probe(url, service_of(url), self._settings))

    def _advance(self, key: str, start: str) -> None:
        """Follows the redirects from ``start`` as far as they are known."""
        verdict = judge(start, self._hops)
        if isinstance(verdict, Needed):
            self._need(verdict.url, key, start)
        elif verdict.kind == "gone" and unknown_name(start, self._hops):
            self._unknown_names.update(dict.fromkeys(self._links.get(key, ()), verdict))
        else:
            self._learn(key, verdict)

    def _learn(self, key: str, verdict: Verdict) -> None:
        if all(url in self._verdicts for url in self._links.get(key, ())):
            return
        if self._cache is not None:
            self._cache.put(key, verdict)
        self._apply(key, verdict)
        self._tell()

    def _apply(self, key: str, verdict: Verdict) -> None:
        for url in self._links.get(key, ()):
            each = self._routes[url]
            self._verdicts[url] = arxiv_verdict(each.url, verdict) if isinstance(each, AskArxiv) else verdict

    def _finish(self, why_not_asked: str) -> None:
        """Gives the rest their verdicts."""
        for url, verdict in self._unknown_names.items():
            self._verdicts[url] = self._resolution.weighed(verdict)
        for url in self._routes:
            if url not in self._verdicts:
                self._verdicts[url] = Verdict("unsure", f"not asked: {why_not_asked}", asked=False)

    def _tell(self) -> None:
        self._progress(len(self._verdicts), len(self._routes))


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"
