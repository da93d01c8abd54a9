"""Every link of a document, with the exact place of its destination.

A link is what cmark-gfm makes one. Table cells beyond the width of the header are not shown and hold none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from html import unescape
from operator import attrgetter, itemgetter

from markdown_it.common.utils import unescapeAll

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.link_definitions import read_definition
from mdpaperlint.markdown.links.link_scanner import LINK_MARK, scan
from mdpaperlint.markdown.links.raw_html import block_links
from mdpaperlint.model.document import Block, Document, Link, Table

Places = tuple[tuple[int, int], ...]


def read_content_links(
    text: str, content: str, places: Places, definitions: Mapping[str, Link], links: list[Link]
) -> None:
    """Appends the links of ``content`` to ``links``; ``places`` are as in :class:`Inline`."""
    # The parser reads NUL as U+FFFD: what is written is asked of the text.
    if len(places) == 1 and "\ufffd" not in content:
        found = scan(content, definitions, places[0][1])
    else:
        found = [place_link(text, places, link) for link in scan(content, definitions)]
    links += (_defined(link, definitions) for link in found) if definitions else found


def _defined(link: Link, definitions: Mapping[str, Link]) -> Link:
    """The link with the destination of its definition, if it refers to one."""
    if link.destination_start >= 0:
        return link
    definition = definitions[link.destination]
    return link._replace(
        destination_start=definition.destination_start,
        destination_end=definition.destination_end,
        destination=definition.destination,
    )


def read_table_links(text: str, table: Table, definitions: Mapping[str, Link], links: list[Link]) -> None:
    """Appends the links of the cells that are shown: those beyond the width of the header are not."""
    width = table.width
    for row in (table.header, *table.rows):
        for start, end in row.cells[:width]:
            content = text[start:end]
            if "](" in content or LINK_MARK.search(content):
                places = _places_in_cell(content, start)
                read_content_links(text, content.replace("\\|", "|"), places, definitions, links)


def _places_in_cell(content: str, start: int) -> Places:
    """GFM takes the backslash before a pipe away before it reads anything else, code spans included."""
    if "\\|" not in content:
        return ((0, start),)
    places = [(0, start)]
    position = content.find("\\|")
    while position >= 0:
        # Each backslash that is gone moves what follows it.
        places.append((position - len(places) + 1, start + position + 1))
        position = content.find("\\|", position + 2)
    return tuple(places)


def place_link(text: str, places: Places, link: Link) -> Link:
    """The link in the document of one in the content."""
    start, end = _place_span(text, link.start, link.end, places)
    text_start, text_end = _place_span(text, link.text_start, link.text_end, places)
    if link.destination_start < 0:
        return link._replace(start=start, end=end, text_start=text_start, text_end=text_end)
    begin, stop = _place_span(text, link.destination_start, link.destination_end, places)
    return Link(link.kind, start, end, text_start, text_end, begin, stop, text[begin:stop])


def place(offset: int, places: Places) -> int:
    """Where the character at ``offset`` stands in the document."""
    content, source = _place_before(offset, places)
    return offset - content + source


def _place_before(offset: int, places: Places) -> tuple[int, int]:
    if len(places) == 1:
        return places[0]
    return places[max(bisect_right(places, offset, key=itemgetter(0)) - 1, 0)]


def _place_span(text: str, start: int, end: int, places: Places) -> tuple[int, int]:
    content, source = _place_before(start, places)
    begin = start - content + source
    if start == content and text.startswith("\\|", begin - 1) and begin:
        # The backslash of an escaped pipe is not in the content, but belongs to what begins with the pipe.
        begin -= 1
    # What ends before a place ends behind its own last character: a quote mark may stand between.
    return begin, place(end - 1, places) + 1 if end > start else begin


_QUOTE_MARK = lazy_pattern(r"[ \t]*+>[ \t]?")


def read_links(document: Document) -> tuple[Link, ...]:
    """All links in the order in which they begin. An anchor without ``</a>`` is as long as its tag."""
    text = document.text
    definitions: dict[str, Link] = {}
    links: list[Link] = []
    footnotes: list[tuple[str, Places]] = []
    for block in document.blocks:
        if block.kind == "definition":
            content, places = _block_content(document, block)
            position = 0
            while position < len(content) and (definition := read_definition(content, position)):
                position = definition.end + 1
                link = place_link(text, places, Link("definition", *definition[1:], ""))
                definitions.setdefault(definition.label, link)
                links.append(link)
            if position < len(content):
                footnotes.append(_behind(position, content, places))
        elif block.kind == "html":
            content, places = _block_content(document, block)
            links.extend(place_link(text, places, link) for link in block_links(content))
    for inline in document.inlines:
        read_content_links(text, inline.content, inline.places, definitions, links)
    for content, places in footnotes:
        read_content_links(text, content, places, definitions, links)
    for table in document.tables:
        read_table_links(text, table, definitions, links)
    links.sort(key=attrgetter("start"))
    return tuple(links)


def _block_content(document: Document, block: Block) -> tuple[str, Places]:
    """The block's lines without the marks of the quote or list that it stands in, and their places."""
    text = document.text
    if block.end_line - block.line == 1:
        return text[block.start : document.line_span(block.line).end], ((0, block.start),)
    depth = text.count(">", document.line_span(block.line).start, block.start)
    lines = []
    places = []
    length = 0
    for line in range(block.line, block.end_line):
        start, end = document.line_span(line)
        if line == block.line:
            start = block.start
        else:
            for _ in range(depth):
                mark = _QUOTE_MARK.match(text, start, end)
                if mark is None:
                    break
                start = mark.end()
        lines.append(text[start:end])
        places.append((length, start))
        length += end - start + 1
    return "\n".join(lines), tuple(places)


def _behind(position: int, content: str, places: Places) -> tuple[str, Places]:
    start = place(position, places)
    later = [(offset - position, source) for offset, source in places if offset > position]
    return content[position:], ((0, start), *later)


def destination_url(link: Link) -> str:
    """The URL that the destination stands for: escapes and entities resolved, ``http://`` before ``www.``.

    It is not percent-encoded. In bare URLs nothing is resolved, as on GitHub, but the escape of a pipe in a
    table cell. A link does not tell whether it stands in a cell, so that escape is resolved everywhere.
    """
    destination = link.destination
    if "\\" in destination:
        destination = destination.replace("\\|", "|")
    if link.kind == "bare":
        return f"http://{destination}" if destination.startswith("www") else destination
    if "\\" not in destination and "&" not in destination:
        return destination
    if link.kind == "html":
        return unescape(destination)
    if link.kind == "autolink":
        return unescapeAll(destination.replace("\\", "\\\\"))
    return unescapeAll(destination)
