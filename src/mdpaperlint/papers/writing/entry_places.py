"""Where a list keeps its papers, and where among them a new one belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, ListItem, Table
from mdpaperlint.model.paper import Paper, PaperRecord, PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.section_names import SEPARATOR, section_path, sections_named, with_nested
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import DatedSequence, Entry
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, Orders, judged_sequences, key_of_record
from mdpaperlint.papers.tables.paper_tables import paper_tables

_TAG_NAME = lazy_pattern(r"<(\w+)")


class Keeping(NamedTuple):
    """Where papers are kept: a table, a list, or other entries that stand one behind the other. ``table`` is
    None but for a table, ``items`` are empty but for a list. ``number`` is that of the section.
    """

    section: str
    number: int
    table: Table | None
    items: tuple[ListItem, ...]
    papers: tuple[Paper, ...]

    @property
    def start(self) -> int:
        if self.table is not None:
            return self.table.start
        return self.items[0].start if self.items else self.papers[0].start

    def sequences(self, document: Document, orders: Orders) -> list[tuple[DatedSequence, Direction | None]]:
        """Several where the rows of the table are in groups."""
        found = judged_sequences(document, orders)
        if self.table is not None:
            return [each for each in found if (each[0].kind, each[0].number) == ("table", self.table.number)]
        number = self.items[0].list_number if self.items else -1
        return [each for each in found if (each[0].kind, each[0].number) == ("list", number)]


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
    """All that keep papers, in the order of the text."""
    rows: dict[int, list[Paper]] = {}
    lists: dict[int, list[Paper]] = {}
    others: list[list[Paper]] = []
    for paper in papers(document):
        if not paper.listing:
            continue
        if paper.kind == "row":
            rows.setdefault(paper.table, []).append(paper)
        elif paper.kind == "item":
            lists.setdefault(document.items[paper.item].list_number, []).append(paper)
        elif others and _follows(document, others[-1][-1], paper):
            others[-1].append(paper)
        else:
            others.append([paper])
    members: dict[int, list[ListItem]] = {}
    for item in document.items:
        members.setdefault(item.list_number, []).append(item)
    result = [
        _keeping(document, each.table, (), rows.get(each.table.number, [])) for each in paper_tables(document)
    ]
    result += [_keeping(document, None, members[number], entries) for number, entries in lists.items()]
    result += [_keeping(document, None, (), entries) for entries in others if len(entries) > 1]
    return sorted(result, key=lambda keeping: keeping.start)


def _follows(document: Document, paper: Paper, other: Paper) -> bool:
    """Whether nothing stands between two entries of one kind."""
    end = written_end(document, paper)
    return paper.kind == other.kind and end <= other.start and not document.text[end : other.start].strip()


def written_end(document: Document, paper: Paper) -> int:
    """Where the text of an entry ends that is neither a row nor an item."""
    text, end = document.text, paper.end
    tag = _TAG_NAME.match(text, paper.start) if paper.kind == "html" else None
    if tag is not None:
        closing = text.find(f"</{tag[1]}>", paper.start, end)
        end = closing + len(tag[1]) + 3 if closing >= 0 else end
    return paper.start + len(text[paper.start : end].rstrip())


def _keeping(
    document: Document, table: Table | None, items: Sequence[ListItem], entries: Sequence[Paper]
) -> Keeping:
    keeping = Keeping("", 0, table, tuple(items), tuple(entries))
    section = document.section_at(keeping.start)
    if table is None and entries[0].kind == "heading":
        section = document.sections[max(section.parent, 0)]
    name = SEPARATOR.join(section_path(document, section))
    return keeping._replace(section=name, number=section.number)


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
        candidates = [each for each in everywhere if each.number in own]
        candidates = candidates or [each for each in everywhere if each.number in inside]
    if not candidates:
        raise PlaceError("no papers are listed" + (f" in {section}" if section else ""), names)
    found = list(dict.fromkeys(each.section for each in candidates))
    if len(found) > 1:
        raise PlaceError(
            "several sections list papers" if section is None else f"several sections are called {section}",
            found,
        )
    return max(candidates, key=lambda each: len(each.papers))


def entry_place(
    document: Document, keeping: Keeping, record: PaperRecord, orders: Orders = EACH_ITS_OWN
) -> EntryPlace:
    """``orders`` are those of the configuration."""
    if keeping.table is None and not keeping.items:
        return EntryPlace(None, "the order of such entries is not judged")
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
