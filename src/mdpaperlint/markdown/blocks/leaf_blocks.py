"""The block rules that need no more than their own lines, in place of markdown-it's rules of the same names.

Each tells whether its block begins on ``line``; unless ``silent``, it reads the block and sets ``state.line``
to the line behind it.
"""

from __future__ import annotations

import re

from mdpaperlint.markdown.blocks.block_start import (
    ATX_MARKER,
    BLANK_LINE,
    fence_marker,
    html_end,
    is_thematic_break,
)
from mdpaperlint.markdown.blocks.block_state import WHITE_SPACE, BlockState
from mdpaperlint.model.document import Inline


def heading(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    """ATX heading, https://spec.commonmark.org/0.31.2/#atx-headings."""
    source, start, end = state.src, state.first_character(line), state.eMarks[line]
    match = ATX_MARKER.match(source, start, end)
    if not match:
        return False
    if silent:
        return True
    marker_end = match.end(1)
    text = source[marker_end:end].rstrip(WHITE_SPACE)
    without_closing = text.rstrip("#")
    if without_closing[-1:] in (" ", "\t") or not without_closing:
        text = without_closing.rstrip(WHITE_SPACE)
    content = text.lstrip(WHITE_SPACE)
    text_end = marker_end + len(text)
    text_start = text_end - len(content)
    state.inlines.append(Inline(content, ((0, text_start),), state.item))
    state.add_block("heading", line, line + 1)
    state.add_heading(match.end(1) - start, line, text_start, text_end, content)
    state.line = line + 1
    return True


def hr(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    if not is_thematic_break(state.src, state.first_character(line), state.eMarks[line]):
        return False
    if not silent:
        state.add_block("thematic-break", line, line + 1)
        state.line = line + 1
    return True


def fence(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    marker = fence_marker(state.src, state.first_character(line), state.eMarks[line])
    if not marker:
        return False
    if not silent:
        state.line = _last_fenced_line(state, line, end_line, marker) + 1
        state.add_block("code", line, state.line)
    return True


def html_block(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    source, start, end = state.src, state.first_character(line), state.eMarks[line]
    closing = html_end(source, start, end, lone_tag=True)
    if not closing:
        return False
    if not silent:
        last = line
        if not closing.search(source, start, end):
            last = _last_html_line(state, line, end_line, closing)
        state.line = last + 1
        state.add_block("html", line, state.line)
    return True


def code(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    if state.sCount[line] - state.blkIndent < 4:
        return False
    if silent:
        return True
    last = line
    number = line + 1
    while number < end_line:
        if not state.isEmpty(number):
            if state.sCount[number] - state.blkIndent < 4:
                break
            last = number
        number += 1
    state.line = last + 1
    state.add_block("code", line, state.line)
    return True


def _last_html_line(state: BlockState, line: int, end_line: int, closing: re.Pattern[str]) -> int:
    number = line + 1
    while number < end_line:
        start, end = state.first_character(number), state.eMarks[number]
        if start >= end:
            if closing is BLANK_LINE:
                break
        elif state.sCount[number] < state.blkIndent:
            break
        elif closing.search(state.src, start, end):
            return number
        number += 1
    return number - 1


def _last_fenced_line(state: BlockState, line: int, end_line: int, marker: str) -> int:
    number = line + 1
    while number < end_line:
        start, end = state.first_character(number), state.eMarks[number]
        if start < end:
            relative = state.sCount[number] - state.blkIndent
            if relative < 0:
                break
            is_marker = relative < 4 and state.src.startswith(marker, start)
            if is_marker and not state.src[start:end].rstrip(" \t").strip(marker[0]):
                return number
        number += 1
    return number - 1
