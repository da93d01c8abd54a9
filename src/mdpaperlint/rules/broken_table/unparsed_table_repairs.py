"""The edits that make a table of the rows that are in none, where it is certain what they do."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_lines import Line
from mdpaperlint.markdown.blocks.pipes import splitting_pipes
from mdpaperlint.model.document import Document
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.violation import Edit, Fix
from mdpaperlint.papers.tables.unparsed_tables import RAW_HTML, UnparsedTable

_HEADER_CELL = lazy_pattern(r"(?!.*(?:\]\(|://))\s*\S.{0,40}")
_BEGINS_WITH_NUMBER = lazy_pattern(r"\s*[*_`\[(]*\d")
_INDENT = lazy_pattern(r"[ >]*(?:\t| {4})")
_BORDER = lazy_pattern(r"[|｜+]")


def repair(document: Document, loose: UnparsedTable) -> Fix | None:
    """None where what is meant is not certain, or where more than the rows would change."""
    lines = loose.lines
    if loose.fault == "orphaned":
        if loose.cut == "indent":
            return None if _takes_in(document, lines) else _indent_alike(document, loose)
        return _close_gaps(document, loose) if loose.cut == "blank" else None
    if (
        _ends_an_item(document, lines)
        or _is_heading(document, lines[0])
        or _takes_in(document, lines)
        or _goes_on_as_text(document, lines)
    ):
        return None
    fault = loose.fault
    if fault == "other-width":
        return _fix_width(document, loose)
    if fault == "bad-delimiter":
        return _fix_delimiter(document, loose)
    if fault == "full-width-pipe":
        return _fix_full_width(document, loose)
    if fault == "apart":
        return _close_gaps(document, loose)
    if fault == "no-delimiter":
        return _add_delimiter(document, loose)
    if fault == "no-header" or fault == "on-one-line":
        return None
    if fault == "in-html" and not all(_stays_within(document.text, line) for line in lines):
        return None
    return _part_from_text(document, lines[loose.header])


def blank_line_before(document: Document, line: int, start: int, *, quoted: bool) -> Fix | None:
    begin = document.line_span(line).start
    prefix = document.text[begin:start].rstrip()
    if quoted and ">" not in prefix:
        return None
    edit = Edit(begin, begin, f"{prefix}{_line_end(document, line - 1)}")
    return Fix((edit,), safe=False, message="put a blank line before it")


def _line_end(document: Document, line: int) -> str:
    """How the line ends, so that a new line can end as its neighbours do."""
    return document.text[document.line_span(line).end : document.full_line_span(line).end] or "\n"


def row_of_dashes(width: int, *, spaced: bool) -> str:
    return "|" + (" --- |" if spaced else "---|") * width


def _part_from_text(document: Document, header: Line) -> Fix | None:
    begin = document.line_span(header.number).start
    prefix = document.text[begin : header.start]
    if header.number == 0 or prefix.strip() or len(prefix.expandtabs(4)) > 3:
        return None
    above = document.line_span(header.number - 1)
    if not document.text[above.start : above.end].strip():
        return None
    return blank_line_before(document, header.number, header.start, quoted=False)


def _close_gaps(document: Document, loose: UnparsedTable) -> Fix | None:
    edits = []
    for start, end in loose.gaps:
        edits.append(Edit(document.line_span(start).start, document.line_span(end).start, ""))
    if not edits:
        return None
    return Fix(tuple(edits), safe=False, message="remove the blank line")


def _indent_alike(document: Document, loose: UnparsedTable) -> Fix | None:
    """Gives the lines what stands before the line above them; None when that line begins a list item."""
    text, first = document.text, loose.lines[0]
    above = document.line_span(first.number - 1)
    border = text.find("|", above.start, above.end)
    prefix = text[above.start : border]
    if border < 0 or prefix.strip(" \t>"):
        return None
    edits = []
    for line in loose.lines:
        start = document.line_span(line.number).start
        edits.append(Edit(start, line.start, prefix))
    return Fix(tuple(edits), safe=False, message="indent like the table above")


def _rows_fit(loose: UnparsedTable) -> bool:
    """Whether the rows have the width of the header, so that it is the row of dashes that is wrong."""
    rows = loose.lines[loose.delimiter + 1 :]
    return sum(1 for row in rows if row.cells == loose.width) * 2 >= len(rows)


def _stays_within(text: str, line: Line) -> bool:
    """Whether a line of an HTML block has no effect behind the block when it becomes Markdown: an open fence,
    comment or ``<pre>`` would take in what follows.
    """
    return line.opens or (text.startswith("<", line.start) and not RAW_HTML.match(text, line.start))


def _is_heading(document: Document, line: Line) -> bool:
    """Whether dashes have made a heading of the line, to which links may lead."""
    block = document.block_at(line.start)
    return block is not None and block.kind == "heading"


def _takes_in(document: Document, lines: tuple[Line, ...]) -> bool:
    """Whether a table or a heading begins right behind the lines, whose first line would become a row."""
    blocks = document.blocks
    number = last_begun(blocks, lines[-1].start) + 1
    if number == len(blocks) or blocks[number].line != lines[-1].number + 1:
        return False
    return blocks[number].kind in ("table", "heading")


def _goes_on_as_text(document: Document, lines: tuple[Line, ...]) -> bool:
    """Whether the paragraph of the lines goes on behind them with a line that is no row: behind a table it
    would be one all the same, or begin a block of its own that cannot interrupt a paragraph.
    """
    block = document.block_at(lines[-1].start)
    end_line = block.end_line if block is not None else 0
    behind = (document.line_span(number) for number in range(lines[-1].number + 1, end_line))
    return any(
        document.text.find("|", start, end) < 0 or _INDENT.match(document.text, start) is not None
        for start, end in behind
    )


def _ends_an_item(document: Document, lines: tuple[Line, ...]) -> bool:
    """Whether a list item goes on behind the lines and one of them lacks its indent: a paragraph may go on
    there, but a table would end the item, and what follows would belong to it no longer.
    """
    block = document.block_at(lines[0].start)
    if block is None:
        return False
    number = block.item
    while number >= 0:
        item = document.items[number]
        if item.end_line > block.end_line:
            least = _column(document, item.line, item.content_start)
            return any(
                line.number > item.line and _column(document, line.number, line.start) < least
                for line in lines
            )
        number = item.parent
    return False


def _column(document: Document, line: int, offset: int) -> int:
    return len(document.text[document.line_span(line).start : offset].expandtabs(4))


def _fix_width(document: Document, loose: UnparsedTable) -> Fix | None:
    text, delimiter = document.text, loose.lines[loose.delimiter]
    if not _rows_fit(loose):
        return None
    missing = loose.width - delimiter.cells
    if missing > 0:
        spaced = "| " in text[delimiter.start : delimiter.end] or delimiter.cells == 1
        more = " --- |" if spaced else "---|"
        if not delimiter.closes:
            more = " | ---" if spaced else "|---"
        edit = Edit(delimiter.end, delimiter.end, more * missing)
    else:
        pipes = splitting_pipes(text, delimiter.start, delimiter.end)
        border_at = pipes[loose.width - (0 if delimiter.opens else 1)]
        start = border_at + 1
        if not delimiter.closes:
            start = delimiter.start + len(text[delimiter.start : border_at].rstrip())
        edit = Edit(start, delimiter.end, "")
    return Fix((edit,), safe=False, message="give the row of dashes as many cells as the header")


def _fix_delimiter(document: Document, loose: UnparsedTable) -> Fix | None:
    if not _rows_fit(loose):
        return None
    delimiter = loose.lines[loose.delimiter]
    written = document.text[delimiter.start : delimiter.end]
    cells = [cell.strip() for cell in _BORDER.split(written.replace("：", ":").strip("|｜"))]
    if len(cells) != loose.width:
        cells = [""] * loose.width
    space = " " if "| " in written or "｜ " in written else ""
    right = "".join(
        f"{space}{':' if cell[:1] == ':' else ''}---{':' if cell[-1:] == ':' else ''}{space}|"
        for cell in cells
    )
    edit = Edit(delimiter.start, delimiter.end, f"|{right}")
    return Fix((edit,), safe=False, message="write the row of dashes with - and |")


def _fix_full_width(document: Document, loose: UnparsedTable) -> Fix:
    edits = []
    for line in loose.lines:
        content = document.text[line.start : line.end]
        pipes = (
            content.count("｜") + content.count("|") + 1 - (content[:1] in "|｜") - (content[-1:] in "|｜")
        )
        if pipes == loose.width:
            edits += [
                Edit(line.start + at, line.start + at + 1, "|") for at, c in enumerate(content) if c == "｜"
            ]
    return Fix(tuple(edits), safe=False, message="write | for the full-width ｜")


def _add_delimiter(document: Document, loose: UnparsedTable) -> Fix | None:
    text, header, second = document.text, loose.lines[0], loose.lines[1]
    if header.opens:
        cells = text[header.start + 1 : header.end - 1].split("|")
        if not header.closes or not all(map(_is_header_cell, cells)):
            return None
        dashes = row_of_dashes(loose.width, spaced=text.startswith("| ", header.start))
    else:
        dashes = " | ".join(["---"] * loose.width)
    below = document.line_span(second.number).start
    line = f"{text[below : second.start]}{dashes}{_line_end(document, header.number)}"
    return Fix((Edit(below, below, line),), safe=False, message="add the row of dashes")


def _is_header_cell(cell: str) -> bool:
    return bool(_HEADER_CELL.fullmatch(cell)) and not _BEGINS_WITH_NUMBER.match(cell)
