"""A Markdown file as blocks, tables, list items and links, each with its exact span.

Every offset is a count of characters into :attr:`Document.text`; every span is half-open. Line numbers in
the model are 0-based; only reports count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from mdpaperlint.model.lines import Lines, begun_within, last_begun, span_at

BlockKind = Literal[
    "paragraph", "heading", "table", "html", "code",
    "thematic-break", "definition", "front-matter", "unparsed",
]  # fmt: skip
LinkKind = Literal["inline", "image", "reference", "definition", "autolink", "bare", "html"]


class Cell(NamedTuple):
    """The text between two pipes, without the white space around it. A blank cell is an empty span."""

    start: int
    end: int

    @property
    def is_blank(self) -> bool:
        return self.start == self.end


class Row(NamedTuple):
    """A line of a table as written: its cells are neither padded nor cut to the width of the header.

    ``start`` is behind the indent and any container prefix (``>``, list indent); ``end`` is before trailing
    white space and the line end.
    """

    line: int
    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Whether all of its cells are blank."""
        return not any(start < end for start, end in self.cells)


class Block(NamedTuple):
    """A leaf block. ``end_line`` is exclusive; ``end`` is before the line end of the last line.

    ``item`` is the index into ``Document.items`` of the innermost list item that holds the block, or -1.
    """

    kind: BlockKind
    start: int
    end: int
    line: int
    end_line: int
    item: int


class Inline(NamedTuple):
    """Text that inline Markdown is read from: a paragraph, a heading's text or a table cell.

    ``content`` is what the block parser hands to the inline parser. ``places`` maps it back to the source:
    pairs (offset in ``content``, offset in the text), ascending, one for each line of a paragraph; between
    two pairs content and source run in step.
    """

    content: str
    places: tuple[tuple[int, int], ...]
    item: int


class Heading(NamedTuple):
    """``level`` is 1 to 6. ``text_start``/``text_end`` are the heading's inline text without its marks.
    ``nested`` tells a heading in a list item or quote, which opens no section; ``html`` one that is written
    in HTML, which opens one, but is none of ``Document.headings``.
    """

    level: int
    start: int
    end: int
    line: int
    text_start: int
    text_end: int
    content: str
    nested: bool
    html: bool


class Section(NamedTuple):
    """A heading and what follows it up to the next heading that opens a section, deeper ones included.

    The first section has no heading: it is what stands before the first one. ``parent`` is an index into
    ``Document.sections``, -1 for a section with no heading above it. ``body_end`` is where the next section
    starts; ``last_descendant`` is the number of the last section nested below this one, or its own.
    """

    number: int
    heading: Heading | None
    start: int
    body_start: int
    body_end: int
    parent: int
    last_descendant: int


class ListItem(NamedTuple):
    """``start`` is the marker, ``content_start`` what follows it, ``end`` is before the line end of the last
    line that belongs to the item, nested items and continuation lines included. ``own_end`` is where the
    first nested list begins, or ``end``. ``parent`` is an index into ``Document.items`` or -1; ``depth`` is 0
    for an item of a list that is in no other. Items with the same ``list_number`` are siblings.
    """

    number: int
    start: int
    end: int
    content_start: int
    own_end: int
    line: int
    end_line: int
    depth: int
    parent: int
    list_number: int
    ordered: bool


class Link(NamedTuple):
    """``start``/``end`` are the whole link or image; ``destination`` is what is written at
    ``destination_start``/``destination_end``, before any unescaping: inside the definition for a
    ``reference`` and an image :attr:`by_reference`. ``text_start``/``text_end`` are the link's text (an
    image's alternative text); for autolinks and bare URLs they equal the destination, for definitions and
    HTML images they are empty.
    """

    kind: LinkKind
    start: int
    end: int
    text_start: int
    text_end: int
    destination_start: int
    destination_end: int
    destination: str

    @property
    def by_reference(self) -> bool:
        """Whether a definition has the destination, as for ``[r]`` and ``![r]``."""
        return not self.start <= self.destination_start <= self.end


