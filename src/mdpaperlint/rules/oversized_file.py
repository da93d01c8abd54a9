from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Related, Violation
from mdpaperlint.rules.base import Context, Options, Rule


class OversizedFileOptions(Options):
    limit: int = 512_000


class OversizedFile(Rule[OversizedFileOptions]):
    name = "oversized-file"
    summary = "The file is so large that GitHub shows only its beginning."
    severity = "warning"
    Options = OversizedFileOptions

    def check(self, document: Document, context: Context[OversizedFileOptions]) -> Iterator[Violation]:
        text = document.text
        limit = max(context.options.limit, 0)
        # A character has four bytes at most.
        if 4 * len(text) <= limit:
            return
        encoded = text.encode("utf-8", "surrogatepass")
        if len(encoded) <= limit:
            return
        # GitHub does not show a character that the limit cuts through.
        cut = len(encoded[:limit].decode("utf-8", "ignore"))
        line = document.line_of(cut)
        whole_lines = f"all after line {line} is" if line else "the end of its first line is"
        first = document.line_span(0)
        yield self.violation(
            first.start,
            first.end,
            f"this file has {len(encoded):,} bytes, of which GitHub shows only the first {limit:,}, so "
            f"{whole_lines} missing there: split the list into several files",
            related=(Related(cut, cut, "GitHub cuts the page here"),),
            fingerprint="file",
        )
