"""Block quotes: which lines belong to one, with or without ``>``.

Not markdown-it's rule, since that takes ``>`` for a marker however far it is indented and loses count of the
columns of a tab in nested quotes.
"""

from __future__ import annotations

from mdpaperlint.markdown.blocks.block_start import starts_block
from mdpaperlint.markdown.blocks.block_state import MAX_NESTING, MAX_QUOTED_READINGS, BlockState


def blockquote(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    if not state.src.startswith(">", state.first_character(line)):
        return False
    if silent:
        return True
    if state.level >= MAX_NESTING:
        state.line = state.skip_nested(line, end_line)
    elif state.quoted_readings > MAX_QUOTED_READINGS * len(state.line_starts):
        state.line = state.skip_nested(line, end_line, "too many lines in nested quotes")
    else:
        _read_quote(state, line, end_line)
    return True


def _read_quote(state: BlockState, line: int, end_line: int) -> None:
    source, begins, shifts, ends, indents = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
    columns, indent = state.bsCount, state.blkIndent
    kept: list[tuple[int, int, int, int]] = []
    text_may_go_on = False
    next_line = line
    while next_line < end_line:
        begin, shift, relative = begins[next_line], shifts[next_line], indents[next_line]
        start = begin + shift
        if start >= ends[next_line]:
            break
        if source[start] == ">" and 0 <= relative - indent < 4:
            kept.append((begin, shift, relative, columns[next_line]))
            text_may_go_on = _enter(state, next_line)
            next_line += 1
            continue
        if not text_may_go_on:
            break
        if relative >= 0:
            relative = state.indent_in_container(next_line)
            if relative < 4 and starts_block(state, next_line, in_paragraph=False):
                break
            kept.append((begin, shift, indents[next_line], columns[next_line]))
            # Negative: the line belongs here only if it continues a paragraph.
            indents[next_line] = -1 - relative
        else:
            kept.append((begin, shift, relative, columns[next_line]))
        next_line += 1
    outer_indents, state.item_indents = state.item_indents, []
    state.blkIndent = 0
    state.level += 1
    state.quote_depth += 1
    if state.quote_depth > 1:
        state.quoted_readings += next_line - line
    state.md.block.tokenize(state, line, next_line)
    state.quote_depth -= 1
    state.level -= 1
    state.blkIndent = indent
    state.item_indents = outer_indents
    for number, marks in enumerate(kept, start=line):
        begins[number], shifts[number], indents[number], columns[number] = marks


def _enter(state: BlockState, line: int) -> bool:
    """Sets a line's marks behind its ``>`` and the space that belongs to it; tells if text follows."""
    source, end = state.src, state.eMarks[line]
    position = state.bMarks[line] + state.tShift[line] + 1
    column = state.bsCount[line] + state.sCount[line] + 1
    if position < end:
        following = source[position]
        if following == " " or (following == "\t" and column % 4 == 3):
            position += 1
            column += 1
        elif following == "\t":
            # The rest of the tab is indent of the text.
            column += 1
    state.bMarks[line] = position
    state.bsCount[line] = base = column
    start = position
    while position < end:
        character = source[position]
        if character == " ":
            column += 1
        elif character == "\t":
            column += 4 - column % 4
        else:
            break
        position += 1
    state.tShift[line] = position - start
    state.sCount[line] = column - base
    return position < end
