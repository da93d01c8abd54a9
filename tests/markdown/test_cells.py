from __future__ import annotations

import cmarkgfm
from cmark_oracle import cmark_structure, our_structure
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block.table import escapedSplit

from mdpaperlint.markdown.blocks.cells import count_cells, read_row, split_cells
from mdpaperlint.markdown.parser import parse

PIECES = st.sampled_from(
    ["|", "|", "|", "\\", "\\|", " ", "  ", "\t", "\v", "\f", "a", "`x`", "论文", "\u00a0", "\u2028", "é"]
)
LINES = st.lists(PIECES, min_size=1, max_size=24).map("".join)


def texts(line: str) -> list[str]:
    return [line[cell.start : cell.end] for cell in read_row(line, 0, 0, len(line)).cells]


def markdown_it_cells(line: str) -> list[str]:
    pieces = escapedSplit(mdTrim(line))
    if pieces and pieces[0] == "":
        pieces.pop(0)
    if pieces and pieces[-1] == "":
        pieces.pop()
    return [mdTrim(piece) for piece in pieces]


def test_cells_are_as_written() -> None:
    assert texts("| a | b |") == ["a", "b"]
    assert texts("a|b") == ["a", "b"]
    assert texts(r"| a \| b | `c|d` |") == [r"a \| b", "`c", "d`"]
    assert texts("| a ||") == ["a", ""]
    assert texts("|| a") == ["", "a"]
    assert texts("||") == [""]
    assert texts("|") == []
    assert texts("a \\|") == ["a \\|"]
    assert texts(r"| a \| b\\") == [r"a \| b\\"]
    assert texts("a\tb\v|\f \tc  d \u00a0") == ["a\tb", "c  d \u00a0"]
    assert texts("| a |   ") == ["a"]


def test_blank_cell_is_where_its_text_would_go() -> None:
    assert [cell.start for cell in split_cells("|  ||x| |", 0, 9)] == [2, 4, 5, 8]
    assert [cell.start for cell in split_cells(r"|  ||\|| |", 0, 10)] == [2, 4, 5, 9]


def test_row_of_white_space_that_is_no_space_or_tab_has_one_blank_cell() -> None:
    # Unlike cmark-gfm's blank lines its rows may be a form feed or a vertical tab alone.
    text = "| a | b |\n|-|-|\n\f \v\n| c | d |\n"
    assert our_structure(text) == cmark_structure(text)
    blank, full = parse(text).tables[0].rows
    assert [(cell.start, cell.end) for cell in blank.cells] == [(16, 16)]
    assert len(full.cells) == 2


@given(LINES)
@example("\v|\f")
@example("\\\\|a")
def test_cells_are_those_of_markdown_it(line: str) -> None:
    if mdTrim(line) != line.strip(" \t\v\f"):
        # markdown-it also takes NBSP and U+2028 at the ends of a line for white space, cmark-gfm does not.
        return
    line = line.strip(" \t\v\f")
    if not line:
        return
    ours = [mdTrim(text.replace("\\|", "|")) for text in texts(line)]
    theirs = markdown_it_cells(line)
    # cmark-gfm, and so the reader, gives a line of pipes alone no cell where markdown-it finds one or none.
    assert ours == theirs or not any(theirs)


@given(LINES, st.integers(0, 8), st.sampled_from(["", "prefix | ", "> "]))
def test_cells_do_not_depend_on_where_the_line_stands(line: str, behind: int, before: str) -> None:
    line = line.strip(" \t\v\f")
    shift = len(before)
    moved = split_cells(before + line + "|x" * behind, shift, shift + len(line))
    assert [(start - shift, end - shift) for start, end in moved] == list(split_cells(line, 0, len(line)))


@given(LINES)
def test_header_has_the_width_that_cmark_gfm_counts(line: str) -> None:
    line = line.strip(" \t\v\f")
    if not line or line[0] in "\u2028":
        return
    count = count_cells(line)
    assert count == len(split_cells(line, 0, len(line)))
    assert count_cells(line + " \t\v") == count
    for width in {count, count + 1, max(count - 1, 1)} - {0}:
        text = f"{line}\n|{'-|' * width}\n"
        assert ("<table>" in cmarkgfm.github_flavored_markdown_to_html(text)) == (width == count)
