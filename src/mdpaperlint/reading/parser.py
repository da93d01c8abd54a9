"""Text to :class:`~mdpaperlint.model.document.Document`."""

from __future__ import annotations

from bisect import bisect_right

from mdpaperlint.model.document import Block, Document, Heading, Link, Section
from mdpaperlint.reading.block_parser import read_blocks
from mdpaperlint.reading.block_state import BlockState, same_length_source
from mdpaperlint.reading.comments import read_comments
from mdpaperlint.reading.front_matter import front_matter_lines

_make = tuple.__new__


def parse(text: str) -> Document:
    """Finds all blocks; links and the cells of tables are read when they are asked for.

    Any text is a document: nothing is raised. What costs more than the stated bounds is in ``notices``.
    """
    source = same_length_source(text)
    first_line = front_matter_lines(source)
    state = BlockState(text, source)
    if first_line:
        state.blocks.append(
            Block("front-matter", state.bMarks[0], state.line_end(first_line - 1), 0, first_line, -1)
        )
    read_blocks(state, first_line, state.line_count)
    line_starts = state.line_starts
    return Document(
        text,
        line_starts=line_starts,
        blocks=tuple(state.blocks),
        headings=tuple(state.headings),
        sections=tuple(read_sections(state.headings, line_starts, len(text))),
        tables=tuple(state.tables),
        items=tuple(state.items),
        inlines=tuple(state.inlines),
        comments=read_comments(source, state.blocks, state.inlines, state.tables),
        notices=tuple(state.notices),
        read_links=_read_links,
    )


def read_sections(headings: list[Heading], line_starts: list[int], length: int) -> list[Section]:
    """A section begins with the line of its heading."""
    opening = [heading for heading in headings if not heading.nested]
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
        # In the order of the fields of Section.
        section = (number, heading, begin, body, end, parents[number], last_descendants[number])
        sections.append(_make(Section, section))
    return sections


def _next_line_start(line_starts: list[int], offset: int, length: int) -> int:
    line = bisect_right(line_starts, offset)
    return line_starts[line] if line < len(line_starts) else length


def _read_links(document: Document) -> tuple[Link, ...]:
    from mdpaperlint.reading.links import read_links

    return read_links(document)
