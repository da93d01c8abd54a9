"""Which sections list papers, and which only speak of some: news, highlights, recommendations."""

from __future__ import annotations

import re

from mdpaperlint.model.document import Document, Section
from mdpaperlint.reading.lazy_pattern import lazy_pattern
from mdpaperlint.reading.once import once_per_document

_NO_LISTING = lazy_pattern(
    r"\b(?:(?:what'?s|what’s) new|news(?! (?:recommend|articles?\b|summar|generat|caption|detect|domain))"
    r"|updates?(?: log)?$|(?:recent|latest) updates?|update log|change ?log|updated on"
    r"|highlights?|highlighted|featured|recommended|must[- ]?read|editor'?s? picks?|announcements?"
    r"|citations?|citing|how to cite|bibtex|references?|acknowledge?ments?|contribut(?:e|ing|ors?)"
    r"|related (?:surveys? )?(?:repos?|repositor(?:y|ies)|lists?|projects?)|star history)\b",
    re.IGNORECASE,
)
_RECOMMENDATION = lazy_pattern(
    r"^\W*(?:(?:our|my|top|paper|papers|reading) )?recommendations?\W*$", re.IGNORECASE
)
_CJK_NO_LISTING = lazy_pattern(
    "新闻|动态|更新日志|更新记录|最新更新|推荐阅读|推荐论文|精选|必读|公告|致谢|引用"
)
_SHORTCODE = lazy_pattern(r":[a-z0-9_+-]+:")


@once_per_document
def listing_sections(document: Document) -> tuple[bool, ...]:
    """For each section, whether a paper named in it is listed there. A file of one topic ("Must-read papers
    on …") says so in the heading of level 1, which therefore decides nothing.
    """
    result: list[bool] = []
    for section in document.sections:
        above = section.parent < 0 or result[section.parent]
        result.append(above and not _says_no_listing(section))
    return tuple(result)


def _says_no_listing(section: Section) -> bool:
    heading = section.heading
    if heading is None:
        return False
    text = _SHORTCODE.sub(" ", heading.content).replace("*", "").replace("_", " ").strip()
    if heading.level == 1 and re.search(r"papers?\b|list\b|awesome|论文", text, re.IGNORECASE):
        return False
    if _NO_LISTING.search(text) or _CJK_NO_LISTING.search(text):
        return True
    return section.parent >= 0 and _RECOMMENDATION.search(text) is not None
