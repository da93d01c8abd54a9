"""What is decided of the order of each sequence, and what was decided of it in an earlier text."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.papers.order.chronology import Judgement, judge
from mdpaperlint.papers.order.dated_sequences import DatedSequence, judged_sequences
from mdpaperlint.papers.order.misplaced_entries import Direction


def decisions(
    document: Document,
    configured: Direction | None = None,
    recent_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] = frozenset(),
    before: Document | None = None,
) -> Iterator[tuple[DatedSequence, Judgement]]:
    """The sequences with what is decided of them, as :func:`judge` does.

    A sequence that ``before`` has as well, under the same headings and with the same header, runs as it did
    there: what is added to a list does not turn it round, nor make it sorted or unsorted.
    """
    earlier: dict[tuple[str, ...], list[Judgement]] = {}
    if before is not None and configured is None:
        for sequence in judged_sequences(before):
            earlier.setdefault(_key(before, sequence), []).append(judge(before, sequence))
    for sequence in judged_sequences(document):
        alike = earlier.get(_key(document, sequence)) if earlier else None
        decided = alike.pop(0) if alike else None
        yield sequence, judge(document, sequence, configured, recent_lines, known_lines, decided)


def _key(document: Document, sequence: DatedSequence) -> tuple[str, ...]:
    """Equal for a sequence and what it was in another text."""
    start = sequence.items[0].start if sequence.reading is None else sequence.reading.table.start
    section = document.section_at(start)
    names: list[str] = []
    while section.heading is not None:
        names.append(section.heading.content.strip())
        if section.parent < 0:
            break
        section = document.sections[section.parent]
    header = () if sequence.reading is None else sequence.reading.table.header.cells
    columns = (document.text[cell.start : cell.end].strip() for cell in header)
    return (sequence.kind, str(sequence.part), *names, "", *columns)
