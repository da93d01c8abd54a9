"""All links of a document that carry an arXiv ID, read once for the rules that compare them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.identifiers.arxiv_urls import PLAIN_URL, ArxivUrl, read_arxiv_url


class ArxivLinks(NamedTuple):
    """``plain`` are the links to a good ID of today at arXiv itself, with scheme, host, form and suffix as
    written; they need no closer look until they are compared. ``others`` are all else that
    :func:`read_arxiv_url` reads. A reference is left out: its definition stands for it.
    """

    plain: tuple[tuple[Link, tuple[str, str, str, str]], ...]
    others: tuple[tuple[Link, ArxivUrl], ...]


@memoize
def plain_arxiv_urls(document: Document) -> list[re.Match[str] | None]:
    """For each link of the document its match of :data:`PLAIN_URL`."""
    match = PLAIN_URL.fullmatch
    return [match(link.destination) for link in document.links]


@memoize
def arxiv_links(document: Document) -> ArxivLinks:
    plain: list[tuple[Link, tuple[str, str, str, str]]] = []
    others: list[tuple[Link, ArxivUrl]] = []
    styles: dict[tuple[str | Any, ...], tuple[str, str, str, str]] = {}
    for link, found in zip(document.links, plain_arxiv_urls(document), strict=True):
        if link.by_reference:
            continue
        if found is not None:
            written = found.group(1, 2, 3, 6)
            style = styles.get(written)
            if style is None:
                scheme, host, form, suffix = written
                style = styles[written] = (scheme, host, form, suffix or "")
            plain.append((link, style))
        elif not link.destination.startswith("https://github.com/"):
            url = read_arxiv_url(link.destination)
            if url is not None:
                others.append((link, url))
    return ArxivLinks(tuple(plain), tuple(others))
