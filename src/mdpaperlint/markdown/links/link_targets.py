"""The links of a document by where they lead: to itself, to files beside it, or to the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.address_faults import address_fault
from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize

_WEB = ("https:", "http:")
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What a template engine or the reader fills in.
_TEMPLATE = lazy_pattern(r"\{\{|\{%|<%|\$\{|^URL$")


class LocalLink(NamedTuple):
    """``target`` is percent-decoded: a fragment without ``#``, or a path without query and fragment."""

    link: Link
    target: str


class LocalLinks(NamedTuple):
    fragments: tuple[LocalLink, ...]
    paths: tuple[LocalLink, ...]


@memoize
def local_links(document: Document) -> LocalLinks:
    """A destination in a reference definition counts once, at its first use; unused ones are not followed."""
    fragments = []
    paths = []
    seen: set[int] = set()
    for link in document.links:
        destination = link.destination
        if destination.startswith(_WEB) or link.kind in ("definition", "bare", "autolink"):
            continue
        url = destination_url(link).strip()
        if not url or url.startswith("//") or _SCHEME.match(url) or link.destination_start in seen:
            continue
        seen.add(link.destination_start)
        if url.startswith("#"):
            fragments.append(LocalLink(link, _decoded(url[1:])))
        elif not is_template(url) and address_fault(url) is None:
            path = _decoded(url.partition("#")[0].partition("?")[0])
            if path:
                paths.append(LocalLink(link, path))
    return LocalLinks(tuple(fragments), tuple(paths))


def is_template(url: str) -> bool:
    return _TEMPLATE.search(url) is not None


def _decoded(text: str) -> str:
    return unquote(text, errors="surrogateescape") if "%" in text else text


# Of a scheme, also where it is written as an escape or an entity.
_FIRST = frozenset("hH\\&")
_SCHEMES = ("http://", "https://")


class WebLink(NamedTuple):
    """``url`` is without its fragment; ``fragment`` is as written, with its ``#``, or empty."""

    link: Link
    url: str
    fragment: str


@memoize
def web_links(document: Document) -> tuple[WebLink, ...]:
    """Links of http and https. A reference is left out: its definition stands for it."""
    return tuple(_read(document.links))


def web_urls(document: Document) -> frozenset[str]:
    """The different URLs of :func:`web_links`, without these."""
    destinations = {link.destination for link in document.links}
    # What stands for itself, as most do, is not looked at one by one.
    plain = {
        destination
        for destination in destinations
        if destination.startswith(_SCHEMES) and "&" not in destination and "\\" not in destination
    }
    urls = {destination.partition("#")[0] if "#" in destination else destination for destination in plain}
    if len(plain) < len(destinations):
        urls.update(
            each.url for each in _read(link for link in document.links if link.destination not in plain)
        )
    return frozenset(urls)


def _read(links: Iterable[Link]) -> Iterator[WebLink]:
    for link in links:
        if link.by_reference:
            continue
        if link.kind != "bare" and link.destination[:1] not in _FIRST:
            continue
        url = destination_url(link)
        if url[:8].lower().startswith(_SCHEMES):
            _, mark, fragment = link.destination.partition("#")
            yield WebLink(link, url.partition("#")[0], mark + fragment)
