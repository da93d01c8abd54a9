"""Links in the text of a paragraph, a heading or a table cell, without parsing anything else of it.

Emphasis has no say in where a link is, so the scanner knows only what has: backslash escapes, code spans,
autolinks, raw HTML, brackets, link destinations, titles and labels, and GFM's bare URLs. It follows the
algorithm of the CommonMark specification ("an algorithm for parsing nested emphasis and links") with
cmark-gfm's reading of it, in one pass: each character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Container

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links import bare_urls
from mdpaperlint.markdown.links.link_parts import LABEL_LIMIT, Parentheses, link_destination, normalised_label
from mdpaperlint.markdown.links.raw_html import closes_anchor, is_anchor, link_tag, raw_html_end
from mdpaperlint.markdown.links.raw_spans import CodeSpans
from mdpaperlint.model.document import Link, LinkKind

_PLAIN_LINK = r"(?:([^\[\]\\`<]*+)\]\(((?!<)[^ \t\n\v\f\r()\\]*+)\))?+"
_SPECIAL = rf"\[{_PLAIN_LINK}|\]|\\|`|<|://"
#: There is no link without one of these.
LINK_MARK = re.compile(r"[\]<]|://|www\.")
_search_special = re.compile(_SPECIAL).search
_search_special_or_www = re.compile(_SPECIAL + r"|www\.").search

_SPACE = lazy_pattern(r"[ \t\n\v\f\r]*+")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_TITLE_MARKS = {
    '"': re.compile('"').search,
    "'": re.compile("'").search,
    "(": re.compile(r"[()]").search,
}
_LABEL = lazy_pattern(rf"\[((?:[^\[\]\\\0]|\\{_PUNCTUATION}?+)*+)\]")
_AUTOLINK = lazy_pattern(
    r"<(?:[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\x00-\x20<>]*+"
    r"|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]++@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*+)>"
)
_FOOTNOTE_MARK = lazy_pattern(r"\\?\^.", re.DOTALL)


def scan(content: str, labels: Container[str] = (), shift: int = 0) -> list[Link]:
    """The links and images of the content, in the order in which they end; ``shift`` is added to all offsets.

    ``labels`` are the normalised labels that have a definition. A link by reference has its label for a
    destination, and -1 for the offsets of that.
    """
    links: list[Link] = []
    # Where the texts begin of what may become a link or, with a minus sign, an image. Numbers rather than
    # objects: a hundred thousand of those are dear to the garbage collector.
    openers: list[int] = []
    last_text_start = 0
    # Links do not nest: a bracket opened before a link cannot become one. cmark-gfm forgets that as soon as
    # another bracket is opened behind that link, and so GitHub shows [a [b](c) [d] e](f) as two links.
    no_link_openers = False
    anchor = -1
    code_spans: CodeSpans | None = None
    endless: set[str] = set()
    parentheses: Parentheses | None = None
    search = _search_special_or_www if "www." in content else _search_special
    position, last = 0, len(content)
    while position < last and (found := search(content, position)):
        start = found.start()
        if found.lastindex == 2:
            image = start > position and content[start - 1] == "!" and content[start + 1] != "^"
            position = found.end()
            if openers:
                last_text_start = start + 1
                if not image:
                    no_link_openers = True
            text_end = found.end(1) + shift
            links.append(
                Link(
                    "image" if image else "inline",
                    start + shift - image,
                    position + shift,
                    start + shift + 1,
                    text_end,
                    text_end + 2,
                    position + shift - 1,
                    found[2],
                )
            )
            continue
        character = content[start]
        if character == "[":
            image = start > position and content[start - 1] == "!" and content[start + 1 : start + 2] != "^"
            position = start + 1
            last_text_start = position
            if image:
                openers.append(-position)
            else:
                no_link_openers = False
                openers.append(position)
        elif character == "]":
            position = start + 1
            if not openers:
                continue
            text_start = openers.pop()
            is_image = text_start < 0
            text_start = abs(text_start)
            begin = text_start - 1 - is_image
            if no_link_openers and not is_image:
                continue
            parentheses = parentheses or Parentheses(content)
            inline = _inline_tail(content, position, parentheses)
            if inline is not None:
                destination_start, destination_end, position = inline
                label = ""
            else:
                label, end = (
                    _reference_tail(content, text_start, start, last_text_start > text_start)
                    if labels
                    else ("", position)
                )
                if not label or label not in labels:
                    if _FOOTNOTE_MARK.match(content, text_start, start):
                        # The mark of a footnote, defined or not, holds nothing but text.
                        anchor = _drop_inner(links, text_start + shift, anchor)
                    continue
                position = end
            kind: LinkKind = "image" if is_image else "reference" if label else "inline"
            if is_image:
                # The text of an image becomes plain text.
                anchor = _drop_inner(links, text_start + shift, anchor)
            else:
                no_link_openers = True
            links.append(
                Link(
                    kind,
                    begin + shift,
                    position + shift,
                    text_start + shift,
                    start + shift,
                    -1 if label else destination_start + shift,
                    -1 if label else destination_end + shift,
                    label or content[destination_start:destination_end],
                )
            )
        elif character == "\\":
            position = start + (2 if content[start + 1 : start + 2] in _ESCAPABLE else 1)
        elif character == ":":
            position = start + 3
            if openers:
                continue
            begin = bare_urls.url_start(content, start)
            end = bare_urls.url_end(content, start) if begin >= 0 else -1
            if end >= 0:
                links.append(Link("bare", *(begin + shift, end + shift) * 3, content[begin:end]))
                position = end
        elif character == "w":
            position = start + 1
            end = -1 if openers else bare_urls.www_end(content, start)
            if end >= 0:
                links.append(Link("bare", *(start + shift, end + shift) * 3, content[start:end]))
                position = end
        elif character == "`":
            code_spans = code_spans or CodeSpans(content)
            position, _ = code_spans.behind(start)
        else:
            autolink = _AUTOLINK.match(content, start)
            if autolink:
                position = autolink.end()
                begin, end = start + 1, position - 1
                inner = (begin + shift, end + shift) * 2
                links.append(Link("autolink", start + shift, position + shift, *inner, content[begin:end]))
                continue
            end = raw_html_end(content, start, endless)
            if end < 0:
                position = start + 1
                continue
            position = end
            tag = link_tag(content, start, end)
            if tag is not None:
                if is_anchor(content, start):
                    anchor = len(links)
                links.append(
                    tag._replace(
                        start=start + shift,
                        end=end + shift,
                        text_start=end + shift,
                        text_end=end + shift,
                        destination_start=tag.destination_start + shift,
                        destination_end=tag.destination_end + shift,
                    )
                )
            elif anchor >= 0 and closes_anchor(content, start, end):
                links[anchor] = links[anchor]._replace(end=end + shift, text_end=start + shift)
                anchor = -1
    return links


def _drop_inner(links: list[Link], start: int, anchor: int) -> int:
    """Drops what begins at ``start`` or later; returns ``anchor``, or -1 when the open anchor was dropped."""
    while links and links[-1].start >= start:
        links.pop()
    return anchor if anchor < len(links) else -1


def _inline_tail(content: str, position: int, parentheses: Parentheses) -> tuple[int, int, int] | None:
    """Start and end of the destination, and the end of ``(destination "title")`` at ``position``, if any."""
    if content[position : position + 1] != "(":
        return None
    begin = _skip_space(content, position + 1)
    destination = link_destination(content, begin, parentheses)
    if destination is None:
        return None
    start, end, behind = destination
    title_start = _skip_space(content, behind)
    close = title_start
    if title_start > behind:
        title_end = link_title_end(content, title_start)
        if title_end >= 0:
            close = _skip_space(content, title_end)
    if content[close : close + 1] != ")":
        return None
    return start, end, close + 1


def link_title_end(content: str, position: int) -> int:
    """Where the link title that begins at ``position`` ends; -1 when there is none.

    cmark-gfm takes the longest title: a mark behind a backslash closes it only if no later one does.
    """
    find_mark = _TITLE_MARKS.get(content[position : position + 1])
    if find_mark is None:
        return -1
    end = -1
    mark = find_mark(content, position + 1)
    while mark:
        escaped = content[mark.start() - 1] == "\\" and mark.start() - 1 > position
        if mark.group() != "(":
            end = mark.end()
            if not escaped:
                break
        elif not escaped:
            break
        mark = find_mark(content, mark.end())
    return end


def _reference_tail(content: str, text_start: int, text_end: int, bracket_after: bool) -> tuple[str, int]:
    """The label that the text or the ``[label]`` behind it gives, and where the reference ends."""
    end = text_end + 1
    found = _LABEL.match(content, end, end + LABEL_LIMIT + 2)
    if found:
        end = found.end()
        label = normalised_label(found[1])
        if label:
            return label, end
    if bracket_after or text_end - text_start > LABEL_LIMIT:
        return "", end
    return normalised_label(content[text_start:text_end]), end


def _skip_space(content: str, position: int) -> int:
    found = _SPACE.match(content, position)
    return found.end() if found else position
