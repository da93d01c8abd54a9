"""What a list item that names a paper says."""

from __future__ import annotations

from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Paper, PaperDate, PaperLink, PaperTitle, PaperVenue
from mdpaperlint.papers.entries.entries import LONGEST_LEAD, entry_items
from mdpaperlint.papers.entries.entry_dates import heading_date, item_date
from mdpaperlint.papers.entries.entry_links import (
    is_label,
    link_text,
    paper_link,
    read_link,
    same_paper_links,
)
from mdpaperlint.papers.entries.titles import link_title, plain, title_between
from mdpaperlint.papers.entries.venues import venue_date, venue_in
from mdpaperlint.papers.identifiers.link_identifiers import link_identifiers


class ItemReader:
    """Reads the list items of a document."""

    __slots__ = ("_document", "_links", "_own")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._own = {entry.item.number: entry.own for entry in entry_items(document)}
        self._links = document.links

    def _links_of(self, paper: Paper) -> tuple[Link, ...]:
        return self._links[paper.first_link : paper.last_link]

    def _text_span(self, paper: Paper) -> tuple[int, int]:
        item = self._document.items[paper.item]
        return item.content_start, item.own_end

    def links(self, paper: Paper) -> tuple[PaperLink, ...]:
        return tuple(read_link(self._document, number) for number in range(paper.first_link, paper.last_link))

    def own_link(self, paper: Paper) -> PaperLink | None:
        return paper_link(self._document, self._own[paper.item])

    def identifiers(self, paper: Paper) -> tuple[PaperLink, ...]:
        own = paper.own_link
        if own is None:
            return ()
        behind = range(self._own[paper.item] + 1, paper.last_link)
        scheme = "" if own.identifier is None else own.identifier.scheme
        known = link_identifiers(self._document)[behind.start : behind.stop]
        for identifier in known:
            if identifier is not None and identifier[0] != scheme:
                break
        else:
            # Of each registry only the first identifier counts.
            return (own,) if scheme else ()
        return same_paper_links(self._document, own, behind)

    def title(self, paper: Paper) -> PaperTitle | None:
        document = self._document
        start, end = self._text_span(paper)
        own = paper.own_link
        first_behind = end
        for link in self._links_of(paper):
            if link.start >= end:
                break
            if link.kind == "image" or link.text_start == link.text_end:
                continue
            if is_label(link_text(document, link)):
                if plain(document.text[start : link.start]).strip(" -–—|:.[(*"):
                    first_behind = link.start
                    break
                continue
            if link.start - start <= LONGEST_LEAD and len(link_text(document, link).split()) >= 2:
                found = link_title(document, link)
                if found is not None:
                    return found
            if own is not None and link is own.link:
                found = link_title(document, link)
                whole = title_between(document.text, start, end)
                return (
                    whole
                    if whole is not None and found is not None and len(found.text) < len(whole.text)
                    else found
                )
        title = title_between(document.text, start, first_behind)
        if title is None and first_behind < end:
            return None
        return title

    def date(self, paper: Paper) -> PaperDate | None:
        document = self._document
        item = document.items[paper.item]
        found = item_date(document, paper.section, item, paper.first_link, paper.last_link)
        if found is not None:
            return found
        venue = paper.venue
        stated = None if venue is None else venue_date(document.text, venue)
        return stated or heading_date(document, paper.section)

    def venue(self, paper: Paper) -> PaperVenue | None:
        document = self._document
        start, end = self._text_span(paper)
        for link in self._links_of(paper):
            if link.start >= end:
                break
            # What a title says is no venue.
            if link.start - start <= LONGEST_LEAD and len(link_text(document, link).split()) >= 4:
                return venue_in(document.text, start, link.start) or venue_in(document.text, link.end, end)
        return venue_in(document.text, start, end)
