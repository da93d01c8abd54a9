"""Where the lines of a text begin and end, and what the block rules have found in them.

The marks of a line have the names and meanings of markdown-it's ``StateBlock``, from whose rules those of
:mod:`mdpaperlint.reading` are descended. What the rules find they write down here rather than as tokens: a
token for each cell and paragraph costs more than the reading itself.
"""

from __future__ import annotations

from itertools import accumulate

from mdpaperlint.model.document import Block, BlockKind, Heading, Inline, ListItem, Notice, Table

#: Block quotes and lists within each other. Every level is two frames of recursion, and every line that
#: belongs to all of them costs a step for each.
MAX_NESTING = 32

#: A line without ``>`` that continues a paragraph in nested quotes is read once for every quote: 32 quotes of
#: one character make 1 MB of such lines as dear as 32 MB. Lines may be read this many times over.
MAX_QUOTED_READINGS = 4
FREE_QUOTED_READINGS = 20_000

#: White space in Markdown; ``str.strip()`` without it takes U+0085 and others too.
WHITE_SPACE = " \t\n\v\f\r"

# Half the time of a named tuple's own constructor, which is felt where there is one for every line.
_make = tuple.__new__


def same_length_source(text: str) -> str:
    """The text with ``\\n`` for every line end, each character at its old offset.

    The CR of a CRLF becomes a space, which means nothing at the end of a line.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text.replace("\0", "\ufffd") if "\0" in text else text


class BlockState:
    """``text`` is as in the file, ``src`` is :func:`same_length_source` of it.

    For each line: ``bMarks`` is where it begins behind the marks of its block quotes, ``eMarks`` where it
    ends (before ``\\n``), ``tShift`` how many characters of white space it has first, ``sCount`` their width
    in columns (negative: the line lacks a quote's mark, so it can only continue a paragraph), ``bsCount``
    the column of ``bMarks``. ``blkIndent`` is the indent that the innermost list item asks for.
    """

    def __init__(self, text: str, source: str) -> None:
        self.src = source
        self.text = text
        lines = source.split("\n")
        # A file that ends with a line end has no more lines, yet an editor shows an empty one.
        self.line_starts = list(accumulate([len(line) + 1 for line in lines], initial=0))
        self.line_starts.pop()
        if not lines[-1]:
            lines.pop()
        count = len(lines)
        size = len(source)
        self.bMarks = self.line_starts[:count]
        self.eMarks = [start + len(line) for start, line in zip(self.bMarks, lines, strict=True)]
        self.tShift = [
            len(line) - len(line.lstrip(" \t")) if line and line[0] in " \t" else 0 for line in lines
        ]
        self.sCount = self.tShift.copy()
        if "\t" in source:
            self._expand_tabs(lines)
        if source.startswith("\ufeff"):
            rest = lines[0][1:]
            self.bMarks[0] = 1
            self.tShift[0] = len(rest) - len(rest.lstrip(" \t"))
            self.sCount[0] = _width(rest[: self.tShift[0]])
        self.line_count = count
        # One empty line more spares the rules a check.
        self.bMarks.append(size)
        self.eMarks.append(size)
        self.tShift.append(0)
        self.sCount.append(0)
        self.bsCount = [0] * (count + 1)
        self.blkIndent = 0
        self.level = 0

        self.carriage_returns = "\r" in text
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.inlines: list[Inline] = []
        self.tables: list[Table] = []
        self.items: list[ListItem] = []
        self.notices: list[Notice] = []
        self.item = -1
        self.item_depth = 0
        #: ``blkIndent`` of the open list items in the innermost quote, outermost first.
        self.item_indents: list[int] = []
        self.list_count = 0
        self.first_child_start: dict[int, int] = {}
        self.quote_depth = 0
        self.quoted_readings = -FREE_QUOTED_READINGS
        self._blank_run = (0, 0)

    def _expand_tabs(self, lines: list[str]) -> None:
        shifts, counts = self.tShift, self.sCount
        for number, line in enumerate(lines):
            if shifts[number] and "\t" in line:
                counts[number] = _width(line[: shifts[number]])

    def first_character(self, line: int) -> int:
        """The offset of the line's first character that is no indent and no container's prefix."""
        return self.bMarks[line] + self.tShift[line]

    def is_blank(self, line: int) -> bool:
        return self.bMarks[line] + self.tShift[line] >= self.eMarks[line]

    def indent_in_container(self, line: int) -> int:
        """Columns of indent behind what the innermost list item asks for that the line still belongs to."""
        columns = self.sCount[line]
        if columns < 0:
            return -1 - columns
        if columns >= self.blkIndent:
            return columns - self.blkIndent
        for indent in reversed(self.item_indents):
            if indent <= columns:
                return columns - indent
        return columns

    def line_end(self, line: int) -> int:
        """The offset of the line end, CRLF included."""
        end = self.eMarks[line]
        if self.carriage_returns and end > self.bMarks[line] and self.text.startswith("\r\n", end - 1):
            return end - 1
        return end

    def last_filled_line(self, line: int, end: int) -> int:
        """The last line in ``range(line, end)`` that is not blank, or ``line``."""
        last = end - 1
        start, known_end = self._blank_run
        if known_end == end:
            # Nested lists that end together walk over the same blank lines.
            last = max(start, line)
        while last > line and self.is_blank(last):
            last -= 1
        self._blank_run = (last, end)
        return last

    def add_block(self, kind: BlockKind, line: int, end_line: int) -> None:
        start = self.bMarks[line] + self.tShift[line]
        end = self.line_end(end_line - 1) if self.carriage_returns else self.eMarks[end_line - 1]
        self.blocks.append(_make(Block, (kind, start, end, line, end_line, self.item)))

    def add_heading(self, level: int, line: int, text_start: int, text_end: int, content: str) -> None:
        """Adds the heading that the last block is."""
        block = self.blocks[-1]
        nested = self.level > 0
        # In the order of the fields of Heading.
        heading = (level, block.start, block.end, line, text_start, text_end, content, nested)
        self.headings.append(_make(Heading, heading))

    def add_unparsed(self, line: int, end_line: int, message: str) -> None:
        self.add_block("unparsed", line, end_line)
        block = self.blocks[-1]
        self.notices.append(Notice(block.start, block.end, message))


def _width(indent: str) -> int:
    return len(indent.expandtabs(4))
