"""What is decided of the order of each sequence, and what was decided of it in an earlier text."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.papers.order.chronology import Judgement, judge
from mdpaperlint.papers.order.dated_sequences import DatedSequence
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, Orders, judged_sequences


def decisions(
    document: Document,
    orders: Orders = EACH_ITS_OWN,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
    before: Document | None = None,
) -> Iterator[tuple[DatedSequence, Judgement]]:
    """The sequences with what is decided of them, as :func:`judge` does.

    A sequence that ``before`` has as well, under the same headings and with the same header, runs as it did
    there: what is added to a list does not turn it round, nor make it sorted or unsorted.
    """
    earlier: dict[tuple[str, ...], list[Judgement]] = {}
    for sequence, direction in () if before is None else judged_sequences(before, orders):
        assert before is not None
        if direction is None:
            earlier.setdefault(_key(before, sequence), []).append(judge(before, sequence))
    for sequence, direction in judged_sequences(document, orders):
        alike = earlier.get(_key(document, sequence)) if earlier and direction is None else None
        decided = alike.pop(0) if alike else None
        yield sequence, judge(document, sequence, direction, recent_lines, known_lines, decided)


def _key(document: Document, sequence: DatedSequence) -> tuple[str, ...]:
    """Equal for a sequence and what it was in another text."""
    section = document.section_at(sequence.start)
    names: list[str] = []
    while section.heading is not None:
        names.append(section.heading.content.strip())
        if section.parent < 0:
            break
        section = document.sections[section.parent]
    header = () if sequence.reading is None else sequence.reading.table.header.cells
    columns = (document.text[cell.start : cell.end].strip() for cell in header)
    return (sequence.kind, str(sequence.part), *names, "", *columns)
