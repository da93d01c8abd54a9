"""Words that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

# Comparing takes quadratic time in the length of a word, and no name is that long.
_LONGEST = 80


def similar(word: str, words: Iterable[str], share: float = 0.6) -> str:
    """The nearest of the words, or nothing. ``share`` is how much of it must be the same, from 0 to 1."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:_LONGEST], list(words), 1, share)), "")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``; did you mean "x"?`` when a name like those of rules and options is near, else nothing."""
    found = similar(name.lower().replace("_", "-"), names)
    return f'; did you mean "{found}"?' if found else ""
