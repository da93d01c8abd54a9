"""The links of a document that lead to the web, with the URL that a browser would ask for."""

from __future__ import annotations

from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.named_tuple import NamedTuple
from mdpaperlint.reading.links.document_links import destination_url
from mdpaperlint.reading.once import once_per_document

# Of a scheme, also where it is written as an escape or an entity.
_FIRST = frozenset("hH\\&")


class WebLink(NamedTuple):
    """``url`` is without its fragment; ``fragment`` is as written, with its ``#``, or empty."""

    link: Link
    url: str
    fragment: str


@once_per_document
def web_links(document: Document) -> tuple[WebLink, ...]:
    """Links of http and https. A reference is left out: its definition stands for it."""
    found = []
    for link in document.links:
        if link.kind == "reference":
            continue
        if link.kind != "bare" and link.destination[:1] not in _FIRST:
            continue
        url = destination_url(link)
        if url[:8].lower().startswith(("http://", "https://")):
            _, mark, fragment = link.destination.partition("#")
            found.append(WebLink(link, url.partition("#")[0], mark + fragment))
    return tuple(found)
