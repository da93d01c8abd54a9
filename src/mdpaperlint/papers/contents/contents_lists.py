"""Which lists are tables of contents, and where each of their entries leads."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import Anchor, anchors, core, slug
from mdpaperlint.markdown.links.link_targets import LocalLink, local_links
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Heading, Link, ListItem
from mdpaperlint.model.memoize import memoize

# Of a list's items, so many lead to a place of the page.
_LINKED = 0.6
_FEWEST_LINKED = 2
_LONGEST_NAME = 300
# What may stand before the link of an entry: numbers, emoji, marks.
_WORD = lazy_pattern(r"[^\W\d_]")
# An anchor of HTML this far above a heading, in lines, is meant for it.
_LINES_ABOVE = 3


class ContentsEntry(NamedTuple):
    """``name`` is the key of its text (:func:`name_key`), ``link`` the link that it begins with, or None.
    ``heading`` is where that leads, an index into ``Document.headings``; -1 where it leads to something else,
    or to nothing. ``parent`` is the index of the entry that it is nested in, or -1.
    """

    item: ListItem
    parent: int
    name: str
    link: Link | None = None
    heading: int = -1


class Contents(NamedTuple):
    """A list with its nested lists, as entries in the order of the text."""

    entries: tuple[ContentsEntry, ...]


def name_key(text: str) -> str:
    """Equal for a heading and for an entry that names it, whatever their marks and letter case."""
    return core(slug(shown_text(text[:_LONGEST_NAME])).lower())


def heading_anchor(document: Document, heading: Heading) -> str:
    """Where a link to the heading leads; empty for one without an anchor."""
    return anchors(document).by_heading.get(heading.start, "")


@memoize
def named_headings(document: Document) -> dict[str, list[int]]:
    """By the key of their text, the headings (as indices) that a link can lead to."""
    result: dict[str, list[int]] = {}
    for number, heading in enumerate(document.headings):
        if heading_anchor(document, heading):
            result.setdefault(name_key(heading.content), []).append(number)
    return result


@memoize
def contents_lists(document: Document) -> tuple[Contents, ...]:
    leading = _leading_links(document) if len(local_links(document).fragments) >= _FEWEST_LINKED else {}
    if len(leading) < _FEWEST_LINKED:
        return ()
    roots: list[int] = []
    items: dict[int, list[ListItem]] = {}
    for item in document.items:
        roots.append(item.list_number if item.parent < 0 else roots[item.parent])
        items.setdefault(roots[-1], []).append(item)
    result = []
    for members in items.values():
        linked = sum(item.number in leading for item in members)
        # Some write "- -" for a nested item, whose outer one says nothing.
        named = sum(bool(document.text[item.content_start : item.own_end].strip()) for item in members)
        if linked >= _FEWEST_LINKED and linked >= _LINKED * named:
            result.append(Contents(_entries(document, members, leading)))
    return tuple(result)


def listed_headings(document: Document) -> set[int]:
    """The headings (as indices) that some link of the page leads to, by their own anchor or by one of HTML
    that stands at them.
    """
    known = anchors(document)
    starts = [heading.start for heading in document.headings]
    result: set[int] = set()
    for _, fragment in local_links(document).fragments:
        anchor = known.match(fragment)[1]
        if anchor is not None:
            number = bisect_right(starts, anchor.start) - 1
            result.add(number)
            if _stands_above(document, anchor, number + 1):
                result.add(number + 1)
    return result


def _stands_above(document: Document, anchor: Anchor, heading: int) -> bool:
    """Whether an anchor of HTML below the heading before this one is meant for this one."""
    if heading == len(document.headings) or (heading and anchor.start < document.headings[heading - 1].end):
        return False
    return document.headings[heading].line - document.line_of(anchor.end) <= _LINES_ABOVE


def _leading_links(document: Document) -> dict[int, LocalLink]:
    """By the number of an item, the link that its text begins with."""
    starts = [item.start for item in document.items]
    result: dict[int, LocalLink] = {}
    for each in local_links(document).fragments:
        number = bisect_right(starts, each.link.start) - 1
        if number < 0 or number in result or each.link.kind == "image":
            continue
        item = document.items[number]
        before = document.text[item.content_start : each.link.start]
        if each.link.start < item.own_end and not _WORD.search(shown_text(before[:_LONGEST_NAME])):
            result[number] = each
    return result


def _entries(
    document: Document, items: list[ListItem], leading: dict[int, LocalLink]
) -> tuple[ContentsEntry, ...]:
    headings = {heading.text_start: number for number, heading in enumerate(document.headings)}
    known = anchors(document)
    places = {item.number: index for index, item in enumerate(items)}
    result = []
    for item in items:
        parent = places.get(item.parent, -1)
        found = leading.get(item.number)
        if found is None:
            name = name_key(document.text[item.content_start : item.own_end])
            result.append(ContentsEntry(item, parent, name))
            continue
        link, fragment = found
        anchor = known.match(fragment)[1]
        heading = -1 if anchor is None else headings.get(anchor.start, -1)
        name = name_key(document.text[link.text_start : link.text_end])
        result.append(ContentsEntry(item, parent, name, link, heading))
    return tuple(result)
