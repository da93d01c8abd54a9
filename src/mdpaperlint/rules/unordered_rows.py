from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.reading.chronology import DatedSequence, Entry, Judgement, dated_sequences, judge
from mdpaperlint.reading.order import Direction, Move, moves
from mdpaperlint.rules.base import Context, Options, Rule


class UnorderedRowsOptions(Options):
    order: Literal["auto", "oldest-first", "newest-first"] = "auto"

    @property
    def direction(self) -> Direction | None:
        return None if self.order == "auto" else self.order


class UnorderedRows(Rule[UnorderedRowsOptions]):
    name = "unordered-rows"
    summary = "A row is out of chronological order."
    Options = UnorderedRowsOptions

    def check(self, document: Document, context: Context[UnorderedRowsOptions]) -> Iterator[Violation]:
        history = context.history
        for sequence in dated_sequences(document):
            judgement = judge(
                document,
                sequence,
                context.options.direction,
                history.recent_lines() if history is not None else frozenset(),
                history.known_lines(self.name) if history is not None else frozenset(),
            )
            if judgement.moved and judgement.direction:
                yield from self._report(document, sequence, judgement, judgement.direction)

    def _report(
        self, document: Document, sequence: DatedSequence, judgement: Judgement, direction: Direction
    ) -> Iterator[Violation]:
        entries = sequence.entries
        placed = moves([entry.date for entry in entries], direction, judgement.moved)
        for move in sorted(placed, key=lambda move: move.moved):
            entry, shown = entries[move.moved], entries[move.wrong_side_of]
            date = document.text[entry.start : entry.end]
            shown_date = document.text[shown.start : shown.end]
            side = "below" if shown.line < entry.line else "above"
            way = "oldest first" if direction == "oldest-first" else "newest first"
            if move.behind >= 0:
                place = f"behind line {entries[move.behind].end_line}"
            else:
                place = f"before line {entries[0].line + 1}"
            yield self.violation(
                entry.start,
                entry.end,
                f"{date} stands {side} {shown_date} (line {shown.line + 1}) in a table that runs {way}; "
                f"move the row {place}",
                fix=_fix(document, sequence, entry, move, place),
                related=(Related(shown.start, shown.end, f"{side} this row"),),
            )


def _fix(document: Document, sequence: DatedSequence, entry: Entry, move: Move, place: str) -> Fix | None:
    """Moves whole lines, each with the line end before it, so that a missing last line end stays missing."""
    entries = sequence.entries
    behind = entries[move.behind].end_line - 1 if move.behind >= 0 else entries[0].line - 1
    start = document.line_span(entry.line - 1).end
    end = document.line_span(entry.end_line - 1).end
    target = document.line_span(behind).end
    lines = document.text[start:end]
    if _prefix(document, sequence, entry.line) != _prefix(document, sequence, behind + (move.behind < 0)):
        return None
    edits = (Edit(start, end, ""), Edit(target, target, lines, move.rank))
    return Fix(tuple(sorted(edits)), True, f"move the row {place}")


def _prefix(document: Document, sequence: DatedSequence, line: int) -> str:
    """What stands on a row's line in front of the row: a block quote's marks, a list's indent."""
    row = sequence.reading.table.rows[line - sequence.reading.table.rows[0].line]
    return document.text[document.line_span(line).start : row.start]
