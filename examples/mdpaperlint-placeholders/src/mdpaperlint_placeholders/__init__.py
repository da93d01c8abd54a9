"""Entries of a paper list that still hold a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.rules.base import Context, Options, Rule


class PlaceholderOptions(Options):
    words: tuple[str, ...] = ("TODO", "TBD", "FIXME")


class LeftoverPlaceholder(Rule[PlaceholderOptions]):
    name = "leftover-placeholder"
    summary = "A row or a list item still holds a placeholder."
    severity = "warning"
    Options = PlaceholderOptions

    def check(self, document: Document, context: Context[PlaceholderOptions]) -> Iterator[Violation]:
        words = context.options.words
        if not words:
            return
        placeholder = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
        spans = [(row.start, row.end) for table in document.tables for row in table.rows]
        spans += [(item.content_start, item.own_end) for item in document.items]
        # A table may stand in a list item: each place is reported once.
        found = {
            match.span() for start, end in spans for match in placeholder.finditer(document.text, start, end)
        }
        for start, end in sorted(found):
            yield self.violation(start, end, f'"{document.text[start:end]}" is still to be filled in')
