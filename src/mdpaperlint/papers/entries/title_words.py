"""What a title says in words, for comparing it with another."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import combining, normalize

from mdpaperlint.lazy_pattern import lazy_pattern

_TEX = lazy_pattern(r"\\[a-zA-Z]+|[{}$\\]")
# Of scripts without spaces between words each character is one.
_WORD = lazy_pattern(r"[\u3040-\u9fff\uac00-\ud7af]|[^\W_]+")
_ASCII_WORD = lazy_pattern(r"[a-z0-9]+")
_SPOKEN_WORD = lazy_pattern(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_COINED = lazy_pattern(r"[^\W\d_]*[a-z][A-Z]|[A-Z]{2,}[a-z]|[^\W_]*(?:[^\W\d_]\d|\d[^\W\d_])|[A-Z]{3,}")

_LONGEST_NAME = 3
#: How many letters of a word its stem has.
STEM = 5
_SHORTEST_ABBREVIATION = 3
_LONGEST_PART = 4

SMALL_WORDS = frozenset(
    "a an and are as at be between by can do does for from how in into is it its not of on or our over that "
    "the their this to toward towards under via vs we what when where which who why with without you your "
    "using based".split()
)
#: Stems of words that stand in titles of every field.
COMMON_STEMS = frozenset(
    word[:STEM]
    for word in (
        "large language model deep learning neural network survey review approach method paper data training "
        "llm llms system new study"
    ).split()
)
#: Stems of these and of words that stand in every second title on machine learning.
FIELD_STEMS = COMMON_STEMS | frozenset(
    word[:STEM]
    for word in (
        "overview empirical novel efficient robust towards foundation benchmark technical report transformer "
        "vision image text graph reinforcement generation self supervised multimodal prompt prompting tuning "
        "agent generative reasoning knowledge representation inference policy retrieval fine framework "
        "analysis open chain thought machine attention general understanding via task"
    ).split()
)
# Abbreviations that say what a paper is about, and are no names of what it presents.
_FIELD_ABBREVIATIONS = frozenset(
    "ai asr cnn gan gnn gpt gpu llm mllm moe ner nlp nmt ocr ood qa rag rl rlhf rlvr rnn sft slm vae vit vla "
    "vlm vqa".split()
)


def plain_title(title: str) -> str:
    """The title without accents and TeX."""
    if title.isascii():
        return _TEX.sub(" ", title)
    return "".join(
        character for character in normalize("NFKD", _TEX.sub(" ", title)) if not combining(character)
    )


def words_of(plain: str) -> list[str]:
    """The words of a plain title, case-folded, those with a hyphen in parts."""
    word = _ASCII_WORD if plain.isascii() else _WORD
    return word.findall(plain.casefold())


def spoken_words(plain: str) -> list[str]:
    """The words of a plain title as written, those with a hyphen whole."""
    return _SPOKEN_WORD.findall(plain)


def stems_of(words: Iterable[str]) -> frozenset[str]:
    """Beginnings of the words that carry meaning, which are equal for most forms of a word."""
    return frozenset(word[:STEM] for word in words if word not in SMALL_WORDS)


def parted(plain: str) -> tuple[str, str]:
    """The name in front of a title's colon, if it is short, and the rest."""
    name, colon, rest = plain.partition(":")
    return (name, rest) if colon and len(spoken_words(name)) <= _LONGEST_NAME else ("", plain)


def is_coined(word: str) -> bool:
    """Whether a word is made up, by its capitals and digits: ``LoRA``, ``GPT-4``, ``DRFT``."""
    return _COINED.match(word) is not None


def abbreviates(plain: str, other: str) -> bool:
    """Whether a coined word of one title is put together from beginnings of the other's words, in order."""
    words = _LETTERS.findall(other.casefold())
    return any(
        name not in _FIELD_ABBREVIATIONS
        and name.removesuffix("s") not in _FIELD_ABBREVIATIONS
        and _is_made_of(name, words)
        for word in spoken_words(plain)
        if is_coined(word)
        for name in ("".join(_LETTERS.findall(word)).casefold(),)
    )


def _is_made_of(name: str, words: list[str]) -> bool:
    if len(name) < _SHORTEST_ABBREVIATION:
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
