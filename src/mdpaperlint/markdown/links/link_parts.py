"""Labels and destinations, which links and definitions have in common (CommonMark 6.3)."""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern

LABEL_LIMIT = 1000
_SPACE = lazy_pattern(r"[ \t\n\v\f\r]+")


def normalised_label(label: str) -> str:
    """The label as it is compared: case folded, white space collapsed; escapes and entities stay."""
    return _SPACE.sub(" ", label).strip(" ").casefold()


_POINTY = lazy_pattern(r"<((?:[^\\\n<>]|\\.)*+)>", re.DOTALL)
_WITHOUT_PARENTHESES = lazy_pattern(r"(?:[^ \t\n\v\f\r()\\]|\\[!-/:-@\[-`{-~]?+)*+")
_PARENTHESIS_OR_SPACE = lazy_pattern(r"\\[!-/:-@\[-`{-~]|([()])|[ \t\n\v\f\r]")
# As deep as cmark-gfm goes.
_DEEPEST = 32


def link_destination(
    content: str, position: int, parentheses: Parentheses | None = None
) -> tuple[int, int, int] | None:
    """The link destination at ``position``: its start, its end, and the end of its pointy brackets.

    Who asks for many destinations of one content gives the same ``parentheses`` each time.
    """
    if content[position : position + 1] == "<":
        pointy = _POINTY.match(content, position)
        return (*pointy.span(1), pointy.end()) if pointy else None
    found = _WITHOUT_PARENTHESES.match(content, position)
    end = found.end() if found else position
    if content[end : end + 1] == "(":
        end = (parentheses or Parentheses(content)).end(position)
        if end < 0:
            return None
    return position, end, end


class Parentheses:
    """Where destinations end that hold parentheses: these are balanced up to a white space.

    In "[a]([a]([a](" one destination holds all that follow it, so a look at one leaves word of all inside.
    """

    __slots__ = ("_content", "_ends")

    def __init__(self, content: str) -> None:
        self._content = content
        # By where the destination starts.
        self._ends: dict[int, int] = {}

    def end(self, position: int) -> int:
        """The end of the destination at ``position``; -1 when it is nested too deeply or never closed."""
        if position not in self._ends:
            self._read(position)
        return self._ends[position]

    def _read(self, position: int) -> None:
        ends = self._ends
        # The destinations that are open, from the outside in, and how deeply each is nested so far.
        starts, depths = [position], [0]
        for mark in _PARENTHESIS_OR_SPACE.finditer(self._content, position):
            if mark[1] == "(":
                starts.append(mark.end())
                depths.append(0)
            elif mark[1]:
                depth = depths.pop()
                ends[starts.pop()] = mark.start() if depth <= _DEEPEST else -1
                if not starts:
                    return
                depths[-1] = max(depths[-1], depth + 1)
            elif len(mark[0]) == 1:
                self._end_all(starts, depths, mark.start())
                return
        # Nothing can follow here that closes what is open.
        self._end_all(starts[:-1], depths[:-1], -1)
        ends[starts[-1]] = len(self._content) if depths[-1] <= _DEEPEST else -1

    def _end_all(self, starts: list[int], depths: list[int], end: int) -> None:
        below = -1
        for start, depth in zip(reversed(starts), reversed(depths), strict=True):
            below = max(depth, below + 1)
            self._ends[start] = end if below <= _DEEPEST else -1
