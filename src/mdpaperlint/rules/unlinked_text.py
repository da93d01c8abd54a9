from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Cell, Document, Table
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.papers.tables.generic_link_text import is_generic_link_text
from mdpaperlint.papers.tables.headers import Role, header_word, plain_text
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.rules.base import Context, Options, Rule

# The kinds of links with a text of their own.
_WRITTEN = ("inline", "html", "reference")
_LONGEST_LABEL = 30
# The most characters of emphasis or brackets around a label.
_LONGEST_WRAPPING = 10
_AROUND = "[](){}【】（）.:!,;*_ "
_ANSWERS = frozenset(
    (
        "yes no true false none n/a na tbd tba todo open closed public private available unavailable ✓ ✔ ✗ ✘ "
        "是 否 有 无 はい いいえ 예 아니오 soon unknown other same new"
    ).split()
)
_MAY_BE_LINKED = lazy_pattern(r"\]\(|\]\[|<a\b|://|www\.|~~", re.IGNORECASE)
_MARKS = lazy_pattern(r"[*_`]|<[^<>]*>")
# Limits for a text that is not a generic link text such as "here".
_MANY_LINKS = 10
_MANY_ADDRESSES = 5
_SHARE = 0.9
# The least share of cells with a text that must link it; below it, plain text is the list's habit.
_USUAL_SHARE = 0.8
# More cells are one report.
_MOST_REPORTS = 20


class _Column(NamedTuple):
    """Columns of one ``key`` are compared; a column without a name is compared with no other."""

    key: str
    shown: str
    role: Role


class _Linked(NamedTuple):
    cells: int
    addresses: set[str]
    first: Cell


# Keys are the column's key and the label.
_BareCells = dict[tuple[str, str], list[tuple[Cell, _Column]]]


class UnlinkedText(Rule[Options]):
    name = "unlinked-text"
    summary = "A cell lacks the link that the same text has elsewhere in its column."
    compares_entries = True
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        text = document.text
        written = {
            text[link.text_start : link.text_end]
            for link in document.links
            if 0 < link.text_end - link.text_start <= _LONGEST_LABEL and link.kind in _WRITTEN
        }
        labels = set(map(_label, written))
        labels -= _ANSWERS
        labels.discard("")
        bare = _bare_cells(document, labels) if labels else {}
        if not bare:
            return
        linked = _linked_cells(document, {key for key, _ in bare})
        for (key, label), cells in bare.items():
            evidence = linked.get((key, label))
            if evidence is None or not _is_fault(label, cells, evidence):
                continue
            if len(cells) > _MOST_REPORTS:
                yield self._habit(document, cells, evidence)
                continue
            for cell, column in cells:
                line = document.line_of(evidence.first.start) + 1
                yield self._report(
                    document,
                    cell,
                    f"has no link here, but has one elsewhere in {_shown(column)} (line {line})",
                    evidence,
                )

    def _habit(self, document: Document, cells: list[tuple[Cell, _Column]], evidence: _Linked) -> Violation:
        cell, column = cells[0]
        found = (
            f"has no link in {len(cells)} cells of {_shown(column)}, first here, "
            f"but has one in {evidence.cells} others"
        )
        return self._report(document, cell, found, evidence, fingerprint="file")

    def _report(
        self, document: Document, cell: Cell, found: str, evidence: _Linked, *, fingerprint: str = ""
    ) -> Violation:
        said = document.text[cell.start : cell.end].strip(_AROUND)
        first = evidence.first
        return self.violation(
            cell.start,
            cell.end,
            f"“{said}” {found}: add the link or remove the text",
            related=(Related(first.start, first.end, "here it is a link"),),
            fingerprint=fingerprint,
        )


def _shown(column: _Column) -> str:
    return f"the column “{column.shown}”" if column.shown else "its column"


def _label(written: str) -> str:
    return written.strip(_AROUND).casefold()


def _columns(document: Document, table: Table) -> list[_Column]:
    columns = []
    for number in range(table.width):
        written = document.cell_text(table.header, number)
        key = plain_text(written) or f"|{table.number}|{number}"
        shown = "" if key[0] == "|" else _MARKS.sub("", " ".join(written.split()))
        columns.append(_Column(key, shown, header_word(written).role))
    return columns


def _bare_cells(document: Document, labels: set[str]) -> _BareCells:
    """The cells without a link that say one of the labels and nothing else."""
    text = document.text
    bare: _BareCells = {}
    longest = max(map(len, labels)) + _LONGEST_WRAPPING
    for paper_table in read_tables(document):
        table = paper_table.table
        columns: list[_Column] = []
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                start, end = cell
                # A comment that silences the rule is no part of the cell's text.
                note = text.find("<!--", start, end)
                end = end if note < 0 else note
                if not 0 < end - start <= longest or number == paper_table.date:
                    continue
                written = text[start:end]
                label = _label(written)
                if label in labels and not _MAY_BE_LINKED.search(written):
                    columns = columns or _columns(document, table)
                    if number < len(columns):
                        bare.setdefault((columns[number].key, label), []).append((cell, columns[number]))
    return bare


def _linked_cells(document: Document, keys: set[str]) -> dict[tuple[str, str], _Linked]:
    """The cells that are a link and nothing else, by their column and label."""
    text = document.text
    linked: dict[tuple[str, str], _Linked] = {}
    for table in document.tables:
        columns = _columns(document, table)
        numbers = [number for number, column in enumerate(columns) if column.key in keys]
        for row in table.rows if numbers else ():
            for number in numbers:
                if number >= len(row.cells):
                    continue
                cell = row.cells[number]
                link = next(iter(document.links_within(cell.start, cell.end)), None)
                if (
                    link is None
                    or link.kind not in _WRITTEN
                    or ((text[cell.start : link.start] + text[link.end : cell.end]).strip(_AROUND))
                ):
                    continue
                label = _label(text[link.text_start : link.text_end])
                key = (columns[number].key, label)
                so_far = linked.get(key) or _Linked(0, set(), cell)
                so_far.addresses.add(link.destination)
                linked[key] = so_far._replace(cells=so_far.cells + 1)
    return linked


def _is_fault(label: str, cells: list[tuple[Cell, _Column]], linked: _Linked) -> bool:
    if linked.cells < _USUAL_SHARE * (linked.cells + len(cells)):
        return False
    if is_generic_link_text(label, surely=True):
        return True
    if is_generic_link_text(label):
        column = cells[0][1]
        of_links = column.role in ("link", "title") or is_generic_link_text(column.key)
        return of_links or (len(linked.addresses) > 1 and linked.cells >= len(cells))
    return (
        linked.cells >= _MANY_LINKS
        and len(linked.addresses) >= _MANY_ADDRESSES
        and linked.cells >= _SHARE * (linked.cells + len(cells))
    )
