"""Whether the title that a list states can belong to the paper that a registry knows under another title.

Stricter than a comparison of two entries of lists: the registry's title is whole and right, so words that
every second title of a field holds count for little.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.papers.entries.title_words import (
    FIELD_STEMS,
    STEM,
    abbreviates,
    is_coined,
    parted,
    plain_title,
    spoken_words,
    stems_of,
    words_of,
)

LEAST_WORDS = 4
# Up to so many words around a coined name, a title may describe a nickname: "StyleGAN 2 by NVIDIA".
_DESCRIPTION_WORDS = 6
# With fewer words that tell one paper from another in both titles together, they cannot be compared.
_LEAST_TELLING = 4
_MOST_SHARED = 0.3
_FIELD_WEIGHT = 0.15
_SAME_WORD = 0.75
_LONGEST_TITLE = 400

_LETTERS = lazy_pattern(r"[^\W\d_]+")
_AUTHOR = lazy_pattern(r"\s*[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){1,3}(?:\s+et al\.?)?\s*")


def names_another_paper(stated: str, registered: str) -> bool:
    """Whether a list's title is that of another paper than the registry's.

    Titles of fewer than four words are nicknames, and so are a few words around a coined name; of both
    nothing is known, nor of titles in different scripts.
    """
    stated, registered = plain_title(stated[:_LONGEST_TITLE]), plain_title(registered[:_LONGEST_TITLE])
    words = spoken_words(stated)
    if len(words) < LEAST_WORDS or len(spoken_words(registered)) < LEAST_WORDS:
        return False
    if not (_is_latin(stated) and _is_latin(registered)):
        return False
    name, rest = parted(stated)
    if _are_authors(rest):
        return False
    is_named = bool(name) and len(spoken_words(rest)) >= 3
    if len(words) <= _DESCRIPTION_WORDS and not is_named and _holds_coined_name(stated, words):
        return False
    if _share_name(stated, registered) or _share_name(registered, stated):
        return False
    if abbreviates(stated, registered) or abbreviates(registered, stated):
        return False
    return _differ(stems_of(words_of(stated)), stems_of(words_of(registered)))


def _is_latin(title: str) -> bool:
    letters = "".join(_LETTERS.findall(title))
    return 5 * sum(map(str.isascii, letters)) >= 4 * len(letters)


def _holds_coined_name(title: str, words: list[str]) -> bool:
    return not title.isupper() and any(map(is_coined, words))


def _are_authors(text: str) -> bool:
    """Whether a list gives authors in the place of a title."""
    parts = re.split(r",|\band\b|&", text)
    return len(parts) >= 3 and all(_AUTHOR.fullmatch(part) for part in parts)


def _share_name(title: str, other: str) -> bool:
    name = "".join(words_of(parted(title)[0]))
    return bool(name) and name in "".join(words_of(other))


def _weight(stem: str) -> float:
    return _FIELD_WEIGHT if stem in FIELD_STEMS else 1.0


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    telling = sorted((len(one - FIELD_STEMS), len(other - FIELD_STEMS)))
    if telling[0] < 1 or sum(telling) < _LEAST_TELLING:
        return False
    fewer, more = sorted((one, other), key=lambda stems: sum(map(_weight, stems)))
    shared = sum(_weight(stem) for stem in fewer if stem in more or _is_misspelt(stem, more))
    return shared <= _MOST_SHARED * sum(map(_weight, fewer))


def _is_misspelt(stem: str, others: frozenset[str]) -> bool:
    return len(stem) == STEM and any(
        stem[0] == each[0] and SequenceMatcher(None, stem, each, autojunk=False).ratio() >= _SAME_WORD
        for each in others
    )
