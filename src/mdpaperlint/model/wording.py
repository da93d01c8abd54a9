"""Counts and quotations in messages."""

from __future__ import annotations

from collections.abc import Iterable

from mdpaperlint.lazy_pattern import lazy_pattern

# C0, C1 and DEL; bidirectional controls and other characters that a terminal does not show; surrogates.
_UNPRINTABLE = lazy_pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
_LONGEST_LINE = 300


def count_of(number: int, noun: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, longest: int = 40) -> str:
    """The text, cut to ``longest`` characters with an ellipsis as the last of them."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def quoted(text: str, longest: int = 40) -> str:
    """The shortened text on one line, in quotation marks."""
    return f"“{shortened(' '.join(text.split()), longest)}”"


def one_line(text: str, longest: int = _LONGEST_LINE) -> str:
    """A text of somebody else as a message can hold it: printable, on one line, of bounded length."""
    plain = " ".join(_UNPRINTABLE.sub(" ", text[: longest * 4]).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


# The comparison takes quadratic time in the length of a word, and no name is longer.
_LONGEST = 80


def similar(word: str, words: Iterable[str], share: float = 0.6) -> str:
    """The nearest of the words, or nothing. ``share`` is how much of it must be the same, from 0 to 1."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:_LONGEST], list(words), 1, share)), "")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``; did you mean "x"?`` when a name like those of rules and options is near, else nothing."""
    found = similar(name.lower().replace("_", "-"), names)
    return f'; did you mean "{found}"?' if found else ""
