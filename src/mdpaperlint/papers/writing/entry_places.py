"""Where a list keeps its papers, and where among them a new one belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.model.document import Document, ListItem, Table
from mdpaperlint.model.paper import Paper, PartialDate
from mdpaperlint.model.paper_records import PaperRecord
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.section_names import SEPARATOR, section_path, sections_named, with_nested
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import DatedSequence, Entry
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, Orders, judged_sequences, key_of_record
from mdpaperlint.papers.tables.paper_tables import paper_tables


class Keeping(NamedTuple):
    """A table or a list of papers: ``table`` is None for a list, ``items`` are empty for a table."""

    section: str
    table: Table | None
    items: tuple[ListItem, ...]
    papers: tuple[Paper, ...]

    def sequences(self, document: Document, orders: Orders) -> list[tuple[DatedSequence, Direction | None]]:
        """Several where the rows of the table are in groups."""
        kind = "list" if self.table is None else "table"
        number = self.items[0].list_number if self.table is None else self.table.number
        found = judged_sequences(document, orders)
        return [each for each in found if (each[0].kind, each[0].number) == (kind, number)]


class PlaceError(Exception):
    """A section that there is not, or several that may be meant. ``candidates`` are names of sections."""

    def __init__(self, reason: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(reason)


class EntryPlace(NamedTuple):
    """The new entry comes before the ``line`` (0-based) of an entry, or behind all where it is None.
    ``remark`` says why the order does not tell the place; else it is empty.
    """

    line: int | None
    remark: str


def keepings(document: Document) -> list[Keeping]:
    """The tables and lists of papers, in the order of the text."""
    listed = [paper for paper in papers(document) if paper.listing]
    rows: dict[int, list[Paper]] = {}
    lists: dict[int, list[Paper]] = {}
    for paper in listed:
        if paper.kind == "row":
            rows.setdefault(paper.table, []).append(paper)
        elif paper.kind == "item":
            lists.setdefault(document.items[paper.item].list_number, []).append(paper)
    members: dict[int, list[ListItem]] = {}
    for item in document.items:
        members.setdefault(item.list_number, []).append(item)
    found = []
    for reading in paper_tables(document):
        table = reading.table
        found.append((table.start, table, (), rows.get(table.number, [])))
    result = [
        (start, Keeping(_name(document, start), table, items, tuple(entries)))
        for start, table, items, entries in found
    ]
    result += [
        (
            members[number][0].start,
            Keeping(_name(document, members[number][0].start), None, tuple(members[number]), tuple(entries)),
        )
        for number, entries in lists.items()
    ]
    return [keeping for _, keeping in sorted(result, key=lambda each: each[0])]


def _name(document: Document, offset: int) -> str:
    return SEPARATOR.join(section_path(document, document.section_at(offset)))


def keeping_in(document: Document, section: str | None) -> Keeping:
    """The table or list that a new paper goes into: that of the section, of several in it the one with the
    most papers. Raises :class:`PlaceError`.
    """
    everywhere = keepings(document)
    names = list(dict.fromkeys(each.section for each in everywhere))
    candidates = everywhere
    if section is not None:
        named = sections_named(document, section)
        if not named:
            raise PlaceError(f"no section is called {section}", names)
        inside = {number for each in named for number in with_nested(each)}
        own = {each.number for each in named}
        candidates = [each for each in everywhere if _section_number(document, each) in own]
        candidates = candidates or [each for each in everywhere if _section_number(document, each) in inside]
    if not candidates:
        raise PlaceError(
            "there is no table and no list of papers" + (f" in {section}" if section else ""), names
        )
    found = list(dict.fromkeys(each.section for each in candidates))
    if len(found) > 1:
        raise PlaceError(
            "several sections list papers" if section is None else f"several sections are called {section}",
            found,
        )
    return max(candidates, key=lambda each: len(each.papers))


def _section_number(document: Document, keeping: Keeping) -> int:
    start = keeping.items[0].start if keeping.table is None else keeping.table.start
    return document.section_at(start).number


def entry_place(
    document: Document, keeping: Keeping, record: PaperRecord, orders: Orders = EACH_ITS_OWN
) -> EntryPlace:
    """``orders`` are those of the configuration."""
    sequences = keeping.sequences(document, orders)
    if len(sequences) > 1:
        return EntryPlace(None, "its rows are in groups")
    if not sequences or not sequences[0][0].entries:
        return EntryPlace(None, "it has no dates to be sorted by" if keeping.papers else "")
    sequence, direction = sequences[0]
    date = key_of_record(document, record, sequence.by)
    if date is None:
        return EntryPlace(None, f"the {sequence.by} of the paper is not known")
    judgement = judge(document, sequence, direction)
    if judgement.silent or judgement.direction is None:
        return EntryPlace(None, judgement.silent)
    kept = [each for index, each in enumerate(sequence.entries) if index not in judgement.moved]
    return EntryPlace(_line(kept, date, judgement.direction), "")


def _line(entries: Sequence[Entry], date: PartialDate, direction: Direction) -> int | None:
    """Of the oldest first, the new entry comes behind those of its date; of the newest first, before them."""
    if direction == "oldest-first":
        return next((each.line for each in entries if date.wholly_before(each.date)), None)
    later = [index for index, each in enumerate(entries) if date.wholly_before(each.date)]
    following = later[-1] + 1 if later else 0
    return entries[following].line if following < len(entries) else None
