"""The title of an entry, put together from the pieces that it is written in."""

from __future__ import annotations

from itertools import pairwise

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PaperTitle
from mdpaperlint.papers.dates.written_dates import dates_between
from mdpaperlint.papers.entries.families import Families
from mdpaperlint.papers.entries.link_roles import LABEL_WORDS
from mdpaperlint.papers.entries.pieces import BEFORE_VENUE, Piece, trimmed
from mdpaperlint.papers.entries.shown_text import plain
from mdpaperlint.papers.entries.titleness import (
    FUNCTION_WORDS,
    LIKELY,
    LONGEST_TITLE,
    UNLIKELY,
    is_list_of_names,
)
from mdpaperlint.papers.entries.units import Unit, UnitReader

_LONGEST_NICKNAME = 40
_NO_NICKNAMES = frozenset("title name 标题 题目".split())
_AFTER_TITLE = " \t\r\n.,;:*_~"
_MARKS = ' \t\r\n*_~"”]'
_COLONS = (":", "：")
_DANGLING = lazy_pattern(r"[,.]\s+[Ii]n\Z")


def title_of(reader: UnitReader, families: Families, unit: Unit, column: int | None) -> PaperTitle | None:
    """``column`` is that of the title in a row whose table tells it."""
    if column is None:
        pieces = reader.pieces(unit)
        best, _ = families.title(unit)
    else:
        pieces = [piece for piece in reader.pieces_of_cell(unit, column) if piece.text]
        likely = [piece for piece in pieces if piece.slot]
        named = [piece for piece in pieces if piece.kind != "label"]
        best = max(likely, key=lambda piece: piece.titleness) if likely else named[0] if named else None
    if best is None:
        return None
    number = next(number for number, piece in enumerate(pieces) if piece is best)
    text = reader.document.text
    start = best.text_start
    if number and _is_nickname(reader, pieces[number - 1], best):
        start = pieces[number - 1].text_start
    end = best.text_end
    for before, piece in pairwise(pieces[number:]):
        between = text[end : piece.text_start]
        if "\n" in between or not _goes_on(families, unit, before, piece, between.strip(_MARKS)):
            break
        end = piece.text_end
    start, end = trimmed(text, start, end)
    while end > start and text[end - 1] in _AFTER_TITLE:
        end -= 1
    if dangling := _DANGLING.search(text, max(start, end - 6), end):
        end = dangling.start()
    shown = plain(text[start:end])
    if len(shown) < 2 or len(shown) > LONGEST_TITLE or not any(map(str.isalpha, shown)):
        return None
    return PaperTitle(shown, start, end)


def _is_nickname(reader: UnitReader, piece: Piece, title: Piece) -> bool:
    """Whether a name with a colon in front of a title belongs to it."""
    if title.kind not in ("plain", "link", "italic") or piece.cell != title.cell:
        return False
    if piece.kind in ("label", "break", "parentheses", "brackets", "quoted"):
        return False
    begin = piece.end if piece.kind == "link" else piece.text_end
    between = reader.document.text[begin : title.text_start].lstrip(_MARKS)
    name = piece.text.rstrip("".join(_COLONS) + " ")
    return (
        (piece.text.endswith(_COLONS) or between.startswith(_COLONS))
        and len(name) < _LONGEST_NICKNAME
        and not title.text[:1].islower()
        and name.casefold() not in _NO_NICKNAMES
        and name.casefold() not in LABEL_WORDS
        and not dates_between(name, 0, len(name))
        and not is_list_of_names(name)
    )


def _goes_on(families: Families, unit: Unit, before: Piece, piece: Piece, between: str) -> bool:
    """Whether a title goes on in the next piece: behind a question mark, a colon or a dash."""
    if piece.kind in ("label", "break", "code") or piece.cell != before.cell:
        return False
    if is_list_of_names(piece.text) or piece.dates:
        return False
    last = before.text.rsplit(" ", 1)[-1].lower()
    if last in FUNCTION_WORDS and not between:
        return last not in BEFORE_VENUE or piece.kind != "italic"
    if between.startswith(_COLONS) and piece.kind in ("plain", "link", "bold", "quoted"):
        return piece.titleness >= UNLIKELY
    if piece.kind != "plain" or before.kind not in ("plain", "quoted"):
        return False
    if before.text.endswith("?") or between == "?":
        return piece.titleness >= LIKELY
    if between in ("-", "–", "—"):
        return piece.text[:1].islower() or (piece.titleness >= LIKELY and not families.of(unit).has_dashes)
    return False
