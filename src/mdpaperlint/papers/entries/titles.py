"""Where the title of an entry stands in its text."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.html_text import without_comments
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import PaperTitle
from mdpaperlint.papers.entries.entry_links import is_label, link_text

LONGEST_TITLE = 400

_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_IMAGE = lazy_pattern(r"!\[[^\[\]]*\](?:\([^()\s]*\)|\[[^\[\]]*\])?")
_LINK = lazy_pattern(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)?\)")
_SHORTCODE = lazy_pattern(r":[a-z0-9_+-]+:")
_MARKS = lazy_pattern(r"(?<!\w)_+|_+(?!\w)|[*`~]+|\\(?=[^\w\s])")
_SPACES = lazy_pattern(r"\s+")

# What may stand before a title: a date or venue in brackets, a number, badges, emoji.
_LEAD = lazy_pattern(
    r"(?:\s+|<[^<>]*>|!\[[^\[\]]*\]\([^()\s]*\)|:[a-z0-9_+-]+:|[*_`]*[\[(（【][^\[\]()（）【】]{1,60}[\])）】][*_`]*(?![(\[])"
    r"|[*_`]*(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?[*_`]*|[0-9]{1,4}[.)](?=\s)|[*_`~]+(?=\s)"
    r"|[^\w\s\"“”‘’'«「《$*_`~\[(<!\\-]+|[-|]\s)"
)
_BOLD = lazy_pattern(r"\*\*(?=\S)((?:[^*]|\*(?!\*))+?)(?<=\S)\*\*|<(?:b|strong)>([^<]+)</(?:b|strong)>")
_QUOTED = lazy_pattern(r"[*_]*[\"“«「《]([^\"“”»」》\n]{8,300})[\"”»」》]")
_BEFORE_QUOTED = ("*", "_", '"', "“", "«", "「", "《")
_QUOTED_LINE = lazy_pattern(r"(?:<br\s*/?>|\n)\s*[\"“]([^\"“”\n]{8,300})[\"”]")
_END = lazy_pattern(
    r"<br\s*/?>|\n|\s\|\s|\s*\[(?=[\[\\]|\w+\])|(?<=[.,?!。，])\s(?=[*_<(])|[.,]?\s(?=\*[A-Z])"
    r"|(?<=[.。?!])\s(?=[A-Z][^.]{2,200}(?:et al|,|\band\b|&))"
    r"|(?<=[.,])\s(?:in\s)?(?=(?:arXiv|Arxiv|ArXiv|CoRR)\b)"
    r"|[,.;]?\s+\((?=[^()]*(?:19|20)\d\d\)?)|,\s(?=(?:19|20)\d\d\b)|\s(?=(?:19|20)\d\d[-/.][01]?\d(?:\s|$))"
    r"|[.,]\s(?=[A-Z][\w&/-]*(?:\s\w+)?,?\s(?:19|20)\d\d\b)"
)
_TRAILING = " \t\r\n.,;:|-–—[(（【"
_WORD = lazy_pattern(r"\w+")


def plain(text: str) -> str:
    """The text as it is shown, on one line."""
    if "<" in text:
        text = _TAG.sub("", without_comments(text))
    if "](" in text or "![" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if ":" in text:
        text = _SHORTCODE.sub(" ", text)
    text = _MARKS.sub("", text)
    if "&" in text:
        text = unescape(text)
    return _SPACES.sub(" ", text).strip()


def title_between(text: str, start: int, end: int) -> PaperTitle | None:
    """The title in a piece of text in which authors, a venue and a date may stand beside it."""
    end = min(end, start + 4 * LONGEST_TITLE)
    position = start
    while (lead := _LEAD.match(text, position, end)) and lead.end() > position:
        position = lead.end()
    bold = _BOLD.search(text, position, min(end, position + 120 + LONGEST_TITLE))
    if bold and bold.start() - position <= 60:
        group = 1 if bold[1] else 2
        if len(_WORD.findall(bold[group])) >= 3:
            lead = None
            inner = bold.start(group)
            while (lead := _LEAD.match(text, inner, bold.end(group))) and lead.end() > inner:
                inner = lead.end()
            return _title(text, inner, bold.end(group))
    if text.startswith(_BEFORE_QUOTED, position) and (quoted := _QUOTED.match(text, position, end)):
        return _title(text, *quoted.span(1))
    if text.find('"', position, end) >= 0 or text.find("“", position, end) >= 0:
        quoted = _QUOTED_LINE.search(text, position, end)
        if quoted and len(_WORD.findall(quoted[1])) >= 4:
            return _title(text, *quoted.span(1))
    stop = _END.search(text, position, end)
    while stop and len(_WORD.findall(text, position, stop.start())) < 2:
        stop = _END.search(text, max(stop.end(), stop.start() + 1), end)
    return _title(text, position, stop.start() if stop else end)


def _title(text: str, start: int, end: int) -> PaperTitle | None:
    while start < end and text[start] in ' \t\r\n*_"“”`':
        start += 1
    while end > start and text[end - 1] in _TRAILING + '*_"“”`':
        end -= 1
    shown = plain(text[start:end])
    if len(shown) < 2 or len(shown) > LONGEST_TITLE or not any(map(str.isalpha, shown)):
        return None
    return PaperTitle(shown, start, end)


def link_title(document: Document, link: Link) -> PaperTitle | None:
    """The link's text as a title; None for a label."""
    if is_label(link_text(document, link)):
        return None
    return _title(document.text, link.text_start, link.text_end)


def cell_title(document: Document, start: int, end: int, links: Sequence[Link]) -> PaperTitle | None:
    """The title in a cell; ``links`` are those that stand in it."""
    text = document.text
    for link in links:
        if link.kind == "image" or link.text_start == link.text_end:
            continue
        title = link_title(document, link)
        if title is None:
            continue
        before = plain(text[start : link.start])
        if len(before) > 40 and not before.endswith(":"):
            break
        words = len(title.text.split())
        if words < 3:
            # A nickname may be linked in front of the title or behind it.
            whole = title_between(text, start, end)
            if whole is not None and len(whole.text.split()) > words + 3:
                return whole
        return title
    return title_between(text, start, _first_label(document, start, end, links))


def _first_label(document: Document, start: int, end: int, links: Sequence[Link]) -> int:
    """Where the links behind the title begin."""
    for link in links:
        if link.start - start > 4 * LONGEST_TITLE:
            return link.start
        if link.kind != "image" and len(_WORD.findall(plain(document.text[start : link.start]))) >= 2:
            return link.start
    return end
