"""What a comment does to the blocks around it, and which edits take it out without changing them."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Block, Document, ListItem, Table
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.violation import Edit

_DEFINITION = lazy_pattern(r"\[[^\]\n]*\]:")
_MARGIN = "\ufeff \t"
_MARKS = " \t\r\n>"


@memoize
def _tables_by_end_line(document: Document) -> dict[int, Table]:
    return {table.end_line: table for table in document.tables}


@memoize
def _items_by_line(document: Document) -> dict[int, ListItem]:
    """The outermost item that begins on each line."""
    found: dict[int, ListItem] = {}
    for item in document.items:
        found.setdefault(item.line, item)
    return found


def ends_table(document: Document, start: int, end: int) -> bool:
    """Whether the lines of the comment stand between the rows of what would be one table without them."""
    place = _Place(document, start, end)
    table = _tables_by_end_line(document).get(place.first_line)
    if table is None or not place.alone or place.last_line + 1 >= document.line_count:
        return False
    block = place.following
    if block is None or block.line != place.last_line + 1 or block.kind != "paragraph":
        return False
    line = document.text[block.start : document.line_span(block.line).end]
    return "|" in line


def splits_list(document: Document, start: int, end: int) -> bool:
    """Whether the comment stands between two items that would be in one list without it."""
    place = _Place(document, start, end)
    if not place.alone or place.block is None or place.block.kind != "html":
        return False
    before, after = place.preceding, place.following
    if before is None or after is None or before.item < 0 or after.item < 0:
        return False
    items = document.items
    holding = place.block.item
    above = _ancestors(items, before.item)
    below = _ancestors(items, after.item)
    depth = 0 if holding < 0 else items[holding].depth + 1
    if len(above) <= depth or len(below) <= depth or (holding >= 0 and above[depth].parent != holding):
        return False
    last, first = above[depth], below[depth]
    return (
        first.parent == last.parent
        and first.list_number != last.list_number
        and first.start > end
        and first.ordered == last.ordered
        and _marker(document, first) == _marker(document, last)
    )


def _ancestors(items: tuple[ListItem, ...], number: int) -> list[ListItem]:
    """The item and those around it, the outermost first."""
    found: list[ListItem] = []
    while number >= 0:
        found.append(items[number])
        number = items[number].parent
    return found[::-1]


def _marker(document: Document, item: ListItem) -> str:
    """The character that makes items siblings: the bullet, or what stands behind the number."""
    return document.text[item.start : item.content_start].strip()[-1:]


def removal(document: Document, start: int, end: int) -> tuple[Edit, ...]:
    """Edits that take out the comment and the white space that it would leave, and change nothing else.

    Empty when taking it out might make something else of the text around it.
    """
    edits = _removal(document, start, end)
    joins_line_ends = any(
        document.text[edit.start - 1 : edit.start] == "\r" and document.text.startswith("\n", edit.end)
        for edit in edits
        if edit.start < edit.end and not edit.replacement
    )
    return () if joins_line_ends else edits


def _removal(document: Document, start: int, end: int) -> tuple[Edit, ...]:
    place = _Place(document, start, end)
    block = place.block
    if block is None or "|" in document.text[start:end]:
        return ()
    if block.kind == "table":
        return _from_cell(document, place)
    if block.kind != "html":
        return _from_text(document, place)
    if place.first_line > block.line or start > block.start:
        return _whole_lines(place) if place.alone and not place.quoted else _beside_text(place)
    if not place.alone or end < block.end:
        # What follows a comment on its line is shown as raw HTML, and would become Markdown.
        return (Edit(start, end + place.gap_after, ""),) if place.after.lstrip().startswith("<!--") else ()
    return _behind_other_comment(document, place, _own_block(document, place))


def _behind_other_comment(document: Document, place: _Place, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """With an edit that changes nothing, so that of two comments in a row only one is taken out at a time:
    what stands around the second is judged with the first still there.
    """
    before = place.preceding
    if not edits or before is None or before.kind != "html" or edits[0].start < before.end:
        return edits
    last = before.end - 1
    return (Edit(last, before.end, document.text[last : before.end]), *edits)


class _Place:
    """Where a comment stands. ``alone`` tells that its lines hold nothing else but marks of block quotes."""

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.first_line = document.line_of(start)
        self.last_line = document.line_of(end - 1)
        self.before = document.text[document.line_span(self.first_line).start : start]
        self.after = document.text[end : document.line_span(self.last_line).end]
        self.alone = not self.before.strip(_MARGIN + ">") and not self.after.strip()
        self.quoted = ">" in self.before
        self.number = last_begun(document.blocks, start)
        block = document.blocks[self.number] if self.number >= 0 else None
        self.block = block if block is not None and end <= block.end else None

    @property
    def preceding(self) -> Block | None:
        return self.document.blocks[self.number - 1] if self.number > 0 else None

    @property
    def following(self) -> Block | None:
        blocks = self.document.blocks
        return blocks[self.number + 1] if self.number + 1 < len(blocks) else None

    @property
    def gap_before(self) -> int:
        return len(self.before) - len(self.before.rstrip(" \t"))

    @property
    def gap_after(self) -> int:
        return len(self.after) - len(self.after.lstrip(" \t"))

    def is_blank(self, line: int) -> bool:
        lines = self.document.line_count
        return not 0 <= line < lines or not self.document.line_text(line).strip(_MARGIN)


def _beside_text(place: _Place) -> tuple[Edit, ...]:
    if not place.after.strip():
        return (Edit(place.start - place.gap_before, place.end, ""),)
    if place.gap_before and place.gap_after:
        return (Edit(place.start - place.gap_before, place.end, ""),)
    if not place.before.strip(_MARGIN + ">"):
        return (Edit(place.start, place.end + place.gap_after, ""),)
    return (Edit(place.start, place.end, ""),)


def _from_text(document: Document, place: _Place) -> tuple[Edit, ...]:
    """Out of a paragraph or a heading. Only where white space, or nothing, stands on both sides, and where
    what is left of the line cannot be taken for a mark of Markdown.
    """
    if place.alone:
        return ()
    before = place.before.strip(_MARKS + "\ufeff")
    if not place.gap_before or (place.after and not place.gap_after):
        return ()
    if not any(character.isalnum() for character in before) or before.endswith(("\\", "#", "|")):
        return ()
    if place.first_line < place.last_line and "|" in place.before + place.after:
        return ()  # The last line might now have as many cells as the row of dashes below it.
    if before.startswith("<"):  # A tag alone on its line begins raw HTML.
        return ()
    if _DEFINITION.match(before) or (place.block is not None and place.block.kind == "definition"):
        return ()
    return _beside_text(place)


def _from_cell(document: Document, place: _Place) -> tuple[Edit, ...]:
    if not place.before.strip(_MARGIN + ">"):
        return ()
    before, after = place.before.rstrip(" \t"), place.after.lstrip(" \t")
    if before.endswith("|") and not before.endswith("\\|") and after.rstrip() in ("", "|"):
        table = document.table_at(place.start)
        row = table.row_on(place.first_line) if table is not None else None
        if table is None or row is None:
            return ()
        if sum(1 for cell in row.cells if cell.end < place.start) >= table.width:
            # A cell of its own behind the last column goes as a whole.
            end = place.end + (place.gap_after + 1 if after.startswith("|") else 0)
            return (Edit(place.start - place.gap_before, end, ""),)
        if not after:
            return ()  # Without a closing pipe the cell would go with what is in it.
    elif not any(character.isalnum() for character in before + after):
        return ()  # What is left could be taken for a row of dashes.
    apart_before = place.gap_before > 0 or not before or before.endswith("|")
    apart_after = place.gap_after > 0 or not after or after.startswith("|")
    if not (apart_before and apart_after):
        return ()  # What stands around it could make a link, or another mark, once they touch.
    if before.endswith("\\") and not place.gap_after:
        return ()
    return _beside_text(place)


def _whole_lines(place: _Place) -> tuple[Edit, ...]:
    start = place.document.full_line_span(place.first_line).start
    if place.document.text.startswith("\ufeff") and start == 0:
        start = 1
    return (Edit(start, place.document.full_line_span(place.last_line).end, ""),)


def _emptied_line(place: _Place) -> tuple[Edit, ...]:
    start = place.start - (0 if place.quoted else place.gap_before)
    return (Edit(start, place.end + len(place.after.rstrip("\r\n")), ""),)


def _own_block(document: Document, place: _Place) -> tuple[Edit, ...]:
    """The comment is an HTML block of its own: it ends what stands before it, so that what follows begins
    anew. Without it that must still be so.
    """
    block, before, after = place.block, place.preceding, place.following
    assert block is not None
    above_blank, below_blank = place.is_blank(place.first_line - 1), place.is_blank(place.last_line + 1)
    in_list = block.item >= 0
    beside_list = in_list or _follows_list(document, place)
    next_number = place.last_line + 1
    while next_number < document.line_count and place.is_blank(next_number):
        next_number += 1
    begins_item = next_number in _items_by_line(document)
    next_line = document.line_text(next_number) if next_number < document.line_count else ""
    if place.quoted:
        return () if beside_list or (after is not None and after.kind == "code") else _emptied_line(place)
    if not above_blank and not below_blank and ends_table(document, place.start, place.end):
        return ()
    if before is None and next_line.startswith(("---", "+++")):
        return ()  # What follows would become the front matter.
    if in_list:
        return _from_item(document, place, above_blank, below_blank)
    if beside_list:
        # At the margin it has ended a list: what follows must end it as well.
        if begins_item or next_line.startswith((" ", "\t", ">")):
            return ()
    elif before is not None and before.kind == "code" and next_line.startswith((" ", "\t")):
        return ()
    if above_blank:
        lines = _whole_lines(place)
        if below_blank and place.last_line + 1 < document.line_count:
            return (Edit(lines[0].start, document.full_line_span(place.last_line + 1).end, ""),)
        return lines
    above = document.line_text(place.first_line - 1) if place.first_line else ""
    ends_itself = before is not None and before.kind in ("heading", "thematic-break", "html")
    # A quote above would go on in a quote below.
    if below_blank or (ends_itself and ">" not in above[: len(above) - len(above.lstrip("> \t"))]):
        return _whole_lines(place)
    return _emptied_line(place)


def _from_item(document: Document, place: _Place, above_blank: bool, below_blank: bool) -> tuple[Edit, ...]:
    """Inside an item a blank line more or less makes a list loose or tight."""
    assert place.block is not None
    item, before = document.items[place.block.item], place.preceding
    if above_blank or before is None or before.start < item.start:
        return ()
    if below_blank:
        return _whole_lines(place)
    following = _items_by_line(document).get(place.last_line + 1)
    siblings = {item.list_number for item in _ancestors(document.items, place.block.item)}
    return _whole_lines(place) if following is not None and following.list_number in siblings else ()


def _follows_list(document: Document, place: _Place) -> bool:
    """Whether nothing but blank lines stands between a list and the comment."""
    number = last_begun(document.items, place.start)
    if number < 0:
        return False
    outermost = _ancestors(document.items, number)[0]
    before = place.preceding
    return before is None or before.start < outermost.end
