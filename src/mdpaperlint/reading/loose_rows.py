"""Lines that were meant as rows of a table and are in none.

GFM takes lines for a table only when a header row stands directly over a delimiter row of as many cells, and
ends the table at the first blank line (GFM spec, "Tables (extension)"); a comment line ends it too. What is
left is a paragraph, which GitHub shows as text with pipes in it.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from mdpaperlint.model.document import Block, Document
from mdpaperlint.reading.cells import count_cells
from mdpaperlint.reading.once import once_per_document
from mdpaperlint.reading.table_block import delimiter_width

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
]

_PREFIX = re.compile(r"[ \t]*(?:>[ \t]*)*")
# What people write for dashes: typographic dashes, minus signs, box drawing, `=`, `_`, `+` between columns.
_NEAR_DELIMITER = re.compile(r"[|｜:：+\s=_–—―─━‐‑−-]+")
_DASH = re.compile(r"[=_–—―─━‐‑−-]")
_NO_TABLE = re.compile(r"^[ \t>]*\+[-=+]{2}|[\u2500-\u257f]|\$\$|\\begin\{|\\\[", re.MULTILINE)
# HTML that holds text and no Markdown, and runs on over blank lines.
_RAW = re.compile(r"<(?:!|\?|pre\b|script\b|style\b|textarea\b)", re.IGNORECASE)
_WORDS = re.compile(r"\w\w")
_COMMENT_ONLY = re.compile(r"(?:<!--(?:[^-]|-(?!->))*-->\s*)+")


class Line(NamedTuple):
    """A line without container prefix, indent and trailing white space. ``cells`` is 0 without a pipe;
    ``opens`` and ``closes`` tell whether it has the outer pipes.
    """

    number: int
    start: int
    end: int
    cells: int
    opens: bool
    closes: bool


class LooseRows(NamedTuple):
    """``lines`` are the lines that were meant as rows, the header and the delimiter row included.

    ``header`` and ``delimiter`` are indices into ``lines`` or -1. ``gaps`` are the places (line numbers, the
    end exclusive) where lines of nothing but blanks cut them off or apart; ``comment`` tells that one of the
    cuts is a comment. ``width`` is the number of cells that the table has or was meant to have.
    """

    fault: Fault
    lines: tuple[Line, ...]
    header: int
    delimiter: int
    width: int
    gaps: tuple[tuple[int, int], ...]
    comment: bool


class _Above(NamedTuple):
    """What the next lines would have to continue: a table or lines meant as one."""

    width: int
    opens: bool
    end_line: int
    item: int
    quoted: bool
    report: int


@once_per_document
def loose_rows(document: Document) -> tuple[LooseRows, ...]:
    return tuple(_Reader(document).read())


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables = {table.line: table for table in document.tables}
        self._found: list[LooseRows] = []

    def read(self) -> list[LooseRows]:
        text = self._document.text
        above: _Above | None = None
        pending: tuple[Block, Line] | None = None
        comment = False
        for block in self._document.blocks:
            if block.kind == "table":
                above, pending, comment = self._table_at(block.line), None, False
            elif block.kind == "html" and above and _COMMENT_ONLY.fullmatch(text, block.start, block.end):
                comment = True
            elif block.kind == "html":
                above, pending, comment = None, None, False
                if text.find("|", block.start, block.end) >= 0:
                    self._in_html(block)
            elif block.kind == "paragraph" and (
                text.find("|", block.start, block.end) >= 0 or text.find("｜", block.start, block.end) >= 0
            ):
                lines = self._lines(block)
                if _NO_TABLE.search(text, block.start, block.end):
                    above, pending, comment = None, None, False
                    continue
                orphans = above and self._orphans(lines, above, block)
                if above and orphans:
                    above = self._add_orphans(
                        orphans, above, whole=len(orphans) == len(lines), comment=comment
                    )
                    if len(orphans) < len(lines):
                        above = None
                    pending, comment = None, False
                    continue
                above = self._faults(lines, block, pending)
                last = lines[-1]
                pending = (block, last) if above is None and last.opens and last.cells > 1 else None
                comment = False
            else:
                above, pending, comment = None, None, False
        return self._found

    def _table_at(self, line: int) -> _Above | None:
        table = self._tables.get(line)
        if table is None:
            return None
        opens = self._document.text.startswith("|", table.header.start)
        return _Above(table.width, opens, table.end_line, table.item, table.quoted, -1)

    def _lines(self, block: Block) -> list[Line]:
        document, text = self._document, self._document.text
        lines = []
        for number in range(block.line, block.end_line):
            start, end = document.line_span(number)
            if number == block.line:
                start = block.start
            else:
                prefix = _PREFIX.match(text, start, end)
                start = prefix.end() if prefix else start
            while end > start and text[end - 1] in " \t\r":
                end -= 1
            lines.append(_line(text, number, start, end))
        return lines

    def _quoted(self, line: int) -> bool:
        start, end = self._document.line_span(line)
        return ">" in (_PREFIX.match(self._document.text, start, end) or [""])[0]

    def _orphans(self, lines: list[Line], above: _Above, block: Block) -> list[Line]:
        """The leading lines that have the form of the table above, when the first has its width too."""
        if block.item != above.item or self._quoted(block.line) != above.quoted or above.width < 2:
            return []
        if not (above.opens and lines[0].opens and lines[0].cells == above.width):
            return []
        if above.width == 2 and not lines[0].closes:
            return []
        orphans = list(takewhile(lambda line: line.opens, lines))
        if len(orphans) > 1 and self._is_delimiter(orphans[1]):
            return []
        return orphans

    def _add_orphans(self, orphans: list[Line], above: _Above, *, whole: bool, comment: bool) -> _Above:
        gaps = () if comment or not whole else ((above.end_line, orphans[0].number),)
        report = above.report
        if report >= 0:
            before = self._found[report]
            self._found[report] = before._replace(
                lines=before.lines + tuple(orphans),
                gaps=before.gaps + gaps,
                comment=before.comment or comment,
            )
        else:
            report = len(self._found)
            self._found.append(LooseRows("orphaned", tuple(orphans), -1, -1, above.width, gaps, comment))
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
                self._quoted(block.line),
                len(self._found) - 1 if found.fault == "apart" else -1,
            )
        for at, line in enumerate(lines):
            run = self._run(lines, at) if line.opens and line.closes and line.cells > 1 else []
            if len(run) > 1:
                self._found.append(LooseRows("no-delimiter", tuple(run), 0, -1, line.cells, (), False))
                break
        return None

    def _in_html(self, block: Block) -> None:
        """A table that stands in an HTML block, which goes on to the next blank line."""
        if _RAW.match(self._document.text, block.start):
            return
        lines = self._lines(block)
        for header, delimiter in pairwise(lines):
            if header.cells > 1 and delimiter.cells == header.cells and self._is_delimiter(delimiter):
                at = lines.index(header)
                if at > 0:
                    meant = tuple(lines[at:])
                    self._found.append(LooseRows("in-html", meant, 0, 1, header.cells, (), False))
                return

    def _with_delimiter(
        self, lines: list[Line], at: int, pending: tuple[Block, Line] | None, block: Block
    ) -> LooseRows | None:
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
                and self._blank_between(pending[1].number + 1, delimiter.number)
            ):
                gap = ((pending[1].number + 1, delimiter.number),)
                return LooseRows("apart", (pending[1], *lines), 0, 1, delimiter.cells, gap, False)
            if len(lines) > 1 and lines[1].cells == delimiter.cells:
                return LooseRows("no-header", tuple(lines), -1, 0, delimiter.cells, (), False)
            return None
        header = lines[at - 1]
        wide = [_wide(text, line) for line in (header, delimiter)]
        if (wide[0] > header.cells or wide[1] > delimiter.cells) and wide[0] == wide[1] > 1:
            return LooseRows("full-width-pipe", tuple(lines[at - 1 :]), 0, 1, wide[0], (), False)
        if header.cells < 2 or delimiter.cells < 1:
            return None
        meant = tuple(lines[at - 1 :])
        if not valid:
            return LooseRows("bad-delimiter", meant, 0, 1, header.cells, (), False)
        if header.cells != delimiter.cells:
            return LooseRows("other-width", meant, 0, 1, header.cells, (), False)
        return LooseRows("glued", meant, 0, 1, header.cells, (), False)

    def _is_delimiter(self, line: Line) -> bool:
        return delimiter_width(self._document.text[line.start : line.end]) > 0

    def _blank_between(self, start: int, end: int) -> bool:
        text = self._document.text
        return all(
            not text[slice(*self._document.line_span(line))].strip(" \t>") for line in range(start, end)
        )

    def _run(self, lines: list[Line], at: int) -> list[Line]:
        """Lines of one width with both outer pipes and words in two cells or more."""
        text = self._document.text
        run = []
        for line in lines[at:]:
            if not (line.opens and line.closes and line.cells == lines[at].cells):
                break
            words = sum(1 for cell in text[line.start : line.end].split("|") if _WORDS.search(cell))
            if words < 2:
                break
            run.append(line)
        return run


def _line(text: str, number: int, start: int, end: int) -> Line:
    line = text[start:end]
    cells = count_cells(line) if "|" in line else 0
    opens = text.startswith("|", start)
    closes = end - start > 1 and text[end - 1] == "|" and text[end - 2] != "\\"
    return Line(number, start, end, cells, opens, closes)


def _wide(text: str, line: Line) -> int:
    return count_cells(text[line.start : line.end].replace("｜", "|"))
