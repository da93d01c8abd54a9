"""Every link of a document, with the exact place of its destination.

A link is what cmark-gfm makes one. Table cells beyond the width of the header are not shown and hold none.
"""

from __future__ import annotations

from html import unescape
from operator import attrgetter

from markdown_it.common.utils import unescapeAll

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.content_links import (
    Places,
    place,
    place_link,
    read_content_links,
    read_table_links,
)
from mdpaperlint.markdown.links.html_links import block_links
from mdpaperlint.markdown.links.link_definitions import read_definition
from mdpaperlint.model.document import Block, Document, Link

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
