"""Whether the title that a list states can belong to the paper that a registry knows under another title.

Stricter than a comparison of two entries of lists: the registry's title is whole and right, so words that
every second title of a field holds count for little.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from unicodedata import combining, normalize

from mdpaperlint.reading.lazy_pattern import lazy_pattern

LEAST_WORDS = 4
# Up to so many words around a coined name, a title may describe a nickname: "StyleGAN 2 by NVIDIA".
_DESCRIPTION_WORDS = 6
_LONGEST_NAME = 3
# With fewer words that tell one paper from another in both titles together, they cannot be compared.
_LEAST_TELLING = 4
_MOST_SHARED = 0.3
_FIELD_WEIGHT = 0.15
_STEM = 5
_SAME_WORD = 0.75
_LEAST_LETTERS = 3
_LONGEST_PART = 4
_LONGEST_TITLE = 400

_TEX = lazy_pattern(r"\\[a-zA-Z]+|[{}$\\]")
_WORD = lazy_pattern(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_PART = lazy_pattern(r"[^\W_]+")
_COINED = lazy_pattern(r"[^\W\d_]*[a-z][A-Z]|[A-Z]{2,}[a-z]|[^\W_]*(?:[^\W\d_]\d|\d[^\W\d_])|[A-Z]{3,}")
_LETTERS = lazy_pattern(r"[^\W\d_]+")

_AUTHOR = lazy_pattern(r"\s*[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){1,3}(?:\s+et al\.?)?\s*")

_SMALL_WORDS = frozenset(
    "a an and are as at be between by can do does for from how in into is it its not of on or our over that "
    "the their this to toward towards under via vs we what when where which who why with without you your "
    "using based".split()
)
_FIELD_STEMS = frozenset(
    word[:_STEM]
    for word in (
        "large language model deep neural network survey review overview approach method paper data learning "
        "training study empirical llm llms system new novel efficient robust towards foundation benchmark "
        "technical report transformer vision image text graph reinforcement generation self supervised "
        "multimodal prompt prompting tuning agent generative reasoning knowledge representation inference "
        "policy retrieval fine framework analysis open chain thought machine attention general understanding "
        "via task"
    ).split()
)


def names_another_paper(stated: str, registered: str) -> bool:
    """Whether a list's title is that of another paper than the registry's.

    Titles of fewer than four words are nicknames, and so are a few words around a coined name; of both
    nothing is known, nor of titles in different scripts.
    """
    stated, registered = _plain(stated), _plain(registered)
    words = _WORD.findall(stated)
    if len(words) < LEAST_WORDS or len(_WORD.findall(registered)) < LEAST_WORDS:
        return False
    if not (_is_latin(stated) and _is_latin(registered)):
        return False
    name, rest = _parted(stated)
    if _are_authors(rest):
        return False
    is_named = bool(name) and len(_WORD.findall(rest)) >= 3
    if len(words) <= _DESCRIPTION_WORDS and not is_named and _holds_coined_name(stated, words):
        return False
    if _share_name(stated, registered) or _share_name(registered, stated):
        return False
    if _abbreviates(stated, registered) or _abbreviates(registered, stated):
        return False
    return _differ(_stems(stated), _stems(registered))


def _plain(title: str) -> str:
    text = normalize("NFKD", _TEX.sub("", title[:_LONGEST_TITLE]))
    return "".join(character for character in text if not combining(character))


def _is_latin(title: str) -> bool:
    letters = "".join(_LETTERS.findall(title))
    return 5 * sum(map(str.isascii, letters)) >= 4 * len(letters)


def _parted(title: str) -> tuple[str, str]:
    """The name in front of a title's colon, if it is short, and the rest."""
    name, colon, rest = title.partition(":")
    return (name, rest) if colon and len(_WORD.findall(name)) <= _LONGEST_NAME else ("", title)


def _holds_coined_name(title: str, words: list[str]) -> bool:
    return not title.isupper() and any(_COINED.match(word) for word in words)


def _are_authors(text: str) -> bool:
    """Whether a list gives authors in the place of a title."""
    parts = re.split(r",|\band\b|&", text)
    return len(parts) >= 3 and all(_AUTHOR.fullmatch(part) for part in parts)


def _share_name(title: str, other: str) -> bool:
    name = "".join(_PART.findall(_parted(title)[0].casefold()))
    return bool(name) and name in "".join(_PART.findall(other.casefold()))


def _stems(title: str) -> set[str]:
    words = (word for word in _PART.findall(title.casefold()) if word not in _SMALL_WORDS)
    return {word[:_STEM] for word in words}


def _weight(stem: str) -> float:
    return _FIELD_WEIGHT if stem in _FIELD_STEMS else 1.0


def _differ(one: set[str], other: set[str]) -> bool:
    telling = sorted((len(one - _FIELD_STEMS), len(other - _FIELD_STEMS)))
    if telling[0] < 1 or sum(telling) < _LEAST_TELLING:
        return False
    fewer, more = sorted((one, other), key=lambda stems: sum(map(_weight, stems)))
    shared = sum(_weight(stem) for stem in fewer if stem in more or _is_misspelt(stem, more))
    return shared <= _MOST_SHARED * sum(map(_weight, fewer))


def _is_misspelt(stem: str, others: set[str]) -> bool:
    return len(stem) == _STEM and any(
        stem[0] == each[0] and SequenceMatcher(None, stem, each, autojunk=False).ratio() >= _SAME_WORD
        for each in others
    )


def _abbreviates(title: str, other: str) -> bool:
    """Whether a coined word of one title is put together from beginnings of the other's words, in order."""
    words = _LETTERS.findall(other.casefold())
    return any(
        _is_made_of("".join(_LETTERS.findall(word)).casefold(), words)
        for word in _WORD.findall(title)
        if _COINED.match(word)
    )


def _is_made_of(name: str, words: list[str]) -> bool:
    if len(name) < _LEAST_LETTERS:
        return False
    # How much of the name can be made of the words so far; each gives up to a few of its first letters.
    reached = {0}
    for word in words:
        for start in tuple(reached):
            for length in range(1, _LONGEST_PART + 1):
                part = name[start : start + length]
                if len(part) < length or not word.startswith(part):
                    break
                reached.add(start + length)
    return len(name) in reached
