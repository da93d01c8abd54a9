"""Who is to be asked about a URL: nobody, a registry, or the page itself."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

from mdpaperlint.model.link_settings import LinkSettings, Registries
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.request_urls import host_of, request_url
from mdpaperlint.papers.identifiers.other_pages import is_badge, repository_of
from mdpaperlint.papers.identifiers.url_identifiers import ArxivUrl, identify, read_arxiv_url

_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_OPENREVIEW_HOSTS = frozenset(
    {"openreview.net", "www.openreview.net", "api.openreview.net", "api2.openreview.net"}
)
_OPENREVIEW_ID = re.compile(r"[A-Za-z0-9_-]{6,}")
# Further pages of OpenReview: conferences, profiles, texts.
_OPENREVIEW_NUMBERED = re.compile(r"/(?:forum|pdf|attachment|references/pdf)/?")


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


def route(url: str, settings: LinkSettings, today: date) -> Route:
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
    if host in _OPENREVIEW_HOSTS:
        return Route("nobody", known=_openreview(asked))
    identifier = identify(url) if host in _DOI_HOSTS else None
    if identifier is not None and identifier.scheme == "doi":
        return _of_registry("doi", identifier.value, settings)
    repository = repository_of(asked) if settings.github_token else None
    if repository is not None:
        return _of_registry("github", "/".join(repository), settings)._replace(url=asked)
    return to_page(asked, settings)


def to_page(url: str, settings: LinkSettings) -> Route:
    return Route("page", f"{url} private" if settings.allow_private else url, url=url)


def arxiv_verdict(link: ArxivUrl, verdict: Verdict) -> Verdict:
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
    if _OPENREVIEW_NUMBERED.fullmatch(parts.path):
        values = parse_qs(parts.query).get("id", [])
        if not values or _OPENREVIEW_ID.fullmatch(values[0]) is None:
            return Verdict("unsure", "OpenReview's IDs do not look like this")
        return Verdict("skipped", "OpenReview answers no programs; the ID has the right form")
    return Verdict("skipped", "OpenReview answers no programs")
