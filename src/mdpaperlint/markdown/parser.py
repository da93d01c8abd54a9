"""Text to :class:`~mdpaperlint.model.document.Document`."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import Any

from mdpaperlint.markdown.blocks.block_parser import MARKDOWN
from mdpaperlint.markdown.blocks.block_state import BlockState
from mdpaperlint.markdown.blocks.comments import read_comments
from mdpaperlint.markdown.links.raw_html import read_html_headings
from mdpaperlint.model.document import Block, Document, Heading, Link, Notice, Section, Table

#: A text may have so many blocks, rows, columns, cells and links, and one for so many characters, however
#: long. Of the real ones, the longest has 20,000 in 1.7 MB, and the densest above 100 kB 10,000 in 300 kB.
MAX_PARTS = 24_000
LEAST_OF_A_PART = 40
#: So many cells of a row come with the row, and so many of the others count as one part.
CELLS_OF_A_ROW = 10
CELLS_OF_A_PART = 4
#: As for parts; those of lists are longer by far.
MAX_LINES = 100_000
LEAST_OF_A_LINE = 8


def parse(text: str) -> Document:
    """Finds all blocks; links and the cells of tables are read when they are asked for.

    Any text is a document: nothing is raised. What costs more than the stated bounds is in ``notices``.
    """
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text, env)
    # Popped, since the state holds the environment: a cycle would keep both until garbage is looked for.
    state: BlockState = env.pop("state")
    line_starts = state.line_starts
    tables = [token.meta["table"] for token in tokens if token.type == "table"]
    length = len(text)
    if length > MAX_PARTS and _parts(state, tables) > max(MAX_PARTS, length // LEAST_OF_A_PART):
        what = f"{MAX_PARTS:,} blocks, rows, columns, cells and links"
        return _unread(text, line_starts, f"{what}, and one for {LEAST_OF_A_PART} characters")
    if len(line_starts) > max(MAX_LINES, length // LEAST_OF_A_LINE):
        what = f"{MAX_LINES:,} lines, of fewer than {LEAST_OF_A_LINE} characters on average"
        return _unread(text, line_starts, what)
    headings = [token.meta["heading"] for token in tokens if token.type == "heading"]
    html_headings = list(read_html_headings(text, state.blocks)) if "<h" in text or "<H" in text else []
    return Document(
        text,
        line_starts=line_starts,
        blocks=tuple(state.blocks),
        headings=tuple(headings),
        sections=tuple(read_sections([*headings, *html_headings], line_starts, len(text))),
        tables=tuple(tables),
        items=tuple(state.items),
        inlines=tuple(state.inlines),
        comments=read_comments(state.src, state.blocks, state.inlines, tables),
        notices=tuple(state.notices),
        read_links=_read_links,
    )


def _parts(state: BlockState, tables: list[Table]) -> int:
    text = state.text
    rows = sum(table.end_line - table.line for table in tables)
    columns = sum(table.width for table in tables)
    cells = max(text.count("|") - CELLS_OF_A_ROW * rows, 0) // CELLS_OF_A_PART
    links = max(text.count("]"), text.count("://")) + text.count("<a")
    return len(state.blocks) + rows + columns + cells + links


def _unread(text: str, line_starts: list[int], bound: str) -> Document:
    end = len(text)
    return Document(
        text,
        line_starts=line_starts,
        blocks=(Block("unparsed", 0, end, 0, len(line_starts), -1),),
        headings=(),
        sections=tuple(read_sections([], line_starts, end)),
        tables=(),
        items=(),
        inlines=(),
        comments=(),
        notices=(Notice(0, end, f"more than {bound}"),),
        read_links=lambda _: (),
    )


def read_sections(headings: list[Heading], line_starts: list[int], length: int) -> list[Section]:
    """A section begins with the line of its heading."""
    opening = sorted((heading for heading in headings if not heading.nested), key=attrgetter("start"))
    begins = [line_starts[heading.line] for heading in opening]
    ends = [*begins, length]
    last_descendants = list(range(len(opening) + 1))
    parents = [-1]
    above: list[int] = []
    for number, heading in enumerate(opening, start=1):
        while above and opening[above[-1] - 1].level >= heading.level:
            last_descendants[above.pop()] = number - 1
        parents.append(above[-1] if above else -1)
        above.append(number)
    for number in above:
        last_descendants[number] = len(opening)
    sections = [Section(0, None, 0, 0, ends[0], -1, 0)]
    for number, heading in enumerate(opening, start=1):
        body = _next_line_start(line_starts, heading.end, length)
        begin, end = begins[number - 1], ends[number]
        descendant = last_descendants[number]
        sections.append(Section(number, heading, begin, body, end, parents[number], descendant))
    return sections


def _next_line_start(line_starts: list[int], offset: int, length: int) -> int:
    line = bisect_right(line_starts, offset)
    return line_starts[line] if line < len(line_starts) else length


def _read_links(document: Document) -> tuple[Link, ...]:
    from mdpaperlint.markdown.links.document_links import read_links

    return read_links(document)
