"""RIS, as reference managers import it (https://en.wikipedia.org/wiki/RIS_(file_format))."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdpaperlint.export.works import Work
from mdpaperlint.model.paper import PartialDate


def export_text(works: Sequence[Work]) -> str:
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for work in works for tag, value in _lines(work))


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "JOUR" if work.journal else "GEN"
    yield "ID", work.key
    date = work.date
    single = (
        ("TI", work.title),
        *(("AU", name) for name in work.authors),
        ("PY", "" if date is None else str(date.year)),
        ("DA", "" if date is None else _date(date)),
        ("T2", work.journal or work.venue),
        ("DO", work.doi),
        ("AN", f"arXiv:{work.arxiv}" if work.arxiv else ""),
        ("UR", work.url),
        ("L2", work.code),
        *(("KW", section) for section in work.sections),
    )
    yield from (line for line in single if line[1])
    yield "ER", ""


def _date(date: PartialDate) -> str:
    """Its slashes stand also where month and day are not known."""
    month, day = (f"{part:02}" if part else "" for part in (date.month, date.day))
    return f"{date.year}/{month}/{day}/"
