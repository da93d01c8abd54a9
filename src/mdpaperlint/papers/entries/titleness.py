"""How much a text looks like a title of a paper."""

from __future__ import annotations

import re
from functools import lru_cache

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.papers.dates.written_dates import without_dates

LONGEST_TITLE = 420
#: From this on a text is a title unless its siblings say otherwise.
LIKELY = 0.5
#: Below this a text is none, whatever its siblings say.
UNLIKELY = 0.2

WORD = lazy_pattern(r"[^\W_]+(?:[-'’.][^\W_]+)*")
#: Of scripts without spaces between words, three characters count as a word.
UNSPACED = lazy_pattern(r"[\u3040-\u9fff\uac00-\ud7af]")
FUNCTION_WORDS = frozenset(
    (
        "a an and are as at be by can do does for from how in into is it its not of on or over that the "
        "their this to toward towards under via we what when where which with without using is all"
    ).split()
)
_BY_WORDS = {0: 0.0, 1: 0.08, 2: 0.25, 3: 0.55}
_MOST_WORDS = 22
_FAR_TOO_MANY = 32
_LETTER = lazy_pattern(r"[^\W\d_]")
_ADDRESS = lazy_pattern(r"[^\w]*(?:https?:|www\.|10\.\d{4})")
_LOWER_CASE = lazy_pattern(r"[a-z]{2,}\b(?![-A-Z])")
_CAPITAL = "[A-ZÀ-ÖØ-ÞČĞİŁŘŚŞŠŻŽ]"
_NAME = lazy_pattern(
    rf"(?:{_CAPITAL}\.[ -]?)*{_CAPITAL}[\w'’.-]*"
    rf"(?: (?:{_CAPITAL}[\w'’.-]*|de|van|von|der|del|la|den|bin|al))*[\d*†‡§∗#]*"
    r"|[\u4e00-\u9fff]{2,4}"
)
_NO_NAME = lazy_pattern(r"\bet\.? al\.?|\betc\.?|[*†‡§∗#\d]+")
_AND_OTHERS = lazy_pattern(r"\bet\.? al\b.*", re.DOTALL)
_BETWEEN_NAMES = lazy_pattern(r",|;|、|，|&|\band\b|\bet al\b")
_BETWEEN_AUTHORS = frozenset(("a", "and"))
_LONGEST_NAME = 5


def is_list_of_names(text: str) -> bool:
    text = _AND_OTHERS.sub(" et al", text)
    parts = [
        part for part in map(str.strip, _BETWEEN_NAMES.split(_NO_NAME.sub("", text).strip(" .,:"))) if part
    ]
    if not parts or (len(parts) == 1 and "et al" not in text):
        return False
    good = sum(_NAME.fullmatch(part) is not None and part.count(" ") < _LONGEST_NAME for part in parts)
    return 5 * good >= 4 * len(parts)


@lru_cache(maxsize=2048)
def titleness(text: str) -> float:
    """About 1 for a likely title, 0 for what cannot be one. ``text`` is without markup."""
    if len(text) > LONGEST_TITLE:
        return 0.02
    if _LETTER.search(text) is None or _ADDRESS.match(text):
        return 0.0
    rest = without_dates(text)
    count = len(WORD.findall(rest)) + (0 if text.isascii() else len(UNSPACED.findall(text)) // 3)
    score = _BY_WORDS.get(count, 1.0 if count <= _MOST_WORDS else 0.5 if count <= _FAR_TOO_MANY else 0.05)
    function = FUNCTION_WORDS.intersection(text.lower().split())
    if function <= _BETWEEN_AUTHORS and is_list_of_names(text):
        score *= 0.1
    if rest != text and (count <= 4 or rest[-1:].isspace()):
        score *= 0.4
    if _LOWER_CASE.match(text):
        score *= 0.25
    return score
