"""Parts of a section that stand under a line which is meant as a heading, such as a bold one."""

from __future__ import annotations

import re
from bisect import bisect_right

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Section
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.paper import Paper

_LONGEST = 300
# HTML that names or folds what follows, or a line that is bold as a whole.
_MEANT_AS_HEADING = lazy_pattern(
    r"\s*(?:<(?:b|strong|h[1-6]|summary|details|center|div|p|u|font|span)\b"
    r"|\*\*[^*\n]+\*\*:?\s*$|__[^_\n]+__:?\s*$|\*[^*\n]+\*:?\s*$|[^\n]{1,80}:\s*$)",
    re.IGNORECASE,
)


@memoize
def _lines(document: Document) -> list[tuple[int, int]]:
    text = document.text
    return [
        (block.start, block.end)
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


def line_above(document: Document, section: Section, offset: int) -> tuple[int, int] | None:
    """The last line in the section that is meant as a heading of what stands behind ``offset``."""
    number = bisect_right(_lines(document), (offset, 0)) - 1
    if number < 0 or _lines(document)[number][0] < section.body_start:
        return None
    return _lines(document)[number]


def division(document: Document, paper: Paper) -> tuple[int, int]:
    """Equal for entries of one section and group between which nothing stands that is meant as a heading."""
    return paper.section.number, -1 if paper.group is None else paper.group[0]
