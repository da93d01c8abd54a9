"""From links in a piece of text to links in the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from operator import itemgetter

from mdpaperlint.markdown.links.link_scanner import LINK_MARK, scan
from mdpaperlint.model.document import Link, Table

Places = tuple[tuple[int, int], ...]


def read_content_links(
    text: str, content: str, places: Places, definitions: Mapping[str, Link], links: list[Link]
) -> None:
    """Appends the links of ``content`` to ``links``; ``places`` are as in :class:`Inline`."""
    if len(places) == 1:
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
