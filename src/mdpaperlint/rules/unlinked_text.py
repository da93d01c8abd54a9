from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Cell, Document, Table
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.papers.tables.generic_link_text import is_generic_link_text
from mdpaperlint.papers.tables.headers import Role, header_word, plain_text
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_LABEL = 30
# Of the emphasis or the brackets around a label.
_LONGEST_WRAPPING = 10
_WHOLE_LINK = lazy_pattern(
    r"[\[(*_ ]{0,6}\[{1,2}([^\[\]]{1,60})\]{1,2}"
    r"\(\s*+<?([^\s()<>]++(?:\([^\s()]*+\)[^\s()<>]*+)?+)>?[^()]*+\)[\])*_ .]{0,6}"
    r"|<a\s[^>]{0,300}?href\s*+=\s*+[\"']?([^\s\"'>]++)[^>]{0,300}+>([^<>]{1,60})</a>",
    re.IGNORECASE,
)
_AROUND = "[](){}【】（）.:!,;*_ "
_ANSWERS = frozenset(
    (
        "yes no true false none n/a na tbd tba todo open closed public private available unavailable ✓ ✔ ✗ ✘ "
        "是 否 有 无 はい いいえ 예 아니오 soon unknown other same new"
    ).split()
)
_MAY_BE_LINKED = lazy_pattern(r"\]\(|\]\[|<a\b|://|www\.|~~", re.IGNORECASE)
_MARKS = lazy_pattern(r"[*_`]|<[^<>]*>")
# For a text that does not point anywhere by itself.
_MANY_LINKS = 10
_MANY_ADDRESSES = 5
_SHARE = 0.9


class _Column(NamedTuple):
    """Columns of one ``key`` are compared; a column without a name is compared with no other."""

    key: str
    shown: str
    role: Role


class _Linked(NamedTuple):
    cells: int
    addresses: set[str]
    first: Cell


# By the key of the column and the label.
_BareCells = dict[tuple[str, str], list[tuple[Cell, _Column]]]


class UnlinkedText(Rule[Options]):
    name = "unlinked-text"
    summary = "A cell lacks the link that the same text has elsewhere in its column."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        text = document.text
        written = {
            text[link[3] : link[4]]
            for link in document.links
            if 0 < link[4] - link[3] <= _LONGEST_LABEL and link[0] in ("inline", "html", "reference")
        }
        labels = set(map(_label, written))
        labels -= _ANSWERS
        labels.discard("")
        bare = _bare_cells(document, labels) if labels else {}
        if not bare:
            return
        linked = _linked_cells(document, {key for key, _ in bare})
        found: list[tuple[Cell, _Column, _Linked]] = []
        for (key, label), cells in bare.items():
            evidence = linked.get((key, label))
            if evidence is not None and _is_fault(label, cells, evidence):
                found += ((cell, column, evidence) for cell, column in cells)
        for cell, column, evidence in sorted(found, key=itemgetter(0)):
            first = evidence.first
            line = document.line_of(first.start) + 1
            where = f"elsewhere in the column “{column.shown}”" if column.shown else "elsewhere in its column"
            said = text[cell.start : cell.end].strip(_AROUND)
            yield self.violation(
                cell.start,
                cell.end,
                f"“{said}” is not a link here, but is one {where} (line {line}): "
                "add the link or remove the text",
                related=(Related(first.start, first.end, "here it is a link"),),
            )


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
    for reading in read_tables(document):
        table = reading.table
        columns: list[_Column] = []
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                start, end = cell
                if not 0 < end - start <= longest or number == reading.date:
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
                found = _WHOLE_LINK.fullmatch(text, cell.start, cell.end)
                if not found:
                    continue
                label = _label(found[1] or found[4])
                place = (columns[number].key, label)
                known = linked.get(place) or _Linked(0, set(), cell)
                known.addresses.add(found[2] or found[3])
                linked[place] = known._replace(cells=known.cells + 1)
    return linked


def _is_fault(label: str, cells: list[tuple[Cell, _Column]], linked: _Linked) -> bool:
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
