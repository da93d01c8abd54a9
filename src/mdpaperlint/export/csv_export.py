"""CSV (RFC 4180) for spreadsheets, which would take some cells for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mdpaperlint.export.works import Work

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = "key title authors date year venue journal doi arxiv url code sections identifiers places".split()


def export_text(works: Sequence[Work]) -> str:
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
