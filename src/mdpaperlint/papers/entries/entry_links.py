"""What the links of an entry are for: the paper, its code, its project page, a badge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import LinkRole, PaperLink
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper

_LABEL_WORDS = frozenset(
    (
        "a abs abstract access acl acm alphaxiv and anthology appendix ar5iv article arxiv bib bibtex "
        "biorxiv blog bmvc book camera cite citation code codes colab conference cvf data dataset datasets "
        "demo doi download early elsevier extended file findings full github gitlab hal here hf homepage "
        "html huggingface ieee in journal jmlr link links long main material materials medrxiv mlr model "
        "models n nips of official on online open openreview original os page paper paperlink papers pdf "
        "pdfs pmlr post poster preprint presentation press proceeding proceedings proj project ps pub "
        "publication published publisher pytorch read reading ready repo repository resource review s "
        "scholar sciencedirect semantic short site slide slides source springer supp suppl supplement "
        "supplementary tensorflow text the this thread tmlr tweet twitter unofficial url usenix v version "
        "video videos view web webpage website weights workshop youtube"
    ).split()
)
_CJK_LABELS = lazy_pattern(
    r"(?:论文|論文|原文|链接|鏈接|地址|代码|代碼|下载|项目|主页|解读|视频|博客|全文|摘要|中文|英文|官方|リンク|コード|논문|링크|코드|版|精读|笔记|在线|预印本|[\W\d_a-zA-Z])+"
)
_VENUE_YEAR = lazy_pattern(
    r"\W*(?:[A-Z][A-Za-z&.\-]{1,24}[ /:-]?){1,4}[ ,.'’`(-]{0,3}"
    r"(?:(?:19|20)\d\d|['’`]\d\d|(?<=[A-Z]{3})\d\d|(?<=[A-Z]{3} )\d\d)\)?"
    r"(?:[ ,:(-]{0,3}(?:best paper|\w{1,12})\)?)?\W*"
)
_AUTHOR_YEAR = lazy_pattern(
    r"\W*[A-Z][\w'’-]+(?:,? (?:et\.? al\.?|(?:and|&) [A-Z][\w'’-]+))?[ ,.(]{1,3}(?:19|20)\d\d[a-z]?\)?\W*"
)
_WORD = lazy_pattern(r"[^\W\d_]+")
_MARKUP = lazy_pattern(r"<[^>]{0,300}>|:[a-z0-9_+-]+:|!\[[^\]]{0,300}\](?:\([^)]{0,2000}\))?")
_IMAGE_TAG = ("<i", "<I")
_URL = lazy_pattern(r"https?:|www\.", re.IGNORECASE)
# A pattern of three ranges would take longer to compile than a short text takes to look through.
_CJK = (("\u3040", "\u30ff"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7af"))

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


@lru_cache(maxsize=16384)
def is_label(text: str) -> bool:
    """Whether a link's text says what the link is (``Paper``, ``arXiv``, ``CVPR 2024``, an ID, an emoji) and
    not what the paper is.
    """
    if len(text) > 80 and "<img" not in text.lower() and "![" not in text:
        return _URL.match(text.strip("[]`*_ \\")) is not None
    plain = _MARKUP.sub(" ", text)
    if _URL.match(plain.strip("[]`*_ \\")):
        return True
    words = _WORD.findall(plain)
    if len(words) > 7:
        return False
    if all(word.lower() in _LABEL_WORDS for word in words):
        return True
    plain = plain.strip("[]`*_ \\()")
    if not plain.isascii() and any(first <= each <= last for each in plain for first, last in _CJK):
        return len(plain) <= 16 and _CJK_LABELS.fullmatch(plain) is not None and len(words) <= 3
    if not any(map(str.isdigit, plain)):
        return False
    return _VENUE_YEAR.fullmatch(plain) is not None or _AUTHOR_YEAR.fullmatch(plain) is not None


def link_text(document: Document, link: Link) -> str:
    return document.text[link.text_start : link.text_end]


def paper_link(document: Document, number: int) -> PaperLink | None:
    """The link with this index as one to a paper: to where papers are published, or with an identifier. None
    for all others.
    """
    link = document.links[number]
    identifier = link_identifiers(document)[number]
    if identifier is not None:
        return PaperLink("paper", link, identifier)
    if link.kind in ("image", "definition") or _CODE_HOST.match(link.destination):
        return None
    if links_to_paper(document.text, link.destination_start, link.destination_end):
        return PaperLink("paper", link, None)
    return None


def read_link(document: Document, number: int) -> PaperLink:
    link = document.links[number]
    if link.kind == "image" or (link.kind == "html" and document.text.startswith(_IMAGE_TAG, link.start)):
        return PaperLink("badge", link, None)
    found = paper_link(document, number)
    if found is not None:
        return found
    return PaperLink(_other_role(link_text(document, link), link.destination), link, None)


def _other_role(text: str, destination: str) -> LinkRole:
    if _CODE_HOST.match(destination):
        return "code"
    if len(text) < 40 and _CODE_LABEL.search(text):
        return "code"
    if _PROJECT_HOST.match(destination) or (len(text) < 40 and _PROJECT_LABEL.search(text)):
        return "project"
    return "other"


def same_paper_links(document: Document, own: PaperLink, others: Iterable[int]) -> tuple[PaperLink, ...]:
    """The own link and the labelled ones among ``others``, indices of links, that show the same paper at
    other registries, up to a link that names another paper.
    """
    found = [own] if own.identifier is not None else []
    schemes = {own.identifier.scheme} if own.identifier is not None else set()
    for number in others:
        read = paper_link(document, number)
        if read is None:
            continue
        if not is_label(link_text(document, read.link)):
            break
        if read.identifier is not None and read.identifier.scheme not in schemes:
            schemes.add(read.identifier.scheme)
            found.append(read)
    return tuple(found)
