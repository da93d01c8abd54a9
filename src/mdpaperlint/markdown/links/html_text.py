"""The text that a piece of HTML shows."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern

_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")


def html_text(markup: str) -> str:
    """Without comments and tags, and with character references resolved."""
    text = _TAG.sub("", without_comments(markup))
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
