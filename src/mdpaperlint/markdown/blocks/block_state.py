"""Where the lines of a text begin and end, and what the block rules have found in them."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from mdpaperlint.model.document import Block, BlockKind, Heading, Inline, ListItem, Notice, Table

#: Block quotes and lists within each other. Every level is two frames of recursion, and every line that
#: belongs to all of them costs a step for each.
MAX_NESTING = 32
_TOO_DEEP = f"nested more than {MAX_NESTING} levels deep"

#: A line without ``>`` that continues a paragraph in nested quotes is read once for every quote: 32 quotes of
#: one character make 1 MB of such lines as dear as 32 MB. Lines may be read this many times over.
MAX_QUOTED_READINGS = 4
FREE_QUOTED_READINGS = 20_000

#: White space in Markdown; ``str.strip()`` without it takes U+0085 and others too.
WHITE_SPACE = " \t\n\v\f\r"


def same_length_source(text: str) -> str:
    """The text with ``\\n`` for every line end, each character at its old offset.

    The CR of a CRLF becomes a space, which means nothing at the end of a line.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text.replace("\0", "\ufffd") if "\0" in text else text


class BlockState(StateBlock):
    """The state of markdown-it's block rules, for a text that keeps its line ends and byte order mark.

    ``text`` is as in the file, ``src`` is :func:`same_length_source` of it. ``sCount`` is negative for a line
    in a block quote that lacks the quote's mark: it can only continue a paragraph.

    Tables and headings are tokens, one each, with the model's ``Table`` or ``Heading`` in ``token.meta``.
    Paragraphs and list items are no tokens: a list has one for every paper, and a token takes three times the
    time of the tuple that the document needs, for 10,000 bullets a quarter more in all.
    """

    # With more than thirty attributes in its dictionary an object loses CPython's quick look-up of them.
    __slots__ = (
        "_blank_run",
        "blocks",
        "carriage_returns",
        "first_child_start",
        "inlines",
        "item",
        "item_depth",
        "item_indents",
        "items",
        "line_starts",
        "list_count",
        "notices",
        "quote_depth",
        "quoted_readings",
        "table_count",
        "text",
    )

    def __init__(self, text: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        source = same_length_source(text)
        ends_with_line = source.endswith("\n")
        # markdown-it gives no marks to a last line of nothing but white space that has no line end.
        super().__init__(source if ends_with_line or not source else f"{source}\n", md, env, tokens)
        self.src = source
        self.text = text
        self.line_starts = self.bMarks[:-1]
        # A file that ends with a line end has no more lines, yet an editor shows an empty one.
        if ends_with_line or not source:
            self.line_starts.append(len(source))
        if source.startswith("\ufeff"):
            rest = source[1 : self.eMarks[0]]
            indent = rest[: len(rest) - len(rest.lstrip(" \t"))]
            self.bMarks[0] = 1
            self.tShift[0] = len(indent)
            self.sCount[0] = len(indent.expandtabs(4))
        self.carriage_returns = "\r" in text
        self.blocks: list[Block] = []
        self.inlines: list[Inline] = []
        self.items: list[ListItem] = []
        self.notices: list[Notice] = []
        self.table_count = 0
        self.item = -1
        self.item_depth = 0
        #: ``blkIndent`` of the open list items in the innermost quote, outermost first.
        self.item_indents: list[int] = []
        self.list_count = 0
        self.first_child_start: dict[int, int] = {}
        self.quote_depth = 0
        self.quoted_readings = -FREE_QUOTED_READINGS
        self._blank_run = (0, 0)

    def first_character(self, line: int) -> int:
        """The offset of the line's first character that is no indent and no container's prefix."""
        return self.bMarks[line] + self.tShift[line]

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
        while last > line and self.isEmpty(last):
            last -= 1
        self._blank_run = (last, end)
        return last

    def add_block(self, kind: BlockKind, line: int, end_line: int) -> None:
        start = self.bMarks[line] + self.tShift[line]
        end = self.line_end(end_line - 1) if self.carriage_returns else self.eMarks[end_line - 1]
        self.blocks.append(Block(kind, start, end, line, end_line, self.item))

    def add_heading(self, level: int, line: int, text_start: int, text_end: int, content: str) -> None:
        """Adds a token for the heading that the last block is."""
        block = self.blocks[-1]
        nested = self.level > 0
        heading = Heading(level, block.start, block.end, line, text_start, text_end, content, nested, False)
        token = self.push("heading", f"h{level}", 0)
        token.map = [line, block.end_line]
        token.content = content
        token.meta = {"heading": heading}

    def add_table(self, table: Table) -> None:
        """Adds one token for the whole table; markdown-it's own rule makes five for each cell."""
        self.table_count += 1
        self.add_block("table", table.line, table.end_line)
        token = self.push("table", "table", 0)
        token.map = [table.line, table.end_line]
        token.meta = {"table": table}

    def add_unparsed(self, line: int, end_line: int, message: str) -> None:
        self.add_block("unparsed", line, end_line)
        block = self.blocks[-1]
        self.notices.append(Notice(block.start, block.end, message))

    def skip_nested(self, line: int, end_line: int, reason: str = _TOO_DEEP) -> int:
        """Leaves out what is nested too deeply: up to a blank line, or where the container ends."""
        number = line + 1
        while number < end_line and not self.isEmpty(number) and self.sCount[number] >= self.blkIndent:
            number += 1
        self.add_unparsed(line, number, reason)
        return number
