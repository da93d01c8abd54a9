"""Whether two titles, as lists and registries write them, can be those of one paper."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from mdpaperlint.reading.lazy_pattern import lazy_pattern

_TEX_COMMAND = lazy_pattern(r"\\[a-zA-Z]+")
_WORD = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_ASCII_WORD = lazy_pattern(r"[a-z0-9]+")
_SMALL_WORDS = frozenset(
    "a an and are as at be by can do does for from how in is it its not of on or our the their to towards "
    "toward via vs we what when why with using based".split()
)
_COMMON_WORDS = frozenset(
    "large language model models learning deep neural network networks survey review approach method methods "
    "paper data training llm llms system systems new study".split()
)
# Titles of fewer words are nicknames: they may share no word with the full title.
_NICKNAME_WORDS = 3
_STEM = 5
# With fewer words of its own, a title shares none with its earlier name by chance.
_TELLING_STEMS = 2
_COMMON_STEMS = frozenset(word[:_STEM] for word in _COMMON_WORDS)


class _Title(NamedTuple):
    words: tuple[str, ...]
    stems: frozenset[str]
    name: str
    initials: str
    nickname: bool


@lru_cache(maxsize=4096)
def _read(title: str) -> _Title:
    text = "".join(
        character for character in normalize("NFKD", _TEX_COMMAND.sub(" ", title)) if not combining(character)
    )
    word = _ASCII_WORD if text.isascii() else _WORD
    words = tuple(word.findall(text.casefold()))
    weighty = [word for word in words if word not in _SMALL_WORDS]
    name, colon, _ = text.partition(":")
    head = "".join(word.findall(name.casefold())) if colon and len(name) <= 30 else ""
    initials = "".join(word[0] for word in words)
    few = len(words) <= _NICKNAME_WORDS or (text.isascii() and len(text.split()) <= _NICKNAME_WORDS)
    return _Title(words, frozenset(word[:_STEM] for word in weighty), head, initials, few)


def normalised_title(title: str) -> str:
    """The title without case, accents, punctuation and spaces between words: equal for equal titles."""
    return " ".join(_read(title).words)


def is_nickname(title: str) -> bool:
    """Whether a title is too short to be compared with another: ``BERT``, ``Llama 2``."""
    return _read(title).nickname


def same_title(one: str, other: str) -> bool:
    """Whether two titles are equal but for typing errors, a subtitle, authors that stand behind, or a change
    of a few words; nicknames, and titles that differ in a number, only when they are equal.
    """
    first, second = _read(one), _read(other)
    if "".join(first.words) == "".join(second.words):
        return True
    if first.nickname or second.nickname:
        return False
    if _digits(first) != _digits(second):
        return False
    telling = (first.stems & second.stems) - _COMMON_STEMS
    return len(telling) >= 3 and _shared(first, second) >= 0.6


def _digits(title: _Title) -> str:
    return "".join(character for word in title.words for character in word if character.isdigit())


def plainly_different(one: str, other: str) -> bool:
    """Whether two titles cannot be those of one paper under an earlier and a later name.

    A nickname says too little to tell, and so does a title in another script.
    """
    first, second = _read(one), _read(other)
    if first.nickname or second.nickname:
        return False
    if any(len(title.stems - _COMMON_STEMS) < _TELLING_STEMS for title in (first, second)):
        return False
    if one.isascii() != other.isascii() and not (_latin(first) and _latin(second)):
        return False
    if first.name and (first.name == second.name or first.name in "".join(second.words)):
        return False
    if second.name and second.name in "".join(first.words):
        return False
    return _shared(first, second) <= 0.3 and not _abbreviates(first, second)


def _latin(title: _Title) -> bool:
    return 2 * sum(word.isascii() for word in title.words) > len(title.words)


def _shared(first: _Title, second: _Title) -> float:
    """The share of the shorter title's weighty words that the other has; words of the field count half."""
    smaller = min(first.stems, second.stems, key=len)
    if not smaller:
        return 0.0
    common = first.stems & second.stems
    weight = sum(0.5 if stem in _COMMON_STEMS else 1.0 for stem in smaller)
    return sum(0.5 if stem in _COMMON_STEMS else 1.0 for stem in common) / weight


def _abbreviates(first: _Title, second: _Title) -> bool:
    return any(
        len(word) >= 4 and word in other.initials
        for title, other in ((first, second), (second, first))
        for word in title.words
    )
