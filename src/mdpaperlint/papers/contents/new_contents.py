"""A table of contents for a document that has none."""

from __future__ import annotations

from collections import Counter

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Heading
from mdpaperlint.model.violation import Edit
from mdpaperlint.papers.contents.contents_lists import heading_anchor, listed_headings
from mdpaperlint.papers.entries.document_papers import papers

_SPECIAL = lazy_pattern(r"[\\`*_\[\]<>~|$]")
# As much as a bullet that is followed by one space takes.
_INDENT = "  "


def new_contents(document: Document, depth: int) -> Edit | None:
    """Puts a section "Contents" before the first section; None where there is at most one section to list,
    or where most are linked to, as by a table of contents in a table or in HTML.

    Its entries are the sections of the uppermost level, a title left out, and of as many levels below it as
    make up ``depth``.
    """
    headings = [each for each in document.headings if not each.nested and heading_anchor(document, each)]
    listed = headings[1:] if headings and _is_title(document, headings) else headings
    if not listed:
        return None
    top = min(heading.level for heading in listed)
    first = next(heading for heading in listed if heading.level == top)
    listed = [each for each in listed if each.start >= first.start and each.level < top + depth]
    known = listed_headings(document)
    linked = sum(document.headings.index(each) in known for each in listed)
    if len(listed) < 2 or 2 * linked > len(listed):
        return None
    bullet = _commonest_bullet(document)
    lines = [f"{'#' * top} Contents", ""]
    for heading in listed:
        indent = _INDENT * (heading.level - top)
        lines.append(f"{indent}{bullet} [{_label(heading)}](#{heading_anchor(document, heading)})")
    newline = "\r\n" if "\r\n" in document.text else "\n"
    start = document.full_line_span(first.line).start
    return Edit(start, start, newline.join([*lines, "", ""]))


def _is_title(document: Document, headings: list[Heading]) -> bool:
    """Whether the first heading is above all others, or heads neither a paper nor another heading."""
    first, *others = headings
    level = min((heading.level for heading in others), default=7)
    if first.level < level:
        return True
    section = document.section_at(first.start)
    return (
        first.level == level
        and section.last_descendant == section.number
        and all(paper.section != section for paper in papers(document))
    )


def _label(heading: Heading) -> str:
    written = heading.content.strip()
    if not any(mark in written for mark in "[]<"):
        return written
    return _SPECIAL.sub(lambda special: "\\" + special[0], shown_text(written))


def _commonest_bullet(document: Document) -> str:
    bullets = Counter(document.text[item.start] for item in document.items if not item.ordered)
    return bullets.most_common(1)[0][0] if bullets else "-"
