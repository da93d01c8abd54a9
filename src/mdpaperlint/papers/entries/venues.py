"""Where an entry says that its paper was published."""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PaperDate, PaperVenue, PartialDate
from mdpaperlint.papers.entries.titles import plain

_NAMES = (
    "NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|ACCV|WACV|BMVC|3DV|MICCAI|ISBI|SIGGRAPH(?: Asia)?|"
    "EMNLP|NAACL|EACL|AACL|COLING|LREC|CoNLL|ACL|TACL|COLM|AAAI|IJCAI|UAI|AISTATS|COLT|ALT|KDD|"
    "SIGKDD|WWW|TheWebConf|SIGIR|CIKM|WSDM|RecSys|ECIR|ICDM|SDM|PAKDD|VLDB|PVLDB|SIGMOD|ICDE|ICDT|"
    "OSDI|SOSP|NSDI|ASPLOS|EuroSys|MLSys|ISCA|HPCA|MICRO|DAC|ICCAD|DATE|FPGA|PPoPP|SC|"
    "USENIX(?: Security| ATC)?|CCS|NDSS|ICSE|FSE|ESEC/FSE|ASE|ISSTA|PLDI|POPL|OOPSLA|CHI|UIST|"
    "CSCW|IUI|HRI|ICRA|IROS|CoRL|RSS|ICASSP|INTERSPEECH|Interspeech|ASRU|ISMIR|ACM ?MM|ACMMM|ICME|"
    "MM|TPAMI|PAMI|IJCV|TIP|TMM|TCSVT|TNNLS|TKDE|TOIS|TIST|TMLR|JMLR|DMLR|TOG|TVCG|TMI|MedIA|"
    "RA-?L|T-?RO|IJRR|JAIR|Nature(?: [A-Z]\\w+){0,3}|Science(?: [A-Z]\\w+)?|PNAS|Cell|arXiv|ArXiv|"
    "Arxiv|arxiv|ARXIV|bioRxiv|medRxiv|CoRR|Preprint|preprint"
)
_VENUE = lazy_pattern(
    rf"(?<![\w/.@-])(?P<name>(?:IEEE |ACM )?(?:{_NAMES})(?![\w/]|-\w)(?: Findings| Workshop| \([A-Z/-]+\))?)"
    r"(?:[ ,.'’\-(*_]{0,4}(?P<year>(?:19|20)\d\d|(?<=['’ ])\d\d)(?![\d.]))?"
)
_GLUED = lazy_pattern(rf"(?<![\w/.@-])(?P<name>(?:{_NAMES}))(?P<year>(?:19|20)\d\d|[012]\d)(?![\w.])")
# Nothing that ends like this is no match for the long pattern before.
_GLUED_YEAR = lazy_pattern(r"[A-Za-z](?:(?:19|20)\d\d|[012]\d)(?![\w.])")
_YEAR = lazy_pattern(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
PREPRINT = lazy_pattern(r"arxiv|corr|preprint|biorxiv|medrxiv|under review|submitted", re.IGNORECASE)


def venue_in(text: str, start: int, end: int, *, whole: bool = False) -> PaperVenue | None:
    """The last venue named between the offsets, or with its year the first of those with one. ``whole`` tells
    that the text is that of a venue column, and so a venue whatever it says.
    """
    best: re.Match[str] | None = None
    glued = _GLUED_YEAR.search(text, start, end) is not None
    for pattern in (_VENUE, _GLUED) if glued else (_VENUE,):
        for found in pattern.finditer(text, start, end):
            if best is None or (found["year"] and not best["year"]) or (found["year"] and not whole):
                best = found
    if best is not None and (best["year"] or not whole):
        digits = best["year"] or ""
        is_glued = best.end("name") == best.start("year")
        if len(digits) == 4 and is_glued and digits[2:] <= "12" and PREPRINT.match(best["name"]):
            # "arXiv2012" is December 2020 as arXiv counts, or the year.
            digits = ""
        year = int(digits) if len(digits) == 4 else 2000 + int(digits) if digits else 0
        return PaperVenue(plain(best["name"]), year, *best.span())
    if whole:
        shown = plain(text[start:end])
        if any(map(str.isalpha, shown)) and shown.casefold() not in ("n/a", "none", "tbd"):
            years = set(_YEAR.findall(shown))
            return PaperVenue(shown, int(years.pop()) if len(years) == 1 else 0, start, end)
    return None


def is_preprint(venue: PaperVenue) -> bool:
    return PREPRINT.search(venue.text) is not None


def venue_date(text: str, venue: PaperVenue) -> PaperDate | None:
    """The year of a venue, with its place."""
    if not venue.year:
        return None
    place = text.find(str(venue.year), venue.start, venue.end)
    start, end = (place, place + 4) if place >= 0 else (venue.start, venue.end)
    return PaperDate(PartialDate(venue.year), start, end, "venue")
