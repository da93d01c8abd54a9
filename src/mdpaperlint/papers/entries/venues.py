"""Where an entry says that its paper was published: words that recur beside years, or in a venue's column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.paper import PaperVenue
from mdpaperlint.papers.dates.written_dates import dates_between, without_any_year
from mdpaperlint.papers.entries.pieces import trimmed
from mdpaperlint.papers.entries.stated_dates import Candidate, Dates
from mdpaperlint.papers.entries.titleness import LIKELY, is_list_of_names
from mdpaperlint.papers.entries.titles import Families
from mdpaperlint.papers.entries.units import Unit, UnitReader

_KNOWN = lazy_pattern(
    r"(?:arxiv|corr|preprint|biorxiv|medrxiv|neurips|nips|icml|iclr|cvpr|iccv|eccv|acl|emnlp|naacl|aaai|ijcai"
    r"|kdd|www|sigir|nature|science|tmlr|jmlr|pnas|ndss|ccs|osdi|sosp|vldb|sigmod)\b",
    re.IGNORECASE,
)
_PREPRINT = lazy_pattern(r"arxiv|corr|preprint|biorxiv|medrxiv|under review|submitted", re.IGNORECASE)
# "BMVC", "ICCVw", "IEEE (RAL)", "EuroSys".
_ACRONYM = lazy_pattern(r"\b[A-Z]{3,}|\b[A-Z]\w*[a-z][A-Z]")
_NUMBER = lazy_pattern(r"(?<=arxiv)[:\s]*\d{4}\.\d{4,5}(?:v\d+)?|[\s.:]+\d[\d.:,/-]*\s*$", re.IGNORECASE)
_LEADING = lazy_pattern(
    r"\b(?:in|(?:to appear|published) in|accepted (?:by|at|to)|proc(?:eedings|\.)? of(?: the)?)\s+",
    re.IGNORECASE,
)
_SEPARATOR = lazy_pattern(r"[,;|]")
_ET_AL = lazy_pattern(r"\bet\.? al\b")
_TWO_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_YEAR = lazy_pattern(r"(?:19|20)\d\d")
_OPEN = lazy_pattern(r"[\s.,:;]*[(\[（【][^)\]）】]*\Z")
_EDGE = " .,;()[]【】（）'’`:*_-"
_LONGEST = 60
_LONGEST_IN_COLUMN = 80
_MOST_WORDS = 7
_FEW_WORDS = 4


@lru_cache(maxsize=4096)
def venue_words(text: str) -> str:
    """``text`` is as written. Without markup, years, numbers, and words such as "in" before the name."""
    words = " ".join(_NUMBER.sub("", without_any_year(plain(text))).split()).strip(_EDGE)
    return _OPEN.sub("", _LEADING.sub("", words).strip(_EDGE))


def is_preprint(venue: PaperVenue) -> bool:
    return _PREPRINT.search(venue.text) is not None


class Venues:
    """Reads the venues of units, after what recurs in the document."""

    def __init__(self, reader: UnitReader, families: Families, dates: Dates) -> None:
        self._reader = reader
        self._families = families
        self._dates = dates
        self._recurring: Counter[str] = Counter()
        self._learned = False
        self._named: dict[str, bool] = {}

    def names_venue(self, text: str) -> bool:
        """Whether a text beside a year, or a part of it between commas, is a venue's name."""
        if text not in self._named:
            parts = (text, *_SEPARATOR.split(text))
            short = text.count(" ") < _FEW_WORDS and _ACRONYM.search(text) and not _ET_AL.search(text)
            self._named[text] = bool(short) or any(map(self.is_known, map(venue_words, parts)))
        return self._named[text]

    def is_known(self, words: str) -> bool:
        if not words or len(words) > _LONGEST or _ET_AL.search(words):
            return False
        if not self._learned:
            self._learned = True
            self._learn()
        return self._recurring[words.casefold()] >= 2 or _KNOWN.match(words) is not None

    def _learn(self) -> None:
        """From what stands beside years."""
        for sample in self._families.samples():
            for unit in sample:
                if unit.is_entry or unit.table is not None:
                    piece, _ = self._families.title(unit)
                    title = (-1, -1) if piece is None else (piece.start, piece.end)
                    said: set[str] = set()
                    for candidate in self._dates.candidates(self._dates.dated(unit), title):
                        if candidate.slot[2] == "words" and not candidate.slot[3]:
                            said.update(words.casefold() for words, *_ in self._beside(candidate))
                    self._recurring.update(said)

    def _beside(self, candidate: Candidate) -> Iterator[tuple[str, int, int]]:
        """What may be the venue's name around a date, with its span: the likeliest first."""
        piece, before, text = candidate.piece, candidate.before, self._reader.document.text
        spans: list[tuple[int, int]] = []
        if candidate.slot[2] == "alone":
            beside = before is not None and before.titleness < LIKELY and before.cell == piece.cell
            if before is not None and beside and not is_list_of_names(before.text):
                spans = [(before.text_start, before.text_end)]
        elif len(piece.text) <= _LONGEST or candidate.slot[2] == "names":
            start, end = piece.text_start, piece.text_end
            cuts = [start, *(cut.end() for cut in _SEPARATOR.finditer(text, start, end)), end]
            spans = sorted(pairwise(cuts), key=lambda part: not part[0] <= candidate.start < part[1])
            spans += [(start, candidate.start), (candidate.end, end), (start, end)]
        for start, end in spans:
            words = venue_words(text[start:end])
            if words.count(" ") < _MOST_WORDS and (words[:1].isupper() or words.lower().startswith("arxiv")):
                yield words, start, end

    def of(
        self, unit: Unit, title: tuple[int, int], candidates: Sequence[Candidate], column: int | None
    ) -> PaperVenue | None:
        """``column`` is that of the venue in a row whose table tells it."""
        text, cells = self._reader.document.text, self._reader.cells(unit)
        if column is not None and column < len(cells):
            start, end = trimmed(text, *cells[column])
            dates = dates_between(text, start, end)
            words = venue_words(text[start : dates[0].start]) if dates else ""
            words = words or venue_words(text[start:end])
            if _TWO_LETTERS.search(words) and len(words) < _LONGEST_IN_COLUMN:
                return self._venue(words, start, end)
        counts = self._dates.learned(unit)
        for candidate in sorted(candidates, key=lambda each: -counts[each.slot]):
            for words, start, end in self._beside(candidate):
                beside = candidate.slot[2] == "alone" or self._is_all_beside(candidate, words)
                if self.is_known(words) or (beside and self.names_venue(words)):
                    year = self._year(candidate.start, candidate.end, candidate.short)
                    return PaperVenue(words, year, *trimmed(text, start, end))
        for piece in (piece for each in (unit, *unit.parts) for piece in self._reader.pieces(each)):
            leads = piece.text.endswith((":", "："))
            if leads or piece.kind == "label" or (piece.start < title[1] and title[0] < piece.end):
                continue
            start, end = piece.text_start, piece.text_end
            authors = _ET_AL.search(text, start, end)
            start = min(authors.end() + 1, end) if authors else start
            words = venue_words(text[start:end]) if end - start <= _LONGEST else ""
            known = self.is_known(words) or (authors is not None and _ACRONYM.search(words))
            if known and words.count(" ") < _FEW_WORDS - 1:
                return self._venue(words, *trimmed(text, start, end))
        return None

    def _is_all_beside(self, candidate: Candidate, words: str) -> bool:
        """Whether a piece says nothing but a date and these words, or a name before them and a comma."""
        said = venue_words(candidate.piece.text)
        return words == said.rpartition(", ")[2] and said.count(",") < 2

    def named_in(self, start: int, end: int) -> PaperVenue | None:
        """The venue that a line above entries names, and nothing else but a year."""
        text = self._reader.document.text
        words, dated = venue_words(text[start:end]), bool(dates_between(text, start, end))
        named = words.count(" ") < 2 and (_KNOWN.match(words) or (dated and self.names_venue(words)))
        return self._venue(words, start, end) if named else None

    def _venue(self, words: str, start: int, end: int) -> PaperVenue:
        dates = dates_between(self._reader.document.text, start, end)
        year = self._year(dates[0].start, dates[0].end, dates[0].short) if len(dates) == 1 else 0
        return PaperVenue(words, year, start, end)

    def _year(self, start: int, end: int, short: bool) -> int:
        text = self._reader.document.text
        found = _YEAR.search(text, start, end)
        return 2000 + int(text[end - 2 : end]) if short else int(found[0]) if found else 0
