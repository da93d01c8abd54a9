"""Which units are entries: the vote of a unit's siblings decides, beside its own link to a paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mdpaperlint.model.document import Document, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.entries.heading_entries import PART, mark_headings
from mdpaperlint.papers.entries.link_roles import LABEL_WORDS
from mdpaperlint.papers.entries.listings import listing_sections
from mdpaperlint.papers.entries.titleness import LIKELY, UNLIKELY
from mdpaperlint.papers.entries.titles import Families, spread
from mdpaperlint.papers.entries.units import Key, Unit, unit_reader
from mdpaperlint.papers.tables.headers import header_word
from mdpaperlint.papers.tables.paper_tables import paper_tables, read_tables

_SAMPLE_OF_SIBLINGS = 24
_SAMPLE_OF_ROWS = 24
_LONGEST_TITLE_PARAGRAPH = 400
_LONGEST_NOTE = 300
_LEAST_PARAGRAPHS = 3
_LABELS_ONLY = "it says nothing but what its links are"


class Recognised(NamedTuple):
    """``units`` are all but the rows, in the order of the text, with what was found of each; ``tables`` tells
    for each table which rows are entries: those with these indices, or (None) all that say something.
    """

    families: Families
    units: list[Unit]
    tables: list[frozenset[int] | None]


@memoize
def recognise(document: Document) -> Recognised:
    return _Recognition(document).read()


class _Recognition:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.reader = unit_reader(document)
        self.families = Families(self.reader)
        self.listing = listing_sections(document)
        self.units = self.reader.others()
        self.rows = [self._sample_rows(table) for table in document.tables]
        # Evidence and number of siblings, and of all that are written alike.
        self.votes: dict[Key, tuple[float, int]] = {}
        self.wide: dict[Key, tuple[float, int]] = {}
        self.with_papers: Counter[Key] = Counter()

    def _sample_rows(self, table: Table) -> list[Unit]:
        filled = [
            number
            for number, row in enumerate(table.rows)
            if any(cell.start != cell.end for cell in row.cells)
        ]
        return [self.reader.row(table, number) for number in spread(filled, _SAMPLE_OF_ROWS)]

    def read(self) -> Recognised:
        units = [*self.units, *(unit for rows in self.rows for unit in rows)]
        of_papers = {paper_table.table.number for paper_table in paper_tables(self.document)}
        for unit in units:
            self.families.add(unit)
            if unit.kind == "item":
                unit.lead = self.reader.lead_of(unit)
        self._count_votes([unit for unit in units if not unit.table or unit.table.number not in of_papers])
        mark_headings(self.reader, self.families, self.units)
        for unit in reversed(self.units):
            if unit.kind != "heading" and not unit.why:
                unit.why = self._why_not(unit)
                unit.is_entry = not unit.why
        self._give_parts()
        self._join_paragraphs()
        tables = [self._judge_table(table) for table in self.document.tables]
        return Recognised(self.families, self.units, tables)

    def _count_votes(self, units: Sequence[Unit]) -> None:
        self.with_papers.update(unit.family for unit in units if unit.own_paper >= 0)
        siblings: dict[Key, list[Unit]] = {}
        for unit in units:
            siblings.setdefault(unit.siblings, []).append(unit)
        for key, members in siblings.items():
            sample = spread(members, _SAMPLE_OF_SIBLINGS)
            evidence, count = sum(map(self._evidence, sample)) * len(members) / len(sample), len(members)
            self.votes[key] = evidence, count
            before, others = self.wide.get(members[0].family, (0.0, 0))
            self.wide[members[0].family] = before + evidence, others + count

    def _evidence(self, unit: Unit) -> float:
        if unit.own_paper >= 0:
            return 1.0 if self.reader.is_worded(unit) else 0.3
        if unit.kind == "heading" or not (unit.table or self.reader.may_be_dated(unit)):
            return 0.0
        titled = self._likely(unit) >= LIKELY
        return 0.55 if titled and self._is_dated(unit) else 0.0

    def _is_dated(self, unit: Unit) -> bool:
        """Whether a date stands outside the title."""
        title, _ = self.families.title(unit)
        return any(piece.dates for piece in self.reader.pieces(unit) if piece is not title)

    def _support(self, unit: Unit) -> float:
        """What the siblings say, and a little of what all units written alike say."""
        evidence, count = self.votes[unit.siblings]
        wide_evidence, wide_count = self.wide[unit.family]
        return (evidence + 2 * wide_evidence / wide_count) / (count + 2)

    def _why_not(self, unit: Unit) -> str:
        """Why a unit is no entry; empty if it is one."""
        if unit.kind == "item" and self._is_part(unit):
            return PART
        if unit.own_paper < 0:
            return self._why_unlike(unit)
        if not self.reader.is_worded(unit):
            return _LABELS_ONLY
        if unit.kind in ("paragraph", "html"):
            if len(unit.papers) > 2 and self._support(unit) < 0.12:
                return "it is prose"
            if self.with_papers[unit.family] < _LEAST_PARAGRAPHS and unit.family != ("html", "tr"):
                return "few like it link to a paper"
        return ""

    def _is_part(self, unit: Unit) -> bool:
        """Whether an item only adds to what the item or the line above says."""
        parent = unit.parent
        if parent is None:
            return unit.lead in LABEL_WORDS and self._likely(unit) < LIKELY
        if not unit.papers:
            return False
        if parent.own_paper >= 0:
            return bool(unit.lead) or self._likely(unit) < UNLIKELY
        return not parent.papers and self._likely(unit) < UNLIKELY and self._likely(parent) >= LIKELY

    def _likely(self, unit: Unit) -> float:
        """How much it looks as if it had a title."""
        return self.families.title(unit)[1]

    def _why_unlike(self, unit: Unit) -> str:
        """Why a unit without a link to a paper is none of a family that lists papers; empty if it is one."""
        least = 0.5 if unit.kind in ("paragraph", "html") else 0.4
        above = any(child.is_entry for child in unit.children)
        if above or not self.listing[unit.section.number] or self._support(unit) < least:
            return "it links to no paper"
        if self._likely(unit) < LIKELY:
            return "it has no title"
        links = [link for link in self.document.links[unit.first : unit.last] if link.kind != "image"]
        if links:
            here = all(link.destination.startswith("#") for link in links)
            return "it links to this page" if here else ""
        return "" if self._is_dated(unit) else "it has neither a link nor a date"

    def _give_parts(self) -> None:
        for unit in self.units:
            if unit.kind != "item" or unit.is_entry or unit.parent is None:
                continue
            above = unit.parent
            while not above.is_entry and above.parent is not None:
                above = above.parent
            tells = unit.why == PART or bool(unit.papers)
            if (
                tells
                and not above.is_entry
                and self._likely(above) >= LIKELY
                and not any(child.is_entry for child in above.children)
            ):
                above.is_entry = True
            field = above.is_entry and header_word(unit.lead).role in ("date", "venue")
            if field:
                self.reader.drop_lead(unit)
            if above.is_entry and (tells or field or unit.first < unit.last):
                above.parts.append(unit)

    def _join_paragraphs(self) -> None:
        """A paragraph of nothing but links belongs to the paragraph with a title before it."""
        before: Unit | None = None
        for unit in self.units:
            if before is not None and (
                unit.section.number != before.section.number
                or before.end - before.start > _LONGEST_TITLE_PARAGRAPH
            ):
                before = None
            if unit.kind == "heading":
                before = None
            elif unit.kind == "item":
                if before is not None and unit.why == PART and unit.parent is None:
                    before.is_entry = True
                    before.parts.append(unit)
                elif unit.is_entry:
                    before = unit
            elif unit.papers and unit.why == _LABELS_ONLY and before is not None and not before.papers:
                piece, likeliness = self.families.title(before)
                begins = piece is not None and likeliness >= LIKELY and piece.start - before.start < 12
                if before.is_entry or (begins and before.kind == "paragraph"):
                    before.is_entry = True
                    before.parts.append(unit)
                    unit.why = PART
            elif unit.why != PART and self._likely(unit) >= LIKELY:
                before = unit
            elif before is not None and before.is_entry and self._is_note(unit):
                before.parts.append(unit)
                unit.why = PART

    def _is_note(self, unit: Unit) -> bool:
        """Whether a paragraph behind an entry may hold its authors and venue."""
        return unit.kind == "paragraph" and not unit.papers and unit.end - unit.start < _LONGEST_NOTE

    def _judge_table(self, table: Table) -> frozenset[int] | None:
        """All rows of a table of papers, else those that are entries each by itself."""
        if read_tables(self.document)[table.number].papers:
            return None
        sample = self.rows[table.number]
        good = sum(map(self._is_row_of_paper, sample))
        if 2 * good >= len(sample) >= 3:
            return None
        rows = (self.reader.row(table, number) for number in range(len(table.rows) if good else 0))
        return frozenset(unit.row for unit in rows if self._is_row_of_paper(unit))

    def _is_row_of_paper(self, unit: Unit) -> bool:
        if unit.own_paper >= 0:
            return self.reader.is_worded(unit)
        listed = self.listing[unit.section.number] and self._support(unit) >= 0.4
        return listed and self._likely(unit) >= LIKELY
