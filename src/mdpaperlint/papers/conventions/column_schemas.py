"""The demands of a schema on a table, and the schema that the tables of a list follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.model.wording import similar
from mdpaperlint.papers.conventions.list_conventions import date_formats
from mdpaperlint.papers.dates.date_readings import TOKEN, format_date
from mdpaperlint.papers.entries.section_names import SEPARATOR, heading_fits, section_path
from mdpaperlint.papers.tables.paper_tables import PaperTable, paper_tables

EXAMPLE_DATE = PartialDate(2024, 9, 5)

_BLANK = lazy_pattern(r"(?:\s|&nbsp;|&ensp;|&emsp;|&thinsp;|<br ?/?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_LONGEST_FORMAT = 40


def header_names(document: Document, table: Table) -> tuple[str, ...]:
    """The texts that the header cells show."""
    return tuple(plain(document.cell_text(table.header, column)) for column in range(table.width))


def is_blank(cell: str) -> bool:
    """Whether a cell shows nothing. A dash or "TBD" is something."""
    return not cell or _BLANK.fullmatch(cell) is not None


def is_entry(document: Document, table: Table, row: Row) -> bool:
    """Whether a row says something of a paper: it is not blank, and no line that divides the table, which
    has a single filled cell among three or more, and no link.
    """
    filled = 0
    text = document.text
    for cell in row.cells:
        if cell.start < cell.end and not is_blank(text[cell.start : cell.end]):
            filled += 1
            if filled > 1:
                return True
    if not filled:
        return False
    return table.width < 3 or "](" in text[row.start : row.end] or "://" in text[row.start : row.end]


def date_format_problem(written: str) -> str:
    """What is wrong with a date format, in words; empty for a good one."""
    if len(written) > _LONGEST_FORMAT:
        return f"is longer than {_LONGEST_FORMAT} characters"
    tokens = TOKEN.findall(written)
    stray = re.search(r"[A-Za-z0-9]+", TOKEN.sub("\0", written))
    if stray is not None:
        return f'is no date format: "{stray[0]}" is none of YYYY, YY, Month, Mon, MM, M, DD, D, Do'
    years = [token for token in tokens if token[0] == "Y"]
    months = [token for token in tokens if token[0] in "Mm"]
    days = [token for token in tokens if token[0] == "D"]
    if len(years) != 1:
        return "is no date format: it needs one YYYY or YY"
    if len(months) > 1 or len(days) > 1:
        return "is no date format: it names the month or the day twice"
    if days and not months:
        return "is no date format: a day needs a month"
    return ""


def example_in(written: str) -> str:
    """A date in the format, which must be a good one."""
    tokens = TOKEN.findall(written)
    month = EXAMPLE_DATE.month if any(token[0] in "Mm" for token in tokens) else 0
    day = EXAMPLE_DATE.day if any(token[0] == "D" for token in tokens) else 0
    return format_date(PartialDate(EXAMPLE_DATE.year, month, day), written) or written


# A column is never blank when at most one cell in twenty is: those are what a schema is to find.
_FILLED = 0.95
_SIMILAR = 0.75
_LONGEST_NAME = 100
ONE_LINK = r"\[.+\]\(https://.+\)"
# A list with more layouts than this follows no schema; comparing all of them would take too long, too.
_MOST_LAYOUTS = 60


class Layout(NamedTuple):
    """``tables`` of ``rows`` rows in all have these columns; near misses are not counted. ``linked`` is the
    last column of which every filled cell is one link, empty where there is none.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    date_formats: tuple[str, ...]
    tables: int
    rows: int
    linked: str


class ListSchema(NamedTuple):
    """``headings`` are the layouts in use elsewhere, each with the pattern of the headings that have it."""

    layout: Layout
    headings: tuple[tuple[str, Layout], ...]


class _SectionNames(NamedTuple):
    """A section that holds tables. ``names`` are what patterns are held against, the innermost first."""

    path: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


def list_schema(document: Document) -> ListSchema | None:
    """None for a list without tables of papers."""
    groups: dict[tuple[str, ...], list[PaperTable]] = {}
    for paper_table in paper_tables(document):
        groups.setdefault(header_names(document, paper_table.table), []).append(paper_table)
    if not groups:
        return None
    ranked = sorted(groups, key=lambda names: (-len(groups[names]), -_row_count(groups[names])))
    chosen: dict[tuple[str, ...], list[PaperTable]] = {}
    for names in ranked:
        common = islice(chosen, _MOST_LAYOUTS)
        kept = next((each for each in common if _is_near_miss(names, each)), names)
        chosen.setdefault(kept, []).extend(groups[names])
    base = ranked[0]
    wanted = _wanted(document, chosen)
    # What stands beside tables of another layout, under one heading, is a deviation from theirs.
    members: dict[tuple[str, ...], list[PaperTable]] = {base: []}
    for columns, group in chosen.items():
        for paper_table in group:
            if wanted[_section_names(document, paper_table)] == columns:
                members.setdefault(columns, []).append(paper_table)
    layouts = {columns: _layout(document, columns, group) for columns, group in members.items()}
    together: dict[tuple[str, ...], list[str]] = {}
    for pattern, names in _patterns(wanted, base):
        together.setdefault(names, []).append(pattern)
    return ListSchema(
        layouts[base], tuple((" | ".join(each), layouts[names]) for names, each in together.items())
    )


