"""What a violation is about, in words that outlive edits of everything else.

The paper of a row or list item (its identifier), else the words of the row, item or line; a section's
heading; a table's header; the file. Nothing here looks at another row: that is what makes the answer stay
the same when other rows are added, mended, moved or removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.engine.edits import apply_edits, in_order
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, ListItem, Table
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Identifier
from mdpaperlint.model.violation import Violation
from mdpaperlint.papers.identifiers.url_identifiers import identify

LONGEST = 100

# A destination, a tag or a comment, a bare URL: a link that moved or was written anew names the same row.
_NO_WORDS = lazy_pattern(r"\]\([^()]*\)|<[^<>]*>|\bhttps?://[^\s|<>()]*")
# Words that begin with a letter: a date or a running number that is written anew changes nothing.
_WORD = lazy_pattern(r"[^\W\d_][\w'’-]*")
_QUOTED = lazy_pattern("“[^”]*”")
_SPACE = lazy_pattern(r"\s+")
_NO_BLANK = lazy_pattern(r"[^\s|:-]+")
# An item such as "[code]()" below an entry says nothing by itself.
_FEW_WORDS = 3


def fingerprint(document: Document, violation: Violation) -> str:
    """Equal for violations about the same thing; at most some 120 characters."""
    if violation.fingerprint:
        return _cut(_squeezed(violation.fingerprint))
    return _subject(document, *_place_of(document, violation.start))


def fingerprints(document: Document, violation: Violation) -> tuple[str, ...]:
    """What a baseline knows it by, and with one report for a habit all that it stands for."""
    return tuple(fingerprint(document, each) for each in (violation, *violation.parts))


def habit(text: str, violation: Violation) -> tuple[str, str, str, bool | None]:
    """Equal for violations with one fault and one remedy: their messages differ by nothing but the text that
    they quote and the text that the fix makes of it.
    """
    message = _QUOTED.sub("“”", violation.message)
    for quoted in _quoted(text, violation):
        message = message.replace(quoted, "“”")
    safe = None if violation.fix is None else violation.fix.safe
    return violation.severity, violation.rule, message, safe


def _quoted(text: str, violation: Violation) -> Iterator[str]:
    start, end = violation.start, violation.end
    # Shorter texts may be words of the message itself.
    if end - start > 2:
        yield text[start:end]
    fix = violation.fix
    # One fix of many edits may be shared by as many violations.
    edits = in_order(fix.edits) if fix is not None and len(fix.edits) < 10 else []
    if edits and start <= edits[0].start and edits[-1].end <= end:
        moved = [each._replace(start=each.start - start, end=each.end - start) for each in edits]
        yield apply_edits(text[start:end], moved) or text[start:end]


def row_fingerprint(document: Document, table: Table, line: int) -> str:
    """What a violation in the body row on this line is about."""
    return _subject(document, "table", table.number, line)


def item_fingerprint(document: Document, item: ListItem) -> str:
    """What a violation in this list item, and in none below it, is about."""
    return _subject(document, "item", item.number, 0)


def _place_of(document: Document, offset: int) -> tuple[str, int, int]:
    """What holds the offset: kind, its number, and the line where that decides."""
    line = document.line_of(offset)
    if table := document.table_at(offset):
        return "table", table.number, line
    number = last_begun(document.headings, offset)
    if number >= 0 and offset <= document.headings[number].end:
        return "heading", number, 0
    if item := document.item_at(offset):
        return "item", item.number, 0
    return "line", line, 0


@memoize
def _subject(document: Document, kind: str, number: int, line: int) -> str:
    if kind == "table":
        return _in_table(document, document.tables[number], line)
    if kind == "heading":
        return _named("section", _words(document.headings[number].content))
    if kind == "item":
        return _of_item(document, document.items[number])
    start, end = document.line_span(number)
    return _of_text(document, start, end)


def _in_table(document: Document, table: Table, line: int) -> str:
    row = table.row_on(line)
    if row is not None and row is not table.header and not row.is_blank:
        return _of_text(document, row.start, row.end)
    header = [document.text[cell.start : cell.end] for cell in table.header.cells]
    return _named("table", " | ".join(_words(cell) or _squeezed(cell) for cell in header))


def _of_text(document: Document, start: int, end: int) -> str:
    identifier = _identifier(document, start, end)
    if identifier:
        return identifier
    text = document.text[start:end]
    # Blank cells and pipes are what a short row is mended with.
    return _named("text", _words(text) or " ".join(_NO_BLANK.findall(text)) or _squeezed(text))


def _of_item(document: Document, item: ListItem) -> str:
    own = _identifier(document, item.start, item.own_end)
    if own:
        return own
    words = _words(document.text[item.content_start : item.own_end])
    above = item
    while above.parent >= 0:
        above = document.items[above.parent]
        found = _identifier(document, above.start, above.own_end)
        if found:
            return found
    if words.count(" ") + 1 < _FEW_WORDS and item.parent >= 0:
        parent = document.items[item.parent]
        words = f"{_words(document.text[parent.content_start : parent.own_end])} > {words}"
    return _named("text", words or _squeezed(document.text[item.content_start : item.own_end]))


def _identifier(document: Document, start: int, end: int) -> str:
    """The first identifier that a link carries, wherever in the row it stands: which link is the paper's own
    is a question about the whole table.
    """
    for link in document.links_within(start, end):
        if link.kind == "image":
            continue
        found = identify(link.destination) or _identify_mended(link.destination)
        if found is not None:
            return f"{found.scheme}:{_cut(_squeezed(found.value))}"
    return ""


def _identify_mended(destination: str) -> Identifier | None:
    """As :func:`identify` will read it once a doubled slash is mended, so that mending it changes no key."""
    scheme, separator, rest = destination.partition("://")
    return identify(scheme + separator + re.sub("/{2,}", "/", rest)) if "//" in rest else None


def _words(text: str) -> str:
    return " ".join(_WORD.findall(_NO_WORDS.sub(" ", text))).casefold()


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _named(kind: str, words: str) -> str:
    return f"{kind}: {_cut(words)}".rstrip()


def _cut(words: str) -> str:
    if len(words) > LONGEST:
        from hashlib import blake2b

        digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        words = f"{words[:LONGEST]}… {digest}"
    return words
