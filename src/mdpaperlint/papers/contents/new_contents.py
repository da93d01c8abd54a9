"""New entries of a table of contents, as those beside them are written, and tables of contents where there is
none.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Heading, ListItem
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.violation import Edit
from mdpaperlint.papers.contents.contents_lists import (
    Contents,
    ContentsEntry,
    heading_anchor,
    listed_headings,
)
from mdpaperlint.papers.entries.document_papers import papers

_ENTRY = lazy_pattern(r"(?P<open>[*_]*)\[(?P<text>[^\[\]\n]+)\]\(#[^()\s]*\)(?P<close>[*_]*)\s*")
_NUMBER = lazy_pattern(r"[0-9]+")
_SPECIAL = lazy_pattern(r"[\\`*_\[\]<>~|$]")
# As much as a bullet that is followed by one space takes.
_INDENT = "  "
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


@memoize
def _lists(document: Document) -> dict[int, list[ListItem]]:
    """The items by the number of their list."""
    result: dict[int, list[ListItem]] = {}
    for item in document.items:
        result.setdefault(item.list_number, []).append(item)
    return result


def _is_loose(document: Document, item: ListItem) -> bool:
    """Whether a blank line stands between the first two entries of the list that the item is in."""
    siblings = _lists(document)[item.list_number][:2]
    return document.text[siblings[0].end : siblings[-1].start].count("\n") > 1


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
    siblings = _lists(document)[item.list_number]
    markers = [document.text[each.start : each.content_start] for each in siblings]
    if markers.count(marker) > 1:
        return marker
    if not beside.behind or item.number != siblings[-1].number:
        return None
    return _NUMBER.sub(lambda number: str(int(number[0]) + 1), marker, count=1)


def new_contents(document: Document, depth: int) -> Edit | None:
    """Puts a section "Contents" before the first section; None where there is at most one section to list,
    or where most are linked to, as by a table of contents in a table or in HTML.

    Its entries are the sections of the uppermost level, a title left out, and of as many levels below it as
    make up ``depth``.
    """
    headings = [each for each in document.headings if not each.nested and heading_anchor(document, each)]
    listed = headings[1:] if headings and _is_title(document, headings) else headings
    if not listed:
        return None
    top = min(heading.level for heading in listed)
    first = next(heading for heading in listed if heading.level == top)
    listed = [each for each in listed if each.start >= first.start and each.level < top + depth]
    known = {document.headings[number].start for number in listed_headings(document)}
    linked = sum(each.start in known for each in listed)
    if len(listed) < 2 or 2 * linked > len(listed):
        return None
    bullet = _commonest_bullet(document)
    lines = [f"{'#' * top} Contents", ""]
    for heading in listed:
        indent = _INDENT * (heading.level - top)
        lines.append(f"{indent}{bullet} [{_name(heading)}](#{heading_anchor(document, heading)})")
    newline = "\r\n" if "\r\n" in document.text else "\n"
    start = document.full_line_span(first.line).start
    return Edit(start, start, newline.join([*lines, "", ""]))


def _is_title(document: Document, headings: list[Heading]) -> bool:
    """Whether the first heading is above all others, or heads neither a paper nor another heading."""
    first, *others = headings
    level = min((heading.level for heading in others), default=7)
    if first.level < level:
        return True
    section = document.section_at(first.start)
    return (
        first.level == level
        and section.last_descendant == section.number
        and all(paper.section != section for paper in papers(document))
    )


def _name(heading: Heading) -> str:
    written = heading.content.strip()
    if not any(mark in written for mark in "[]<"):
        return written
    return _SPECIAL.sub(lambda special: "\\" + special[0], shown_text(written))


def _commonest_bullet(document: Document) -> str:
    bullets = Counter(document.text[item.start] for item in document.items if not item.ordered)
    return bullets.most_common(1)[0][0] if bullets else "-"
