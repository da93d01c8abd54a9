"""Words that somebody may have meant."""

from __future__ import annotations


def nearest(word: str, words: list[str] | tuple[str, ...]) -> str:
    """``; did you mean "x"?`` when one of the words is near, else nothing."""
    from difflib import get_close_matches

    matches = get_close_matches(word.lower().replace("_", "-"), words, n=1, cutoff=0.6)
    return f'; did you mean "{matches[0]}"?' if matches else ""
