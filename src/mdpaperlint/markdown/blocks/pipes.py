"""The pipes of a table line: those that split it, and those that were meant as text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern

SPLITTING_PIPE = lazy_pattern(r"(?<!\\)\|")
# Each pattern takes a piece of a line that may hold a pipe but no border of a cell: math (as pandoc reads it:
# no space inside the dollars, no digit behind them), a code span, the text of a link, what stands in
# parentheses. Their lengths are bounded, so that no line costs more than linear time.
_MATH = lazy_pattern(r"(?<![\\$\w])(\$\$?)(?![\s$])([^$]{1,300}?)(?<![\s\\])\1(?![\d$])")
_CODE = lazy_pattern(r"(?<![`\\])(`{1,3})(?!`)([^`]{1,300})\1(?!`)")
_LINK_TEXT = lazy_pattern(r"\[([^\[\]]{1,300})\](?=\()")
_PARENTHESES = lazy_pattern(r"(?<=[\w\]])\([^()\s|]{1,200}(?: ?\\?\| ?[^()\s|]{1,200}){1,3}\)")
_MEANT_AS_TEXT = (_MATH, _CODE, _LINK_TEXT, _PARENTHESES)


def splitting_pipes(text: str, start: int, end: int) -> list[int]:
    """Offsets of the pipes that are not escaped. As in cmark-gfm a code span does not protect a pipe."""
    return [match.start() for match in SPLITTING_PIPE.finditer(text, start, end)]


def pipes_meant_as_text(text: str, start: int, end: int) -> Iterator[list[int]]:
    """Sets of splitting pipes that look like text, surest first: each kind by itself, then all of them."""
    splitting = splitting_pipes(text, start, end)
    seen: set[int] = set()
    kinds = 0
    for pattern in _MEANT_AS_TEXT:
        inside: list[int] = []
        for match in pattern.finditer(text, start, end):
            inside += splitting[bisect_left(splitting, match.start()) : bisect_left(splitting, match.end())]
        if inside:
            kinds += 1
            yield inside
        seen.update(inside)
    if kinds > 1:
        yield sorted(seen)
