"""The identifiers that the links of a document carry, each link read once for all that ask."""

from __future__ import annotations

from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Identifier
from mdpaperlint.papers.identifiers.arxiv_links import plain_arxiv_urls
from mdpaperlint.papers.identifiers.url_identifiers import identify


@memoize
def link_identifiers(document: Document) -> tuple[Identifier | None, ...]:
    """One for each of ``Document.links``; None for images and for what names no single work."""
    found: list[Identifier | None] = []
    append = found.append
    new = tuple.__new__
    for link, plain in zip(document.links, plain_arxiv_urls(document), strict=True):
        if link[0] == "image":
            append(None)
        elif plain is not None:
            value, version = plain.group(4, 5)
            append(new(Identifier, ("arxiv", value, version[1:] if version else "")))
        elif link[7].startswith("https://github.com/"):
            append(None)
        else:
            append(identify(link[7]))
    return tuple(found)
