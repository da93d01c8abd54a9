"""Titles as registries give them, to plain text, and plain text to Markdown that shows just that."""

from __future__ import annotations

from html import escape
from typing import Literal
from unicodedata import normalize

from mdpaperlint.lazy_pattern import lazy_pattern

TextPlace = Literal["cell", "text", "html"]

# TeX's accents and the combining characters that do the same.
_COMBINING = "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a"
_ACCENTS = dict(zip("`'^\"~=.uvHckr", _COMBINING, strict=True))
_ACCENT = lazy_pattern(
    r"\{?\\(?:([`'^\"~=.])\s*|([uvHckr])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))\}?"
)
_LETTERS = dict(zip("ss ae AE oe OE o O l L aa AA i".split(), "ßæÆœŒøØłŁåÅi", strict=True))
_LETTER = lazy_pattern(r"\{?\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i)(?:\{\}|\b\s?)\}?")
_MARK = lazy_pattern(r"\\([&%#_$])")
_DASHES = lazy_pattern(r"-{2,3}")
#: As GitHub shows it.
MATH = lazy_pattern(r"(\$[^$\s](?:[^$]*[^$\s])?\$)(?![0-9])")
_SPECIAL = lazy_pattern(r"\\(?=[!-/:-@\[-`{-~])|[*`|]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|~(?=~)|&(?=#?\w+;)")
_BRACKET = lazy_pattern(r"[\[\]]")


def without_tex(text: str) -> str:
    """The text of a field of BibTeX or of arXiv, where accents are commands and braces keep capitals; math
    stays as it is.
    """
    pieces = MATH.split(" ".join(text.split()))
    pieces[::2] = [_plain(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _plain(text: str) -> str:
    if "\\" in text:
        text = _ACCENT.sub(lambda found: _accented(found[1] or found[2], found[3] or found[4]), text)
        text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
        text = _MARK.sub(r"\1", text)
    return text.replace("{", "").replace("}", "")


def _accented(accent: str, letter: str) -> str:
    return normalize("NFC", letter + _ACCENTS[accent])


def markdown_text(text: str, place: TextPlace) -> str:
    """The text with escapes where Markdown, HTML or GitHub would take it for something else; math stays."""
    if place == "html":
        return escape(text, quote=False)
    pieces = MATH.split(text)
    plain = pieces[::2]
    several = sum(piece.count("$") for piece in plain) > 1 or len(pieces) > 1
    pieces[::2] = [_escaped(piece, dollars=several) for piece in plain]
    escaped = "".join(pieces)
    if not is_balanced(escaped, "[", "]"):
        escaped = _BRACKET.sub(r"\\\g<0>", escaped)
    # A pipe splits a row inside of math, too.
    return escaped.replace("\\|", "|").replace("|", "\\|") if place == "cell" else escaped


def _escaped(text: str, *, dollars: bool) -> str:
    text = _SPECIAL.sub(
        lambda found: "&amp;" if found[0] == "&" else found[0] if found[0] == "|" else f"\\{found[0]}", text
    )
    return text.replace("$", "\\$") if dollars else text


def is_balanced(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0
