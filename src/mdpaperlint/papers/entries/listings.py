"""What sections list: papers, data sets, or nothing, since they only speak of some: news, recommendations."""

from __future__ import annotations

import re
from bisect import bisect_right

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Section
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.dates.written_dates import dates_between

# A heading of these words alone; "Citation recommendation" or "Video highlight detection" are topics.
_EDGE = r"(?:[\W\d_]|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b)*"
_NO_LISTING = lazy_pattern(
    rf"{_EDGE}(?:(?:our|the|some|project|paper|list|repo|recent|latest|new|important|research|industry"
    r"|daily|weekly|monthly|blogs?|events?|and)\W+){0,3}"
    r"(?:what['’]?s\W+(?:new|hot)(?:\W+(?:here|in this \w+))?"
    r"|(?:news(?!\W+articles?\b)(?:\W+feed)?|updates?(?:\W+(?:log|logs|history|notes))?|change\W?logs?|announcements?)"
    r"|(?:high-?lights?|highlighted|featured|recommended|must[- ]?reads?|editor['’]?s?\W+picks?)"
    r"|citations?|citing|how\W+to\W+cite|bib-?tex|references?|acknowledge?ments?"
    r"|contribut(?:e|ing|ions?|ors?)|star\W+history"
    r"|related\W+(?:surveys?\W+)?(?:repos?|repositor(?:y|ies)|lists?|projects?))"
    r"(?:\W+(?:and|or|the|our|this|these|to|for|papers?|articles?|works?|readings?|list|lists|surveys?|posts?"
    r"|news|updates?|events?|citations?|bib-?tex|references?|acknowledge?ments?|contribut(?:e|ing|ors?)"
    r"|repo|repository|project|us|guide(?:lines)?|of"
    r"|blogs?|week|month|year|welcome|contacts?|licen[cs]e)\b){0,5}" + _EDGE,
    re.IGNORECASE,
)
# Whatever follows these.
_NO_LISTING_START = lazy_pattern(
    r"\W*(?:news\s*[:：–—]|updated?\s+on\b|(?:recent|latest)\s+(?:updates?|news)\b|what['’]?s\s+new\b"
    r"|how\s+to\s+(?:cite|contribute|submit)\b|citing\s+(?:awesome|this|our|us)\b|highlights\s+(?:of|from)\b"
    r"|(?:recommended|featured|must[- ]?read)\s+(?:papers?|readings?|articles?)\b"
    r"|related\s+(?:repos?|repositor(?:y|ies)|lists)\b)",
    re.IGNORECASE,
)
_RECOMMENDATION = lazy_pattern(r"^\W*(?:our|my|top|paper|papers|reading) recommendations?\W*$", re.IGNORECASE)
# These are parts of other words ("引用推荐", "动态图"), so that only what goes with them may stand beside.
_CJK_EDGE = r"[\W\d_年月日第期周]*"
_BESIDE_CJK = (
    r"news|updates?|announcements?|highlights?|must[- ]reads?|recommended|papers?|citations?|references?"
    r"|acknowledge?ments?|最新|近期|重要|本周|本月|今日|每日|每周|年度|项目|编辑|论文|論文|文章|文献|阅读|閱讀|列表"
    r"|格式|方式|信息|我们|本文|本项目|本仓库|与|和|及|的|新闻|动态|公告|致谢|引用"
)
_CJK_NO_LISTING = lazy_pattern(
    rf"{_CJK_EDGE}(?:(?:{_BESIDE_CJK})\W*){{0,4}}"
    r"(?:新闻|新聞|动态|動態|更新日志|更新日誌|更新记录|更新記錄|最新更新|推荐阅读|推薦閱讀|推荐论文|推薦論文"
    r"|精选|精選|必读|必讀|公告|致谢|致謝|引用|ニュース|お知らせ|更新履歴|謝辞|뉴스|소식|공지)"
    rf"(?:\W*(?:{_BESIDE_CJK})){{0,6}}{_CJK_EDGE}",
    re.IGNORECASE,
)
_DATA = lazy_pattern(r"\b(?:datasets?|data sets?|corpora|corpus|benchmarks?)\b|数据集|基准", re.IGNORECASE)
_FOLD = lazy_pattern(r"<summary\b[^<>]*>\s*<h([1-6])\b[^<>]*>([^\n]*)", re.IGNORECASE)


@memoize
def listing_sections(document: Document) -> tuple[bool, ...]:
    """For each section, whether a paper named in it is listed there. A file of one topic ("Must-read papers
    on …") says so in the heading of level 1, which therefore decides nothing.
    """
    result: list[bool] = []
    for section in document.sections:
        above = section.parent < 0 or result[section.parent]
        if not above:
            heading = document.sections[section.parent].heading
            own = "" if section.heading is None else section.heading.content
            # "# News" in front of "## 1. Surveys" is one of the chapters, though written a level higher.
            above = heading is not None and heading.level == 1 and not dates_between(own, 0, len(own))
        result.append(above and not _says_no_listing(section))
    return tuple(result)


def lists_papers(document: Document, section: Section, start: int) -> bool:
    """Whether a paper named at ``start`` is listed there: a fold with a heading of its own as summary is no
    part of the news above it.
    """
    if listing_sections(document)[section.number]:
        return True
    number = bisect_right(_folds(document), (start, True)) - 1
    return number >= 0 and _folds(document)[number][0] >= section.start and _folds(document)[number][1]


@memoize
def _folds(document: Document) -> list[tuple[int, bool]]:
    """Where folds begin, and whether each lists papers though the section that it stands in lists none."""
    listing = listing_sections(document)
    found: list[tuple[int, bool]] = []
    for block in document.blocks:
        if block.kind == "html":
            for tag in _FOLD.finditer(document.text, block.start, block.end):
                section = document.section_at(tag.start())
                while section.parent >= 0 and not listing[section.parent]:
                    section = document.sections[section.parent]
                level = int(tag[1])
                above = section.heading is not None and level > section.heading.level
                name = tag[2].partition("</")[0]
                found.append((tag.start(), not above and not _names_no_listing(name, level, nested=True)))
    return found


def lists_data(document: Document, section: Section) -> bool:
    """Whether the section, or one that it belongs to, lists data sets. Such an entry may be older than the
    paper on it, and share the paper with others.
    """
    while True:
        if section.heading is not None and _DATA.search(section.heading.content):
            return True
        if section.parent < 0:
            return False
        section = document.sections[section.parent]


def _says_no_listing(section: Section) -> bool:
    heading = section.heading
    return heading is not None and _names_no_listing(heading.content, heading.level, section.parent >= 0)


def _names_no_listing(written: str, level: int, nested: bool) -> bool:
    text = plain(written).replace("_", " ")
    if level == 1 and re.search(r"papers?\b|list\b|awesome|论文", text, re.IGNORECASE):
        return False
    return bool(
        _NO_LISTING.fullmatch(text)
        or _NO_LISTING_START.match(text)
        or (nested and _RECOMMENDATION.search(text))
        or (not text.isascii() and _CJK_NO_LISTING.fullmatch(text))
    )