def _row_count(group: Sequence[PaperTable]) -> int:
    return sum(len(paper_table.table.rows) for paper_table in group)


def _is_near_miss(names: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    """Whether the columns are the same but for their order, letter case and spelling."""
    if len(names) != len(columns) or max(map(len, (*names, *columns))) > _LONGEST_NAME:
        return False
    left = Counter(name.casefold() for name in names)
    right = Counter(name.casefold() for name in columns)
    others = list((right - left).elements())
    for name in (left - right).elements():
        nearest = similar(name, others, _SIMILAR)
        if not nearest:
            return False
        others.remove(nearest)
    return True


def _section_names(document: Document, paper_table: PaperTable) -> _SectionNames:
    path = section_path(document, document.section_at(paper_table.table.start))
    return _SectionNames(
        path,
        tuple((path[depth - 1], SEPARATOR.join(path[:depth])) for depth in range(len(path), 0, -1)),
    )


def _wanted(
    document: Document, groups: dict[tuple[str, ...], list[PaperTable]]
) -> dict[_SectionNames, tuple[str, ...]]:
    """The columns that each section should have: those of most of its rows."""
    votes: dict[_SectionNames, Counter[tuple[str, ...]]] = {}
    order: dict[_SectionNames, int] = {}
    for columns, group in groups.items():
        for paper_table in group:
            section = _section_names(document, paper_table)
            votes.setdefault(section, Counter())[columns] += 1 + len(paper_table.table.rows)
            order[section] = min(order.get(section, paper_table.table.start), paper_table.table.start)
    return {
        section: votes[section].most_common(1)[0][0]
        for section in sorted(order, key=lambda each: order[each])
    }


def _patterns(
    wanted: dict[_SectionNames, tuple[str, ...]], base: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    """Patterns that give each section its columns, as far as headings can tell sections apart."""
    patterns: list[tuple[str, tuple[str, ...]]] = []
    for section, columns in wanted.items():
        if len(patterns) >= _MOST_LAYOUTS:
            break
        if not section.path or _resolved(section, patterns, base) == columns:
            continue
        # The outermost section that is all of this layout; else this one, and what differs below it gets
        # patterns of its own when its turn comes.
        prefixes = [section.path[:depth] for depth in range(1, len(section.path) + 1)]
        prefix = next(
            (
                prefix
                for prefix in prefixes
                if all(wanted[other] == columns for other in wanted if other.path[: len(prefix)] == prefix)
            ),
            section.path,
        )
        names = (prefix[-1], SEPARATOR.join(prefix))
        pattern = next((each for each in names if _reaches_only(each, prefix, wanted)), None)
        if pattern is not None:
            patterns.append((pattern, columns))
    return patterns


def _resolved(
    section: _SectionNames, patterns: Sequence[tuple[str, tuple[str, ...]]], base: tuple[str, ...]
) -> tuple[str, ...]:
    for names in section.names:
        for pattern, columns in patterns:
            if any(heading_fits(pattern, name) for name in names):
                return columns
    return base


def _reaches_only(
    pattern: str, prefix: tuple[str, ...], sections: dict[_SectionNames, tuple[str, ...]]
) -> bool:
    """Whether a pattern means the section of this path and no other that holds tables."""
    depth = len(prefix)
    return bool(pattern.strip("* ")) and not any(
        heading_fits(pattern, name)
        for section in sections
        for level, names in zip(range(len(section.path), 0, -1), section.names, strict=True)
        if section.path[:level] != prefix or level != depth
        for name in names
    )


def _layout(document: Document, columns: tuple[str, ...], group: Sequence[PaperTable]) -> Layout:
    filled = [0] * len(columns)
    links = [0] * len(columns)
    entries = 0
    text = document.text
    exact = [paper_table for paper_table in group if header_names(document, paper_table.table) == columns]
    for paper_table in exact:
        for row in paper_table.table.rows:
            if not is_entry(document, paper_table.table, row):
                continue
            entries += 1
            for column, cell in enumerate(row.cells[: len(columns)]):
                content = text[cell.start : cell.end]
                filled[column] += not is_blank(content)
                links[column] += re.fullmatch(ONE_LINK, content) is not None
    required = tuple(
        name
        for name, count in zip(columns, filled, strict=True)
        if name and columns.count(name) == 1 and entries and count >= _FILLED * entries
    )
    linked = [
        name
        for name, filled_cells, linked_cells in zip(columns, filled, links, strict=True)
        if name and columns.count(name) == 1 and 0 < filled_cells == linked_cells
    ]
    written = date_formats(document, group)
    enough = sum(written.counts) >= 0.8 * written.total
    return Layout(
        columns,
        required,
        written.formats if enough else (),
        len(exact),
        _row_count(exact),
        linked[-1] if linked else "",
    )
