"""The patterns that dates are read with. All are matched on masked text, where markup is blank.

None can take more than linear time on the short texts that they are given.
"""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern

DIGIT = lazy_pattern(r"[0-9０-９]")
# What is masked keeps its length, so that a place in the masked text is a place in the text.
MARKUP = lazy_pattern(
    r"<[^<>]*>|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);|\]\((?:[^()]|\([^()]*+\))*+\)|!?\[(?=[^\[\]]*\]\()|[*_~`]+",
    re.IGNORECASE,
)
PLAIN = str.maketrans(
    "０１２３４５６７８９．／－–—−‐‑’‘＇\u00a0\u202f\u2009\u3000\t", "0123456789./------'''     "
)
OPENING = " [(（【「{"
SPACES = lazy_pattern(r" +")

MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAME = rf"(?P<name>{MONTH_NAME})(?P<dot>\.?)"
_GAP = r" *+[,\-/.]{0,2} *+"
_DAY = r"(?P<day>[0-9]{1,2})(?P<ordinal>st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"


def _any_case(pattern: str) -> re.Pattern[str]:
    return lazy_pattern(pattern, re.IGNORECASE)


NUMBERS = lazy_pattern(r"([0-9]{1,4})(?:([-./])([0-9]{1,4})(?:\2([0-9]{1,4}))?)?(?![0-9])(?![-./][0-9])")
_JOINED = lazy_pattern(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?(?![0-9])")
_CJK = lazy_pattern(
    r"(?=[0-9]+ ?[年년月월])(?:(?P<year>[0-9]{4}|[0-9]{2}) ?[年년] ?)?"
    r"(?:(?P<month>[0-9]{1,2}) ?[月월](?: ?(?P<day>[0-9]{1,2}) ?[日号일])?)?"
)
_SPACED = lazy_pattern(
    r"(?P<year>[0-9]{4})\. ?(?P<month>[0-9]{1,2})(?:\. ?(?P<day>[0-9]{1,2}))?(?![0-9])(?!\. ?[0-9])"
)
APOSTROPHE_YEAR = lazy_pattern(r"'(?P<year>[0-9]{2})(?![0-9])")
FROM_DIGIT = (
    _JOINED,
    _CJK,
    _SPACED,
    _any_case(rf"{_DAY}{_GAP}{_NAME}{_GAP}{_YEAR}"),
    _any_case(rf"(?P<year>[0-9]{{4}}){_GAP}{_NAME}(?:{_GAP}{_DAY})?(?![0-9a-z])"),
    _any_case(rf"{_DAY}[ -]{_NAME}(?![0-9a-z'])"),
)
FROM_NAME = (
    _any_case(rf"{_NAME}{_GAP}{_DAY}(?: *+, *+| ++|[-/.]){_YEAR}"),
    _any_case(rf"{_NAME}{_GAP}{_YEAR}"),
    _any_case(rf"{_NAME} ?'(?P<year>[0-9]{{2}})(?![0-9])"),
    _any_case(rf"{_NAME} {_DAY}(?![0-9a-z'])"),
    _any_case(rf"{_NAME}(?![0-9a-z])"),
)
NAMED_PAIR = _any_case(rf"{_NAME}-(?P<number>[0-9]{{2}})(?![0-9])")
_PART_OF_YEAR = r"q[1-4]|h[12]|spring|summer|fall|autumn|winter"
COARSE = _any_case(
    rf"(?:(?:{_PART_OF_YEAR})[ ,'/-]{{0,2}}(?P<last>[0-9]{{4}})"
    rf"|(?P<first>[0-9]{{4}})[ ,/-]{{0,2}}(?:{_PART_OF_YEAR}|x{{1,2}}|\?{{1,2}}))(?![0-9a-z])"
)
ARXIV_NUMBER = _any_case(r"arxiv(?P<gap>[ :']{0,2})(?P<number>[0-9]{4})(?![0-9.])")
# What may follow a date: what closes its wrapping, a remark in brackets, a time of day, signs such as emoji.
REST = lazy_pattern(
    r"[\s\])）】」},.;:]*+"
    r"(?:[(（\[【][^()（）\[\]【】]*+[)）\]】]"
    r"|T? ?[0-9]{2}:[0-9]{2}(?::[0-9.]++)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?+"
    r"(?![-~+?%/])\W*+"
)
DATE_IN_TEXT = _any_case(
    r"(?<![^ \[(（【,:;])(?:[0-9]{4}([-./])[0-9]{1,2}(?:\1[0-9]{1,2})?"
    r"|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    rf"|(?:[0-9]{{1,2}} )?{_NAME}{_GAP}(?:[0-9]{{1,2}}, ?)?[0-9]{{4}})(?![^ \])）】,;:])"
)
MAY_HOLD_YEAR = _any_case(r"[0-9]{4}|['a-z] ?[0-9]{2}")
VENUE = _any_case(
    r"(?:[0-9][a-z]{1,3}|[^\W\d_])[^0-9]{0,59}?"
    r"(?:[ ,:'(\[-]{0,3}(?P<year>(?:19|20)[0-9]{2})"
    r"|(?:[ ,]{0,2}' ?|(?<=[a-z]{2}))(?P<short>(?:[0-3]|9)[0-9]))"
    r"(?![0-9])[^0-9]{0,40}"
)
YEAR_THEN_VENUE = lazy_pattern(r"(?P<year>(?:19|20)[0-9]{2}) +[^\W\d_][^0-9]{1,40}")
UNDATED = _any_case(r"\W*+(?:tb[dac]|n/?a|none|null|unknown|undated|coming soon|todo|未知|无|待定)?\W*+")
