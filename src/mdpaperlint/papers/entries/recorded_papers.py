"""Entries whose own link is to arXiv, with the record that arXiv has of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.papers.entries.document_papers import papers

if TYPE_CHECKING:
    from mdpaperlint.model.document import Document
    from mdpaperlint.model.paper import ArxivRecord, Paper
    from mdpaperlint.model.verdict import Verdict


class RecordedPaper(NamedTuple):
    """``start``/``end`` is the destination of the own link, or all of the link where that is a reference."""

    paper: Paper
    arxiv_id: str
    record: ArxivRecord
    start: int
    end: int


def recorded_papers(document: Document, verdicts: Mapping[str, Verdict]) -> Iterator[RecordedPaper]:
    for paper in papers(document) if verdicts else ():
        own = paper.own_link
        if own is None or own.identifier is None or own.identifier.scheme != "arxiv":
            continue
        link = own.link
        verdict = verdicts.get(destination_url(link).partition("#")[0])
        if verdict is not None and verdict.record is not None:
            start, end = link.destination_start, link.destination_end
            if link.by_reference:
                start, end = link.start, link.end
            yield RecordedPaper(paper, own.identifier.value, verdict.record, start, end)
