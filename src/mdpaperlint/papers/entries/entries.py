"""Which list items are entries that name a paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, ListItem
from mdpaperlint.model.memoize import once_per_document
from mdpaperlint.papers.entries.entry_links import is_label, link_text, paper_link
from mdpaperlint.papers.entries.titles import plain, title_between

# A nested item such as "Paper: [link](…)" or "- Code: …" tells of the entry that it is nested in.
_PART = lazy_pattern(
    r"[\s*_`\[]*(?:[A-Z][\w./-]*(?:[ /&-][\w./()-]+){0,3}|[a-z]+|[\u4e00-\u9fff]{1,8})[\s*_`\]]*[:：]",
    re.UNICODE,
)
# What stands before the link of an entry that is not labelled as one.
LONGEST_LEAD = 120
_LONGEST_MARKUP = 2000


class EntryItem(NamedTuple):
    """``first``/``last`` (half-open) are indices into ``Document.links``: the links in the item's own text,
    and those of nested items that belong to it. ``own`` is the index of the link that stands for the entry.
    """

    item: ListItem
    first: int
    last: int
    own: int


@once_per_document
def entry_items(document: Document) -> tuple[EntryItem, ...]:
    items = document.items
    if not items:
        return ()
    starts = [link.start for link in document.links]
    entries: dict[int, EntryItem] = {}
    tables = {table.item: table.start for table in reversed(document.tables) if table.item >= 0}
    for item in items:
        own_end = min(item.own_end, tables.get(item.number, item.own_end))
        first = bisect_left(starts, item.content_start)
        last = bisect_left(starts, own_end, first)
        own = _own_link(document, item.content_start, first, last)
        parent = _entry_above(items, entries, item) if item.parent >= 0 else None
        if own < 0:
            if parent is not None and first < last and entries[parent.number].last == first:
                entries[parent.number] = entries[parent.number]._replace(last=last)
            continue
        if item.parent >= 0 and _is_part(document, item, own):
            if parent is not None:
                before = entries[parent.number]
                entries[parent.number] = before._replace(last=max(last, before.last))
                continue
            holder = items[item.parent]
            if title_between(document.text, holder.content_start, holder.own_end) is not None:
                start = bisect_left(starts, holder.content_start)
                entries[holder.number] = EntryItem(holder, start, last, own)
                continue
        entries[item.number] = EntryItem(item, first, last, own)
    return tuple(entries[number] for number in sorted(entries))


def _own_link(document: Document, start: int, first: int, last: int) -> int:
    """The index of the link that stands for an entry whose text begins at ``start``, or -1."""
    for number in range(first, last):
        found = paper_link(document, number)
        if found is None:
            continue
        link = found.link
        length = link.start - start
        if length <= LONGEST_LEAD or is_label(link_text(document, link)):
            return number
        if length <= _LONGEST_MARKUP and len(plain(document.text[start : link.start])) <= LONGEST_LEAD:
            return number
    return -1


def _entry_above(
    items: tuple[ListItem, ...], entries: dict[int, EntryItem], item: ListItem
) -> ListItem | None:
    while item.parent >= 0:
        item = items[item.parent]
        if item.number in entries:
            return item
    return None


def _is_part(document: Document, item: ListItem, own: int) -> bool:
    """Whether a nested item only adds to what the item above says."""
    text, link = document.text, document.links[own]
    if _PART.match(text, item.content_start, min(item.own_end, item.content_start + 60)):
        return True
    if link.start - item.content_start <= 20:
        return is_label(link_text(document, link))
    return link.start - item.content_start > LONGEST_LEAD and not is_label(link_text(document, link))
