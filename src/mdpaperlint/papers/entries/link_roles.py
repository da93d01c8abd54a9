"""What the links of an entry are for: the paper, its code, its project page, a badge."""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import LinkRole, PaperLink
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper

#: Kinds of links that lead nowhere.
NO_LINKS = ("image", "definition")

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
_IMAGE_TAG = ("<i", "<I")


@memoize
def links_of_papers(document: Document) -> tuple[bool, ...]:
    """For each of ``Document.links``, whether it leads to where papers are published or has an identifier."""
    return tuple(
        [
            identifier is not None
            or (
                link[0] not in NO_LINKS
                and not link[7].startswith("https://github.com/")
                and _CODE_HOST.match(link[7]) is None
                and links_to_paper(document.text, link[5], link[6])
            )
            for link, identifier in zip(document.links, link_identifiers(document), strict=True)
        ]
    )


def paper_link(document: Document, number: int) -> PaperLink:
    """The link with this index as one to the paper."""
    return PaperLink("paper", document.links[number], link_identifiers(document)[number])


def read_link(document: Document, number: int) -> PaperLink:
    link = document.links[number]
    if link.kind == "image" or (link.kind == "html" and document.text.startswith(_IMAGE_TAG, link.start)):
        return PaperLink("badge", link, None)
    if links_of_papers(document)[number]:
        return paper_link(document, number)
    return PaperLink(_other_role(link_text(document, link), link.destination), link, None)


def link_text(document: Document, link: Link) -> str:
    return document.text[link.text_start : link.text_end]


def _other_role(text: str, destination: str) -> LinkRole:
    short = len(text) < 40
    if _CODE_HOST.match(destination) or (short and _CODE_LABEL.search(text)):
        return "code"
    if _PROJECT_HOST.match(destination) or (short and _PROJECT_LABEL.search(text)):
        return "project"
    return "other"
