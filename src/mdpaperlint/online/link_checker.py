"""Asks for links, each once, and says what is known of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from urllib.request import getproxies

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.arxiv_api import ask_arxiv
from mdpaperlint.online.http_messages import Transport
from mdpaperlint.online.link_cache import LinkCache, cache_file
from mdpaperlint.online.link_routes import Route, arxiv_verdict, route, to_page
from mdpaperlint.online.page_check import PageChecks
from mdpaperlint.online.registry_checks import ask_github, check_doi
from mdpaperlint.online.request_scheduler import RequestScheduler

# Is given how many are done, and of how many.
Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while links were asked for. ``verdicts`` has every link, those not asked included."""

    def __init__(self, verdicts: dict[str, Verdict]) -> None:
        super().__init__()
        self.verdicts = verdicts


def check_links(
    urls: Iterable[str],
    settings: LinkSettings,
    *,
    progress: Progress = lambda _done, _total: None,
    warn: Warn = lambda _message: None,
    transport: Transport | None = None,
) -> dict[str, Verdict]:
    """A verdict for every URL; the keys are the URLs without their fragment. Opens no socket when the cache
    or the URL itself tells all. ``transport`` stands in for the network.

    Raises :class:`Interrupted` on Ctrl-C and :class:`~mdpaperlint.model.link_settings.OnlineError` when the
    network part cannot work as it is set up.
    """
    today = settings.today or date.today()
    routes = {
        url: route(url, settings, today) for url in dict.fromkeys(url.partition("#")[0] for url in urls)
    }
    cache = LinkCache(settings.cache_folder, warn, enabled=settings.cache)
    try:
        return _LinkRun(routes, settings, cache, progress).run(transport)
    finally:
        cache.close()


def known_verdict(url: str, settings: LinkSettings) -> Verdict | None:
    """What earlier runs learnt of a link, told without asking anyone; None when the cache holds nothing.
    Makes no cache where there is none.
    """
    if not settings.cache or not cache_file(settings.cache_folder).is_file():
        return None
    question = route(url.partition("#")[0], settings, settings.today or date.today())
    if question.known is not None:
        return question.known
    cache = LinkCache(settings.cache_folder, lambda _message: None)
    try:
        return cache.get([question.key]).get(question.key)
    finally:
        cache.close()


class _LinkRun:
    def __init__(
        self, routes: dict[str, Route], settings: LinkSettings, cache: LinkCache, progress: Progress
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._progress = progress
        self._routes = routes
        self._verdicts: dict[str, Verdict] = {}
        self._scheduler: RequestScheduler
        # By the key of their route.
        self._links: dict[str, list[str]] = {}
        # Links whose host was not found, with what holds of them if that is to be believed.
        self._unknown_names: dict[str, Verdict] = {}

    def run(self, transport: Transport | None) -> dict[str, Verdict]:
        questions: dict[str, Route] = {}
        for url, each in self._routes.items():
            if each.known is not None:
                self._verdicts[url] = each.known
            else:
                questions.setdefault(each.key, each)
                self._links.setdefault(each.key, []).append(url)
        for key, verdict in self._cache.get(questions).items():
            self._apply(key, verdict)
            links = self._links[key]
            if verdict.record is not None and any(self._verdicts[url].kind == "gone" for url in links):
                # One is to a version that is newer than what is known.
                for url in links:
                    del self._verdicts[url]
            else:
                del questions[key]
        self._progress(len(self._verdicts), len(self._routes))
        if questions:
            self._ask(questions, transport)
        self._finish(f"the time of {_minutes(self._settings.budget)} for all links was used up")
        return {url: self._verdicts[url] for url in self._routes}

    def _ask(self, questions: dict[str, Route], transport: Transport | None) -> None:
        self._pages = PageChecks(self._settings)
        with RequestScheduler(self._settings, self._take, transport) as self._scheduler:
            try:
                self._add(questions)
                self._scheduler.run(time.monotonic() + self._settings.budget, self._cache.commit)
            except KeyboardInterrupt:
                self._scheduler.take_sent()
                self._finish("the run was interrupted")
                raise Interrupted(self._verdicts) from None

    def _add(self, questions: dict[str, Route]) -> None:
        settings, add = self._settings, self._scheduler.add
        for registry, ask in (("arxiv", ask_arxiv), ("github", ask_github)):
            keys = {each.about: each.key for each in questions.values() if each.asks == registry}
            if keys:
                add(tuple(keys.values()), ask(keys, settings, self._take))
        for each in questions.values():
            if each.asks == "page":
                add((each.key,), self._pages.check(each.url))
            elif each.asks == "doi":
                add((each.key,), check_doi(each.about, settings))

    def _take(self, key: str, found: Verdict | None) -> None:
        links = self._links[key]
        if found is None:
            page = to_page(self._routes[links[0]].url, self._settings)
            self._links[page.key] = links
            self._scheduler.add((page.key,), self._pages.check(page.url))
        elif found.kind == "gone" and not found.status:
            self._unknown_names.update(dict.fromkeys(links, found))
        elif any(url not in self._verdicts for url in links):
            self._cache.put(key, found)
            self._apply(key, found)
            self._progress(len(self._verdicts), len(self._routes))

    def _apply(self, key: str, verdict: Verdict) -> None:
        for url in self._links[key]:
            link = self._routes[url].arxiv
            self._verdicts[url] = verdict if link is None else arxiv_verdict(link, verdict)

    def _finish(self, why_not_asked: str) -> None:
        """Gives the rest their verdicts. Without a network, and behind a proxy, every name is unknown: one is
        believed not to exist only where another was found.
        """
        for url, verdict in self._unknown_names.items():
            if not self._scheduler.names_are_found or any(map(getproxies().get, ("http", "https", "all"))):
                verdict = Verdict("unsure", f"{verdict.reason}, as far as this machine can tell")
            self._verdicts[url] = verdict
        for url in self._routes:
            if url not in self._verdicts:
                self._verdicts[url] = Verdict("unsure", f"not asked: {why_not_asked}", asked=False)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"
