from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import anchors, slug
from mdpaperlint.markdown.links.link_targets import local_links
from mdpaperlint.markdown.links.raw_html import html_text
from mdpaperlint.model.document import Document, Heading, Section, Table
from mdpaperlint.model.memoize import memoize
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper
from mdpaperlint.papers.tables.headers import plain_text
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.papers.tables.unparsed_tables import unparsed_tables
from mdpaperlint.rules.base import Context, Options, Rule

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
# More headings without text are one report.
_MOST_WITHOUT_TEXT = 3
# A number at the start of a heading. The name of the group is the style of the number.
_NUMBER = lazy_pattern(
    r"\W{0,3}(?:(?P<digits>(?:[A-Z]\.)?\d{1,3}(?:\.\d{1,3})*)(?:[.)）、:：\s\ufe0f]|$)"
    r"|(?P<roman>[IVX]{1,5})[.)）、:：]|(?P<letter>[A-Za-z])[.)）、:：]"
    r"|第?(?P<cjk>[一二三四五六七八九十]{1,3})[.)）、:：章节篇])"
)
_FIRST_NUMBERS = frozenset({"1", "I", "A", "a", "一"})
_YEAR = lazy_pattern(r"(?:19|20)\d\d")
# "Papers of 2024", "2024年", "🔥 2024".
_LONGEST_YEAR = 16
_LINE_END = lazy_pattern(r"[^\S\r\n]*(?:\r\n?|\n)")


class _Body(NamedTuple):
    """What a section shows. ``bare`` means that it holds no invisible text, such as a comment, and no link
    back to the top of the page.
    """

    tables: list[Table]
    words: bool
    bare: bool


class _Name(NamedTuple):
    """``key`` is equal for headings that name the same part; all years have one key. ``style`` and ``number``
    describe the number before the name.
    """

    key: str
    style: str
    number: str


class EmptySection(Rule[Options]):
    name = "empty-section"
    summary = "A section lists no papers: there is nothing under its heading, or only a blank table."
    compares_entries = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        yield from self._without_text(document)
        empty: list[tuple[Section, Heading, _Body]] = []
        for section in document.sections:
            heading = section.heading
            if heading is None or heading.html or _is_without_text(heading):
                continue
            body = _body(document, section) if section.last_descendant == section.number else None
            if body is None:
                continue
            if body.tables:
                if all(_lists_nothing(document, table) for table in body.tables):
                    yield self.violation(
                        heading.start,
                        heading.end,
                        f"the table under {_name(heading)} lists no papers: add papers or remove the section",
                        fix=_removal(document, section, heading, body),
                    )
            elif not (
                body.words
                or _stands_for_itself(document, heading)
                or (section.parent, heading.level) not in _levels_with_papers(document)
                or section.body_end in _headings_of_tables(document)
            ):
                empty.append((section, heading, body))
        above = _headings_of_the_next(document, {section.number for section, _, _ in empty})
        for section, heading, body in empty:
            if section.number not in above:
                yield self._empty(document, section, heading, body)

    def _without_text(self, document: Document) -> Iterator[Violation]:
        found = [heading for heading in document.headings if not heading.nested and _is_without_text(heading)]
        alone = "this heading has no text: write some, remove it, or write --- to draw a line"
        reports = tuple(self.violation(heading.start, heading.end, alone) for heading in found)
        if len(found) > _MOST_WITHOUT_TEXT:
            message = f"{count_of(len(found), 'heading')} of this list have no text: write --- to draw a line"
            yield self.violation(found[0].start, found[0].end, message, fingerprint="file", parts=reports)
        else:
            yield from reports

    def _empty(self, document: Document, section: Section, heading: Heading, body: _Body) -> Violation:
        following = document.sections[section.number + 1 : section.number + 2]
        # When a section of the same level follows, the heading may be meant for that one, too.
        last = not any(after.parent == section.parent for after in following)
        remedy = "add papers, remove the heading, or make the headings below it deeper"
        return self.violation(
            heading.start,
            heading.end,
            f"there is nothing under {_name(heading)}: "
            f"{'add papers or remove the section' if last else remedy}",
            fix=_removal(document, section, heading, body) if last else None,
        )


def _body(document: Document, section: Section) -> _Body | None:
    """Returns None for a section that shows more than tables and paragraphs of words."""
    tables: list[Table] = []
    words, bare = False, True
    for block in document.blocks_within(section.body_start, section.body_end):
        if block.kind == "table":
            tables += filter(None, [document.table_at(block.start)])
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
                # A pipe is part of a row without a table, which broken-table reports.
                return None
            else:
                words = True
        else:
            return None
    return _Body(tables, words, bare)


