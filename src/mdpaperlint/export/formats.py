"""The formats that papers are written in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import cycle

from mdpaperlint.export.works import Work
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.writing.title_texts import MATH, is_balanced

_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "{}%#&$_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
# In an address only what would end the field is a fault.
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f]+")


def bibtex_text(works: Sequence[Work]) -> str:
    return "\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    kind = "article" if work.journal else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(work) if value)
    return f"@{kind}{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    # The inner braces keep the capitals of a title.
    yield "title", f"{{{_text(work.title)}}}" if work.title else ""
    yield (
        "author",
        " and ".join(f"{{{_text(name)}}}" if " and " in name else _text(name) for name in work.authors),
    )
    yield "journal", _text(work.journal)
    yield "howpublished", "" if work.journal else _text(work.venue)
    if work.date is not None:
        yield "year", str(work.date.year)
        yield "month", str(work.date.month) if work.date.month else ""
    yield "doi", _url(work.doi)
    yield "eprint", work.arxiv
    yield "archiveprefix", "arXiv" if work.arxiv else ""
    yield "url", _url(work.url)
    yield "code", _url(work.code)
    # Keywords are parted by commas.
    yield "keywords", ", ".join(_text(section.replace(",", " ")) for section in work.sections)


def _text(text: str) -> str:
    pieces = MATH.split(" ".join(_CONTROL.sub(" ", text).split()))
    return "".join(
        piece if odd and is_balanced(piece, "{", "}") else piece.translate(_ESCAPES)
        for piece, odd in zip(pieces, cycle((False, True)), strict=False)
    )


def _url(url: str) -> str:
    return _CONTROL.sub("", url).translate(_URL_ESCAPES)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = "key title authors date year venue journal doi arxiv url code sections identifiers places".split()


def csv_text(works: Sequence[Work]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(work)] for work in works)
    return stream.getvalue()


def _cells(work: Work) -> tuple[str, ...]:
    return (
        work.key,
        work.title,
        "; ".join(work.authors),
        "" if work.date is None else work.date.iso(),
        "" if work.date is None else str(work.date.year),
        work.venue,
        work.journal,
        work.doi,
        work.arxiv,
        work.url,
        work.code,
        "; ".join(work.sections),
        "; ".join(f"{scheme}:{value}" for scheme, value in work.identifiers),
        "; ".join(f"{place.file}:{place.line}" for place in work.places),
    )


def _harmless(cell: str) -> str:
    """An apostrophe before what begins as a formula does: spreadsheets then show the text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def json_text(works: Sequence[Work]) -> str:
    return json.dumps([_object(work) for work in works], ensure_ascii=False, indent=2) + "\n"


def _object(work: Work) -> dict[str, object]:
    known = {
        "key": work.key,
        "title": work.title,
        "authors": work.authors,
        "date": "" if work.date is None else work.date.iso(),
        "year": None if work.date is None else work.date.year,
        "venue": work.venue,
        "journal": work.journal,
        "doi": work.doi,
        "url": work.url,
        "code": work.code,
        "identifiers": dict(reversed(work.identifiers)),
        "places": [place._asdict() for place in work.places],
    }
    return {name: value for name, value in known.items() if value}


def ris_text(works: Sequence[Work]) -> str:
    return "".join(
        f"{tag}  - {' '.join(value.split())}\r\n" for work in works for tag, value in _ris_lines(work)
    )


def _ris_lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "JOUR" if work.journal else "GEN"
    yield "ID", work.key
    date = work.date
    single = (
        ("TI", work.title),
        *(("AU", name) for name in work.authors),
        ("PY", "" if date is None else str(date.year)),
        ("DA", "" if date is None else _ris_date(date)),
        ("T2", work.journal or work.venue),
        ("DO", work.doi),
        ("AN", f"arXiv:{work.arxiv}" if work.arxiv else ""),
        ("UR", work.url),
        ("L2", work.code),
        *(("KW", section) for section in work.sections),
    )
    yield from (line for line in single if line[1])
    yield "ER", ""


def _ris_date(date: PartialDate) -> str:
    """Its slashes stand also where month and day are not known."""
    month, day = (f"{part:02}" if part else "" for part in (date.month, date.day))
    return f"{date.year}/{month}/{day}/"


FORMATS = {"bibtex": bibtex_text, "csv": csv_text, "json": json_text, "ris": ris_text}
