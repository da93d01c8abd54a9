"""An entry for a heading that a table of contents lacks, written as the entries beside it are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Heading, ListItem
from mdpaperlint.model.violation import Edit
from mdpaperlint.papers.contents.contents_lists import Contents, ContentsEntry, heading_anchor

_ENTRY = lazy_pattern(r"(?P<open>[*_]*)\[(?P<text>[^\[\]\n]+)\]\(#[^()\s]*\)(?P<close>[*_]*)\s*")
_NUMBER = lazy_pattern(r"[0-9]+")
_LEADING_MARKS = re.compile(r"^[\W_]+")


class Neighbour(NamedTuple):
    """The entry that a new one stands beside. ``behind`` tells on which side of it."""

    entry: ContentsEntry
    behind: bool


def neighbours(document: Document, contents: Contents) -> dict[int, Neighbour]:
    """For headings (as indices) without an entry, the entry of the nearest heading of the same level under
    the same heading: of one before it, else of one after it.
    """
    by_heading = {entry.heading: entry for entry in contents.entries if entry.heading >= 0}
    result: dict[int, Neighbour] = {}
    numbers = range(len(document.headings))
    for order, behind in ((numbers, True), (reversed(numbers), False)):
        nearest: dict[int, ContentsEntry] = {}
        for number in order:
            level = document.headings[number].level
            for deeper in range(level + 1, 7):
                nearest.pop(deeper, None)
            if number in by_heading:
                nearest[level] = by_heading[number]
            elif level in nearest:
                result.setdefault(number, Neighbour(nearest[level], behind))
    return result


def insertion(document: Document, beside: Neighbour, heading: int) -> Edit | None:
    """None where the entry beside it says more than its link, or says it in words that no heading has, and
    where numbers would have to change.
    """
    item = beside.entry.item
    text = document.text
    written = _ENTRY.fullmatch(text, item.content_start, item.own_end)
    if written is None:
        return None
    label = _label(document.headings[beside.entry.heading], written["text"], document.headings[heading])
    marker = _marker(document, beside)
    if label is None or marker is None:
        return None
    line_start = document.full_line_span(item.line).start
    indent = text[line_start : item.start]
    if indent.strip(" \t>"):
        return None
    anchor = heading_anchor(document, document.headings[heading])
    line = f"{indent}{marker}{written['open']}[{label}](#{anchor}){written['close']}"
    newline = "\r\n" if text[line_start - 2 : line_start] == "\r\n" else "\n"
    if _is_loose(document, item):
        newline *= 2
    if beside.behind:
        return Edit(item.end, item.end, newline + line, rank=heading)
    return Edit(line_start, line_start, line + newline, rank=heading)


def _is_loose(document: Document, item: ListItem) -> bool:
    """Whether blank lines stand between the entries of the list that the item is in."""
    siblings = [each for each in document.items if each.list_number == item.list_number]
    return any(document.text[above.end : below.start].count("\n") > 1 for above, below in pairwise(siblings))


def _label(known: Heading, written: str, heading: Heading) -> str | None:
    for wording in (_as_written, shown_text, _without_leading_marks):
        if wording(known.content) == written.strip():
            label = wording(heading.content)
            return label if label and not set(label) & set("[]") else None
    return None


def _as_written(content: str) -> str:
    return content.strip()


def _without_leading_marks(content: str) -> str:
    return _LEADING_MARKS.sub("", shown_text(content))


def _marker(document: Document, beside: Neighbour) -> str | None:
    """The bullet, or the number that comes next; None where others would have to be counted anew."""
    item = beside.entry.item
    marker = document.text[item.start : item.content_start]
    if not item.ordered:
        return marker
    siblings = [each for each in document.items if each.list_number == item.list_number]
    markers = [document.text[each.start : each.content_start] for each in siblings]
    if markers.count(marker) > 1:
        return marker
    if not beside.behind or item.number != siblings[-1].number:
        return None
    return _NUMBER.sub(lambda number: str(int(number[0]) + 1), marker, count=1)
