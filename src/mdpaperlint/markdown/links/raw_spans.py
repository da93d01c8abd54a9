"""Code spans and raw HTML in a piece of text: nothing is read inside of them."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.raw_html import raw_html_end

_MARK = lazy_pattern(r"\\[\\`<]|[`<]")
_BACKTICKS = lazy_pattern(r"`++")
_LONGEST_BACKTICK_RUN = 80


class CodeSpans:
    """Where code spans end, with cmark-gfm's memory: once it has looked in vain for an end, it goes by
    the last run of backticks that it has seen of each length, even if that lies behind it by then.
    """

    __slots__ = ("_content", "_last_runs", "_looked_in_vain")

    def __init__(self, content: str) -> None:
        self._content = content
        self._last_runs: dict[int, int] = {}
        self._looked_in_vain = False

    def behind(self, start: int) -> tuple[int, bool]:
        """The end of the code span that begins at ``start`` and True; the end of the backticks and False
        when they begin none. Places must be asked for in their order.
        """
        content = self._content
        run = _BACKTICKS.match(content, start)
        position = run.end() if run else start + 1
        length = position - start
        if length > _LONGEST_BACKTICK_RUN:
            return position, False
        if self._looked_in_vain and self._last_runs.get(length, 0) <= position:
            return position, False
        for run in _BACKTICKS.finditer(content, position):
            start, end = run.span()
            self._last_runs[end - start] = start
            if end - start == length:
                return end, True
        self._looked_in_vain = True
        return position, False


def raw_spans(content: str) -> Iterator[tuple[int, int]]:
    """Start and end of each code span and each piece of raw HTML, comments included."""
    code_spans = CodeSpans(content)
    endless: set[str] = set()
    position = 0
    while mark := _MARK.search(content, position):
        start, position = mark.span()
        if mark[0] == "<":
            end = raw_html_end(content, start, endless)
            if end >= 0:
                yield start, end
                position = end
        elif mark[0] == "`":
            position, closed = code_spans.behind(start)
            if closed:
                yield start, position


def without_raw_spans(content: str) -> str:
    """The content with its raw spans blanked out by characters of no meaning; its length stays."""
    if "`" not in content and "<" not in content:
        return content
    pieces: list[str] = []
    copied = 0
    for start, end in raw_spans(content):
        pieces += (content[copied:start], "\0" * (end - start))
        copied = end
    pieces.append(content[copied:])
    return "".join(pieces)
