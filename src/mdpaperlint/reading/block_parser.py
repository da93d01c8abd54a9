"""All blocks of a text in one pass.

markdown-it asks ten rules in turn for every block and six for every line of a paragraph. This parser has one,
which looks at the first character; fences and block quotes are then markdown-it's own rules.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import blockquote, fence

from mdpaperlint.model.document import Heading, Inline
from mdpaperlint.reading.block_start import (
    ATX_MARKER,
    BLANK_LINE,
    BLOCK_CHARACTERS,
    fence_marker,
    html_end,
    is_thematic_break,
    list_marker_end,
    starts_block,
)
from mdpaperlint.reading.block_state import MAX_NESTING, MAX_QUOTED_READINGS, WHITE_SPACE, BlockState
from mdpaperlint.reading.list_block import read_list
from mdpaperlint.reading.text_block import read_text_block

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


@cache
def block_parser() -> MarkdownIt:
    """The one parser of the process: making it costs more than reading a short file."""
    parser = MarkdownIt("commonmark")
    parser.block = _BlockParser()
    return parser


class _BlockParser(ParserBlock):
    def __init__(self) -> None:
        super().__init__()
        self.ruler.enableOnly([])
        self.ruler.push("block_start", _interrupts, {"alt": ["paragraph", "reference", "blockquote"]})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        state = cast(BlockState, state)
        if state.parentType == "blockquote":
            state.quoted_readings += endLine - startLine if state.quote_depth > 1 else 0
        read_blocks(state, startLine, endLine)


def read_blocks(state: BlockState, line: int, end_line: int) -> None:
    """Reads blocks until one would be outside of the container; ``state.line`` is then the line behind them."""
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
    state.line = line


def _interrupts(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(line):
        return False
    return starts_block(cast(BlockState, state), line, in_paragraph=state.parentType != "blockquote")


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
        if fence_marker(source, start, end):
            fence(state, line, end_line, False)
            state.add_block("code", line, state.line)
            return state.line
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
    state.headings.append(
        Heading(
            level=match.end(1) - start,
            start=start,
            end=state.line_end(line),
            line=line,
            text_start=text_start,
            text_end=text_end,
            content=content,
            nested=state.level > 0,
        )
    )
    return True


def _read_indented_code(state: BlockState, line: int, end_line: int) -> int:
    last = line
    number = line + 1
    while number < end_line:
        if not state.isEmpty(number):
            if not state.is_code_block(number):
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
        return _skip_nested(state, line, end_line)
    state.quote_depth += 1
    kept = state.listIndent
    state.listIndent = -1
    blockquote(state, line, end_line, False)
    state.listIndent = kept
    state.quote_depth -= 1
    state.tokens.clear()
    return state.line


def _skip_nested(state: BlockState, line: int, end_line: int) -> int:
    """Leaves out what is nested too deeply: up to a blank line, or where the container ends."""
    number = line + 1
    while number < end_line and not state.isEmpty(number) and state.sCount[number] >= state.blkIndent:
        number += 1
    state.add_unparsed(line, number, f"nested more than {MAX_NESTING} levels deep")
    return number
