from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.rules.base import Context, Options, Rule

_RUN = lazy_pattern("\N{REPLACEMENT CHARACTER}+")
# A file with more of them was once read in a wrong encoding.
_MOST_REPORTS = 20


class ReplacementCharacter(Rule[Options]):
    name = "replacement-character"
    summary = "A character of an entry was destroyed in copying and is shown as a question mark in a diamond."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        if "\N{REPLACEMENT CHARACTER}" not in document.text:
            return
        entries = sorted((paper.start, paper.end) for paper in papers(document))
        found, begun, end = [], 0, 0
        for match in _RUN.finditer(document.text):
            while begun < len(entries) and entries[begun][0] <= match.start():
                end = max(end, entries[begun][1])
                begun += 1
            if match.start() < end:
                found.append(match)
        alone = "readers see \N{REPLACEMENT CHARACTER} where a character was lost in copying: type it again"
        reports = tuple(self.violation(*match.span(), alone) for match in found)
        if len(found) > _MOST_REPORTS:
            message = (
                f"readers see \N{REPLACEMENT CHARACTER} in {count_of(len(found), 'place')}, the first here: "
                "the file was saved in a wrong encoding; bring back what it was before"
            )
            yield self.violation(*found[0].span(), message, fingerprint="file", parts=reports)
        else:
            yield from reports
