from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_lines import Line
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.tables.mismatched_rows import closes, mismatched_rows
from mdpaperlint.papers.tables.unparsed_tables import RAW_HTML, UnparsedTable, unparsed_tables
from mdpaperlint.rules.base import Context, Options, Rule

_ROW_OF_DASHES = lazy_pattern(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?")
_HEADER_CELL = lazy_pattern(r"(?!.*(?:\]\(|://))(?!\s*[*_`\[(]*\d)\s*\S.{0,40}")
_INDENT = lazy_pattern(r"[ >]*(?:\t| {4})")
_BORDER = lazy_pattern(r"[|｜+]")
# Each cut between rows and the table above them: its name in the message, and the remedy.
_CUTS = {
    "blank": ("a blank line", "remove the blank line"),
    "comment": ("a comment line", "move the comment into a cell"),
    "html": ("a line of HTML", "move the HTML into a cell"),
}
_FAULTS = {
    "other-width": "the row of dashes has {cells} and the header {width}, so GitHub shows no table: give "
    "both the same number",
    "bad-delimiter": "GitHub does not read this as the row of dashes under a header: write {dashes}",
    "full-width-pipe": "GitHub does not read the full-width ｜ as the | of a table: write | instead",
    "apart": "a blank line stands between the header and the row of dashes, so GitHub shows no table: remove "
    "the blank line",
    "no-header": "there is no header above the row of dashes, so GitHub shows no table: add a header",
    "no-delimiter": "GitHub shows no table without a row of dashes under the header: add {dashes}",
    "on-one-line": "header, dashes and rows are all on one line: give each a line of its own",
    "in-html": "GitHub reads no table inside an HTML block: put a blank line before the header",
    "glued": "GitHub shows no table right under a line of text: put a blank line before the header",
}
_FAULTS_OF_THE_HEADER = ("full-width-pipe", "no-delimiter", "in-html", "glued")


class BrokenTable(Rule[Options]):
    name = "broken-table"
    summary = "Lines meant as a table are not one on GitHub, or text has become a row."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for loose in unparsed_tables(document):
            at = loose.lines[max(loose.delimiter, 0)]
            if loose.fault in _FAULTS_OF_THE_HEADER:
                at = loose.lines[loose.header]
            message = _cut_off(loose) if loose.fault == "orphaned" else _FAULTS[loose.fault]
            message = message.format(
                cells=count_of(at.cells, "cell"),
                width=loose.width,
                dashes=_row_of_dashes(loose.width, spaced=True),
            )
            yield self.violation(at.start, at.end, message, fix=_repair(document, loose))
        for odd in mismatched_rows(document):
            for lines in odd.swallowed:
                yield self._swallowed(document, odd.table, lines)
        for table in document.tables:
            yield from self._dashes_inside(document, table)

    def _swallowed(self, document: Document, table: Table, lines: tuple[Row, ...]) -> Violation:
        first, last = lines[0], lines[-1]
        fix = None
        if last.line == table.end_line - 1 and _row_above_is_whole(document, table, first):
            fix = _blank_line_before(document, first.line, first.start, quoted=table.quoted)
        text = "this text stands" if len(lines) == 1 else f"these {len(lines)} lines of text stand"
        row, them = ("it as a row", "it") if len(lines) == 1 else ("them as rows", "them")
        return self.violation(
            first.start,
            last.end,
            f"{text} right under a row of a table, so GitHub shows {row}: put a blank line before {them}",
            fix=fix,
        )

    def _dashes_inside(self, document: Document, table: Table) -> Iterator[Violation]:
        text = document.text
        if text.find("---", table.delimiter.end, table.end) < 0:
            return
        shown = "this row of dashes stands inside a table, so GitHub shows it as a row"
        above = table.delimiter
        for row in table.rows:
            before, above = above, row
            if not _ROW_OF_DASHES.fullmatch(text, row.start, row.end):
                continue
            if before is table.delimiter:
                start, end = document.full_line_span(row.line)
                if end == len(text):
                    start, end = document.line_span(row.line - 1).end, row.end
                fix = Fix((Edit(start, end, ""),), safe=False, message="remove the second row of dashes")
                yield self.violation(row.start, row.end, f"{shown}: remove it", fix=fix)
                continue
            remedy = "put a blank line before the header of the next table, or remove this row"
            repeated = _words(document, before) == _words(document, table.header)
            parted = _blank_line_before(document, before.line, before.start, quoted=table.quoted)
            yield self.violation(row.start, row.end, f"{shown}: {remedy}", fix=parted if repeated else None)


def _cut_off(loose: UnparsedTable) -> str:
    count = len(loose.lines)
    rows, them = ("this row is", "it") if count == 1 else (f"these {count} rows are", "them")
    if loose.cut == "indent":
        return (
            f"{rows} not indented like the table above, so GitHub does not take {them} as part of it: "
            f"indent {them} alike"
        )
    cut, remedy = _CUTS[loose.cut]
    return f"{rows} cut off from the table above by {cut}, so GitHub shows {them} as text: {remedy}"


def _words(document: Document, row: Row) -> list[str]:
    return [document.text[cell.start : cell.end] for cell in row.cells]


def _row_above_is_whole(document: Document, table: Table, row: Row) -> bool:
    """Whether the line above is a complete row. If so, the text is not the rest of its last cell."""
    text = document.text
    above = next((other for other in table.rows if other.line == row.line - 1), table.delimiter)
    return above is table.delimiter or closes(text, above) or not closes(text, table.header)


def _repair(document: Document, loose: UnparsedTable) -> Fix | None:
    """Returns None where the intended table is uncertain, or where more than its rows would change."""
    lines, fault = loose.lines, loose.fault
    if fault == "orphaned" and loose.cut == "blank":
        return _close_gaps(document, loose)
    if fault in ("no-header", "on-one-line") or _takes_in(document, lines):
        return None
    if fault == "orphaned":
        return _indent_alike(document, loose) if loose.cut == "indent" else None
    block = document.block_at(lines[0].start)
    # Links may lead to the heading that dashes have made of a line.
    if block is None or block.kind == "heading" or _goes_on_as_text(document, lines):
        return None
    # A table may end the list item that it stands in, and what follows would belong to it no longer.
    item = document.items[block.item] if block.item >= 0 else None
    if item is not None and (item.depth or item.end_line > block.end_line):
        return None
    if fault in ("other-width", "bad-delimiter"):
        return _fix_dashes(document, loose)
    if fault == "full-width-pipe":
        return _fix_full_width(document, loose)
    if fault == "apart":
        return _close_gaps(document, loose)
    if fault == "no-delimiter":
        return _add_delimiter(document, loose)
    if fault == "in-html" and not all(_stays_within(document.text, line) for line in lines):
        return None
    return _part_from_text(document, lines[loose.header])


def _blank_line_before(document: Document, line: int, start: int, *, quoted: bool) -> Fix | None:
    begin = document.line_span(line).start
    prefix = document.text[begin:start].rstrip()
    if quoted and ">" not in prefix:
        return None
    edit = Edit(begin, begin, f"{prefix}{_line_end(document, line - 1)}")
    return Fix((edit,), safe=False, message="put a blank line before it")


def _line_end(document: Document, line: int) -> str:
    """The line end of a line; a new line beside it gets the same."""
    return document.text[document.line_span(line).end : document.full_line_span(line).end] or "\n"


def _row_of_dashes(width: int, *, spaced: bool) -> str:
    return "|" + (" --- |" if spaced else "---|") * width


def _part_from_text(document: Document, header: Line) -> Fix | None:
    prefix = document.text[document.line_span(header.number).start : header.start]
    if header.number == 0 or prefix.strip() or len(prefix.expandtabs(4)) > 3:
        return None
    if not document.line_text(header.number - 1).strip():
        return None
    return _blank_line_before(document, header.number, header.start, quoted=False)


def _close_gaps(document: Document, loose: UnparsedTable) -> Fix | None:
    edits = [
        Edit(document.line_span(start).start, document.line_span(end).start, "") for start, end in loose.gaps
    ]
    return Fix(tuple(edits), safe=False, message="remove the blank line") if edits else None


def _indent_alike(document: Document, loose: UnparsedTable) -> Fix | None:
    """Gives the lines the indent of the line above. Returns None when that line begins a list item, or when
    an indented line behind them would come into the item with them.
    """
    prefix, border, _ = document.line_text(loose.lines[0].number - 1).partition("|")
    if not border or prefix.strip(" \t>"):
        return None
    behind = map(document.line_text, range(loose.lines[-1].number + 1, document.line_count))
    if prefix and next((line for line in behind if line.strip()), "").startswith((" ", "\t")):
        return None
    edits = [Edit(document.line_span(line.number).start, line.start, prefix) for line in loose.lines]
    return Fix(tuple(edits), safe=False, message="indent like the table above")


def _stays_within(text: str, line: Line) -> bool:
    """Whether a line of an HTML block stays harmless as Markdown: an open fence, a comment or ``<pre>`` would
    swallow the text below.
    """
    return line.opens or (text.startswith("<", line.start) and not RAW_HTML.match(text, line.start))


def _takes_in(document: Document, lines: tuple[Line, ...]) -> bool:
    """Whether a table or a heading begins right below the lines: its first line would become a row."""
    next_line = min(lines[-1].number + 1, document.line_count - 1)
    behind = document.blocks_within(lines[-1].end, document.full_line_span(next_line).end)
    return any(block.kind in ("table", "heading") for block in behind)


def _goes_on_as_text(document: Document, lines: tuple[Line, ...]) -> bool:
    """Whether the paragraph goes on below the lines with a line that is no row. Below a table, GitHub would
    show that line as a row or as a block of its own.
    """
    block = document.block_at(lines[-1].start)
    end_line = block.end_line if block is not None else 0
    behind = map(document.line_text, range(lines[-1].number + 1, end_line))
    return any("|" not in line or _INDENT.match(line) for line in behind)


def _fix_dashes(document: Document, loose: UnparsedTable) -> Fix | None:
    """Returns None where the rows have the width of the dashes, and the header is what is wrong."""
    rows = loose.lines[loose.delimiter + 1 :]
    if sum(row.cells == loose.width for row in rows) * 2 < len(rows):
        return None
    delimiter = loose.lines[loose.delimiter]
    written = document.text[delimiter.start : delimiter.end]
    cells = [cell.strip() for cell in _BORDER.split(written.replace("：", ":").strip("|｜ "))]
    space = " " if "| " in written or "｜ " in written or written == "---" else ""
    opens = closes = True
    if loose.fault == "other-width":
        opens, closes = delimiter.opens, delimiter.closes
        cells = [*cells, *["---"] * loose.width][: loose.width]
        message = "give the row of dashes as many cells as the header"
    else:
        cells = cells if len(cells) == loose.width else [""] * loose.width
        cells = [f"{':' * (cell[:1] == ':')}---{':' * (cell[-1:] == ':')}" for cell in cells]
        message = "write the row of dashes with - and |"
    dashes = f"{space}|{space}".join(cells)
    dashes = f"{f'|{space}' * opens}{dashes}{f'{space}|' * closes}"
    return Fix((Edit(delimiter.start, delimiter.end, dashes),), safe=False, message=message)


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
        if not header.closes or not all(map(_HEADER_CELL.fullmatch, cells)):
            return None
        dashes = _row_of_dashes(loose.width, spaced=text.startswith("| ", header.start))
    else:
        dashes = " | ".join(["---"] * loose.width)
    below = document.line_span(second.number).start
    line = f"{text[below : second.start]}{dashes}{_line_end(document, header.number)}"
    return Fix((Edit(below, below, line),), safe=False, message="add the row of dashes")
