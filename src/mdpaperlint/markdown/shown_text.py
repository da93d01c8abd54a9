"""Inline Markdown and HTML as it is shown."""

from __future__ import annotations

import re
from html import unescape

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.raw_html import without_comments

_BREAK = lazy_pattern(r"</?(?:br|p|div|li|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>")
_IMAGE = lazy_pattern(r"!\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])?")
_LINK = lazy_pattern(r"\[((?:[^\[\]]|\[[^\[\]]*\])*+)\]\([^()]*(?:\([^()]*\)[^()]*)?\)")
_SHORTCODE = lazy_pattern(r":[a-z0-9_+-]+:")
_MARKS = lazy_pattern(r"(?<![\w\\])_+|(?<!\\)_+(?!\w)|[*`~]+|\\(?=[^\w\s]|_)")
_MAY_BE_MARKUP = lazy_pattern(r"[<\[*`~\\&\n\t]|(?<!\w)_|_(?!\w)|:[a-z0-9_+-]+:|  ")
_SPACES = lazy_pattern(r"\s+")


def plain(text: str) -> str:
    """The text as it is shown, on one line, without images and ``:sparkles:``."""
    return shown_text(text, signs=False)


def shown_text(text: str, *, signs: bool = True) -> str:
    """The text as it is shown, on one line. ``signs`` keeps what images and ``:sparkles:`` stand for."""
    if _MAY_BE_MARKUP.search(text) is None:
        return text.strip()
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", without_comments(text)))
    if "](" in text or "![" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1" if signs else "", text))
    if ":" in text and not signs:
        text = _SHORTCODE.sub(" ", text)
    text = _MARKS.sub("", text)
    if "&" in text:
        text = unescape(text)
    return _SPACES.sub(" ", text).strip()
