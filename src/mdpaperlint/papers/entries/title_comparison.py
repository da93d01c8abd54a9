"""Whether two titles, as lists write them, can be those of one paper."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mdpaperlint.papers.entries.title_words import (
    COMMON_STEMS,
    abbreviates,
    parted,
    plain_title,
    stems_of,
    words_of,
)

# Titles of fewer words are nicknames: they may share no word with the full title.
_NICKNAME_WORDS = 3
_FULL_WORDS = 5
# With fewer words of its own, a title shares none with its earlier name by chance.
_TELLING_STEMS = 2


class _Title(NamedTuple):
    """``letters`` are the words without what is between them; ``telling`` are the stems that not every title
    has.
    """

    plain: str
    words: tuple[str, ...]
    letters: str
    digits: str
    stems: frozenset[str]
    telling: frozenset[str]
    name: str
    nickname: bool


@lru_cache(maxsize=4096)
def _words(title: str) -> tuple[str, ...]:
    return tuple(words_of(plain_title(title)))


@lru_cache(maxsize=4096)
def _read(title: str) -> _Title:
    plain, words = plain_title(title), _words(title)
    letters, stems = "".join(words), stems_of(words)
    digits = "".join(filter(str.isdigit, letters))
    name = "".join(words_of(parted(plain)[0]))
    return _Title(plain, words, letters, digits, stems, stems - COMMON_STEMS, name, is_nickname(title))


def normalised_title(title: str) -> str:
    """The title without case, accents, punctuation and spaces between words: equal for equal titles."""
    return " ".join(_words(title))


def is_nickname(title: str) -> bool:
    """Whether a title is too short to be compared with another: ``BERT``, ``Llama 2``."""
    if len(_words(title)) <= _NICKNAME_WORDS:
        return True
    plain = plain_title(title)
    return plain.isascii() and len(plain.split()) <= _NICKNAME_WORDS


def same_title(one: str, other: str) -> bool:
    """Whether two titles are equal but for typing errors, a subtitle, authors that stand behind, or a change
    of a few words; nicknames, and titles that differ in a number, only when they are equal.
    """
    first, second = _read(one), _read(other)
    if first.letters == second.letters:
        return True
    if first.nickname or second.nickname:
        return False
    return first.digits == second.digits and _are_alike(first, second)


def other_title(one: str, other: str) -> bool:
    """Whether two titles say that they are of two papers, or of one before and after it got a new title.

    False for nicknames, for titles of one name, in two scripts, of nothing but words that every title has,
    and for those that differ in a number only: they may be of parts of a paper.
    """
    first, second = _read(one), _read(other)
    if not (first.telling and second.telling) or not _are_comparable(first, second):
        return False
    if first.letters in second.letters or second.letters in first.letters:
        return False
    return _letters(first) != _letters(second) and not _are_alike(first, second)


def share_nothing(one: str, other: str) -> bool:
    """Whether a full title and one of three words have no word in common, nor a name that stands for words.

    A title of three words may be a nickname: this tells two papers apart only where nothing is expected to
    lie between them.
    """
    shorter, longer = sorted((_read(one), _read(other)), key=lambda title: len(title.words))
    if len(shorter.words) != _NICKNAME_WORDS or len(longer.words) < _FULL_WORDS:
        return False
    if not (_is_latin(shorter) and _is_latin(longer)) or shorter.stems & longer.stems:
        return False
    return not (abbreviates(shorter.plain, longer.plain) or abbreviates(longer.plain, shorter.plain))


def have_other_words(one: str, other: str) -> bool:
    """Whether no telling word of one title, be it a nickname, is in the other."""
    first, second = _read(one), _read(other)
    if not (first.telling and second.telling) or first.telling & second.telling:
        return False
    return first.letters not in second.letters and second.letters not in first.letters


def plainly_different(one: str, other: str) -> bool:
    """Whether two titles cannot be those of one paper under an earlier and a later name.

    A nickname says too little to tell, and so does a title in another script.
    """
    first, second = _read(one), _read(other)
    if min(len(first.telling), len(second.telling)) < _TELLING_STEMS:
        return False
    return _are_comparable(first, second) and _shared(first, second) <= 0.3


def _are_comparable(first: _Title, second: _Title) -> bool:
    """Whether neither title can be an earlier or a shorter one that has nothing in common with the other."""
    if first.nickname or second.nickname:
        return False
    if first.plain.isascii() != second.plain.isascii() and not (_is_latin(first) and _is_latin(second)):
        return False
    if any(title.name and title.name in each.letters for title, each in ((first, second), (second, first))):
        return False
    return not (abbreviates(first.plain, second.plain) or abbreviates(second.plain, first.plain))


def _are_alike(first: _Title, second: _Title) -> bool:
    return len(first.telling & second.telling) >= 3 and _shared(first, second) >= 0.6


def _letters(title: _Title) -> str:
    return "".join(character for character in title.letters if not character.isdigit())


def _is_latin(title: _Title) -> bool:
    return 2 * sum(word.isascii() for word in title.words) > len(title.words)


def _shared(first: _Title, second: _Title) -> float:
    """The share of the shorter title's weighty words that the other has; words of every field count half."""
    smaller = first if len(first.stems) <= len(second.stems) else second
    if not smaller.stems:
        return 0.0
    common = len(first.stems & second.stems) + len(first.telling & second.telling)
    return common / (len(smaller.stems) + len(smaller.telling))
