"""From links in a piece of text to links in the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from operator import itemgetter

from mdpaperlint.markdown.links.link_scanner import scan
from mdpaperlint.markdown.links.plain_links import read_plain_links
from mdpaperlint.model.document import Link, LinkKind

Places = tuple[tuple[int, int], ...]


def read_content_links(
    text: str, content: str, places: Places, definitions: Mapping[str, Link], links: list[Link]
) -> None:
    """Appends the links of ``content`` to ``links``; ``places`` are as in :class:`Inline`."""
    if _read_lines(text, content, places, links):
        return
    constructs = scan(content, definitions)
    if not constructs:
        return
    if len(places) > 1:
        for construct in constructs:
            link = place_link(text, places, *construct[:7])
            links.append(_at_definition(link, definitions[construct[7]]) if construct[7] else link)
        return
    shift = places[0][1] - places[0][0]
    for kind, start, end, text_start, text_end, destination_start, destination_end, label in constructs:
        destination_start += shift
        destination_end += shift
        link = tuple.__new__(
            Link,
            (
                kind,
                start + shift,
                end + shift,
                text_start + shift,
                text_end + shift,
                destination_start,
                destination_end,
                text[destination_start:destination_end],
            ),
        )
        links.append(_at_definition(link, definitions[label]) if label else link)


def _read_lines(text: str, content: str, places: Places, links: list[Link]) -> bool:
    """Whether all links are plain ones; if so, they are appended."""
    known = len(links)
    stop = len(content)
    for offset, source in reversed(places) if len(places) > 1 else places:
        # Before an escaped pipe no line ends, and a link may reach over it.
        inside_line = offset > 0 and content[offset - 1] != "\n"
        if inside_line or read_plain_links(text, source, source + stop - offset, links) >= 0:
            del links[known:]
            return False
        stop = offset - 1
    return True


def place_link(
    text: str,
    places: Places,
    kind: LinkKind,
    start: int,
    end: int,
    text_start: int,
    text_end: int,
    destination_start: int,
    destination_end: int,
) -> Link:
    """The link whose offsets into the content are given."""
    begin, stop = _place_span(text, destination_start, destination_end, places)
    return Link(
        kind,
        *_place_span(text, start, end, places),
        *_place_span(text, text_start, text_end, places),
        begin,
        stop,
        text[begin:stop],
    )


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


def _at_definition(link: Link, definition: Link) -> Link:
    return link._replace(
        destination_start=definition.destination_start,
        destination_end=definition.destination_end,
        destination=definition.destination,
    )
