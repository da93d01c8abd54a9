from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Block, Document, ListItem
from mdpaperlint.model.lines import begun_within, last_begun
from mdpaperlint.model.suppression import SuppressedName, Suppression
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.rules.base import Context, Options, Rule

_WHERE = {
    "disable": "from here on",
    "disable-line": "on this line",
    "disable-next-line": "on the next line",
    "disable-file": "in this file",
}
_IDLE = ("unused", "redundant")
_DEFINITION = lazy_pattern(r"\[[^\]\n]*\]:")
_MARGIN = "\ufeff \t"


class UnusedSuppression(Rule[Options]):
    name = "unused-suppression"
    summary = "A comment meant to silence a rule silences nothing, or breaks what it stands in."
    severity = "warning"
    after_suppressions = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for suppression in context.suppressions:
            start, end, bad_date = suppression.start, suppression.end, suppression.bad_date
            if suppression.state == "unknown":
                yield self.violation(start, end, _unknown_command(suppression))
                continue
            if bad_date:
                what = "has no date" if bad_date == "until" else "is not a date"
                message = f"`{shortened(bad_date)}` {what}: write it as in `until 2026-12-31`"
                yield self.violation(start, end, message)
            if ends_table(document, start, end):
                message = (
                    "this comment ends the table, and GitHub shows the rows below it as text: put it into a"
                    " cell of the row instead, before the closing `|`"
                )
                yield self.violation(start, end, message)
            elif splits_list(document, start, end):
                message = "this comment splits the list in two: put it at the end of the entry's line instead"
                yield self.violation(start, end, message)
            else:
                yield from self._idle(document, suppression)

    def _idle(self, document: Document, suppression: Suppression) -> Iterator[Violation]:
        names = suppression.names
        idle = [name for name in names if name.state in _IDLE]
        message = ""
        if suppression.expired:
            message = (
                f"this comment held until {suppression.until}: correct what it silenced, or give it a"
                " later date"
            )
        elif len(idle) == len(names) and (names or suppression.state in _IDLE):
            message = _idle_message(document, suppression, idle[0] if idle else None, alone=True)
        if message:
            edits = removal(document, suppression.start, suppression.end)
            fix = Fix(edits, True, "remove the comment") if edits else None
            yield self.violation(suppression.start, suppression.end, message, fix=fix)
            return
        for number, name in enumerate(names):
            if name.state == "unknown":
                yield self._unknown_name(name)
            elif name.state in _IDLE:
                if number + 1 < len(names):
                    edit = Edit(name.start, names[number + 1].start, "")
                else:
                    edit = Edit(names[number - 1].end, name.end, "")
                message = _idle_message(document, suppression, name, alone=False)
                fix = Fix((edit,), True, f"remove `{name.name}` from the comment")
                yield self.violation(name.start, name.end, message, fix=fix)

    def _unknown_name(self, name: SuppressedName) -> Violation:
        hint, fix = "`mdpaperlint rule` lists them; a reason goes after ` -- `", None
        if name.suggestion:
            hint = f"did you mean `{name.suggestion}`?"
            fix = Fix((Edit(name.start, name.end, name.suggestion),), False, f"write `{name.suggestion}`")
        message = f"no rule is named `{shortened(name.name)}`: {hint}"
        return self.violation(name.start, name.end, message, fix=fix)


def _unknown_command(suppression: Suppression) -> str:
    hint = "there are `disable`, `enable`, `disable-line`, `disable-next-line` and `disable-file`"
    if suppression.suggestion:
        hint = f"did you mean `mdpaperlint-{suppression.suggestion}`?"
    return f"there is no comment `mdpaperlint-{shortened(suppression.command)}`: {hint}"


def _idle_message(
    document: Document, suppression: Suppression, idle: SuppressedName | None, *, alone: bool
) -> str:
    """With ``alone``, the message is about the whole comment, otherwise about one of its names."""
    state, other = (idle.state, idle.other) if idle else (suppression.state, suppression.other)
    mend = "remove this comment" if alone else "remove its name"
    rule = f"`{idle.name}`" if idle else "every rule"
    if state == "redundant":
        line = document.position(other)[0]
        return f"{rule} is already disabled here, by the comment on line {line}: {mend}"
    if suppression.command == "enable":
        return f"{f'{rule} is not' if idle else 'no rule is'} disabled here: {mend}"
    names = [f"`{name.name}`" for name in suppression.names] if alone else [rule]
    subject = names[0] if len(names) == 1 else f"none of {', '.join(names)}" if names else "no rule"
    found = "nothing" if len(names) == 1 else "anything"
    return f"{subject} has {found} to report {_WHERE[suppression.command]}: {mend}"


class _Lines:
    """The lines of a comment. ``alone`` means that they hold nothing else but marks of block quotes."""

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.first, self.last = document.line_of(start), document.line_of(end - 1)
        self.before = document.text[document.line_span(self.first).start : start]
        self.after = document.text[end : document.line_span(self.last).end]
        self.alone = not self.before.strip(_MARGIN + ">") and not self.after.strip()
        self.gap_before = len(self.before) - len(self.before.rstrip(" \t"))
        self.gap_after = len(self.after) - len(self.after.lstrip(" \t"))


def _blocks_around(document: Document, start: int) -> tuple[Block | None, Block | None, Block | None]:
    """The block that holds the comment, with the blocks before and after it, in the order of the text."""
    number = last_begun(document.blocks, start)
    before, own, after = (
        document.blocks[each] if 0 <= each < len(document.blocks) else None
        for each in (number - 1, number, number + 1)
    )
    return before, own, after


