"""Lists and their items, by the steps of markdown-it's list rule, which follow CommonMark.

A rule of our own because half of all lists of papers are bullets, and markdown-it makes five tokens an item
and walks over all tokens of a list again to see whether it is tight, once for every level.
"""

from __future__ import annotations

from mdpaperlint.markdown.blocks.block_start import (
    BLOCK_CHARACTERS,
    LIST_MARKER,
    is_thematic_break,
    list_marker_end,
)
from mdpaperlint.markdown.blocks.block_state import MAX_NESTING, WHITE_SPACE, BlockState
from mdpaperlint.markdown.blocks.text_block import read_text_block
from mdpaperlint.model.document import ListItem

_SPECIAL_CHARACTERS = BLOCK_CHARACTERS | frozenset(" \t")


def list_block(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    start, end = state.first_character(line), state.eMarks[line]
    if not list_marker_end(state.src, start, end, in_paragraph=False):
        return False
    if not silent:
        deep = state.level >= MAX_NESTING
        state.line = state.skip_nested(line, end_line) if deep else _read_list(state, line, end_line)
    return True


def _read_list(state: BlockState, line: int, end_line: int) -> int:
    """Reads the list of which the first item begins on ``line``; returns the line behind it."""
    source, begins, shifts, ends, indents = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
    start = begins[line] + shifts[line]
    match = LIST_MARKER.match(source, start, ends[line])
    assert match
    kind = match.group()[-1]
    ordered = match[1] is not None
    list_number = state.list_count
    state.list_count += 1
    parent, depth = state.item, state.item_depth
    if parent >= 0:
        state.first_child_start.setdefault(parent, start)
    state.level += 1
    state.item_depth = depth + 1
    items = state.items
    list_indent = state.blkIndent
    tokenize = state.md.block.tokenize
    item_indents, first_child_start = state.item_indents, state.first_child_start
    while True:
        end = ends[line]
        marker_end = match.end()
        content = marker_end
        initial = offset = indents[line] + marker_end - start
        extra = state.bsCount[line]
        while content < end:
            character = source[content]
            if character == " ":
                offset += 1
            elif character == "\t":
                offset += 4 - (offset + extra) % 4
            else:
                break
            content += 1
        blank = content >= end
        after_marker = 1 if blank or offset - initial > 4 else offset - initial
        number = len(items)
        state.item = number
        items.append(_PENDING)
        kept = shifts[line], indents[line]
        state.blkIndent = initial + after_marker
        item_indents.append(state.blkIndent)
        shifts[line] = content - begins[line]
        indents[line] = offset
        next_line = line
        if blank:
            next_line = _behind_empty_beginning(state, line, end_line)
        elif offset - initial <= 4 and (
            source[content] not in _SPECIAL_CHARACTERS or _is_emphasis(source, content)
        ):
            # Most items by far are a line of text, so the parser need not be asked which rule reads it.
            next_line = read_text_block(state, line, end_line)
        if next_line < end_line:
            goes_on = indents[next_line] >= state.blkIndent
            if ends[next_line] <= begins[next_line] + shifts[next_line]:
                goes_on = not blank
            if goes_on:
                tokenize(state, next_line, end_line)
                next_line = state.line
        last = line if next_line == line + 1 else state.last_filled_line(line, next_line)
        state.blkIndent = list_indent
        item_indents.pop()
        shifts[line], indents[line] = kept
        item_end = state.line_end(last) if state.carriage_returns else ends[last]
        content = min(content, item_end)
        own_end = first_child_start.pop(number, item_end) if first_child_start else item_end
        items[number] = ListItem(
            number, start, item_end, content, own_end, line, last + 1, depth, parent, list_number, ordered
        )
        line = next_line
        if line >= end_line or not 0 <= indents[line] - list_indent < 4:
            break
        start, end = begins[line] + shifts[line], ends[line]
        match = LIST_MARKER.match(source, start, end)
        if not match or match.group()[-1] != kind:
            break
        if kind in "*-" and is_thematic_break(source, start, end):
            break
    state.item, state.item_depth = parent, depth
    state.level -= 1
    return line


def _is_emphasis(source: str, start: int) -> bool:
    """Whether it begins with signs of emphasis that no list and no thematic break begins with."""
    return (
        source[start] in "*_"
        and source[start + 1 : start + 2] not in WHITE_SPACE
        and bool(source[start + 1 : start + 3].strip("*_" + WHITE_SPACE))
    )


def _behind_empty_beginning(state: BlockState, line: int, end_line: int) -> int:
    """The first line with text behind a marker that has none, or the blank line that ends the item.

    An item may begin with one blank line, that of its marker; more only if they have the indent of the item.
    """
    line += 1
    while line < end_line and state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    return line


_PENDING = ListItem(-1, 0, 0, 0, 0, 0, 0, 0, -1, -1, False)
