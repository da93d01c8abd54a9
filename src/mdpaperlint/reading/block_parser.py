"""All blocks of a text in one pass.

markdown-it asks ten rules in turn for every block and six for every line of a paragraph; here the first
character tells which rule it is.
"""

from __future__ import annotations

import re

from mdpaperlint.model.document import Inline
from mdpaperlint.reading.block_start import (
    ATX_MARKER,
    BLANK_LINE,
    BLOCK_CHARACTERS,
    fence_marker,
    html_end,
    is_thematic_break,
    list_marker_end,
)
from mdpaperlint.reading.block_state import MAX_NESTING, MAX_QUOTED_READINGS, WHITE_SPACE, BlockState
from mdpaperlint.reading.list_block import read_list
from mdpaperlint.reading.quote_block import read_quote
from mdpaperlint.reading.text_block import read_text_block

_TOO_DEEP = f"nested more than {MAX_NESTING} levels deep"


def read_blocks(state: BlockState, line: int, end_line: int) -> int:
    """Reads blocks until one would be outside of the container; returns the line behind them."""
    begins, shifts, ends, indents, source = state.bMarks, state.tShift, state.eMarks, state.sCount, state.src
    indent = state.blkIndent
    while line < end_line:
        start = begins[line] + shifts[line]
        if start >= ends[line]:
            line += 1
            continue
        relative = indents[line] - indent
        if relative < 0:
            break
        if relative > 3:
            line = _read_indented_code(state, line, end_line)
        elif source[start] in BLOCK_CHARACTERS:
            line = _read_marked_block(state, line, end_line)
        else:
            line = read_text_block(state, line, end_line)
    return line


def _read_marked_block(state: BlockState, line: int, end_line: int) -> int:
    source = state.src
    start, end = state.first_character(line), state.eMarks[line]
    first = source[start]
    if first == ">":
        return _read_quote(state, line, end_line)
    if first == "#":
        if _add_heading(state, line, start, end):
            return line + 1
    elif first in "`~":
        marker = fence_marker(source, start, end)
        if marker:
            last = _last_fenced_line(state, line, end_line, marker)
            state.add_block("code", line, last + 1)
            return last + 1
    elif first == "<":
        closing = html_end(source, start, end, lone_tag=True)
        if closing:
            last = line
            if not closing.search(source, start, end):
                last = _last_html_line(state, line, end_line, closing)
            state.add_block("html", line, last + 1)
            return last + 1
    elif first in "*-_" and is_thematic_break(source, start, end):
        state.add_block("thematic-break", line, line + 1)
        return line + 1
    elif list_marker_end(source, start, end, in_paragraph=False):
        if state.level >= MAX_NESTING:
            return _skip_nested(state, line, end_line)
        return read_list(state, line, end_line, read_blocks)
    return read_text_block(state, line, end_line)


def _add_heading(state: BlockState, line: int, start: int, end: int) -> bool:
    """ATX heading, https://spec.commonmark.org/0.31.2/#atx-headings."""
    source = state.src
    match = ATX_MARKER.match(source, start, end)
    if not match:
        return False
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
    return True


def _read_indented_code(state: BlockState, line: int, end_line: int) -> int:
    last = line
    number = line + 1
    while number < end_line:
        if not state.is_blank(number):
            if state.sCount[number] - state.blkIndent < 4:
                break
            last = number
        number += 1
    state.add_block("code", line, last + 1)
    return last + 1


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


def _read_quote(state: BlockState, line: int, end_line: int) -> int:
    if state.level >= MAX_NESTING:
        return _skip_nested(state, line, end_line)
    if state.quoted_readings > MAX_QUOTED_READINGS * len(state.line_starts):
        return _skip_nested(state, line, end_line, "too many lines in nested quotes")
    return read_quote(state, line, end_line, read_blocks)


def _skip_nested(state: BlockState, line: int, end_line: int, reason: str = _TOO_DEEP) -> int:
    """Leaves out what is nested too deeply: up to a blank line, or where the container ends."""
    number = line + 1
    while number < end_line and not state.is_blank(number) and state.sCount[number] >= state.blkIndent:
        number += 1
    state.add_unparsed(line, number, reason)
    return number


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
