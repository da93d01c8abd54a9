"""Where a table begins and ends: as cmark-gfm (``extensions/table.c``), and so GitHub, has it.

That differs from markdown-it's own rule: the delimiter row needs no pipe, the header may be the last line of
a paragraph, and one delimiter row of the wrong width forbids a table in that paragraph for good.
"""

from __future__ import annotations

from functools import partial

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_start import starts_block
from mdpaperlint.markdown.blocks.block_state import WHITE_SPACE, BlockState
from mdpaperlint.markdown.blocks.cells import count_cells, read_row, read_rows
from mdpaperlint.model.document import Table

#: A wider table is not read: rules look at whole columns, and people write a few dozen at most.
MAX_COLUMNS = 1_000

#: Pipes in one table. A cell costs about 150 bytes of memory when it is asked for.
MAX_PIPES = 1_000_000

#: cmark-gfm closes a table when it has added more than this many cells to short rows.
MAX_COMPLETED_CELLS = 0x80000

_DELIMITER_CHARACTERS = lazy_pattern(r"[|:\-][|:\- \t\v\f]*")
_DELIMITER_CELL = lazy_pattern(r"[ \t\v\f]*:?-+:?[ \t\v\f]*")


def delimiter_width(line: str) -> int:
    """The number of columns that a delimiter row stands for, 0 for a line that is none."""
    if not _DELIMITER_CHARACTERS.fullmatch(line):
        return 0
    pieces = line.rstrip(WHITE_SPACE).split("|")
    if not pieces[0]:
        del pieces[0]
    if pieces and not pieces[-1]:
        del pieces[-1]
    for piece in pieces:
        if not _DELIMITER_CELL.fullmatch(piece):
            return 0
    return len(pieces)


def table(state: BlockState, line: int, end_line: int, silent: bool) -> bool:
    """A header row on ``line`` and a delimiter row of the same width on the next one make a table."""
    delimiter = line + 1
    if delimiter >= end_line or not 0 <= state.sCount[delimiter] - state.blkIndent < 4:
        return False
    source, ends = state.src, state.eMarks
    row = source[state.first_character(delimiter) : ends[delimiter]]
    if not row or row[0] not in "|:-":
        return False
    if row[0] == "-" and (
        not row.rstrip(" \t").strip("-") or starts_block(state, delimiter, in_paragraph=True)
    ):
        return False
    start = _header_start(state, line)
    width = count_cells(source[start : ends[line]])
    if not width or delimiter_width(row) != width:
        return False
    if not silent:
        state.line = _read_table(state, line, start, width, end_line)
    return True


def _header_start(state: BlockState, line: int) -> int:
    """Where the header row begins.

    In a paragraph cmark-gfm keeps the indent of a line that lacks the mark or indent of its container. A pipe
    behind it is not the first character then, so there is a blank cell before it.
    """
    lacks_prefix = state.sCount[line] < state.blkIndent
    return state.first_character(line) - (lacks_prefix and state.indent_in_container(line) > 0)


def _read_table(state: BlockState, header_line: int, start: int, width: int, end_line: int) -> int:
    """Returns the line behind the table."""
    source, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    places: list[tuple[int, int, int]] = []
    line = header_line + 2
    indent, indents = state.blkIndent, state.sCount
    while line < end_line:
        begin, row_end = begins[line] + shifts[line], ends[line]
        if begin >= row_end or not 0 <= indents[line] - indent < 4:
            break
        if source[begin] == "|":
            if not source[begin + 1 : row_end].strip(WHITE_SPACE):
                break
        elif starts_block(state, line, in_paragraph=False):
            break
        places.append((line, begin, row_end))
        line += 1
    if width * len(places) > MAX_COMPLETED_CELLS:
        line = _cut_where_completed(state, width, places)
    end = state.line_end(line - 1)
    if width > MAX_COLUMNS or source.count("|", start, end) > MAX_PIPES:
        bound = f"{MAX_COLUMNS:,} columns" if width > MAX_COLUMNS else f"{MAX_PIPES:,} cells"
        state.add_unparsed(header_line, line, f"table of more than {bound}")
        return line
    delimiter = header_line + 1
    found = Table(
        number=state.table_count,
        header=read_row(source, header_line, start, ends[header_line]),
        delimiter=read_row(source, delimiter, state.first_character(delimiter), ends[delimiter]),
        line=header_line,
        end_line=line,
        start=start,
        end=end,
        item=state.item,
        quoted=state.quote_depth > 0,
        read_rows=partial(read_rows, source, places),
    )
    state.add_table(found)
    return line


def _cut_where_completed(state: BlockState, width: int, places: list[tuple[int, int, int]]) -> int:
    completed = 0
    for number, (line, start, end) in enumerate(places):
        if completed > MAX_COMPLETED_CELLS:
            del places[number:]
            return line
        completed += max(width - count_cells(state.src[start:end]), 0)
    return places[-1][0] + 1
