"""A form with what is known of a new paper put into its slots."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.model.paper_record import PaperRecord
from mdpaperlint.papers.dates.date_shapes import format_date
from mdpaperlint.papers.identifiers.url_identifiers import canonical_url
from mdpaperlint.papers.writing.entry_forms import SAYS_SOMETHING, Address, Form, Slot, repository_of
from mdpaperlint.papers.writing.title_texts import markdown_text

# Marks and brackets around nothing but what is left out, for which a NUL stands.
_PAIR = lazy_pattern(
    r"([*_`]+)[\s.,;:]*\0[\s.,;:\0]*\1|\([\s.,;:]*\0[\s.,;:\0]*\)|\[[\s.,;:]*\0[\s.,;:\0]*\](?!\()"
    r"|“\s*\0\s*”|\"\s*\0\s*\"|<(\w+)[^<>]*>[\s\0]*</\2>"
)
_VERSION = lazy_pattern(r"\Av[1-9][0-9]*")
_MARKS = ' \t*_([“"`'
_LEADING_MARKS = lazy_pattern(r"[\s*_)\]”\"`.,;:]+")
_ADDRESS_OR_TAG = lazy_pattern(r"://|\]\(|<")
_SINGLE_STAR = lazy_pattern(r"(?<!\*)\*(?!\*)")
_TRAILING = lazy_pattern(r"(?:[\s,;:|–—-]|<br\s*/?>)+\Z")
_LEADING = lazy_pattern(r"\A(?:[\s.,;:|–—-]|<br\s*/?>)+")
_SPACES = lazy_pattern(r"(?<=\S)[ \t]{2,}(?=\S|\Z)")
_REPEATED = lazy_pattern(r"([.,;:|-])(?:\s*\1)+")
_BESIDE_BRACKET = lazy_pattern(r"(?<=\()[ \t]+|[ \t]+(?=\))")


class Filled(NamedTuple):
    """``blanks`` names the slots that nothing is known for, each once."""

    text: str
    blanks: tuple[str, ...]


class Habits(NamedTuple):
    """How dates and addresses are written; empty and None where nothing tells."""

    shape: str
    address: Address | None


def filled(form: Form, record: PaperRecord, habits: Habits, *, in_cell: bool) -> Filled:
    """What is not known is left out with the marks around it."""
    pieces: list[str] = []
    blanks: dict[str, None] = {}
    # The marks around what was left out last, while nothing else follows.
    around: str | None = None
    for piece in _with_code_elsewhere(form, record):
        value = piece if isinstance(piece, str) else _value(piece.name, record, habits, in_cell)
        lead, trail = ("", "") if isinstance(piece, str) else (piece.lead, piece.trail)
        if isinstance(piece, Slot) and not value:
            blanks[piece.name] = None
            if around is None:
                around = _taken_off(pieces)
            around += f"{lead}\0{trail}"
        elif around is not None and not SAYS_SOMETHING.search(value):
            around += value
        else:
            if around is not None:
                if isinstance(piece, str) and not _ADDRESS_OR_TAG.search(value):
                    marks = _LEADING_MARKS.match(value)
                    around, value = (around + marks[0], value[marks.end() :]) if marks else (around, value)
                closed = _closed_up(around)
                pieces.append(closed if pieces else _LEADING.sub("", closed))
            pieces += [each for each in (lead, value, trail) if each]
            around = None
    if around is not None:
        pieces.append(_TRAILING.sub("", _closed_up(around)))
    return Filled("".join(pieces), tuple(blanks))


def _with_code_elsewhere(form: Form, record: PaperRecord) -> Form:
    """Code that is not at GitHub, for a form whose code is there."""
    if not record.code or repository_of(record.code):
        return form
    return tuple(
        Slot("code") if isinstance(piece, Slot) and piece.name == "repository" else piece
        for piece in form
        if not (isinstance(piece, str) and piece.endswith("://github.com/"))
    )


def _taken_off(pieces: list[str]) -> str:
    """The marks at the end of the last piece, which loses them."""
    if not pieces or _ADDRESS_OR_TAG.search(pieces[-1]):
        return ""
    last = pieces.pop()
    words = last.rstrip(_MARKS)
    if words:
        pieces.append(words)
    return last[len(words) :]


def _closed_up(marks: str) -> str:
    shorter = _PAIR.sub("\0", marks)
    while shorter != marks:
        marks, shorter = shorter, _PAIR.sub("\0", shorter)
    if len(_SINGLE_STAR.findall(marks)) % 2:
        # One whose other half went with the words.
        marks = _SINGLE_STAR.sub("", marks)
    return _REPEATED.sub(r"\1", _BESIDE_BRACKET.sub("", _SPACES.sub(" ", marks.replace("\0", ""))))


def _value(name: str, record: PaperRecord, habits: Habits, in_cell: bool) -> str:
    identifier = record.identifier
    if name == "title":
        return markdown_text(record.title, in_cell=in_cell)
    if name == "date":
        return "" if record.date is None else _date(record.date, habits.shape)
    if name in ("arxiv", "doi"):
        if identifier is None or identifier.scheme != name:
            return record.doi if name == "doi" else ""
        return identifier.value + (f"v{identifier.version}" if identifier.version else "")
    if name == "url":
        url = _url(record, habits.address)
        return url.replace("|", "%7C") if in_cell else url
    if name == "code":
        return record.code
    if name == "repository":
        return repository_of(record.code)
    return markdown_text(record.venue, in_cell=in_cell) if name == "venue" else ""


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
