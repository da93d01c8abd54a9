"""BibTeX, in UTF-8, with the fields that BibLaTeX has for preprints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from mdpaperlint.export.works import Work
from mdpaperlint.lazy_pattern import lazy_pattern

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "#": r"\#",
        "&": r"\&",
        "$": r"\$",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# In an address only what would end the field is a fault.
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
# As GitHub shows it; BibTeX's readers do, too.
_MATH = lazy_pattern(r"(\$[^$\s](?:[^$]*[^$\s])?\$)(?![0-9])")
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f]+")


def export_text(works: Sequence[Work]) -> str:
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
    pieces = _MATH.split(" ".join(_CONTROL.sub(" ", text).split()))
    return "".join(
        piece if odd and _is_balanced(piece) else piece.translate(_ESCAPES)
        for piece, odd in zip(pieces, cycle((False, True)), strict=False)
    )


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _url(url: str) -> str:
    return _CONTROL.sub("", url).translate(_URL_ESCAPES)
