"""The title of an entry: the piece that looks most like one, with what it is parted from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.paper import PaperTitle
from mdpaperlint.papers.dates.written_dates import dates_between
from mdpaperlint.papers.entries.link_roles import LABEL_WORDS
from mdpaperlint.papers.entries.pieces import BEFORE_VENUE, Piece, trimmed
from mdpaperlint.papers.entries.titleness import (
    FUNCTION_WORDS,
    LIKELY,
    LONGEST_TITLE,
    is_list_of_names,
)
from mdpaperlint.papers.entries.units import Key, Unit, UnitReader

_SAMPLE = 40
_SAID_OFTEN = 3
_OFTEN = 0.1
_EARLIER = 0.04
_MOST_EARLIER = 10
_LONGEST_NICKNAME = 40
_NO_NICKNAMES = LABEL_WORDS | frozenset("title name 标题 题目".split())
_AFTER_TITLE = " \t\r\n.,;:*_~"
_MARKS = ' \t\r\n*_~"”]'
_COLONS = (":", "：")
_DANGLING = lazy_pattern(r"[,.]\s+[Ii]n\Z")

Each = TypeVar("Each")


def spread(members: Sequence[Each], most: int) -> Sequence[Each]:
    """At most so many, spread evenly."""
    if len(members) <= most:
        return members
    return [members[position * len(members) // most] for position in range(most)]


class _Family(NamedTuple):
    """What a bounded sample of units that are written alike says of all: ``often`` is what they say over and
    over.
    """

    sample: Sequence[Unit]
    often: frozenset[str]


class Families:
    """The families of a document, each learned when it is first asked for."""

    def __init__(self, reader: UnitReader) -> None:
        self._reader = reader
        self._members: dict[Key, list[Unit]] = {}
        self._learned: dict[Key, _Family] = {}

    def add(self, unit: Unit) -> None:
        self._members.setdefault(unit.family, []).append(unit)

    def samples(self) -> Iterator[Sequence[Unit]]:
        """One for each family."""
        return (self.of(members[0]).sample for members in self._members.values())

    def of(self, unit: Unit) -> _Family:
        if unit.family not in self._learned:
            sample = spread(self._members.get(unit.family, [unit]), _SAMPLE)
            said: Counter[str] = Counter()
            for each in sample:
                said.update({piece.text.casefold() for piece in self._reader.pieces(each) if piece.weight})
            often = frozenset(text for text, count in said.items() if count >= _SAID_OFTEN)
            self._learned[unit.family] = _Family(sample, often)
        return self._learned[unit.family]

    def title(self, unit: Unit) -> tuple[Piece | None, float]:
        """The piece that holds the title, the earlier the likelier, and how much it looks like one. What is
        said over and over in a family is no title.
        """
        if unit.titled is None:
            often, found, highest, order = self.of(unit).often, None, 0.0, 0
            likeliest = 0.0
            for piece in self._reader.pieces(unit):
                if piece.weight:
                    order = min(order + 1, _MOST_EARLIER)
                    share = 1 - _EARLIER * order
                    # How much a text looks like a title costs more than all else here.
                    if share * piece.weight > highest:
                        likely = piece.titleness
                        if share * likely > highest and piece.text.casefold() in often:
                            likely *= _OFTEN
                        if share * likely > highest:
                            found, likeliest, highest = piece, likely, share * likely
            unit.titled = found, likeliest
        return unit.titled


def title_of(reader: UnitReader, families: Families, unit: Unit, column: int | None) -> PaperTitle | None:
    """``column`` is that of the title in a row whose table tells it."""
    if column is None:
        pieces = reader.pieces(unit)
        best, _ = families.title(unit)
    else:
        pieces = [piece for piece in reader.pieces_of_cell(unit, column) if piece.kind != "break"]
        named = [piece for piece in pieces if piece.kind != "label"]
        best = (
            max(named, key=lambda piece: piece.titleness) if len(named) > 1 else named[0] if named else None
        )
    if best is None:
        return None
    number = pieces.index(best)
    text = reader.document.text
    start, end = best.text_start, best.text_end
    first = last = best
    if number and _is_nickname(text, pieces[number - 1], best):
        first = pieces[number - 1]
        start = first.text_start
    for before, piece in pairwise(pieces[number:]):
        between = text[end : piece.text_start]
        if not _goes_on(before, piece, between):
            break
        last, end = piece, piece.text_end
    start, end = trimmed(text, start, end)
    while end > start and text[end - 1] in _AFTER_TITLE:
        end -= 1
    if dangling := _DANGLING.search(text, max(start, end - 6), end):
        end = dangling.start()
    written = text[start:end]
    if first is not last:
        # The marks of a link that begins or ends inside of the title are not shown.
        start_shown = first.start if first.kind == "link" else start
        cut = (last.start, last.text_start) if last.kind == "link" else (end, end)
        written = text[start_shown : cut[0]] + text[cut[1] : end]
    shown = plain(written)
    if len(shown) < 2 or len(shown) > LONGEST_TITLE or not any(map(str.isalpha, shown)):
        return None
    return PaperTitle(shown, start, end)


def _is_nickname(text: str, piece: Piece, title: Piece) -> bool:
    """Whether a name with a colon in front of a title belongs to it."""
    if title.kind not in ("plain", "link", "italic") or piece.cell != title.cell:
        return False
    if piece.kind not in ("link", "bold", "italic", "plain", "code"):
        return False
    begin = piece.end if piece.kind == "link" else piece.text_end
    between = text[begin : title.text_start].lstrip(_MARKS)
    name = piece.text.rstrip("".join(_COLONS) + " ")
    return (
        (piece.text.endswith(_COLONS) or between.startswith(_COLONS))
        and len(name) < _LONGEST_NICKNAME
        and not title.text[:1].islower()
        and name.casefold() not in _NO_NICKNAMES
        and not dates_between(name, 0, len(name))
        and not is_list_of_names(name)
    )


def _goes_on(before: Piece, piece: Piece, between: str) -> bool:
    """Whether a title goes on in the next piece: behind a small word or a question mark."""
    if piece.kind in ("label", "break", "code") or piece.cell != before.cell:
        return False
    wrapped, between = "\n" in between, between.strip(_MARKS)
    both_bold = before.kind == piece.kind == "bold"
    if wrapped or both_bold:
        # A title in bold may be marked line by line.
        return both_bold and not between and piece.text[:1].islower()
    last = "" if between else before.text.rsplit(" ", 1)[-1].lower()
    if last in FUNCTION_WORDS:
        goes_on = last not in BEFORE_VENUE or piece.kind != "italic"
    else:
        asked = between == "?" or before.text.endswith("?")
        running = piece.kind == "plain" and before.kind in ("plain", "quoted")
        goes_on = asked and running and piece.titleness >= LIKELY
    return goes_on and not piece.dates and not is_list_of_names(piece.text)
