"""The identifiers that the links of a document carry, each link read once for all that ask."""

from __future__ import annotations

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Identifier
from mdpaperlint.reading.arxiv_urls import PLAIN_URL
from mdpaperlint.reading.identifiers import identify
from mdpaperlint.reading.once import once_per_document


@once_per_document
def link_identifiers(document: Document) -> tuple[Identifier | None, ...]:
    """One for each of ``Document.links``; None for images and for what names no single work."""
    found: list[Identifier | None] = []
    append = found.append
    match = PLAIN_URL.fullmatch
    new = tuple.__new__
    for link in document.links:
        destination = link.destination
        plain = match(destination)
        if plain is not None and link.kind != "image":
            append(new(Identifier, ("arxiv", plain[4], (plain[5] or "")[1:])))
        elif link.kind == "image" or destination.startswith("https://github.com/"):
            append(None)
        else:
            append(identify(destination))
    return tuple(found)
