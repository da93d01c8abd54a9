from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, ListItem
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.order.chronology import Judgement, decisions
from mdpaperlint.papers.order.contradicted_dates import contradictions
from mdpaperlint.papers.order.dated_sequences import DatedSequence, Entry, OrderKey
from mdpaperlint.papers.order.misplaced_entries import Direction, Move, moves
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, WAYS, Order, Orders
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_SHOWN = 60


class _RunningOrder(Options):
    order: Literal["auto", "oldest-first", "newest-first"] = "auto"
    order_by: OrderKey = "date"

    @property
    def running(self) -> Order:
        return Order(None if self.order == "auto" else self.order, self.order_by)


class SectionOrder(_RunningOrder):
    section: str = ""


class UnorderedRowsOptions(_RunningOrder):
    sections: tuple[SectionOrder, ...] = ()

    @property
    def orders(self) -> Orders:
        return Orders(self.running, tuple((each.section, each.running) for each in self.sections))


def configured_orders(options: Iterable[Options]) -> Orders:
    """The orders that the options of this rule demand, if the rule runs."""
    found = (each.orders for each in options if isinstance(each, UnorderedRowsOptions))
    return next(found, EACH_ITS_OWN)


class UnorderedRows(Rule[UnorderedRowsOptions]):
    name = "unordered-rows"
    summary = "A row or list item is out of chronological order."
    compares_entries = True
    Options = UnorderedRowsOptions

    def check(self, document: Document, context: Context[UnorderedRowsOptions]) -> Iterator[Violation]:
        known = context.known_violations
        decided = decisions(
            document,
            context.options.orders,
            context.recent_lines(document),
            known.lines(document, self.name) if known is not None else frozenset(),
            known.before if known is not None else None,
        )
        for sequence, judgement in decided:
            if judgement.moved and judgement.direction:
                yield from self._report(document, sequence, judgement, judgement.direction)

    def _report(
        self, document: Document, sequence: DatedSequence, judgement: Judgement, direction: Direction
    ) -> Iterator[Violation]:
        entries = sequence.entries
        placed = moves([entry.date for entry in entries], direction, judgement.moved)
        contradicted = contradictions(document, sequence, direction, judgement.moved).values()
        wrong = {each.entry.start for each in contradicted}
        way = WAYS[sequence.by][direction == "newest-first"]
        noun = "row" if sequence.kind == "table" else "item"
        movable = sequence.kind == "table" or _is_movable(document, sequence.items)
        for move in sorted(placed, key=lambda move: move.moved):
            entry, shown = entries[move.moved], entries[move.wrong_side_of]
            if entry.start in wrong or shown.start in wrong:
                continue
            date, shown_date = (_written(document, sequence, each) for each in (entry, shown))
            side = "below" if shown.line < entry.line else "above"
            if move.behind >= 0:
                place = f"below line {entries[move.behind].end_line}"
            else:
                place = f"above line {entries[0].line + 1}"
            edits = None
            if movable:
                move_lines = _move_row if sequence.kind == "table" else _move_item
                edits = move_lines(document, sequence, entry, move)
            yield self.violation(
                entry.start,
                entry.end,
                f"{date} stands {side} {shown_date} (line {shown.line + 1}) in a {sequence.kind} that runs "
                f"{way}; move the {noun} {place}",
                fix=Fix(edits, judgement.sure, f"move the {noun} {place}") if edits else None,
                related=(Related(shown.start, shown.end, f"{side} this {noun}"),),
            )


def _written(document: Document, sequence: DatedSequence, entry: Entry) -> str:
    written = document.text[entry.start : entry.end]
    return written if sequence.by in ("date", "arxiv") else quoted(plain(written), _LONGEST_SHOWN)


def _move_row(
    document: Document, sequence: DatedSequence, entry: Entry, move: Move
) -> tuple[Edit, ...] | None:
    """Moves whole lines, each with the line end before it, so that a missing last line end stays missing."""
    entries = sequence.entries
    behind = entries[move.behind].end_line - 1 if move.behind >= 0 else entries[0].line - 1
    start = document.line_span(entry.line - 1).end
    end = document.line_span(entry.end_line - 1).end
    target = document.line_span(behind).end
    lines = document.text[start:end]
    if _prefix(document, sequence, entry.line) != _prefix(document, sequence, behind + (move.behind < 0)):
        return None
    return tuple(sorted((Edit(start, end, ""), Edit(target, target, lines, move.rank))))


def _prefix(document: Document, sequence: DatedSequence, line: int) -> str:
    """The text before the row on its line: the marks of a block quote, the indent of a list."""
    assert sequence.reading is not None
    rows = sequence.reading.table.rows
    row = rows[line - rows[0].line]
    return document.text[document.line_span(line).start : row.start]


def _is_movable(document: Document, items: Sequence[ListItem]) -> bool:
    """Whether items can change places: all begin their line after the same indent, nothing but blank lines
    stands between them, and they are not counted.
    """
    text = document.text
    prefixes = {text[document.line_span(item.line).start : item.start] for item in items}
    if len(prefixes) > 1 or prefixes.pop().strip(" \t"):
        return False
    if items[0].ordered and len({text[item.start : item.content_start].strip() for item in items}) > 1:
        return False
    return all(
        not text[above.end : document.line_span(below.line).start].strip() for above, below in pairwise(items)
    )


def _move_item(
    document: Document, sequence: DatedSequence, entry: Entry, move: Move
) -> tuple[Edit, ...] | None:
    """Moves whole items with their nested items and the blank lines before them; the first item of a list
    with the blank lines after it.
    """
    text, items, entries = document.text, sequence.items, sequence.entries
    begin = document.line_span(entry.line).start
    end = document.line_span(entry.end_line - 1).end
    following = next((item.line for item in items if item.line >= entry.end_line), None)
    if entry.row:
        start, stop = items[entry.row - 1].end, end
        between = text[start:begin]
    elif following is not None:
        start, stop = begin, document.line_span(following).start
        between = text[end:stop]
    else:
        return None
    lines = text[begin:end]
    if move.behind >= 0:
        target = document.line_span(entries[move.behind].end_line - 1).end
        insert = Edit(target, target, between + lines, move.rank)
    else:
        target = document.line_span(entries[0].line).start
        insert = Edit(target, target, lines + between, move.rank)
    return tuple(sorted((Edit(start, stop, ""), insert)))
