"""What nearly all entries of one table, or of one kind in a section, state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.paper_identity import paper_name

#: Fewer have no habit.
LEAST_SIBLINGS = 10
_SHARE = 0.95


class Lacking(NamedTuple):
    """An entry that lacks what ``having`` of its siblings have, and the number of all."""

    paper: Paper
    having: int
    siblings: int

    def said_of(self, part: str) -> str:
        """``“A Title” has no date, unlike all 12 entries beside it``."""
        share = "all" if self.having == self.siblings else f"{self.having} of the"
        return f"{paper_name(self.paper)} has no {part}, unlike {share} {self.siblings} entries beside it"


def lacking(
    document: Document, states: Callable[[Paper], bool], may_lack: Callable[[Paper], bool]
) -> Iterator[Lacking]:
    """The listed entries that do not state what at least 19 of 20 of ten siblings and more do, among those
    that ``may_lack`` it, which costs less to tell.
    """
    families: dict[tuple[str, int], list[Paper]] = {}
    for paper in papers(document):
        if paper.listing:
            place = paper.table if paper.table >= 0 else paper.section.number
            families.setdefault((paper.kind, place), []).append(paper)
    for family in families.values():
        siblings = len(family) - 1
        if siblings < LEAST_SIBLINGS or not (suspects := [paper for paper in family if may_lack(paper)]):
            continue
        most = int(len(family) - _SHARE * siblings)
        # One more than may lack it is enough to know: the others need not be read.
        without = list(islice((paper for paper in family if not states(paper)), most + 1))
        if len(without) <= most:
            having = len(family) - len(without)
            yield from (Lacking(paper, having, siblings) for paper in suspects if paper in without)
