"""What all looks for broken links give, and what they ask of the brackets around a place."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.rules.broken_link_syntax.link_repairs import Edits

LONGEST_TEXT = 600
_MOST_BRACKETS = 40


class BrokenLink(NamedTuple):
    """Offsets into the content. ``edits`` (start, end, replacement) make a link of it; there are none where
    that is not certain.
    """

    start: int
    end: int
    message: str
    edits: Edits = ()


def text_start(plain: str, seam: int) -> int:
    """The bracket that the one at ``seam`` closes; ``seam`` when there is none near."""
    depth = 0
    position = seam
    first = max(seam - LONGEST_TEXT, 0)
    for _ in range(_MOST_BRACKETS):
        closed, opened = plain.rfind("]", first, position), plain.rfind("[", first, position)
        if opened < 0 and closed < 0:
            return seam
        if closed > opened:
            depth += 1
            position = closed
            continue
        if not depth:
            return opened - 1 if plain[opened - 1 : opened] == "!" else opened
        depth -= 1
        position = opened
    return seam


def is_closed(plain: str, position: int) -> bool:
    """Whether a bracket near behind ``position`` closes one that was opened before it; True also when there
    are too many to tell.
    """
    depth = 0
    last = position + LONGEST_TEXT
    for _ in range(_MOST_BRACKETS):
        closed, opened = plain.find("]", position, last), plain.find("[", position, last)
        if closed < 0:
            return False
        if 0 <= opened < closed:
            depth += 1
            position = opened + 1
            continue
        if not depth:
            return True
        depth -= 1
        position = closed + 1
    return True
