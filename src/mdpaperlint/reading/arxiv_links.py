"""All links of a document that carry an arXiv ID, read once for the rules that compare them."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.document import Document, Link
from mdpaperlint.reading.arxiv_urls import PLAIN_URL, ArxivUrl, read_arxiv_url
from mdpaperlint.reading.once import once_per_document


class ArxivLinks(NamedTuple):
    """``plain`` are the links to a good ID of today at arXiv itself, with scheme, host, form and suffix as
    written; they need no closer look until they are compared. ``others`` are all else that
    :func:`read_arxiv_url` reads. A reference is left out: its definition stands for it.
    """

    plain: tuple[tuple[Link, tuple[str, str, str, str]], ...]
    others: tuple[tuple[Link, ArxivUrl], ...]


@once_per_document
def arxiv_links(document: Document) -> ArxivLinks:
    plain: list[tuple[Link, tuple[str, str, str, str]]] = []
    others: list[tuple[Link, ArxivUrl]] = []
    match = PLAIN_URL.fullmatch
    for link in document.links:
        if link.kind == "reference":
            continue
        destination = link.destination
        found = match(destination)
        if found is not None:
            scheme, host, form, suffix = found.group(1, 2, 3, 6)
            plain.append((link, (scheme, host, form, suffix or "")))
            continue
        url = read_arxiv_url(destination)
        if url is not None:
            others.append((link, url))
    return ArxivLinks(tuple(plain), tuple(others))
