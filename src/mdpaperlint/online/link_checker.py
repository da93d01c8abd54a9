"""Who is to be asked about each link (nobody, a registry, the page itself), and what is known of it then."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit
from urllib.request import getproxies

from mdpaperlint.model.link_settings import LinkSettings, OnlineError, Registries
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.arxiv_api import ask_arxiv
from mdpaperlint.online.http_messages import Transport
from mdpaperlint.online.link_cache import LinkCache, cache_file
from mdpaperlint.online.page_check import PageChecks
from mdpaperlint.online.registry_checks import ask_github, check_doi
from mdpaperlint.online.request_scheduler import RequestScheduler
from mdpaperlint.online.request_urls import host_of, request_url
from mdpaperlint.papers.identifiers.other_pages import is_badge, repository_of
from mdpaperlint.papers.identifiers.url_identifiers import ArxivUrl, identify, read_arxiv_url

_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_OPENREVIEW_HOST = re.compile(r"(?:www\.|api2?\.)?openreview\.net")
_OPENREVIEW_ID = re.compile(r"[A-Za-z0-9_-]{6,}")
# Further pages of OpenReview: conferences, profiles, texts.
_OPENREVIEW_NUMBERED = re.compile(r"/(?:forum|pdf|attachment|references/pdf)/?")
# Is given how many are done, and of how many.
Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


class Route(NamedTuple):
    """``key`` is what the answer is kept by, ``about`` what a registry knows it by (an arXiv ID, a DOI, a
    repository as ``owner/name``), ``url`` the page to ask. ``arxiv`` is the link to a paper there as it was
    read. ``known`` needs no network.
    """

    asks: Literal["nobody", "arxiv", "doi", "github", "page"]
    key: str = ""
    about: str = ""
    url: str = ""
    arxiv: ArxivUrl | None = None
    known: Verdict | None = None


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
        url: _route(url, settings, today) for url in dict.fromkeys(url.partition("#")[0] for url in urls)
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
    question = _route(url.partition("#")[0], settings, settings.today or date.today())
    if question.known is not None:
        return question.known
    cache = LinkCache(settings.cache_folder, lambda _message: None)
    try:
        return cache.get([question.key]).get(question.key)
    finally:
        cache.close()


def arxiv_records(ids: Iterable[str], settings: LinkSettings) -> dict[str, ArxivRecord]:
    """The records of papers by their arXiv IDs (canonical, without version), from the cache or from arXiv. An
    ID that arXiv does not know is missing. Hundreds cost one request; ``settings.budget`` bounds the wait for
    a turn, in seconds.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when arXiv gave no answer on one of them,
    and :class:`Interrupted` on Ctrl-C.
    """
    urls = {f"https://arxiv.org/abs/{each}": each for each in ids}
    verdicts = check_links(urls, settings._replace(ignores=()))
    for verdict in verdicts.values():
        if verdict.kind == "unsure":
            raise OnlineError(verdict.reason)
    return {urls[url]: verdict.record for url, verdict in verdicts.items() if verdict.record is not None}


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
            page = _to_page(self._routes[links[0]].url, self._settings)
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
            self._verdicts[url] = verdict if link is None else _arxiv_verdict(link, verdict)

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


def _route(url: str, settings: LinkSettings, today: date) -> Route:
    """``url`` is without fragment. What a registry or an address setting changes is part of the key, so that
    what a stand-in says never passes for the word of the real one.
    """
    ignore = next((each for each in settings.ignores if each.fits(url, today)), None)
    if ignore is not None:
        reason = f"ignored: {ignore.reason}" if ignore.reason else "ignored"
        return Route("nobody", known=Verdict("skipped", reason))
    asked = request_url(url)
    if asked is None:
        if _OTHER_SCHEME.match(url):
            return Route("nobody", known=Verdict("skipped", "only http and https are asked for"))
        return Route("nobody", known=Verdict("unsure", "not a URL that can be asked for"))
    arxiv = read_arxiv_url(url)
    if arxiv is not None and (arxiv.on_arxiv or arxiv.identifier is not None):
        if arxiv.identifier is None:
            fault = f": {arxiv.fault.reason}" if arxiv.fault is not None else ""
            return Route("nobody", known=Verdict("gone", f"there is no such arXiv ID{fault}"))
        return _of_registry("arxiv", arxiv.identifier.value, settings)._replace(arxiv=arxiv)
    host = host_of(asked)
    if not settings.badges and is_badge(host, urlsplit(asked).path):
        return Route("nobody", known=Verdict("skipped", "a badge"))
    if _OPENREVIEW_HOST.fullmatch(host):
        return Route("nobody", known=_openreview(asked))
    identifier = identify(url) if host in _DOI_HOSTS else None
    if identifier is not None and identifier.scheme == "doi":
        return _of_registry("doi", identifier.value, settings)
    repository = repository_of(asked) if settings.github_token else None
    if repository is not None:
        return _of_registry("github", "/".join(repository), settings)._replace(url=asked)
    return _to_page(asked, settings)


def _to_page(url: str, settings: LinkSettings) -> Route:
    return Route("page", f"{url} private" if settings.allow_private else url, url=url)


def _arxiv_verdict(link: ArxivUrl, verdict: Verdict) -> Verdict:
    """What is known of the paper, applied to the link's own version and form."""
    if verdict.kind != "alive":
        return verdict
    if link.fault is not None:
        return verdict._replace(kind="unsure", reason=f"arXiv has the paper, but {link.fault.reason}")
    version, latest = int(link.version[1:7] or "0"), verdict.record.version if verdict.record else 0
    if latest and version > latest:
        reason = f"arXiv has the paper, but no version {version}: the latest is {latest}"
        return verdict._replace(kind="gone", reason=reason)
    return verdict


def _of_registry(registry: Literal["arxiv", "doi", "github"], about: str, settings: LinkSettings) -> Route:
    base = getattr(settings.registries, registry)
    own = "" if base == getattr(Registries(), registry) else f" {base}"
    return Route(registry, f"{registry}:{about}{own}", about)


def _openreview(url: str) -> Verdict:
    parts = urlsplit(url)
    if not _OPENREVIEW_NUMBERED.fullmatch(parts.path):
        return Verdict("skipped", "OpenReview answers no programs")
    if not _OPENREVIEW_ID.fullmatch(parse_qs(parts.query).get("id", [""])[0]):
        return Verdict("unsure", "OpenReview's IDs do not look like this")
    return Verdict("skipped", "OpenReview answers no programs; the ID has the right form")
