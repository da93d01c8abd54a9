"""Whether a block begins on a line, as ``open_new_blocks`` of cmark-gfm decides it.

The first character tells for nearly every line that none does.
"""

from __future__ import annotations

import re

from markdown_it.common.html_blocks import block_names

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_state import BlockState

#: Letters are left out because no block but a paragraph begins with one.
BLOCK_CHARACTERS = frozenset("`~>*-_+0123456789<#")

LIST_MARKER = lazy_pattern(r"(?:[*+-]|(\d{1,9})[.)])(?=[ \t]|\Z)", re.ASCII)
ATX_MARKER = lazy_pattern(r"(#{1,6})(?:[ \t]|\Z)")
_FENCE = lazy_pattern(r"`{3,}(?=[^`]*\Z)|~{3,}")

# cmark-gfm has not followed CommonMark in these two names.
_BLOCK_TAGS = sorted({*block_names, "source"} - {"search"})
_HTML_START = lazy_pattern(
    r"<(?:(?:(?P<raw>script|pre|style|textarea)(?=[\s>]|\Z))|(?P<comment>!--)|(?P<instruction>\?)"
    r"|(?P<declaration>![A-Z])|(?P<cdata>!\[CDATA\[)"
    rf"|(?P<block>/?(?:{'|'.join(_BLOCK_TAGS)})(?=[\s>]|/>|\Z)))",
    re.IGNORECASE | re.ASCII,
)
_ATTRIBUTE = r"\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_HTML_TAG = lazy_pattern(
    rf"<(?:[a-zA-Z][a-zA-Z0-9-]*(?:{_ATTRIBUTE})*\s*/?|/[a-zA-Z][a-zA-Z0-9-]*\s*)>\s*", re.ASCII
)
_HTML_END = {
    "raw": lazy_pattern(r"</(?:script|pre|style|textarea)>", re.IGNORECASE | re.ASCII),
    "comment": lazy_pattern("-->"),
    "instruction": lazy_pattern(r"\?>"),
    "declaration": lazy_pattern(">"),
    "cdata": lazy_pattern(r"\]\]>"),
}
#: Ends an HTML block at a blank line, which is found without a pattern.
BLANK_LINE = lazy_pattern("(?!)")


def starts_block(state: BlockState, line: int, *, in_paragraph: bool) -> bool:
    """Whether a block other than a paragraph begins on a line that is not blank and not indented by four.

    ``in_paragraph`` tells that the line would otherwise continue a paragraph and has its whole prefix: then
    an ordered list must begin with 1, a list item must have text, and a lone HTML tag begins no block.
    """
    source = state.src
    start = state.bMarks[line] + state.tShift[line]
    first = source[start]
    if first not in BLOCK_CHARACTERS:
        return False
    if first == ">":
        return True
    end = state.eMarks[line]
    if first in "*-_" and is_thematic_break(source, start, end):
        return True
    if first == "#":
        return ATX_MARKER.match(source, start, end) is not None
    if first == "<":
        return html_end(source, start, end, lone_tag=not in_paragraph) is not None
    if first in "`~":
        return fence_marker(source, start, end) is not None
    return list_marker_end(source, start, end, in_paragraph=in_paragraph) > 0


def is_thematic_break(source: str, start: int, end: int) -> bool:
    marker = source[start]
    if source[start + 1 : start + 3].strip(marker + " \t"):
        return False
    line = source[start:end]
    return not line.strip(marker + " \t") and line.count(marker) >= 3


def fence_marker(source: str, start: int, end: int) -> str | None:
    match = _FENCE.match(source, start, end)
    return match.group() if match else None


def list_marker_end(source: str, start: int, end: int, *, in_paragraph: bool) -> int:
    """The offset behind a list marker, or 0."""
    match = LIST_MARKER.match(source, start, end)
    if not match:
        return 0
    if in_paragraph:
        if match[1] and int(match[1]) != 1:
            return 0
        if not source[match.end() : end].strip(" \t"):
            return 0
    return match.end()


def html_end(source: str, start: int, end: int, *, lone_tag: bool) -> re.Pattern[str] | None:
    """What ends the HTML block that begins here, a pattern for its last line; None when none begins.

    ``lone_tag``: may any other tag that is alone on its line begin a block (the seventh kind)?
    """
    match = _HTML_START.match(source, start, end)
    if match:
        return _HTML_END.get(match.lastgroup or "", BLANK_LINE)
    if lone_tag and _HTML_TAG.fullmatch(source, start, end):
        return BLANK_LINE
    return None
