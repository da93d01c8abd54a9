"""What links are for: the paper, its code, its project page, a badge; which texts only say what a link is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import PaperLink
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper

#: Kinds of links that lead nowhere.
NO_LINKS = ("image", "definition")
#: Words that labels are made of.
LABEL_WORDS = frozenset(
    (
        "paper pdf arxiv code github link project page website abs html doi bibtex video demo slides dataset "
        "poster blog openreview here supp web site url data model homepage full text 论文 链接 代码"
    ).split()
)

_PAPER_WORDS = frozenset("paper pdf arxiv 论文".split())
_BETWEEN = frozenset("a and for in of on the this to with".split())
_MOST_WORDS = 4
# A label of more characters has an image in it.
_LONGEST = 80
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_ADDRESS = lazy_pattern(r"[\W_]*(?:https?:|www\.)")
_NONE = "\0"

_CODE_HOST = lazy_pattern(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org|"
    r"colab\.research\.google\.com|gist\.github\.com|huggingface\.co/(?!papers/))",
    re.IGNORECASE,
)
_PROJECT_HOST = lazy_pattern(
    r"https?://[^/]*\.(?:github|gitlab)\.io\b|https?://sites\.google\.com/", re.IGNORECASE
)
_CODE_LABEL = lazy_pattern(
    r"\b(?:code|codes|github|repo|repository|pytorch|tensorflow)\b|代码|代碼|コード|코드", re.IGNORECASE
)
_PROJECT_LABEL = lazy_pattern(
    r"\b(?:project|proj|page|homepage|web|website|webpage|site|demo)\b|主页|项目", re.IGNORECASE
)
_LONGEST_TELLING = 40


class LinkKinds(NamedTuple):
    """For each of ``Document.links``: whether it leads to where papers are published or has an identifier;
    whether it leads to a paper by that or by its label; whether its text is a label.
    """

    published: tuple[bool, ...]
    to_paper: tuple[bool, ...]
    labelled: tuple[bool, ...]


@memoize
def link_kinds(document: Document) -> LinkKinds:
    text, links = document.text, document.links
    published = tuple(
        [
            identifier is not None
            or (
                link[0] not in NO_LINKS
                and not link[7].startswith("https://github.com/")
                and _CODE_HOST.match(link[7]) is None
                and links_to_paper(text, link[5], link[6])
            )
            for link, identifier in zip(links, link_identifiers(document), strict=True)
        ]
    )
    keys = [label_key(text[link[3] : link[4]]) if link[0] not in NO_LINKS else _NONE for link in links]
    to_paper = [
        leads or (link[7].startswith("http") and not _PAPER_WORDS.isdisjoint(key.split()))
        for link, key, leads in zip(links, keys, published, strict=True)
    ]
    return LinkKinds(published, tuple(to_paper), tuple([key != _NONE for key in keys]))


@lru_cache(maxsize=4096)
def label_key(written: str) -> str:
    """The words of a label; an address has none, and another text is no label."""
    if _ADDRESS.match(written):
        return ""
    if len(written) > _LONGEST and "![" not in written and "<" not in written:
        return _NONE
    words = _LETTERS.findall(plain(written).casefold())
    if len(words) > _MOST_WORDS or not (LABEL_WORDS | _BETWEEN).issuperset(words):
        return _NONE
    return _NONE if words and words[-1] in _BETWEEN else " ".join(words)


def read_link(document: Document, number: int) -> PaperLink:
    link = document.links[number]
    if link.kind == "image" or (link.kind == "html" and document.text.startswith(("<i", "<I"), link.start)):
        return PaperLink("badge", link, None)
    if link_kinds(document).published[number]:
        return PaperLink("paper", link, link_identifiers(document)[number])
    text = link_text(document, link)
    telling = text if len(text) < _LONGEST_TELLING else ""
    if _CODE_HOST.match(link.destination) or _CODE_LABEL.search(telling):
        return PaperLink("code", link, None)
    if _PROJECT_HOST.match(link.destination) or _PROJECT_LABEL.search(telling):
        return PaperLink("project", link, None)
    return PaperLink("other", link, None)


def link_text(document: Document, link: Link) -> str:
    return document.text[link.text_start : link.text_end]