def _lists_nothing(document: Document, table: Table) -> bool:
    text = document.text
    return (
        all(_BLANK_CELL.fullmatch(text, cell.start, cell.end) for row in table.rows for cell in row.cells)
        and not _LINK_MARKS.search(text, table.header.start, table.header.end)
        and read_tables(document)[table.number].papers
    )


@memoize
def _headings_of_tables(document: Document) -> frozenset[int]:
    """The offsets of headings that are meant as the header of a table with ``---`` under it."""
    return frozenset(loose.lines[0].start for loose in unparsed_tables(document))


@memoize
def _levels_with_papers(document: Document) -> frozenset[tuple[int, int]]:
    """The parent and level of each section that holds a link to a paper, itself or in a subsection."""
    found: set[tuple[int, int]] = set()
    for section in document.sections:
        if links_to_paper(document.text, section.body_start, section.body_end):
            holder = section
            while holder.heading is not None and (holder.parent, holder.heading.level) not in found:
                found.add((holder.parent, holder.heading.level))
                holder = document.sections[max(holder.parent, 0)]
    return frozenset(found)


@memoize
def _linked_names(document: Document) -> frozenset[str]:
    """The names of the headings that links lead to. Headings of one name all count: they are numbered."""
    fragments = local_links(document).fragments
    found = [anchors(document).match(fragment)[1] for _, fragment in fragments]
    return frozenset(slug(document.text[anchor.start : anchor.end]) for anchor in found if anchor is not None)


def _removal(document: Document, section: Section, heading: Heading, body: _Body) -> Fix | None:
    """Removes the section's lines, and at the end of the file the blank lines before them. Returns None where
    other text would be removed, too, or a link would then lead elsewhere.
    """
    text = document.text
    if not body.bare or body.words or slug(heading.content) in _linked_names(document):
        return None
    for table in body.tables:
        if table.quoted or table.item >= 0 or not all(row.is_blank for row in table.rows):
            return None
    start, end = section.start, section.body_end
    if end == len(text):
        kept = len(text[:start].rstrip())
        line_end = _LINE_END.match(text, kept)
        start = line_end.end() if line_end and kept else kept
    return Fix((Edit(start, end, ""),), False, "remove the empty section")


def _headings_of_the_next(document: Document, empty: set[int]) -> set[int]:
    """The empty sections that are headings of the sections after them, although the level is the same. The
    evidence is a number below their own, a name that follows other empty sections, too, or a kind of name
    (such as a year) that only empty sections have.
    """
    levels: dict[tuple[int, int], list[Section]] = defaultdict(list)
    for section in document.sections if empty else ():
        if section.heading is not None:
            levels[section.parent, section.heading.level].append(section)
    found: set[int] = set()
    for sections in levels.values():
        if empty.isdisjoint([section.number for section in sections]):
            continue
        names = [_numbered_name(section) for section in sections]
        of_a_kind = Counter(name.key for name in names)
        pairs = list(zip(sections, names, [*sections[1:], None], [*names[1:], None], strict=True))
        empty_of_a_kind = Counter(name.key for section, name, _, _ in pairs if section.number in empty)
        heads = [each for each in pairs if each[0].number in empty and each[2] is not None]
        followers = Counter(after.key for _, own, _, after in heads if after and after.key != own.key)
        for section, own, following, after in heads:
            if following is None or after is None or following.number in empty:
                continue
            alone = of_a_kind[own.key] == empty_of_a_kind[own.key] > 1
            repeated = after.key != own.key and followers[after.key] > 1
            if alone or repeated or _is_below(after, own):
                found.add(section.number)
    return found


def _is_below(following: _Name, own: _Name) -> bool:
    if own.number and following.number.startswith(f"{own.number}."):
        return True
    first = following.number in _FIRST_NUMBERS or following.number.endswith(".1")
    return first and following.style != own.style


def _numbered_name(section: Section) -> _Name:
    content = "" if section.heading is None else section.heading.content
    shown = plain_text(content)
    number = _NUMBER.match(" ".join(content.split()))
    style = number.lastgroup if number else None
    key = "year" if _YEAR.search(shown) and len(shown) <= _LONGEST_YEAR else shown
    return _Name(key, style or "", number[style] if number and style else "")


def _is_without_text(heading: Heading) -> bool:
    content = heading.content.strip()
    return not content or (content.startswith("<!--") and content.find("-->") == len(content) - len("-->"))


def _stands_for_itself(document: Document, heading: Heading) -> bool:
    """Whether the heading is a title, a banner, a date stamp or a notice, and needs no papers below it."""
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
