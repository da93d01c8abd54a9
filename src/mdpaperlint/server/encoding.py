"""How a client counts the characters of a line (LSP 3.17, ``PositionEncodingKind``)."""

from __future__ import annotations

from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]


def units(text: str, encoding: Encoding) -> int:
    """How many code units the text takes. A lone surrogate, which JSON can carry, is one unit of UTF-16 and
    three of UTF-8.
    """
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(line: str, count: int, encoding: Encoding) -> int:
    """How many whole characters of the line fit into so many code units. A place inside a character is taken
    for the one before it; one behind the line for its end.
    """
    if count <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(count, len(line))
    # No character takes less than one unit, so the rest of the line need not be looked at.
    start = line[:count]
    total = units(start, encoding)
    if total <= count:
        return len(start)
    low, high = 0, len(start)
    while low < high:
        middle = (low + high + 1) // 2
        # Only the part in question is counted again: twice the length of the line at most, all in all.
        part = units(start[low:middle], encoding)
        if part <= count:
            low, count = middle, count - part
        else:
            high = middle - 1
    return low