class Comment(NamedTuple):
    """An HTML comment from ``<!--`` to ``-->``, both included; ``body`` is what stands between them."""

    start: int
    end: int
    body: str


class Notice(NamedTuple):
    """A span that was not parsed, because parsing it would cost more than the stated bound."""

    start: int
    end: int
    message: str


class _Table(NamedTuple):
    number: int
    header: Row
    delimiter: Row
    line: int
    end_line: int
    start: int
    end: int
    item: int
    quoted: bool
    read_rows: Callable[[], tuple[Row, ...]]


class Table(_Table):
    """A table as cmark-gfm finds it; ``quoted`` tells one in a quote. The rest is as in :class:`Block`."""

    def __hash__(self) -> int:
        # Results are kept by table: the cells of its header need not be hashed each time.
        return self.start

    @property
    def width(self) -> int:
        """The number of cells of the header."""
        return len(self.header.cells)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The body rows, read on first use."""
        return self.read_rows()

    def row_on(self, line: int) -> Row | None:
        """The header or the body row on a line of the table; None for the delimiter row's and other lines."""
        if line == self.line:
            return self.header
        number = line - self.delimiter.line - 1
        return self.rows[number] if 0 <= number < len(self.rows) else None


class TableCell(NamedTuple):
    """``column`` is the cell's number in its row; it may lie beyond the width of the table."""

    table: Table
    row: Row
    column: int


class Document(Lines):
    """The blocks of one file. ``text`` is what was read, with its line ends and byte order mark, if any.

    ``memoized`` belongs to :func:`mdpaperlint.model.memoize.memoize`.
    """

    def __init__(
        self,
        text: str,
        *,
        line_starts: list[int],
        blocks: tuple[Block, ...],
        headings: tuple[Heading, ...],
        sections: tuple[Section, ...],
        tables: tuple[Table, ...],
        items: tuple[ListItem, ...],
        inlines: tuple[Inline, ...],
        comments: tuple[Comment, ...],
        notices: tuple[Notice, ...],
        read_links: Callable[[Document], tuple[Link, ...]],
    ) -> None:
        super().__init__(text, line_starts)
        self.blocks = blocks
        self.headings = headings
        self.sections = sections
        self.tables = tables
        self.items = items
        self.inlines = inlines
        self.comments = comments
        self.notices = notices
        self.memoized: dict[Any, Any] = {}
        self._read_links = read_links

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links in the order in which they begin, nested ones (an image in a link) included; read on
        first use.
        """
        return self._read_links(self)

    @property
    def lines(self) -> Lines:
        """The text and its lines, without the rest, which takes more memory."""
        return Lines(self.text, self._line_starts)

    def cell_text(self, row: Row, column: int) -> str:
        """The cell as written; empty for a column that the row does not reach."""
        return self.text[slice(*row.cells[column])] if column < len(row.cells) else ""

    def section_at(self, offset: int) -> Section:
        """The innermost section that holds the offset."""
        return self.sections[last_begun(self.sections, offset)]

    def block_at(self, offset: int) -> Block | None:
        return span_at(self.blocks, offset)

    def blocks_within(self, start: int, end: int) -> Sequence[Block]:
        return begun_within(self.blocks, start, end)

    def links_within(self, start: int, end: int) -> Sequence[Link]:
        return begun_within(self.links, start, end)

    def table_at(self, offset: int) -> Table | None:
        return span_at(self.tables, offset)

    def cell_at(self, offset: int) -> TableCell | None:
        """The cell of a header or body row that holds the offset, or the last one before it."""
        table = self.table_at(offset)
        row = table.row_on(self.line_of(offset)) if table is not None else None
        if table is None or row is None:
            return None
        column = last_begun(row.cells, offset)
        return TableCell(table, row, column) if column >= 0 else None

    def item_at(self, offset: int) -> ListItem | None:
        """The innermost list item that holds the offset or ends at it."""
        number = last_begun(self.items, offset)
        while number >= 0 and self.items[number].end < offset:
            number = self.items[number].parent
        return self.items[number] if number >= 0 else None
