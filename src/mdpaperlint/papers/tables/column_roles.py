"""Which columns of a table hold the titles and the dates, told by their headers and their cells."""

from __future__ import annotations

from collections.abc import Sequence

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Row
from mdpaperlint.papers.dates.column_dates import read_column
from mdpaperlint.papers.dates.date_readings import DateReading
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper
from mdpaperlint.papers.tables.generic_link_text import is_generic_link_text
from mdpaperlint.papers.tables.headers import HeaderWord, plain_text

_MOST_POINTERS_LOOKED_AT = 15
_PROSE = lazy_pattern(r"[^\W\d_]{2,}[ :,-]+[^\W\d_]{2,}|[\u3040-\u9fff\uac00-\ud7af]{4}")


def column_texts(document: Document, rows: Sequence[Row], column: int) -> list[str]:
    text = document.text
    texts = []
    for row in rows:
        cells = row.cells
        if column < len(cells):
            start, end = cells[column]
            texts.append(text[start:end])
        else:
            texts.append("")
    return texts


def title_column(document: Document, sample: Sequence[Row], words: list[HeaderWord]) -> int | None:
    ranked = [(word.rank, number) for number, word in enumerate(words) if word.role == "title"]
    if ranked:
        ranked = [each for each in ranked if not _only_points(document, sample, each[1])]
        if not ranked:
            return None
        best = max(rank for rank, _ in ranked)
        candidates = [number for rank, number in ranked if rank == best]
        if len(candidates) == 1:
            return candidates[0]
    else:
        candidates = [number for number, word in enumerate(words) if word.role in ("other", "link")]
        if not any(_PROSE.search(document.cell_text(row, number)) for row in sample for number in candidates):
            return None
    linked = {number: _papers_linked(document, sample, number) for number in candidates}
    most = max(candidates, key=lambda number: linked[number], default=None)
    if most is not None and 2 * linked[most] > len(sample) and not _only_points(document, sample, most):
        return most
    lengths = {
        number: sum(len(plain_text(document.cell_text(row, number))) for row in sample)
        for number in candidates
    }
    return max(candidates, key=lambda number: lengths[number], default=None)


def _papers_linked(document: Document, sample: Sequence[Row], column: int) -> int:
    """How many cells of the column link to a paper."""
    cells = [row.cells[column] for row in sample if column < len(row.cells)]
    return sum(links_to_paper(document.text, cell.start, cell.end) for cell in cells)


def _only_points(document: Document, sample: Sequence[Row], column: int) -> bool:
    """Whether most cells say nothing but that there is a link: ``[pdf](…)``, ``[2401.00001](…)``, a badge."""
    cells = [text for text in column_texts(document, sample, column) if text]
    step = -(-len(cells) // _MOST_POINTERS_LOOKED_AT) or 1
    shown = list(map(plain_text, cells[::step]))
    pointers = sum(is_generic_link_text(text) or not any(map(str.isalpha, text)) for text in shown)
    return 2 * pointers > len(shown)


def date_column(
    document: Document,
    sample: Sequence[Row],
    words: list[HeaderWord],
    title: int | None,
    year: int | None,
) -> int | None:
    """The first column headed as a date whose cells mostly are dates, else the first whose cells nearly all
    are, else the first that is headed so.
    """
    for wanted, share in (("date", 0.5), ("other", 0.9)):
        for number, word in enumerate(words):
            if word.role != wanted or number == title:
                continue
            texts = [text for text in column_texts(document, sample, number) if text.strip(" -–—/?*")]
            dates = [reading for reading in read_column(texts, year).readings if reading]
            if texts and len(dates) >= share * len(texts) and (wanted == "date" or _are_sure_dates(dates)):
                return number
    return next((number for number, word in enumerate(words) if word.role == "date"), None)


def _are_sure_dates(dates: list[DateReading]) -> bool:
    """Whether cells below a header that names no date must be dates: 2048 may be a number of anything."""
    months = sum(reading.date.month > 0 for reading in dates)
    return len(dates) >= 3 and 2 * months > len(dates) and not any(reading.venue_year for reading in dates)
