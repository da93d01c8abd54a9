"""What may list one paper: a table row, a list item's own text, a paragraph, a heading, a piece of HTML.

Units that are written alike are of one family: the rows of tables with one header, the items of one depth,
all paragraphs. The rows of one table, the items of one list, the paragraphs of one section are siblings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, ListItem, Section, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import EntryKind
from mdpaperlint.papers.dates.written_dates import may_hold_date
from mdpaperlint.papers.entries.link_roles import NO_LINKS, link_kinds
from mdpaperlint.papers.entries.pieces import Piece, PieceReader
from mdpaperlint.papers.entries.titleness import WORD
from mdpaperlint.papers.tables.headers import header_word

Key = tuple[str | int, ...]

#: How far from the beginning of a unit the link to its paper may stand that is not labelled as such.
LONGEST_LEAD = 120
_HTML_UNIT = lazy_pattern(r"<(tr|li|p|h[1-6]|dt|summary)\b", re.IGNORECASE)
_LEAD = lazy_pattern(r"\s*[*_`\[]*([^\W\d_][\w./ &()-]{0,30}?)[*_`\]]*\s*[:：]")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_LINE = lazy_pattern(r"\r?\n[ \t>]*|<br\s*/?>\s*", re.IGNORECASE)
_HARD_BREAK = lazy_pattern(r"(?:  |\\|<br\s*/?>)\r?\n[ \t>*_\[]*\Z")
_NO_TEXT = " \t\r\n<>/br"
_SAYS_SOMETHING = lazy_pattern(r"[^\W\d_]{2}|(?:19|20)\d\d")


@dataclass(slots=True, eq=False)
class Unit:
    """``end`` is that of its own text, ``reach`` that of all that belongs to it. ``first``/``last``
    (half-open) are indices into ``Document.links``; ``papers`` are those that lead to papers, ``own_paper``
    is the one that stands for the unit, or -1. ``lead`` are the words of a beginning such as ``Code:``.
    ``parts`` are units that tell of the same paper. ``why`` tells why it is no entry.
    """

    kind: EntryKind
    start: int
    end: int
    reach: int
    section: Section
    siblings: Key
    family: Key
    item: ListItem | None = None
    table: Table | None = None
    row: int = -1
    first: int = 0
    last: int = 0
    papers: tuple[int, ...] = ()
    own_paper: int = -1
    lead: str = ""
    parent: Unit | None = None
    children: list[Unit] = field(default_factory=list)
    parts: list[Unit] = field(default_factory=list)
    is_entry: bool = False
    why: str = ""
    pieces: list[Piece] | None = None
    titled: tuple[Piece | None, float] | None = None


class UnitReader:
    """Makes the units of a document, and reads what is in them when it is asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.kinds = link_kinds(document)
        self.starts = [link[1] for link in document.links]
        headings = (section.heading for section in document.sections)
        self._headings = {heading.start: heading.end for heading in headings if heading and heading.html}
        self._pieces = PieceReader(document)
        self._roles: dict[int, tuple[str, ...]] = {}
        self._tables: dict[int, tuple[Section, Key, Key]] = {}

    def row(self, table: Table, index: int) -> Unit:
        place = self._tables.get(table.number)
        if place is None:
            text = self.document.text
            header = (text[cell.start : cell.end].strip(" *_`").casefold() for cell in table.header.cells)
            section = self.document.section_at(table.start)
            place = self._tables[table.number] = section, ("row", table.number), ("row", *header)
        row = table.rows[index]
        return self._linked(Unit("row", row.start, row.end, row.end, *place, None, table, index))

    def others(self) -> list[Unit]:
        """All but the rows of tables, in the order of the text."""
        found = [line for unit in self._wholes() for line in self._lines(self._linked(unit))]
        for unit in found:
            if unit.parent is not None:
                unit.parent.children.append(unit)
        found.sort(key=lambda unit: (unit.start, -unit.end))
        return found

    def _wholes(self) -> Iterator[Unit]:
        document, section_at = self.document, self.document.section_at
        tables = {table.item: table.start for table in reversed(document.tables)}
        items: list[Unit] = []
        for item in document.items:
            end = min(item.own_end, tables.get(item.number, item.own_end))
            section, siblings = section_at(item.start), ("item", item.list_number)
            family = ("item", item.depth)
            unit = Unit("item", item.content_start, end, item.end, section, siblings, family, item)
            unit.parent = items[item.parent] if item.parent >= 0 else None
            items.append(unit)
        yield from items
        for block in document.blocks:
            if block.item < 0 and block.kind == "paragraph":
                section, end = section_at(block.start), block.end
                siblings = ("paragraph", section.number)
                yield Unit("paragraph", block.start, end, end, section, siblings, ("paragraph",))
            elif block.item < 0 and block.kind == "html":
                yield from self._of_html(block.start, block.end)
        for section in document.sections:
            heading = section.heading
            if heading is not None:
                leaf = section.last_descendant == section.number
                reach = section.body_end if leaf else section.body_start
                start, end, family = heading.text_start, heading.text_end, ("heading", heading.level)
                yield Unit("heading", start, end, reach, section, ("heading", section.parent), family)

    def _of_html(self, start: int, end: int) -> Iterator[Unit]:
        text = self.document.text
        tags = [(tag.start(), tag[1].lower()) for tag in _HTML_UNIT.finditer(text, start, end)]
        if not tags or tags[0][0] > start:
            tags.insert(0, (start, ""))
        for (begin, tag), (stop, _) in pairwise([*tags, (end, "")]):
            section = self.document.section_at(begin)
            begin = min(self._headings.get(begin, begin), stop)
            yield Unit("html", begin, stop, stop, section, ("html", tag, section.number), ("html", tag))

    def _lines(self, unit: Unit) -> list[Unit]:
        """A paragraph is as many units as it has lines, if these hold a link to a paper each."""
        if unit.kind not in ("paragraph", "html") or len(unit.papers) < 2:
            return [unit]
        text = self.document.text
        cuts = [unit.start, *(line.end() for line in _LINE.finditer(text, unit.start, unit.end)), unit.end]
        spans = [(start, end) for start, end in pairwise(cuts) if plain(text[start:end]).strip(_NO_TEXT)]
        starts = [self.starts[number] for number in unit.papers]
        good = sum(
            bisect_left(starts, start) < bisect_left(starts, end) and len(WORD.findall(text, start, end)) >= 4
            for start, end in spans
        )
        if len(spans) < 2 or 5 * good < 4 * len(spans):
            return [unit]
        place = unit.section, (*unit.siblings, "line"), (*unit.family, "line")
        return [self._linked(Unit(unit.kind, start, end, end, *place)) for start, end in spans]

    def _linked(self, unit: Unit) -> Unit:
        """With the links that stand in it, and the one of them that leads to its paper."""
        unit.first = first = bisect_left(self.starts, unit.start)
        unit.last = last = bisect_left(self.starts, unit.end, first)
        if first == last:
            return unit
        _, to_paper, labelled = self.kinds
        unit.papers = tuple([number for number in range(first, last) if to_paper[number]])
        for number in unit.papers:
            begin = max(unit.start, self.starts[number] - LONGEST_LEAD)
            if labelled[number] or begin == unit.start or self._begins_line(begin, self.starts[number]):
                unit.own_paper = number
                break
        return unit

    def _begins_line(self, begin: int, start: int) -> bool:
        """Whether a place stands at the beginning of a line that a hard break parts from the one before."""
        return _HARD_BREAK.search(self.document.text, begin, start) is not None

    def lead_of(self, unit: Unit) -> str:
        found = _LEAD.match(self.document.text, unit.start, min(unit.end, unit.start + 60))
        return " ".join(_LETTERS.findall(found[1].casefold())) if found else ""

    def drop_lead(self, unit: Unit) -> None:
        """Lets a unit begin behind words such as ``Date:``."""
        found = _LEAD.match(self.document.text, unit.start, unit.end)
        if found is not None:
            unit.start, unit.pieces, unit.titled = found.end(), None, None

    def may_be_dated(self, unit: Unit) -> bool:
        """Whether a date may stand in what it shows."""
        text, position = self.document.text, unit.start
        for link in self.document.links[unit.first : unit.last]:
            if may_hold_date(text, position, link.start) or may_hold_date(
                text, link.text_start, link.text_end
            ):
                return True
            position = max(position, link.end)
        return may_hold_date(text, position, unit.end)

    def is_worded(self, unit: Unit) -> bool:
        """Whether it says more than the labels of its links."""
        document, position = self.document, unit.start
        for number, link in enumerate(document.links[unit.first : unit.last], unit.first):
            if link.kind not in NO_LINKS and not self.kinds.labelled[number]:
                return True
            if _SAYS_SOMETHING.search(document.text, position, link.start):
                return True
            position = max(position, link.end)
        return _SAYS_SOMETHING.search(document.text, position, unit.end) is not None

    def pieces_of_cell(self, unit: Unit, column: int) -> list[Piece]:
        """Those of one cell of a row alone, which is all that its title takes."""
        if unit.pieces is not None:
            return [piece for piece in unit.pieces if piece.cell == column]
        cells = self.cells(unit)[column : column + 1]
        links = range(unit.first, unit.last)
        return self._pieces.pieces(cells, links, False, False)

    def pieces(self, unit: Unit) -> list[Piece]:
        if unit.pieces is None:
            numbered, in_cells = unit.kind != "row", unit.family == ("html", "tr")
            links = range(unit.first, unit.last)
            unit.pieces = self._pieces.pieces(self.cells(unit), links, numbered, in_cells)
        return unit.pieces

    def cells(self, unit: Unit) -> list[tuple[int, int]]:
        if unit.table is None:
            return [(unit.start, unit.end)]
        return [(cell.start, cell.end) for cell in unit.table.rows[unit.row].cells]

    def roles(self, table: Table) -> tuple[str, ...]:
        if table.number not in self._roles:
            cells = [self.document.text[cell.start : cell.end] for cell in table.header.cells]
            self._roles[table.number] = tuple([header_word(cell).role for cell in cells])
        return self._roles[table.number]


@memoize
def unit_reader(document: Document) -> UnitReader:
    return UnitReader(document)
