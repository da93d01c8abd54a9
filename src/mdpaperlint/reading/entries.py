"""Which list items are entries that name a paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from mdpaperlint.model.document import Document, Link, ListItem
from mdpaperlint.reading.entry_links import is_label, link_text, paper_link
from mdpaperlint.reading.once import once_per_document
from mdpaperlint.reading.titles import plain, title_between

# A nested item such as "Paper: [link](…)" or "- Code: …" tells of the entry that it is nested in.
_PART = re.compile(
    r"[\s*_`\[]*(?:[A-Z][\w./-]*(?:[ /&-][\w./()-]+){0,3}|[a-z]+|[\u4e00-\u9fff]{1,8})[\s*_`\]]*[:：]",
    re.UNICODE,
)
_LONGEST_LEAD = 120


class EntryItem(NamedTuple):
    """``first``/``last`` (half-open) are indices into ``Document.links``: those in the item's own text, and
    those of nested items that belong to it.
    """

    item: ListItem
    first: int
    last: int


@once_per_document
def entry_items(document: Document) -> tuple[EntryItem, ...]:
    items = document.items
    if not items:
        return ()
    links = document.links
    starts = [link.start for link in links]
    entries: dict[int, EntryItem] = {}
    tables = {table.item: table.start for table in reversed(document.tables) if table.item >= 0}
    for item in items:
        own_end = min(item.own_end, tables.get(item.number, item.own_end))
        first = bisect_left(starts, item.content_start)
        last = bisect_left(starts, own_end, first)
        own = own_paper_link(document, item.content_start, links[first:last])
        parent = _entry_above(items, entries, item)
        if own is None:
            if parent is not None and first < last and entries[parent.number].last == first:
                entries[parent.number] = entries[parent.number]._replace(last=last)
            continue
        if parent is not None and _is_part(document, item, own):
            before = entries[parent.number]
            entries[parent.number] = before._replace(last=max(last, before.last))
            continue
        if parent is None and item.parent >= 0 and _is_part(document, item, own):
            holder = items[item.parent]
            if title_between(document.text, holder.content_start, holder.own_end) is not None:
                entries[holder.number] = EntryItem(holder, bisect_left(starts, holder.content_start), last)
                continue
        entries[item.number] = EntryItem(item, first, last)
    return tuple(entries[number] for number in sorted(entries))


def own_paper_link(document: Document, start: int, links: tuple[Link, ...]) -> Link | None:
    """The link that stands for an entry whose text begins at ``start``."""
    for link in links:
        if paper_link(document, link) is None:
            continue
        if link.start - start <= _LONGEST_LEAD or is_label(link_text(document, link)):
            return link
        before = plain(document.text[start : link.start])
        if len(before) <= _LONGEST_LEAD:
            return link
    return None


def _entry_above(
    items: tuple[ListItem, ...], entries: dict[int, EntryItem], item: ListItem
) -> ListItem | None:
    while item.parent >= 0:
        item = items[item.parent]
        if item.number in entries:
            return item
    return None


def _is_part(document: Document, item: ListItem, own: Link) -> bool:
    """Whether a nested item only adds to what the item above says."""
    text = document.text
    if _PART.match(text, item.content_start, min(item.own_end, item.content_start + 60)):
        return True
    if own.start - item.content_start <= 20:
        return is_label(link_text(document, own))
    return own.start - item.content_start > _LONGEST_LEAD and not is_label(link_text(document, own))
