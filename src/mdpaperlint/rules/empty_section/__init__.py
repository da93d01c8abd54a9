from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import anchors, slug
from mdpaperlint.markdown.links.html_text import html_text
from mdpaperlint.markdown.links.local_links import local_links
from mdpaperlint.model.document import Document, Heading, Section, Table
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.papers.tables.unparsed_tables import unparsed_tables
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.empty_section.flat_headings import flat_headings

_SHOWS_MEDIA = lazy_pattern(r"<(?:img|picture|source|svg|video|audio|iframe|object|embed|input)\b", re.I)
_BLANK_CELL = lazy_pattern(r"(?:[\s\-–—―_/.…]|&nbsp;|<br ?/?>)*")
_BACK_TO_TOP = lazy_pattern(r"[^\[\]]{0,20}\[[^\[\]]*\]\(#[^()\s]*\)[^\[\]]{0,20}")
_LINK_MARKS = lazy_pattern(r"\]\(|\]\[|https?:|<|!\[")
_SENTENCE = lazy_pattern(
    r"[.!?…。！？]\W*$|[,;，；。]|欢迎|請|请"
    r"|\b(?:please|welcome|see|click|you|your|we|our|is|are|was|were|has|have|will|coming|soon)\b",
    re.IGNORECASE,
)
_DATE_STAMP = lazy_pattern(
    r"\b(?:updated?|last|latest|as of|since)\b|更新"
    r"|(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}"
    r"|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_BANNER = lazy_pattern(
    r"\W*(?:(?:table of )?contents?|toc|index|overview|publications?|resources?|paper reading"
    r"|(?:the )?(?:full |paper |reading |awesome )?(?:list|papers?)(?: list| collection)?"
    r"|目录|目錄|论文|论文列表|論文)\W*",
    re.IGNORECASE,
)
_LONGEST_NAME = 200
_MOST_WORDS = 12
# More are the list's habit.
_MOST_WITHOUT_TEXT = 3
_LINE_END = lazy_pattern(r"[^\S\r\n]*(?:\r\n?|\n)")


class _Body(NamedTuple):
    """What a section shows. ``bare`` tells that it holds nothing invisible either, such as a comment, and no
    way back to the top of the page.
    """

    tables: list[Table]
    words: bool
    bare: bool


class EmptySection(Rule[Options]):
    name = "empty-section"
    summary = "A section lists no papers: there is nothing under its heading, or only a blank table."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        yield from self._without_text(document)
        contents = _Contents(document)
        bare: list[tuple[Section, _Body]] = []
        for section in document.sections:
            heading = section.heading
            if heading is None or heading.html or _is_without_text(heading):
                continue
            if section.last_descendant != section.number:
                continue
            body = contents.body(section)
            if body is None:
                continue
            if body.tables:
                if all(contents.lists_nothing(table) for table in body.tables):
                    yield self.violation(
                        heading.start,
                        heading.end,
                        f"the table under {_name(heading)} lists no papers: add papers or remove the section",
                        fix=contents.removal(section, body),
                    )
            elif not (
                body.words
                or _stands_for_itself(document, heading)
                or not contents.beside_papers(section)
                or contents.goes_on_in_a_heading(section)
            ):
                bare.append((section, body))
        flat = flat_headings(document, [section for section, _ in bare])
        for section, body in bare:
            if section.number not in flat:
                yield self._bare(contents, section, body)

    def _without_text(self, document: Document) -> Iterator[Violation]:
        found = [
            heading
            for heading in document.headings
            if not (heading.nested or heading.html) and _is_without_text(heading)
        ]
        if len(found) > _MOST_WITHOUT_TEXT:
            message = f"{count_of(len(found), 'heading')} of this list have no text: write --- to draw a line"
            yield self.violation(found[0].start, found[0].end, message, fingerprint="file")
            return
        for heading in found:
            message = "this heading has no text: write some, remove it, or write --- to draw a line"
            yield self.violation(heading.start, heading.end, message)

    def _bare(self, contents: _Contents, section: Section, body: _Body) -> Violation:
        heading = section.heading
        assert heading is not None
        last = contents.is_last_of_its_parent(section)
        remedy = (
            "add papers or remove the section"
            if last
            else "add papers, remove the heading, or make the headings below it deeper"
        )
        return self.violation(
            heading.start,
            heading.end,
            f"there is nothing under {_name(heading)}: {remedy}",
            fix=contents.removal(section, body) if last else None,
        )


