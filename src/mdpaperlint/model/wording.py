"""How messages count things and repeat what is written in a file."""

from __future__ import annotations


def count_of(number: int, noun: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, longest: int = 40) -> str:
    """The text, cut to ``longest`` characters with an ellipsis as the last of them."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def quoted(text: str, longest: int = 40) -> str:
    """The shortened text on one line, in quotation marks."""
    return f"“{shortened(' '.join(text.split()), longest)}”"