def ends_table(document: Document, start: int, end: int) -> bool:
    """Whether the lines of the comment stand between the rows of what would be one table without them."""
    lines = _Lines(document, start, end)
    _, _, after = _blocks_around(document, start)
    if not (lines.alone and lines.first and after is not None):
        return False
    table = document.table_at(document.line_span(lines.first - 1).end)
    return (
        table is not None
        and table.end_line == lines.first
        and after.kind == "paragraph"
        and after.line == lines.last + 1
        and "|" in document.text[after.start : document.line_span(after.line).end]
    )


def splits_list(document: Document, start: int, end: int) -> bool:
    """Whether the comment stands between two items that would be in one list without it."""
    before, own, after = _blocks_around(document, start)
    if before is None or own is None or after is None or own.kind != "html":
        return False
    if not _Lines(document, start, end).alone:
        return False
    above, below = _items_around(document, before.item), _items_around(document, after.item)
    depth = len(_items_around(document, own.item))
    if len(above) <= depth or len(below) <= depth:
        return False
    last, first = above[depth], below[depth]
    return (
        first.parent == last.parent == own.item
        and first.list_number != last.list_number
        and first.start > end
        and first.ordered == last.ordered
        and _marker(document, first) == _marker(document, last)
    )


def _items_around(document: Document, number: int) -> list[ListItem]:
    """The item and those that it is nested in, the outermost first."""
    found: list[ListItem] = []
    while number >= 0:
        found.insert(0, document.items[number])
        number = found[0].parent
    return found


def _marker(document: Document, item: ListItem) -> str:
    """The character that makes items siblings: the bullet, or what stands behind the number."""
    return document.text[item.start : item.content_start].strip()[-1:]


def removal(document: Document, start: int, end: int) -> tuple[Edit, ...]:
    """The edit that removes the comment and the white space around it. It is left out where the rest might be
    parsed otherwise.
    """
    _, own, _ = _blocks_around(document, start)
    if own is None or end > own.end or "|" in document.text[start:end]:
        return ()
    if own.kind == "html":
        return _without_lines(document, start, end)
    lines = _Lines(document, start, end)
    removable = _is_removable_from_cell if own.kind == "table" else _is_removable_from_text
    # The text before and after it could form a link, or another mark, once they touch.
    if own.kind == "definition" or not removable(document, start, lines):
        return ()
    if own.kind == "table" and _has_excess_cell(document, start, lines):
        pipe = lines.after.lstrip(" \t").startswith("|")
        return (Edit(start - lines.gap_before, end + (lines.gap_after + 1 if pipe else 0), ""),)
    apart = not lines.after or lines.gap_after > 0
    return (Edit(start - lines.gap_before if apart else start, end, ""),)


def _is_removable_from_text(document: Document, start: int, lines: _Lines) -> bool:
    """Whether the comment stands between two words or ends a line, and the rest is no mark of Markdown."""
    before = lines.before.strip(_MARGIN + "\r\n>")
    return (
        lines.gap_before > 0
        and (not lines.after or lines.gap_after > 0)
        and any(map(str.isalnum, before))
        and not before.endswith(("\\", "#", "|"))
        and not before.startswith("<")
        and not _DEFINITION.match(before)
        # The last line could then have as many cells as the row of dashes below it, and become a header.
        and (lines.first == lines.last or "|" not in lines.before + lines.after)
    )


def _is_removable_from_cell(document: Document, start: int, lines: _Lines) -> bool:
    before, after = lines.before.rstrip(" \t"), lines.after.lstrip(" \t")
    if not before.strip(_MARGIN + ">"):
        return False
    own_cell = before.endswith("|") and not before.endswith("\\|") and after.rstrip() in ("", "|")
    if own_cell and not after and not _has_excess_cell(document, start, lines):
        # Without a closing pipe, the cell would be removed, too.
        return False
    return (
        (lines.gap_before > 0 or before.endswith("|"))
        and (lines.gap_after > 0 or not after or after.startswith("|"))
        and not (before.endswith("\\") and not lines.gap_after)
        # The rest could be read as a row of dashes.
        and (own_cell or any(map(str.isalnum, before + after)))
    )


def _has_excess_cell(document: Document, start: int, lines: _Lines) -> bool:
    """Whether the comment is alone in a cell behind the last column."""
    cell = document.cell_at(start)
    return (
        cell is not None
        and cell.column >= cell.table.width
        and cell.row.cells[cell.column].start == start
        and lines.after.strip(" \t\r") in ("", "|")
    )


def _without_lines(document: Document, start: int, end: int) -> tuple[Edit, ...]:
    """Removes the lines of a comment that is a block of its own, and neither in nor after a list or quote."""
    lines = _Lines(document, start, end)
    before, own, after = _blocks_around(document, start)
    assert own is not None
    begin = 0 if before is None else before.start
    if (
        (own.line, own.end_line) != (lines.first, lines.last + 1)
        or not lines.alone
        or ">" in lines.before
        or own.item >= 0
        or (before is not None and (before.item >= 0 or before.kind == "code"))
        or begun_within(document.items, begin, start)
        or (after is not None and after.kind == "code")
    ):
        return ()
    line_start, line_end = document.full_line_span(lines.first).start, document.full_line_span(lines.last).end
    text = document.text
    if before is None and text.startswith(("---", "+++"), len(text) - len(text[line_end:].lstrip())):
        # The text below would become front matter.
        return ()
    if lines.first and document.line_text(lines.first - 1).strip(_MARGIN):
        # A blank line stays, so that the next block stays a block of its own.
        return (Edit(line_start, end + len(lines.after), ""),) if text[line_start - 1] != "\r" else ()
    if lines.last + 1 < document.line_count and not document.line_text(lines.last + 1).strip(_MARGIN):
        line_end = document.full_line_span(lines.last + 1).end
    if line_start == 0 and text.startswith("\ufeff"):
        line_start = 1
    return (Edit(line_start, line_end, ""),)
