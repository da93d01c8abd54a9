"""Lines that were meant as rows of a table and are in none.

GFM takes lines for a table only when a header row stands directly over a delimiter row of as many cells, and
ends the table at the first blank line (GFM spec, "Tables (extension)"); a comment line ends it too. What is
left is a paragraph, which GitHub shows as text with pipes in it.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks.block_lines import (
    Line,
    block_lines,
    cells_with_full_width_pipes,
    is_quoted,
    without_note,
)
from mdpaperlint.markdown.blocks.table_block import delimiter_width
from mdpaperlint.model.document import Block, Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.tables.unpiped_rows import continue_table, header_in_heading, is_table

Fault = Literal[
    "orphaned",
    "other-width",
    "no-delimiter",
    "no-header",
    "bad-delimiter",
    "apart",
    "full-width-pipe",
    "glued",
    "in-html",
    "on-one-line",
]
#: What keeps rows from their table; ``indent`` is one unlike its own, or another ``>``.
Cut = Literal["blank", "comment", "html", "indent"]

# What people write for dashes: typographic dashes, minus signs, box drawing, `=`, `_`, `*`, dots; and `+` for
# the pipes between them.
_NEAR_DELIMITER = lazy_pattern(r"[|｜:：+*.~\s=_–—―─━‐‑−-]+")
# A row of dashes with more on both of its sides.
_DASHES_WITHIN = lazy_pattern(r"[^|\s`][ \t]*\|[ \t]*\|(?:[ \t]*:?-{3,}:?[ \t]*\|){2,}[ \t]*\|[ \t]*[^|\s`]")
_DASH = lazy_pattern(r"[=_*.~–—―─━‐‑−-]")
_NO_TABLE = lazy_pattern(r"^[ \t>]*\+[-=+]{2}|[\u2500-\u257f]|\$\$|\\begin\{|\\\[", re.MULTILINE)
#: HTML that holds text and no Markdown, and runs on over blank lines.
RAW_HTML = lazy_pattern(r"<(?:!|\?|pre\b|script\b|style\b|textarea\b)", re.IGNORECASE)
_WORDS = lazy_pattern(r"\w\w")
_COMMENT_ONLY = lazy_pattern(r"(?:<!--(?:[^-]|-(?!->))*-->\s*)+")


class UnparsedTable(NamedTuple):
    """``lines`` are the lines that were meant as rows, the header and the delimiter row included.

    ``header`` and ``delimiter`` are indices into ``lines`` or -1. ``gaps`` are the places (line numbers, the
    end exclusive) where blank lines and nothing else cut them off or apart. ``width`` is the number of cells
    that the table has or was meant to have.
    """

    fault: Fault
    lines: tuple[Line, ...]
    header: int
    delimiter: int
    width: int
    gaps: tuple[tuple[int, int], ...]
    cut: Cut = "blank"


class _Above(NamedTuple):
    """What the next lines would have to continue: a table or lines meant as one."""

    width: int
    opens: bool
    end_line: int
    item: int
    quoted: bool
    report: int


@memoize
def unparsed_tables(document: Document) -> tuple[UnparsedTable, ...]:
    return tuple(_Reader(document).read())


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables = {table.line: table for table in document.tables}
        self._found: list[UnparsedTable] = []
        # Lines and gaps that come to a report later; a report is made once, however many there are.
        self._more: dict[int, tuple[list[Line], list[tuple[int, int]]]] = {}

    def read(self) -> list[UnparsedTable]:
        text = self._document.text
        above: _Above | None = None
        pending: tuple[Block, Line] | None = None
        cut: Cut = "blank"
        before: Block | None = None
        for block in self._document.blocks:
            before, previous = block, before
            if block.kind == "table":
                above, pending, cut = self._table_at(block.line), None, "blank"
            elif block.kind == "html" and above and _COMMENT_ONLY.fullmatch(text, block.start, block.end):
                cut = "comment"
            elif block.kind == "html":
                if text.find("|", block.start, block.end) >= 0:
                    self._in_html(block, above)
                above, pending, cut = None, None, "blank"
            elif block.kind == "code" and above and block.line == above.end_line:
                lines = block_lines(self._document, block)
                orphans = self._orphans(lines, above, block)
                if len(orphans) == len(lines):
                    self._add_orphans(orphans, above, cut="indent", whole=False)
                above = None
            elif block.kind == "paragraph" and (
                text.find("|", block.start, block.end) >= 0 or text.find("｜", block.start, block.end) >= 0
            ):
                lines = block_lines(self._document, block)
                if _NO_TABLE.search(text, block.start, block.end):
                    above, pending, cut = None, None, "blank"
                    continue
                orphans = self._orphans(lines, above, block) if above else []
                if above and orphans:
                    whole = len(orphans) == len(lines)
                    if block.line == above.end_line:
                        cut = "indent"
                    continued = self._add_orphans(orphans, above, cut=cut, whole=whole)
                    above, pending, cut = continued if whole else None, None, "blank"
                    continue
                over = header_in_heading(self._document, previous, lines) if previous else []
                above = self._faults([*over, *lines], block, pending)
                last = lines[-1]
                pending = (block, last) if above is None and last.opens and last.cells > 1 else None
                cut = "blank"
            else:
                above, pending, cut = None, None, "blank"
        for report, (lines, gaps) in self._more.items():
            found = self._found[report]
            self._found[report] = found._replace(lines=(*found.lines, *lines), gaps=(*found.gaps, *gaps))
        return self._found

    def _table_at(self, line: int) -> _Above | None:
        table = self._tables.get(line)
        if table is None:
            return None
        opens = self._document.text.startswith("|", table.header.start)
        return _Above(table.width, opens, table.end_line, table.item, table.quoted, -1)

    def _orphans(self, lines: list[Line], above: _Above, block: Block) -> list[Line]:
        """The leading lines that have the form of the table above, when the first has its width too."""
        apart = block.item != above.item or is_quoted(self._document, block.line) != above.quoted
        if above.width < 2 or (apart and block.line > above.end_line):
            return []
        if above.opens != lines[0].opens:
            return []
        if not above.opens:
            return lines if continue_table(self._document, lines, above.width) else []
        first = lines[0] if lines[0].cells == above.width else without_note(self._document.text, lines[0])
        if first.cells != above.width or (above.width == 2 and not first.closes):
            return []
        orphans = list(takewhile(lambda line: line.opens, lines))
        if len(orphans) > 1 and self._is_delimiter(orphans[1]):
            return []
        return orphans

    def _add_orphans(self, orphans: list[Line], above: _Above, *, cut: Cut, whole: bool) -> _Above:
        gaps = ((above.end_line, orphans[0].number),) if cut == "blank" and whole else ()
        report = above.report
        if report < 0:
            report = len(self._found)
            self._found.append(UnparsedTable("orphaned", (), -1, -1, above.width, (), cut))
        found = self._found[report]
        if found.cut == "blank":
            self._found[report] = found._replace(cut=cut)
        more = self._more.setdefault(report, ([], []))
        more[0].extend(orphans)
        more[1].extend(gaps)
        return above._replace(end_line=orphans[-1].number + 1, report=report)

    def _faults(self, lines: list[Line], block: Block, pending: tuple[Block, Line] | None) -> _Above | None:
        text = self._document.text
        for at, line in enumerate(lines):
            if not _NEAR_DELIMITER.fullmatch(text, line.start, line.end):
                continue
            found = self._with_delimiter(lines, at, pending, block)
            if found is None:
                continue
            self._found.append(found)
            return _Above(
                found.width,
                lines[at].opens,
                lines[-1].number + 1,
                block.item,
                is_quoted(self._document, block.line),
                len(self._found) - 1 if found.fault == "apart" else -1,
            )
        for at, line in enumerate(lines):
            if line.opens and _DASHES_WITHIN.search(text, line.start, line.end):
                self._found.append(UnparsedTable("on-one-line", (line,), -1, -1, line.cells, ()))
                break
            run = self._run(lines, at) if line.opens and line.cells > 1 else []
            if at == 0 and not line.opens and is_table(self._document, lines):
                run = lines
            if len(run) > 1:
                self._found.append(UnparsedTable("no-delimiter", tuple(run), 0, -1, line.cells, ()))
                break
        return None

    def _in_html(self, block: Block, above: _Above | None) -> None:
        """A table, or the rest of one, that stands in an HTML block, which goes on to the next blank line."""
        if RAW_HTML.match(self._document.text, block.start):
            return
        lines = block_lines(self._document, block)
        if above and block.line == above.end_line and len(lines) > 1:
            orphans = self._orphans(lines[1:], above, block)
            if orphans:
                self._add_orphans(orphans, above, cut="html", whole=False)
                return
        for header, delimiter in pairwise(lines):
            if header.cells > 1 and delimiter.cells == header.cells and self._is_delimiter(delimiter):
                at = lines.index(header)
                if at > 0:
                    meant = tuple(lines[at:])
                    self._found.append(UnparsedTable("in-html", meant, 0, 1, header.cells, ()))
                return

    def _with_delimiter(
        self, lines: list[Line], at: int, pending: tuple[Block, Line] | None, block: Block
    ) -> UnparsedTable | None:
        text = self._document.text
        delimiter = lines[at]
        valid = self._is_delimiter(delimiter)
        if not _DASH.search(text, delimiter.start, delimiter.end):
            return None
        if at == 0:
            if delimiter.cells < 2 or not valid:
                return None
            if (
                pending
                and pending[0].item == block.item
                and pending[1].cells == delimiter.cells
                and pending[1].number + 1 < delimiter.number
                and self._blank_between(pending[1].number + 1, delimiter.number)
            ):
                gap = ((pending[1].number + 1, delimiter.number),)
                return UnparsedTable("apart", (pending[1], *lines), 0, 1, delimiter.cells, gap)
            if len(lines) > 1 and without_note(text, lines[1]).cells == delimiter.cells:
                return UnparsedTable("no-header", tuple(lines), -1, 0, delimiter.cells, ())
            return None
        header = lines[at - 1]
        wide = [cells_with_full_width_pipes(text, line) for line in (header, delimiter)]
        if (wide[0] > header.cells or wide[1] > delimiter.cells) and wide[0] == wide[1] > 1:
            return UnparsedTable("full-width-pipe", tuple(lines[at - 1 :]), 0, 1, wide[0], ())
        if not valid and (header.cells < 2 or delimiter.cells < 1):
            return None
        if valid and (header.cells == 0 or max(header.cells, delimiter.cells) < 2):
            follows = at + 1 < len(lines) and lines[at + 1].cells == delimiter.cells > 1
            return (
                UnparsedTable("no-header", tuple(lines[at:]), -1, 0, delimiter.cells, ()) if follows else None
            )
        meant = tuple(lines[at - 1 :])
        if not valid or not delimiter.cells:
            return UnparsedTable("bad-delimiter", meant, 0, 1, header.cells, ())
        if header.cells != delimiter.cells:
            return UnparsedTable("other-width", meant, 0, 1, header.cells, ())
        return UnparsedTable("glued", meant, 0, 1, header.cells, ())

    def _is_delimiter(self, line: Line) -> bool:
        return delimiter_width(self._document.text[line.start : line.end]) > 0

    def _blank_between(self, start: int, end: int) -> bool:
        return all(not self._document.line_text(line).strip(" \t>") for line in range(start, end))

    def _run(self, lines: list[Line], at: int) -> list[Line]:
        """Lines of one width with both outer pipes and words in two cells or more."""
        text = self._document.text
        run = []
        cells = 0
        for number in range(at, len(lines)):
            line = without_note(text, lines[number])
            cells = cells or line.cells
            if not (line.opens and line.closes and line.cells == cells):
                break
            words = sum(1 for cell in text[line.start : line.end].split("|") if _WORDS.search(cell))
            if words < 2:
                break
            run.append(lines[number])
        return run
