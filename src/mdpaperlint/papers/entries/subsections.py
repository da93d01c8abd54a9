"""Parts of a section that stand under a line which is meant as a heading, such as a bold one."""

from __future__ import annotations

import re
from bisect import bisect_right

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import once_per_document
from mdpaperlint.model.paper import Paper

_LONGEST = 300
# HTML that names or folds what follows, or a line that is bold as a whole.
_MEANT_AS_HEADING = lazy_pattern(
    r"\s*(?:<(?:b|strong|h[1-6]|summary|details|center|div|p|u|font|span)\b"
    r"|\*\*[^*\n]+\*\*:?\s*$|__[^_\n]+__:?\s*$|\*[^*\n]+\*:?\s*$|[^\n]{1,80}:\s*$)",
    re.IGNORECASE,
)


@once_per_document
def _starts(document: Document) -> list[int]:
    text = document.text
    return [
        block.start
        for block in document.blocks
        if block.item < 0
        and (
            block.kind == "thematic-break"
            or (
                block.kind in ("paragraph", "html")
                and _MEANT_AS_HEADING.match(text, block.start, min(block.end, block.start + _LONGEST))
            )
        )
    ]


def division(document: Document, paper: Paper) -> tuple[int, int]:
    """Equal for entries of one section between which nothing stands that is meant as a heading."""
    return paper.section.number, bisect_right(_starts(document), paper.start)
