"""How messages count things and repeat what is written in a file."""

from __future__ import annotations

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
    """What somebody else said, fit for a message: printable, on one line, of bounded length."""
    plain = " ".join(_UNPRINTABLE.sub(" ", text[: longest * 4]).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
