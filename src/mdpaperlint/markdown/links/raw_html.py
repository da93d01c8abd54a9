"""Raw HTML: where it ends, the text that it shows, its ``<a href>``, ``<img src>`` and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Block, Heading, Link

_SPACE = r"[ \t\n\v\f\r]"
_ATTRIBUTE = (
    rf"{_SPACE}++[A-Za-z_:][A-Za-z0-9:._-]*+"
    rf"(?:{_SPACE}*+=(?:{_SPACE}*+)(?:[^ \t\n\v\f\r\"'=<>`\0]++|'[^'\0]*+'|\"[^\"\0]*+\"))?+"
)
_TAG = lazy_pattern(
    rf"<(?:[A-Za-z][A-Za-z0-9-]*+(?:{_ATTRIBUTE})*+{_SPACE}*+/?>|/[A-Za-z][A-Za-z0-9-]*+{_SPACE}*+>)"
)
_WHOLE_COMMENT = lazy_pattern(r"<!--(?:-?>)")
# Each with its end made optional, so that a missing end is known from one look at the rest of the content.
_UP_TO_END = (
    ("comment", lazy_pattern(r"<!--(?:[^-]|-[^-]|--[^>])*+(-->)?")),
    ("processing instruction", lazy_pattern(r"<\?(?:[^?]|\?[^>])*+(\?>)?")),
    ("declaration", lazy_pattern(rf"<![A-Z]++{_SPACE}++[^>]*+(>)?")),
    ("CDATA section", lazy_pattern(r"<!\[CDATA\[(?:[^\]]|\][^\]]|\]\][^>])*+(\]\]>)?")),
)
_LINK_TAG = lazy_pattern(r"<(?:a|img)(?=[\s/])", re.IGNORECASE)
_CLOSING_ANCHOR = lazy_pattern(r"</a\s*>\Z", re.IGNORECASE)
# Browsers are more patient with tags in an HTML block than CommonMark is with those in a paragraph: to them a
# stray quotation mark is part of a name or of a value that has no marks.
_NAME = r"[^\s<>/][^\s<>/=]*+"
_VALUE = r"\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>][^\s<>]*+)|(?=>))"
_NAME_AND_VALUE = lazy_pattern(rf"[\s/]*+({_NAME})(?:{_VALUE})?+")
_BLOCK_TOKEN = lazy_pattern(
    rf"<!--|</a\s*+>|<(?:a|img)(?=[\s/])(?:[\s/]++|{_NAME}(?:{_VALUE}|(?!\s*+=)))*+>", re.IGNORECASE
)


def raw_html_end(content: str, start: int, endless: set[str]) -> int:
    """Where the raw HTML (CommonMark 6.6) at ``start`` ends; -1 when there is none.

    ``endless`` is kept by the caller over one content: the kinds that were found to have no end in it.
    """
    following = content[start + 1 : start + 2]
    if following not in ("!", "?"):
        tag = _TAG.match(content, start)
        return tag.end() if tag else -1
    if following == "!" and "comment" in endless:
        # As cmark-gfm has it: where a comment has no end, nothing else that begins with "<!" is looked for.
        return -1
    whole = _WHOLE_COMMENT.match(content, start)
    if whole:
        return whole.end()
    for kind, pattern in _UP_TO_END:
        if kind in endless:
            continue
        found = pattern.match(content, start)
        if found:
            if found[1]:
                return found.end()
            endless.add(kind)
    return -1


def link_tag(content: str, start: int, end: int) -> Link | None:
    """The link that the tag from ``start`` to ``end`` makes, if it is ``<a href>`` or ``<img src>``: the tag
    alone, without text. The destination is what stands between the quotation marks, if there are any.
    """
    name = _LINK_TAG.match(content, start, end)
    if name is None:
        return None
    wanted = "href" if is_anchor(content, start) else "src"
    position = name.end()
    while found := _NAME_AND_VALUE.match(content, position, end):
        if found[1].lower() == wanted:
            group = found.lastindex or 1
            if group == 1:
                return None
            return Link("html", start, end, end, end, *found.span(group), found[group])
        position = found.end()
    return None


def is_anchor(content: str, tag: int) -> bool:
    """Whether the link that a tag makes is ``<a>``, not ``<img>``."""
    return content[tag + 1] in "aA"


def closes_anchor(content: str, start: int, end: int) -> bool:
    return _CLOSING_ANCHOR.match(content, start, end) is not None


def block_links(content: str) -> Iterator[Link]:
    """The links in an HTML block, comments left out. An anchor without ``</a>`` is its tag alone."""
    anchor: Link | None = None
    position = 0
    while found := _BLOCK_TOKEN.search(content, position):
        start, position = found.span()
        if found.group() == "<!--":
            end = content.find("-->", start + 2)
            if end < 0:
                break
            position = end + 3
            continue
        if content[start + 1] == "/":
            if anchor is not None:
                yield anchor._replace(end=position, text_end=start)
                anchor = None
            continue
        link = link_tag(content, start, position)
        if link is None:
            continue
        if not is_anchor(content, start):
            yield link
            continue
        if anchor is not None:
            yield anchor
        anchor = link
    if anchor is not None:
        yield anchor


_SHOWN_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")


def html_text(markup: str) -> str:
    """Without comments and tags, and with character references resolved."""
    text = _SHOWN_TAG.sub("", without_comments(markup))
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def without_comments(markup: str) -> str:
    """A comment that is not closed is text, as it is in Markdown."""
    parts = []
    position = 0
    # Two searches that only go forward: a pattern would look for the end once for each `<!--`.
    while (start := markup.find("<!--", position)) >= 0 and (end := markup.find("-->", start + 2)) >= 0:
        parts.append(markup[position:start])
        position = end + 3
    parts.append(markup[position:])
    return "".join(parts)


_HEADING_TAG = lazy_pattern(r"<(/?)(?:(h)([1-6])|summary|li|t[dh])(?=[\s/>])[^<>]*>|<!--", re.IGNORECASE)


def read_html_headings(text: str, blocks: Sequence[Block]) -> Iterator[Heading]:
    """Those of HTML blocks that stand in no list item. A heading in a summary, an item or a cell is one of
    what holds it, and opens no section.
    """
    for block in blocks:
        if block.kind != "html" or block.item >= 0:
            continue
        opening: re.Match[str] | None = None
        depth, position = 0, block.start
        while tag := _HEADING_TAG.search(text, position, block.end):
            position = tag.end()
            if tag[0] == "<!--":
                end = text.find("-->", position, block.end)
                position = block.end if end < 0 else end
            elif not tag[2]:
                depth = max(0, depth + (-1 if tag[1] else 1))
            elif not tag[1]:
                opening = tag if depth == 0 else None
            elif opening is not None:
                start, end = opening.end(), tag.start()
                content = " ".join(html_text(text[start:end]).split())
                line = block.line + text.count("\n", block.start, opening.start())
                level = int(opening[3])
                yield Heading(level, opening.start(), tag.end(), line, start, end, content, False, True)
                opening = None
