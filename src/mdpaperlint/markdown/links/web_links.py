"""The links of a document that lead to the web, with the URL that a browser would ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize

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
        if link.kind == "reference":
            continue
        if link.kind != "bare" and link.destination[:1] not in _FIRST:
            continue
        url = destination_url(link)
        if url[:8].lower().startswith(_SCHEMES):
            _, mark, fragment = link.destination.partition("#")
            yield WebLink(link, url.partition("#")[0], mark + fragment)
