"""A form with what is known of a new paper put into its slots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PaperRecord, PartialDate
from mdpaperlint.papers.dates.date_readings import format_date
from mdpaperlint.papers.identifiers.url_identifiers import canonical_url
from mdpaperlint.papers.writing.entry_forms import AND_OTHERS
from mdpaperlint.papers.writing.title_texts import TextPlace, markdown_text
from mdpaperlint.papers.writing.written_entries import (
    SAYS_SOMETHING,
    TAG,
    Address,
    Form,
    Slot,
    nickname,
    repository_of,
)

_VERSION = lazy_pattern(r"\Av[1-9][0-9]*")
_OPENING_TAG = lazy_pattern(r"<(\w+)[^<>/]*>\Z")
_BREAK = lazy_pattern(r"(?:[ \t]*<br ?/?>[ \t>]*)+\Z")
_BREAKS = lazy_pattern(r"\A(?:\\?\n|<br ?/?>|[ \t])+")
_ITEM = lazy_pattern(r"\\?\n[ \t>]*(?:[-*+•]|[0-9]+[.)])?[ \t]*\Z")
_BEFORE_NAMES = lazy_pattern(r"(?<!\w)(?:in|by|at|In|By|At)\s*\Z")
_OPENING = lazy_pattern(r"(?:(?:\A|[\s(\[])[*_]+|<\w+[^<>/]*>)\Z")
_PARTING_MARKS = lazy_pattern(r"\A(?:[ \t.,;:|/–—。，；：、-]|et\.? al)+")
# How much of a text these patterns look at.
_NEAR = 200
_PAIRS = {"(": ")", "[": "]", "“": "”", '"': '"', "`": "`", "_": "_", "{": "}"}
_PARTING = ",;:|/–—-，；：、"
# What is known of the paper, or said of all, and what is left out, among the marks between.
_KNOWN, _BLANK = "\1", "\0"
_OTHERS = lazy_pattern(r"[,;]?\s*(?:\b(?:and )?et\.? al\b\.?|\band others\b\.?)", re.IGNORECASE)
_LAST = lazy_pattern(r"[,;]?\s+(?:and|&)\s+")
_SEPARATOR = lazy_pattern(r"[,;]\s*")
_INITIAL = lazy_pattern(r"[A-Z]\.?(?:[- ]?[A-Z]\.)*")


class Filled(NamedTuple):
    """``blanks`` names the slots that nothing is known for, each once."""

    text: str
    blanks: tuple[str, ...]


class Habits(NamedTuple):
    """How dates and addresses are written; empty and None where nothing tells."""

    shape: str
    address: Address | None


def filled(form: Form, record: PaperRecord, habits: Habits, place: TextPlace) -> Filled:
    """What is not known is left out with the marks around it."""
    marks: list[str] = []
    known: list[str] = []
    blanks: dict[str, None] = {}
    for piece in _with_code_elsewhere(form, record):
        value = piece if isinstance(piece, str) else _value(piece, record, habits, place)
        if not value:
            assert isinstance(piece, Slot)
            blanks[piece.name] = None
            if piece.name == "repository" and known and known[-1].endswith("://github.com/"):
                # An address without the repository would lead elsewhere.
                known[-1] = known[-1].rpartition("http")[0]
            marks.append(_BLANK)
        elif isinstance(piece, str) and _is_mark(piece):
            ends = known and not marks[-1].strip(_KNOWN) and known[-1].endswith((".", "?", "!"))
            marks.append(piece.removeprefix(".") if ends else piece)
        else:
            known.append(value)
            marks.append(_KNOWN)
    first, *others = "".join(marks).split(_BLANK)
    for number, after in enumerate(others, 1):
        first = _joined(first, after, number == len(others))
    before, *behind = first.split(_KNOWN)
    text = before + "".join(map("".join, zip(known, behind, strict=True)))
    return Filled(text.rstrip() if blanks else text, tuple(blanks))


def _is_mark(piece: str) -> bool:
    return (
        not SAYS_SOMETHING.search(piece)
        or TAG.fullmatch(piece) is not None
        or _BEFORE_NAMES.fullmatch(piece) is not None
        or piece in AND_OTHERS
    )


def _with_code_elsewhere(form: Form, record: PaperRecord) -> Form:
    """Code that is not at GitHub, for a form whose code is there."""
    if not record.code or repository_of(record.code):
        return form
    return tuple(
        Slot("code") if isinstance(piece, Slot) and piece.name == "repository" else piece
        for piece in form
        if not (isinstance(piece, str) and piece.endswith("://github.com/"))
    )


def _joined(before: str, after: str, is_last: bool) -> str:
    """What stands before and after something that is left out, with the marks that it leaves. What is left
    out next comes behind ``after``, unless that is the last.
    """
    while (shorter := _unpaired(before, after)) is not None:
        before, after = shorter
    words = _BEFORE_NAMES.search(before[-_NEAR:])
    if words is not None:
        before = before[: len(before) - len(words[0])]
    rest = _PARTING_MARKS.sub("", after, count=1)
    item = _ITEM.search(before[-_NEAR:])
    if not before.strip(" \t>"):
        return before + _BREAKS.sub("", rest, count=1)
    if not rest and not is_last:
        # Nothing but marks parts it from what is left out next.
        return before.rstrip(" \t") + (" " if after[-1:] in (" ", "\t") and not item else "")
    if not rest.strip() or rest.startswith(("\n", "\\\n", "<br")):
        empty = item or _BREAK.search(before[-_NEAR:])
        before = before[: len(before) - len(empty[0])] if empty else before.rstrip(" \t,;|/–—，；、-")
        ends = not empty and after.lstrip().startswith(".") and before[-1:] not in ".?!:"
        return before + ("." if ends else "") + (rest if rest.strip() else "")
    if item:
        return before + rest
    if before.rstrip(" \t").endswith(("(", "[")) or _OPENING.search(before[-_NEAR:]):
        return before.rstrip(" \t") + rest
    kept = after.lstrip(" \t")
    if kept.startswith((".", ")", "]", *_PARTING)):
        before = before.rstrip(" \t" + _PARTING)
        if kept.startswith("."):
            return before + (kept[1:] if before.endswith(".") else kept)
        return before + (after if kept[0] in "|/–—-" else kept)
    return before + (kept if before[-1:] in " \t" else after)


def _unpaired(before: str, after: str) -> tuple[str, str] | None:
    """Both without the marks that stand around nothing but what is left out; None if none do."""
    start, end = before.rstrip(" \t.,;:"), after.lstrip(" \t.,;:")
    stars = len(start) - len(start.rstrip("*")), len(end) - len(end.lstrip("*"))
    if min(stars):
        return start[: len(start) - min(stars)], end[min(stars) :]
    if start and end and _PAIRS.get(start[-1]) == end[0] and not end.startswith("]("):
        return start[:-1], end[1:]
    tag = _OPENING_TAG.search(start[-_NEAR:])
    if tag is not None and end.startswith(f"</{tag[1]}>"):
        return start[: len(start) - len(tag[0])], end[len(tag[1]) + 3 :]
    return None


def _value(slot: Slot, record: PaperRecord, habits: Habits, place: TextPlace) -> str:
    identifier, name = record.identifier, slot.name
    if name in ("nickname", "label"):
        return markdown_text(nickname(record.title) or (record.title if name == "label" else ""), place)
    if name == "authors":
        return markdown_text(_written_names(record.authors, slot.said), place)
    if name == "title":
        return markdown_text(record.title, place)
    if name == "date":
        return "" if record.date is None else _date(record.date, habits.shape)
    if name in ("arxiv", "doi"):
        if identifier is None or identifier.scheme != name:
            return record.doi if name == "doi" else ""
        return identifier.value + (f"v{identifier.version}" if identifier.version else "")
    if name == "url":
        url = _url(record, habits.address)
        return url.replace("|", "%7C") if place == "cell" else url
    if name == "code":
        return record.code
    if name == "repository":
        return repository_of(record.code)
    return markdown_text(record.venue, place) if name == "venue" else ""


def _url(record: PaperRecord, address: Address | None) -> str:
    identifier = record.identifier
    if identifier is None or record.url:
        return record.url
    if address is None or address.scheme != identifier.scheme:
        return canonical_url(identifier) or ""
    version = f"v{identifier.version}" if identifier.version else ""
    # A later version is that of the paper beside it; the first is a habit.
    after = (
        address.after if not version and address.after.startswith("v1") else _VERSION.sub("", address.after)
    )
    return f"{address.before}{identifier.value}{version}{after}"


def _date(date: PartialDate, shape: str) -> str:
    """As precise as the shape is, if the date is; it may be more precise."""
    for known in (date, date._replace(day=0), PartialDate(date.year)):
        written = format_date(known, shape)
        if written is not None:
            return written
    return ""


class _Style(NamedTuple):
    """``form`` is ``full``, ``initials`` or ``last``. ``last`` stands before the last name, and ``others``
    behind so many names as ``limit`` says; 0 where all are named, as many as ``names``.
    """

    form: str
    separator: str
    last: str
    others: str
    limit: int
    names: int


def _written_names(names: Sequence[str], said: Iterable[str]) -> str:
    """``names`` are as registries give them; ``said`` is how other entries name their authors."""
    styles = list(map(_style, said))
    if not names or not styles:
        return ""
    form = _commonest(style.form for style in styles)
    separator = _commonest(style.separator for style in styles if style.separator) or ", "
    last = _commonest(style.last for style in styles if style.separator or style.last) or separator
    shown = [_shown(name, form) for name in names]
    cut = [style for style in styles if style.limit]
    limit = int(_commonest(str(style.limit) for style in cut) or 0)
    whole = any(style.names == len(shown) for style in styles if not style.limit)
    if 2 * len(cut) >= len(styles) and len(shown) > limit and not whole:
        return separator.join(shown[:limit]) + _commonest(style.others for style in cut)
    if len(shown) == 2:
        last = last if last == separator else last.lstrip(",;")
    return last.join(filter(None, (separator.join(shown[:-1]), shown[-1])))


def _commonest(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else ""


def _style(said: str) -> _Style:
    others = _OTHERS.search(said)
    names = said[: others.start()] if others else said
    last = _LAST.search(names)
    parts = [part for part in _SEPARATOR.split(_LAST.sub(", ", names)) if part.strip()]
    separator = _SEPARATOR.search(names if last is None else names[: last.start()])
    words = parts[0].split() if parts else []
    form = "last" if len(words) == 1 else "initials" if words and _INITIAL.fullmatch(words[0]) else "full"
    mark = separator[0] if separator else ""
    limit = len(parts) if others else 0
    return _Style(form, mark, last[0] if last else "", others[0] if others else "", limit, len(parts))


def _shown(name: str, form: str) -> str:
    family, comma, given = name.partition(",")
    if not comma:
        given, _, family = name.rpartition(" ")
    given, family = given.strip(), family.strip()
    if form == "initials":
        given = " ".join(f"{part[0]}." for part in given.split())
    return family if form == "last" or not given else f"{given} {family}"