class _Contents:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._families: set[tuple[int, int]] | None = None
        self._linked: set[str] | None = None
        self._headers: set[int] | None = None

    def body(self, section: Section) -> _Body | None:
        """None for a section that shows more than tables and paragraphs of words."""
        document = self._document
        tables = []
        words = False
        bare = True
        for block in document.blocks_within(section.body_start, section.body_end):
            if block.kind == "table":
                table = document.table_at(block.start)
                if table is None:
                    return None
                tables.append(table)
            elif block.kind in ("thematic-break", "definition"):
                bare = False
            elif block.kind in ("paragraph", "html"):
                written = document.text[block.start : block.end]
                if _SHOWS_MEDIA.search(written):
                    return None
                shown = html_text(written).strip()
                if not shown or (block.item < 0 and _BACK_TO_TOP.fullmatch(shown)):
                    bare = False
                elif block.item >= 0 or block.kind == "html" or _LINK_MARKS.search(shown) or "|" in shown:
                    # A pipe is a row that lost its table, which is no empty section but a broken table.
                    return None
                else:
                    words = True
            else:
                return None
        return _Body(tables, words, bare)

    def goes_on_in_a_heading(self, section: Section) -> bool:
        """Whether the heading that ends the section is a table's header with ``---`` under it."""
        if self._headers is None:
            self._headers = {loose.lines[0].start for loose in unparsed_tables(self._document)}
        return section.body_end in self._headers

    def is_last_of_its_parent(self, section: Section) -> bool:
        """Whether no section of its level follows, of which it might be the heading."""
        following = self._document.sections[section.number + 1 : section.number + 2]
        return not any(after.parent == section.parent for after in following)

    def removal(self, section: Section, body: _Body) -> Fix | None:
        """None where something would go with the section, or a link would lead elsewhere without it."""
        heading = section.heading
        if heading is None or not body.bare or body.words or self._is_linked(heading):
            return None
        if self._document.text.startswith("<", heading.start):
            # The tags around it are not known.
            return None
        for table in body.tables:
            if table.quoted or table.item >= 0 or not all(row.is_blank for row in table.rows):
                return None
        return Fix((_removal(self._document, section),), False, "remove the empty section")

    def _is_linked(self, heading: Heading) -> bool:
        """Whether a link leads here, or to one of several headings of this name, which are numbered."""
        if self._linked is None:
            self._linked = set()
            fragments = local_links(self._document).fragments
            if fragments:
                known = anchors(self._document)
                for _, fragment in fragments:
                    anchor = known.match(fragment)[1]
                    if anchor is not None:
                        self._linked.add(slug(self._document.text[anchor.start : anchor.end]))
        return slug(heading.content) in self._linked

    def lists_nothing(self, table: Table) -> bool:
        text = self._document.text
        return (
            all(_BLANK_CELL.fullmatch(text, cell.start, cell.end) for row in table.rows for cell in row.cells)
            and not _LINK_MARKS.search(text, table.header.start, table.header.end)
            and read_tables(self._document)[table.number].papers
        )

    def beside_papers(self, section: Section) -> bool:
        """Whether a section of the same level under the same heading holds papers."""
        if self._families is None:
            self._families = self._families_with_papers()
        return section.heading is not None and (section.parent, section.heading.level) in self._families

    def _families_with_papers(self) -> set[tuple[int, int]]:
        """Parent and level of the sections that hold a link to a paper, in themselves or below."""
        document = self._document
        families: set[tuple[int, int]] = set()
        for section in document.sections:
            if links_to_paper(document.text, section.body_start, section.body_end):
                holder = section
                while holder.heading is not None and (holder.parent, holder.heading.level) not in families:
                    families.add((holder.parent, holder.heading.level))
                    holder = document.sections[max(holder.parent, 0)]
        return families


def _is_without_text(heading: Heading) -> bool:
    content = heading.content.strip()
    return not content or (content.startswith("<!--") and content.find("-->") == len(content) - len("-->"))


def _stands_for_itself(document: Document, heading: Heading) -> bool:
    """A title, a banner above sections of its own level, a stamp, a notice: no section that wants papers."""
    content = heading.content
    return (
        len(content) > _LONGEST_NAME
        or (heading.level == 1 and heading.start == document.headings[0].start)
        or _BANNER.fullmatch(content) is not None
        or _LINK_MARKS.search(content) is not None
        or _DATE_STAMP.search(content) is not None
        or _SENTENCE.search(content) is not None
        or len(content.split()) > _MOST_WORDS
    )


def _name(heading: Heading) -> str:
    return quoted(heading.content, 60)


def _removal(document: Document, section: Section) -> Edit:
    """Removes the section's lines; at the end of the file also the blank lines before them."""
    text = document.text
    start, end = section.start, section.body_end
    if end == len(text):
        kept = len(text[:start].rstrip())
        line_end = _LINE_END.match(text, kept)
        start = line_end.end() if line_end and kept else kept
    return Edit(start, end, "")
