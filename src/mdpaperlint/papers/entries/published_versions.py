"""Where a preprint was published, as far as arXiv's record of it says so."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import ArxivRecord

# Registrants whose DOIs are of preprints and data: arXiv, bioRxiv, Zenodo, figshare, SSRN, Research Square,
# TechRxiv, preprints.org, OSF.
_NOT_PUBLISHED = tuple(
    f"10.{number}/" for number in "48550 1101 64898 5281 6084 2139 21203 36227 20944 31219 31234".split()
)
_SENTENCE = lazy_pattern(r"[;\n]|\.(?=\s+[A-Z])")
_NEVER = lazy_pattern(
    r"submitted|submission|under (?:peer )?review|in review|for review|revision|conditional|pending|reject"
    r"|(?:short|long|longer|full|journal|earlier|improved) version|extended (?:version|abstract)|extension of"
    r"|workshop|challenge|competition|preliminary|previous(?:ly)? |withdrawn|tutorial|demo(?:nstration)?\b"
    r"|shared task|work in progress|consortium|student abstract|tiny paper|\bnot\b|\bwill be\b",
    re.IGNORECASE,
)
_ON_A_DAY = lazy_pattern(r"\s+on\s+[0-9]{1,2}\s+\w+\Z")
# It is this paper that is spoken of: nothing but what it may be called stands before the verb.
_PUBLISHED = lazy_pattern(
    r"(?:\A|[,:(])\s*"
    r"(?:(?:v[0-9]+|(?:(?:this|the|our)\s+)?(?:(?:long|short|full)\s+)?(?:paper|work|article|manuscript)"
    r"|is|was|has\s+been|recently|just|now|and"
    r"|camera[- ]ready(?:\s+version)?(?:\s+of(?:\s+(?:the|a|this|our))?)?)\s+)*"
    r"(?:accepted|(?:to\s+)?appear(?:s|ed|ing)?|(?:to\s+be\s+)?(?:published|presented)"
    r"|camera[- ]ready(?:\s+version)?)\b"
    r"(?:\s+for\s+(?:publication|(?:oral\s+|poster\s+)?presentation))?[^,;:()]{0,40}?\s(?:at|in|by|to|for|with)\s+(?:the\s+)?"
    r"(?:(?P<first_year>(?:19|20)[0-9]{2})\s+(?P<later_venue>[A-Z][^;:()]{2,120}(?:\([^()]{2,40}\))?)"
    r"|(?P<venue>(?=[^;:]{0,40}?[A-Z])[^;:()]{2,120}?(?:\([^()]{2,40}?\)?)?)(?:,?\s+[Vv]ol(?:\.|ume)?\s*[0-9]+)?"
    r"[\s,('’]*(?:[0-9]{1,2}/)?(?:(?P<year>(?:19|20)[0-9]{2})|(?<=['’])(?P<short_year>[0-9]{2}))\b)",
    re.IGNORECASE,
)


class PublishedVersion(NamedTuple):
    """``source`` says which part of the record tells it, ``evidence`` is what that says. ``venue`` and
    ``year`` are empty and 0 where only a DOI is known.
    """

    source: str
    evidence: str
    venue: str
    year: int


def published_version(record: ArxivRecord) -> PublishedVersion | None:
    """By the DOI, then the journal reference, then a comment that says accepted, to appear, published or
    presented at a venue with a year.
    """
    said = _said_in(record.comment)
    if record.doi and not record.doi.lower().startswith(_NOT_PUBLISHED):
        return PublishedVersion("DOI", record.journal_ref or record.doi, *(said[1:] if said else ("", 0)))
    if record.journal_ref and not _NEVER.search(record.journal_ref):
        return PublishedVersion("journal reference", record.journal_ref, *(said[1:] if said else ("", 0)))
    return None if said is None else PublishedVersion("comment", *said)


def _said_in(comment: str) -> tuple[str, str, int] | None:
    for sentence in _SENTENCE.split(comment):
        found = None if _NEVER.search(sentence) else _PUBLISHED.search(sentence)
        if found is None:
            continue
        venue = (found["venue"] or found["later_venue"]).strip(" .,'’")
        venue = _ON_A_DAY.sub("", venue)
        if any(map(str.isupper, venue)) and not venue.endswith(" in"):
            closing = ")" * (venue.count("(") - venue.count(")"))
            year = found["year"] or found["first_year"] or f"20{found['short_year']}"
            return sentence.strip(), venue + closing, int(year)
    return None
