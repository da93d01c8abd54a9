"""How each section and table of a file was read, and why a rule is silent there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.paper_identity import identifier_name, paper_name
from mdpaperlint.papers.entries.passed_over import PassedOver, coverage
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import DatedSequence, groups
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN, NAMES, WAYS, Orders, ordered_sequences
from mdpaperlint.papers.tables.paper_tables import PaperTable, read_tables


def outline_lines(document: Document, orders: Orders = EACH_ITS_OWN) -> Iterator[str]:
    """One line a section, and below it three lines at the most for each of its tables, two for each dated
    list of papers, one for each entry with what was taken for its title, date, venue and links, and one for
    each link to a paper that stands in no entry.

    ``orders`` are those that the configuration demands.
    """
    tables: dict[int, str] = {}
    lists: dict[int, list[tuple[DatedSequence, str]]] = {}
    for sequence, direction in ordered_sequences(document, orders):
        order = f"  order: {_order(document, sequence, direction)}"
        if sequence.kind == "table":
            tables[sequence.number] = order
        else:
            lists.setdefault(document.section_at(sequence.start).number, []).append((sequence, order))
    by_section: dict[int, list[PaperTable]] = {}
    for paper_table in read_tables(document):
        section = document.section_at(paper_table.table.start)
        by_section.setdefault(section.number, []).append(paper_table)
    entries: dict[int, list[Paper]] = {}
    for paper in papers(document):
        entries.setdefault(document.section_at(paper.start).number, []).append(paper)
    passed_over: dict[int, list[PassedOver]] = {}
    for each in coverage(document).passed_over:
        passed_over.setdefault(document.section_at(each.link.start).number, []).append(each)
    for section in document.sections:
        depth = section.heading.level if section.heading else 1
        indent = "  " * (depth - 1)
        if section.heading is not None:
            yield f"{indent}{section.heading.content.strip()}  (line {section.heading.line + 1})"
        for paper_table in by_section.get(section.number, ()):
            for line in _table(document, paper_table, tables.get(paper_table.table.number)):
                yield f"{indent}  {line}"
        for sequence, order in lists.get(section.number, ()):
            items = sequence.items
            with_dates = " with dates of their own" if sequence.by == "date" else ""
            lines = f"lines {items[0].line + 1}–{items[-1].end_line}"
            yield f"{indent}  list, {lines}: {len(items)} items, papers{with_dates}"
            yield f"{indent}  {order}"
        for paper in entries.get(section.number, ()):
            yield f"{indent}  {_entry(paper)}"
        for link, why in passed_over.get(section.number, ()):
            number = document.line_of(link.start) + 1
            yield f"{indent}  line {number}, no entry: {quoted(link.destination, 60)}: {why}"


def _entry(paper: Paper) -> str:
    """A heading that is an entry stands in its own section."""
    found = [paper_name(paper) if paper.title else "no title"]
    date, venue = paper.date, paper.venue
    if date is not None:
        source = "" if date.source == "own" else f" (of the {date.source})"
        found.append(f"date {'-'.join(f'{part:02}' for part in date.date if part)}{source}")
    if venue is not None:
        found.append(f"venue {venue.text}")
    found += [identifier_name(link.identifier) for link in paper.identifiers if link.identifier]
    roles = Counter(link.role for link in paper.links)
    found += [count_of(count, f"{role} link") for role, count in roles.items()]
    if not paper.listing:
        found.append("not listed here, only named")
    return f"line {paper.line + 1}, {paper.kind}: {'; '.join(found)}"


def _table(document: Document, paper_table: PaperTable, order: str | None) -> Iterator[str]:
    table = paper_table.table
    kind = "papers" if paper_table.papers else "not papers"
    lines = f"{table.line + 1}–{table.end_line}"
    yield f"table, lines {lines}: {len(table.rows)} rows, {kind} ({paper_table.why})"
    yield f"  columns: {', '.join(_columns(document, paper_table))}"
    if order is not None:
        yield order


def _columns(document: Document, paper_table: PaperTable) -> Iterator[str]:
    roles = {paper_table.date: "date", paper_table.title: "title", paper_table.venue: "venue"}
    roles |= dict.fromkeys(paper_table.links, "links")
    for number in range(paper_table.table.width):
        name = document.cell_text(paper_table.table.header, number) or "(blank)"
        yield f"{name} = {roles[number]}" if number in roles else name


def _order(document: Document, sequence: DatedSequence, configured: Direction | None) -> str:
    parts = groups(document, sequence)
    if len(parts) > 1:
        return f"judged by itself in each of {len(parts)} groups of rows"
    judgement = judge(document, parts[0], configured)
    if judgement.silent:
        return f"not judged: {judgement.silent}"
    if sequence.reading is not None:
        count = f"{len(sequence.entries)} of {len(sequence.reading.table.rows)} rows"
    else:
        count = f"{len(sequence.entries)} of {len(sequence.items)} items"
    count += " dated" if sequence.by == "date" else f" with {NAMES[sequence.by]}"
    if judgement.direction is None:
        return f"no direction ({count})"
    way = WAYS[sequence.by][judgement.direction == "newest-first"]
    if configured is not None:
        way += ", as configured"
    elif not judgement.own:
        way += f", as most {sequence.kind}s of the file"
    return f"{way} ({count}), {len(judgement.moved) or 'none'} out of order"
