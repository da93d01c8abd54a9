"""How well `mdpaperlint add` writes: entries of real lists are taken out and added back from what they say.

Run: python benchmarks/added_entries.py FOLDER [TRIALS] [NAME...]. FOLDER holds the lists; of each, TRIALS
entries, evenly spread, are taken. A stand-in of the registries knows of each its identifier, title, venue
and date, to the day; it does not know authors, nor what else the entry says.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mdpaperlint.engine.fixer import try_addition
from mdpaperlint.engine.linter import Linter
from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.markdown.parser import parse
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PaperRecord
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import dated_sequences
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.papers.writing.added_papers import added_paper
from mdpaperlint.papers.writing.entry_places import Keeping, keepings
from mdpaperlint.papers.writing.entry_texts import item_span
from mdpaperlint.papers.writing.written_entries import code_link, main_link

FEWEST = 5


def record_of(document: Document, paper: Paper) -> PaperRecord:
    """A DOI is named as the entry names it, be it by the publisher's page."""
    date, link, venue = paper.date, main_link(paper), paper.venue
    identifier = paper.identifier
    address = "" if link is None else destination_url(link)
    known = identifier is not None and (identifier.scheme == "arxiv" or "doi.org/" in address)
    published = ""
    if venue is not None and not is_preprint(venue):
        end = date.end if date is not None and venue.start <= date.start < venue.end else venue.end
        published = plain(document.text[venue.start : max(end, venue.end)])
    return PaperRecord(
        identifier._replace(version="") if identifier else None,
        "" if paper.title is None else paper.title.text,
        date=None
        if date is None
        else date.date._replace(month=date.date.month or 7, day=date.date.day or 15),
        venue=published,
        url="" if known else address,
        code="" if (code := code_link(paper)) is None else destination_url(code),
    )


def is_part(shorter: str, longer: str) -> bool:
    """Whether the shorter text is the longer one with something left out."""
    rest = iter("".join(longer.split()))
    return all(character in rest for character in "".join(shorter.split()))


def trials(document: Document, count: int) -> Iterator[tuple[Keeping, Paper]]:
    found = [
        (keeping, paper)
        for keeping in keepings(document)
        if len(keeping.papers) >= FEWEST
        for paper in keeping.papers
        if paper.title is not None and main_link(paper) is not None
    ]
    step = max(1, len(found) // count)
    yield from found[step // 2 :: step][:count]


def measure(path: Path, count: int, totals: Counter[str]) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    document = parse(text)
    for number, (keeping, paper) in enumerate(trials(document, count)):
        start = document.full_line_span(paper.line).start
        end = document.full_line_span(paper.end_line - 1).end
        rest = parse(text[:start] + text[end:])
        place = keeping.start if keeping.start < start or keeping.table is not None else start
        left = next(
            (
                each
                for each in keepings(rest)
                if (each.table is None) == (keeping.table is None) and each.start == place
            ),
            None,
        )
        if left is None:
            totals["not read alike without the entry"] += 1
            continue
        added = added_paper(rest, left, record_of(document, paper))
        totals["entries"] += 1
        if keeping.table is not None:
            compare_cells(document, keeping, paper, added.text, totals)
        else:
            was = document.text[slice(*item_span(document, paper))]
            prefix = added.text[: len(added.text) - len(added.text.lstrip(" \t>"))]
            now = added.text[len(prefix) :]
            now = now.split(None, 1)[-1] if keeping.items else now
            if paper.identifier is not None and paper.identifier.scheme == "doi":
                was, now = was.casefold(), now.casefold()
            totals["items"] += 1
            totals["items exact"] += now == was
            totals["items with named blanks"] += now != was and bool(added.blanks) and is_part(now, was)
        file = Linter(baseline=False).file(str(path), rest.text)
        compare_place(rest, left, added.remark, file.document.text, added.edit, totals)
        if number == 0:
            tried = try_addition(file, added.edit, added.moved)
            totals["files tried"] += 1
            totals["files harmed"] += tried.harm is not None
            # The entry may have been at fault before it was taken out: its date is the list's here.
            known = {
                each.message for each in Linter(baseline=False).file(str(path), text).examine().violations
            }
            new = {each.rule for each in tried.violations if each.message not in known and not added.blanks}
            totals["files with a new finding"] += bool(new)
            totals.update(f"  finding of {rule}" for rule in new)
            after = tried.document.text
            gone = Counter(rest.text.split("\n")) - Counter(after.split("\n"))
            totals["files with another line changed"] += any(line.strip(" |\r") for line in gone)


def compare_cells(
    document: Document, keeping: Keeping, paper: Paper, written: str, totals: Counter[str]
) -> None:
    table = keeping.table
    assert table is not None
    reading = read_tables(document)[table.number]
    header = document.text[table.header.start : table.header.end]
    delimiter = document.text[table.delimiter.start : table.delimiter.end]
    fresh = parse(f"{header}\n{delimiter}\n{written}\n")
    if not fresh.tables or not fresh.tables[0].rows:
        totals["rows unreadable"] += 1
        return
    row = fresh.tables[0].rows[0]
    old = table.rows[paper.row]
    for column, cell in enumerate(old.cells[: table.width]):
        was, now = document.cell_text(old, column), fresh.cell_text(row, column)
        kind = ""
        own = main_link(paper)
        if column == reading.date and paper.date and cell.start <= paper.date.start < cell.end:
            kind = "date cells" if paper.date.source == "own" else ""
        elif column == reading.title:
            kind = "title cells"
        elif own is not None and cell.start <= own.start < cell.end:
            kind = "link cells"
        if kind:
            totals[kind] += 1
            totals[f"{kind} exact"] += was == now


def compare_place(
    rest: Document, left: Keeping, remark: str, text: str, edit: object, totals: Counter[str]
) -> None:
    from mdpaperlint.engine.edits import apply_edits
    from mdpaperlint.model.violation import Edit

    sequence = next((each for each, _ in left.sequences(rest, EACH_ITS_OWN)), None)
    if sequence is None or remark:
        return
    assert isinstance(edit, Edit)
    before = judge(rest, sequence)
    if before.silent or before.direction is None or before.moved:
        return
    document = parse(apply_edits(text, [edit]))
    after = next((each for each in dated_sequences(document) if each[:2] == sequence[:2]), None)
    totals["sorted sequences"] += 1
    kept = after is not None and not judge(document, after, before.direction).moved
    totals["sorted sequences kept"] += kept


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    names = set(sys.argv[3:])
    totals: Counter[str] = Counter()
    for path in sorted(folder.glob("*.md")):
        if not names or path.name in names:
            measure(path, count, totals)
    for name, number in sorted(totals.items()):
        whole = totals[name.rsplit(" ", 1)[0]] if name.endswith((" exact", " kept")) else 0
        print(f"{name:40} {number:6}" + (f"  {100 * number / whole:5.1f} %" if whole else ""))


if __name__ == "__main__":
    main()
