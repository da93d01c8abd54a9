"""Where a preprint was published, as far as arXiv's record of it says so."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper_records import ArxivRecord

# Registrants whose DOIs are of preprints and data: arXiv, bioRxiv, Zenodo, figshare, SSRN, Research Square,
# TechRxiv, preprints.org, OSF.
_NOT_PUBLISHED = tuple(
    f"10.{number}/" for number in "48550 1101 64898 5281 6084 2139 21203 36227 20944 31219 31234".split()
)
_SENTENCE = lazy_pattern(r"[;\n]|\.(?=\s+[A-Z])")
_NEVER = lazy_pattern(
    r"submitted|under (?:peer )?review|in review|workshop|extended (?:version|abstract)|extension of|reject"
    r"|challenge|competition|preliminary|short version|longer version|full version|journal version"
    r"|previous(?:ly)? |earlier version|withdrawn|tutorial|demo(?:nstration)?\b|shared task|work in progress"
    r"|\bnot\b|\bwill be\b",
    re.IGNORECASE,
)
_PUBLISHED = lazy_pattern(
    r"\b(?:accepted|to appear|appears|published|to be published|presented|camera[- ]ready)\b"
    r"[^,;()]{0,40}?\b(?:at|in|by|to|for|with)\s+(?:the\s+)?(?P<venue>[^;()]{2,120}?)"
    r"[\s,'’(-]*(?P<year>(?:19|20)[0-9]{2})\b",
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
        found = _PUBLISHED.search(sentence)
        if found is not None and not _NEVER.search(sentence):
            return sentence.strip(), found["venue"].strip(" ,"), int(found["year"])
    return None
