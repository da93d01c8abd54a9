"""What may reach a terminal or the runner of a workflow, and how wide it is there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TextIO

from mdpaperlint.lazy_pattern import lazy_pattern

# C0 and C1 controls and DEL, bidirectional controls (UAX #9), line and paragraph separators, interlinear
# annotations, the byte order mark and lone surrogates (file names that are not UTF-8).
UNPRINTABLE = lazy_pattern(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)

# Characters of one column: Latin, Greek, Cyrillic and common punctuation, without combining marks.
_SIMPLE = lazy_pattern(
    "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0377\u0391-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e]+"
)


def printable(text: str) -> str:
    """The text with every character that could act on a terminal written as an escape; a tab is a space."""
    return text if text.isprintable() else UNPRINTABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\t":
        return " "
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # A byte of a file name that is not UTF-8, as os.fsdecode gives it.
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_ELLIPSIS = "…"
_STARTS_COMMAND = lazy_pattern(r"^(\s*)::", re.MULTILINE)


def harmless(text: str) -> str:
    """Text for people in which the runner of GitHub Actions finds no command. It looks for ``::`` where a
    line begins, behind white space, and for ``##[`` anywhere.
    """
    return _STARTS_COMMAND.sub(r"\1: :", text).replace("##[", "## [")


def on_screen(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Text for people, as it may stand on the screen or in the log of a job."""
    return harmless(text) if environment.get("GITHUB_ACTIONS") == "true" else text


def json_on_screen(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """JSON with the same values. Only within its strings can it hold a command."""
    return text.replace("##[", "#\\u0023[") if environment.get("GITHUB_ACTIONS") == "true" else text


def width(text: str) -> int:
    """How many columns printable text takes."""
    if not _SIMPLE.sub("", text):
        return len(text)
    # 20 ms to import, which most texts need not pay: ideographs, combining marks, emoji.
    from wcwidth import wcswidth

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def excerpt(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """A line as it may be shown, how many columns stand before the marked part, and how many it takes.

    A line that is wider than ``columns`` is cut to a window around ``start``.
    """
    left, right = 0, len(line)
    # No character is wider than two columns and most are not wider than one: what lies further away than
    # the window is long cannot be seen, and is not measured.
    start = min(start, len(line))
    end = max(start, min(end, len(line), start + columns))
    if len(line) > 4 * columns:
        left, right = max(0, start - columns), min(len(line), start + columns)
    if left > 0 or right < len(line) or width(printable(line)) > columns:
        room = columns - 2
        context = room // 3
        near = _fit_before(line, left, start, context)
        far = _fit(line, near, right, room)
        if far == len(line) and near > left:
            # Nothing is cut on the right: the room there goes to the left.
            near = min(near, _fit_before(line, left, far, room))
        left, right = near, far
    prefix = _ELLIPSIS if left > 0 else ""
    suffix = _ELLIPSIS if right < len(line) else ""
    shown = printable(line[left:right])
    before = width(prefix + printable(line[left:start]))
    marked = width(printable(line[start : min(end, right)]))
    return prefix + shown + suffix, before, max(1, marked)


def shortened(text: str, columns: int) -> str:
    """The text, cut to a number of columns with an ellipsis at its end."""
    return text if width(text) <= columns else text[: _fit(text, 0, len(text), columns - 1)] + _ELLIPSIS


def _fit(line: str, left: int, right: int, room: int) -> int:
    """The largest end of a part from ``left`` that takes no more than ``room`` columns."""
    low, high = left, min(right, left + room)
    while low < high:
        middle = (low + high + 1) // 2
        if width(printable(line[left:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _fit_before(line: str, left: int, right: int, room: int) -> int:
    """The smallest start, not before ``left``, of a part up to ``right`` that takes no more columns."""
    low, high = max(left, right - room), right
    while low < high:
        middle = (low + high) // 2
        if width(printable(line[middle:right])) <= room:
            high = middle
        else:
            low = middle + 1
    return low


def wants_colour(stream: TextIO, environment: Mapping[str, str] = os.environ, *, when: str = "auto") -> bool:
    """``when`` is ``always``, ``never`` or ``auto``: then ``NO_COLOR`` (no-color.org) beats ``FORCE_COLOR``;
    without both, a terminal that is not dumb.
    """
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if environment.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:
        return False


def terminal_width(stream: TextIO, fallback: int = 100) -> int:
    """The columns of the terminal that the stream is, else ``fallback``."""
    try:
        if stream.isatty():
            return max(40, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        pass
    return fallback


class Style:
    """Marks up pieces of text, or leaves them plain."""

    def __init__(self, colour: bool = False) -> None:
        self._colour = colour

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def strong(self, text: str) -> str:
        return self._wrap("1", text)

    def faint(self, text: str) -> str:
        return self._wrap("2", text)

    def error(self, text: str) -> str:
        return self._wrap("1;31", text)

    def warning(self, text: str) -> str:
        return self._wrap("1;33", text)

    def of(self, severity: str) -> Callable[[str], str]:
        """What an error or a warning is painted with."""
        return self.error if severity == "error" else self.warning

    def good(self, text: str) -> str:
        return self._wrap("32", text)

    def bad(self, text: str) -> str:
        return self._wrap("31", text)

    def link(self, text: str) -> str:
        return self._wrap("36", text)
