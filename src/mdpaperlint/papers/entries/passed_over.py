"""Links to papers that stand in no entry: what was not taken for a paper of the list, and why."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.link_roles import NO_LINKS, link_kinds
from mdpaperlint.papers.entries.listings import listing_sections
from mdpaperlint.papers.entries.recognition import recognise
from mdpaperlint.papers.tables.paper_tables import read_tables


class PassedOver(NamedTuple):
    """``why`` is in words."""

    link: Link
    why: str


class Coverage(NamedTuple):
    """``links`` counts the links to papers outside of sections such as News, those in entries included."""

    links: int
    passed_over: tuple[PassedOver, ...]

    @property
    def is_poor(self) -> bool:
        return 10 * len(self.passed_over) > self.links


@memoize
def coverage(document: Document) -> Coverage:
    listing, published = listing_sections(document), link_kinds(document).published
    held = {number for paper in papers(document) for number in paper.link_numbers}
    wanted = [
        number
        for number, link in enumerate(document.links)
        if published[number] and link[0] not in NO_LINKS and listing[document.section_at(link.start).number]
    ]
    missed = (document.links[number] for number in wanted if number not in held)
    return Coverage(len(wanted), tuple(PassedOver(link, _why(document, link)) for link in missed))


def _why(document: Document, link: Link) -> str:
    table = document.table_at(link.start)
    if table is not None:
        return f"its table is none of papers: {read_tables(document)[table.number].why}"
    units = recognise(document).units
    for unit in reversed(units[: bisect_right(units, link.start, key=lambda unit: unit.start)]):
        if link.start < unit.end:
            return unit.why or "its heading is none of a paper"
        if unit.reach < link.start:
            break
    return "it stands in no row, item, paragraph or heading"
