"""Blocks that begin like a paragraph: paragraphs, setext headings, link reference definitions and tables.

Which of them it is only a later line tells, so one rule stands for markdown-it's ``paragraph``, ``lheading``
and ``reference``, in the order of cmark-gfm: a setext underline first, then whatever may interrupt a
paragraph, then a delimiter row, and definitions at the end.
"""

from __future__ import annotations

from mdpaperlint.markdown.blocks.block_start import BLOCK_CHARACTERS, starts_block
from mdpaperlint.markdown.blocks.block_state import WHITE_SPACE, BlockState
from mdpaperlint.markdown.blocks.table_block import delimiter_width, table
from mdpaperlint.markdown.links.link_definitions import read_definition
from mdpaperlint.model.document import Inline

_DECIDING_CHARACTERS = BLOCK_CHARACTERS | frozenset("=|:")


def paragraph(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    """Takes any line, so it is the last of all rules, and no other block ends where it begins."""
    if silent:
        return False
    state.line = read_text_block(state, line, end_line)
    return True


def read_text_block(state: BlockState, line: int, end_line: int) -> int:
    """Reads the block that begins on ``line``, which is no other block's; returns the line behind it."""
    begins, shifts, ends, indents = state.bMarks, state.tShift, state.eMarks, state.sCount
    source, indent = state.src, state.blkIndent
    may_be_table = True
    next_line = line + 1
    while next_line < end_line:
        start = begins[next_line] + shifts[next_line]
        end = ends[next_line]
        if start >= end:
            break
        relative = indents[next_line] - indent
        first = source[start]
        if first not in _DECIDING_CHARACTERS or relative > 3 or indents[next_line] < 0:
            next_line += 1
            continue
        if relative < 0:
            # The line lacks the indent of its list item: were it not for the paragraph, the item would end.
            if state.indent_in_container(next_line) < 4 and starts_block(
                state, next_line, in_paragraph=False
            ):
                break
            next_line += 1
            continue
        if first in "=-" and not source[start:end].rstrip(" \t").strip(first):
            text_line = _read_definitions(state, line, next_line)
            if text_line < next_line:
                _add_setext_heading(state, text_line, next_line, 1 if first == "=" else 2)
                return next_line + 1
            # Behind nothing but definitions an underline is text.
            line = next_line
        elif starts_block(state, next_line, in_paragraph=True):
            break
        elif first in "|-:" and may_be_table and delimiter_width(source[start:end]):
            header = next_line - 1
            if table(state, header, end_line, True):
                if line < header:
                    _add_paragraph(state, line, header)
                table(state, header, end_line, False)
                return state.line
            may_be_table = False
        next_line += 1
    text_line = _read_definitions(state, line, next_line)
    if text_line < next_line:
        _add_paragraph(state, text_line, next_line)
    return next_line


def read_inline(state: BlockState, line: int, end_line: int) -> Inline:
    """The text of a paragraph's lines without the white space around each, as cmark-gfm strips it."""
    source = state.src
    start = state.bMarks[line] + state.tShift[line]
    if end_line - line == 1:
        content = source[start : state.eMarks[line]].rstrip(WHITE_SPACE)
        stripped = content.lstrip(WHITE_SPACE)
        place = (0, start + len(content) - len(stripped))
        return Inline(stripped, (place,), state.item)
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    position = 0
    for number in range(line, end_line):
        start = state.bMarks[number] + state.tShift[number]
        piece = source[start : state.line_end(number)]
        if number == line:
            stripped = piece.lstrip(WHITE_SPACE)
            start += len(piece) - len(stripped)
            piece = stripped
        pieces.append(piece)
        places.append((position, start))
        position += len(piece) + 1
    content = "\n".join(pieces).rstrip(WHITE_SPACE)
    while places[-1][0] > len(content):
        # A last line of vertical tabs or form feeds is no blank line, yet leaves no text.
        places.pop()
    return Inline(content, tuple(places), state.item)


def _add_paragraph(state: BlockState, line: int, end_line: int) -> None:
    state.inlines.append(read_inline(state, line, end_line))
    state.add_block("paragraph", line, end_line)


def _add_setext_heading(state: BlockState, line: int, underline: int, level: int) -> None:
    inline = read_inline(state, line, underline)
    first = inline.places[0][1]
    position, place = inline.places[-1]
    state.inlines.append(inline)
    state.add_block("heading", line, underline + 1)
    text_end = place + len(inline.content) - position
    state.add_heading(level, line, first, text_end, inline.content)


def _read_definitions(state: BlockState, line: int, end_line: int) -> int:
    """Adds the definitions that the lines of a paragraph begin with; returns the line of the first text."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start] != "[" or state.src.find("]:", start, state.eMarks[end_line - 1]) < 0:
        return line
    content = read_inline(state, line, end_line).content
    position = 0
    while position < len(content) and content[position] == "[":
        definition = read_definition(content, position)
        if not definition:
            break
        behind = content.find("\n", definition.end) + 1 or len(content)
        next_line = line + content.count("\n", position, behind) + (behind == len(content))
        state.add_block("definition", line, next_line)
        line, position = next_line, behind
    return line
