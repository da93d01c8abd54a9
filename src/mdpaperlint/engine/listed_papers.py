"""What the files of a run list, for rules that compare a file with the others."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import ListedPaper


class ListedPapers:
    """Files are known by their labels in reports."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[tuple[str, str], ListedPaper]] = {}

    def note(self, label: str, document: Document) -> None:
        from mdpaperlint.papers.entries.paper_identity import first_entries

        self._entries[label] = first_entries(document, label)

    def elsewhere(self, label: str) -> Mapping[tuple[str, str], ListedPaper]:
        """The first entry of each paper in the files that were noted, without the one file."""
        return ChainMap(*(entries for other, entries in self._entries.items() if other != label))
