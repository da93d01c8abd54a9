"""How well `mdpaperlint add` writes: entries of real lists are taken out and added back from what they say.

Run: python benchmarks/added_entries.py FOLDER [TRIALS] [NAME...]. FOLDER holds the lists; of each, TRIALS
entries, evenly spread, are taken. `--misses` prints each that comes out otherwise.

A stand-in of the registries knows of each what they know: identifier, title, authors (those that the entry
names; behind "et al." there are many more), venue, and the date, to the day for a paper of arXiv and as
precisely as the entry says it for others. Who adds a later version of an arXiv paper names it; that a list
links all first versions is for `add` to see.

An entry or a cell comes out right when it is the same to the byte. It comes out with named blanks when what
is there stands in the entry in this order, in whole words and marks, and `add` says that something is left
out; or without what few say, when others beside it mostly have no such thing, so that there is none to name.

Cells and items are also counted by themselves where they say only what registries know: no address but that
of the paper or its code, no text of a link that is neither another's nor in the title, and no word that is
not in the title, the venue, the date, the names of its authors, the header or the entries beside it. What
they were tells that, not what came out; those that say more are counted in all other lines as the rest is.
DOIs are compared without letter case. Where an entry would bring a new finding, `add` writes nothing: such
files are refused, not harmed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.engine.fixer import try_addition
from mdpaperlint.engine.linter import Linter
from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.markdown.parser import parse
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper, PaperRecord
from mdpaperlint.papers.order.chronology import judge
from mdpaperlint.papers.order.dated_sequences import dated_sequences
from mdpaperlint.papers.order.order_keys import EACH_ITS_OWN
from mdpaperlint.papers.tables.paper_tables import read_tables
from mdpaperlint.papers.writing.added_papers import AddedPaper, added_paper
from mdpaperlint.papers.writing.entry_forms import generalised
from mdpaperlint.papers.writing.entry_places import Keeping, keepings
from mdpaperlint.papers.writing.entry_texts import item_span
from mdpaperlint.papers.writing.written_entries import (
    Slot,
    code_link,
    main_link,
    venue_span,
    written_entry,
)

FEWEST = 5
MANY = 20
RATIO = re.compile(r" (?:exact|kept|of registries|with named blanks|without what few say)\Z")
OTHERS = re.compile(r"[,;]?\s*(?:\band )?\bet\.? al\b.*", re.DOTALL)
BETWEEN_NAMES = re.compile(r"[,;]|\s(?:and|&)\s")
WORD = re.compile(r"\w+")
WORDS_AND_MARKS = re.compile(r"\w+|[^\w\s]")


def record_of(document: Document, paper: Paper) -> PaperRecord:
    """A DOI is named as the entry names it, be it by the publisher's page."""
    date, link, venue = paper.date, main_link(paper), venue_span(document, paper)
    identifier = paper.identifier
    address = "" if link is None else destination_url(link)
    known = identifier is not None and (identifier.scheme == "arxiv" or "doi.org/" in address)
    is_arxiv = identifier is not None and identifier.scheme == "arxiv"
    day = None if date is None else date.date
    if day is not None and is_arxiv:
        day = day._replace(month=day.month or 7, day=day.day or 15)
    return PaperRecord(
        identifier._replace(version="") if identifier and identifier.version == "1" else identifier,
        "" if paper.title is None else paper.title.text,
        names_of(document, paper),
        date=day,
        venue="" if venue is None else plain(document.text[slice(*venue)]),
        url="" if known else address,
        code="" if (code := code_link(paper)) is None else destination_url(code),
    )


def names_of(document: Document, paper: Paper) -> tuple[str, ...]:
    start, end = item_span(document, paper) if paper.kind != "row" else (paper.start, paper.end)
    form = generalised([written_entry(document, paper, start, end).form], ())[0]
    said = [
        text for piece in form if isinstance(piece, Slot) and piece.name == "authors" for text in piece.said
    ]
    if not said:
        return ()
    names, *others = OTHERS.split(said[0])
    found = tuple(name.strip() for name in BETWEEN_NAMES.split(names) if name.strip())
    return (*found, *(("Some One",) * MANY if others else ()))


def is_part(shorter: str, longer: str) -> bool:
    """Whether the shorter text is the longer one with whole words and marks left out."""
    rest = iter(WORDS_AND_MARKS.findall(longer))
    return all(word in rest for word in WORDS_AND_MARKS.findall(shorter))


def is_knowable(
    document: Document, paper: Paper, record: PaperRecord, span: tuple[int, int], others: Sequence[str]
) -> bool:
    """Whether the span says only what registries know and what ``others`` say, too."""
    start, end = span
    own = main_link(paper)
    text = document.text[start:end]
    known = {record.code, record.url, "" if own is None else destination_url(own)}
    said = "\n".join(others)
    for each in paper.links:
        link = each.link
        if not start <= link.start < end:
            continue
        if destination_url(link) not in known and link.destination not in said:
            return False
        label = document.text[link.text_start : link.text_end].strip()
        text = text.replace(link.destination, " ")
        if f"[{label}]" not in said and not set(WORD.findall(label)) <= set(WORD.findall(record.title)):
            return False
    date = paper.date
    known_words = (record.title, record.venue, *record.authors, record.code, said)
    day = document.text[date.start : date.end] if date else ""
    number = "" if record.identifier is None else record.identifier.value
    return set(WORD.findall(text)) <= set(WORD.findall("\n".join((*known_words, day, number))))


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
        record = record_of(document, paper)
        added = added_paper(rest, left, record)
        totals["entries"] += 1
        if keeping.table is not None:
            compare_cells(document, keeping, paper, record, added, totals)
        else:
            was = document.text[slice(*item_span(document, paper))]
            prefix = added.text[: len(added.text) - len(added.text.lstrip(" \t>"))]
            now = added.text[len(prefix) :]
            now = now.split(None, 1)[-1] if keeping.items else now
            if paper.identifier is not None and paper.identifier.scheme == "doi":
                was, now = was.casefold(), now.casefold()
            totals["items"] += 1
            totals["items exact"] += now == was
            span = item_span(document, paper)
            others = [document.text[slice(*item_span(document, each))] for each in left_of(keeping, paper)]
            knowable = is_knowable(document, paper, record, span, others)
            is_less = now != was and is_part(now, was)
            totals["items with named blanks"] += is_less and bool(added.blanks)
            totals["items without what few say"] += is_less and not added.blanks and not knowable
            totals["items of registries"] += knowable
            totals["items of registries exact"] += knowable and now == was
            if now != was and not (is_less and (added.blanks or not knowable)):
                show(f"item{' of registries' * knowable}", document, paper, was, now)
        compare_place(rest, left, added, totals)
        if number == 0:
            file = Linter(baseline=False).file(str(path), rest.text)
            tried = try_addition(file, added.edit, added.moved)
            totals["files tried"] += 1
            totals["files harmed"] += tried.harm is not None
            # The entry may have been at fault before it was taken out: its date is the list's here.
            known = {
                each.message for each in Linter(baseline=False).file(str(path), text).examine().violations
            }
            new = {each.rule for each in tried.violations if each.message not in known and not added.blanks}
            totals["files refused for a new finding"] += bool(new)
            totals.update(f"  finding of {rule}" for rule in new)
            after = tried.document.text
            gone = Counter(rest.text.split("\n")) - Counter(after.split("\n"))
            totals["files with another line changed"] += any(line.strip(" |\r") for line in gone)


def compare_cells(
    document: Document,
    keeping: Keeping,
    paper: Paper,
    record: PaperRecord,
    added: AddedPaper,
    totals: Counter[str],
) -> None:
    table = keeping.table
    assert table is not None
    reading = read_tables(document)[table.number]
    header = document.text[table.header.start : table.header.end]
    delimiter = document.text[table.delimiter.start : table.delimiter.end]
    fresh = parse(f"{header}\n{delimiter}\n{added.text}\n")
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
            header = plain(document.cell_text(table.header, column)) or f"column {column + 1}"
            others = [
                document.cell_text(row, column)
                for number, row in enumerate((table.header, *table.rows))
                if number != paper.row + 1 and column < len(row.cells)
            ]
            knowable = is_knowable(document, paper, record, (cell.start, cell.end), others)
            if paper.identifier is not None and paper.identifier.scheme == "doi":
                was, now = was.casefold(), now.casefold()
            totals[kind] += 1
            totals[f"{kind} exact"] += was == now
            totals[f"{kind} with named blanks"] += was != now and header in added.blanks and is_part(now, was)
            totals[f"{kind} of registries"] += knowable
            totals[f"{kind} of registries exact"] += knowable and was == now
            if was != now:
                show(f"{kind}{' of registries' * knowable}", document, paper, was, now)


def left_of(keeping: Keeping, paper: Paper) -> list[Paper]:
    return [each for each in keeping.papers if each is not paper]


def show(kind: str, document: Document, paper: Paper, was: str, now: str) -> None:
    if "--misses" in sys.argv:
        print(f"{kind}, line {paper.line + 1}\n  was {was!r}\n  now {now!r}")


def compare_place(rest: Document, left: Keeping, added: AddedPaper, totals: Counter[str]) -> None:
    sequence = next((each for each, _ in left.sequences(rest, EACH_ITS_OWN)), None)
    if sequence is None or added.remark:
        return
    before = judge(rest, sequence)
    if before.silent or before.direction is None or before.moved:
        return
    document = parse(apply_edits(rest.text, [added.edit]))
    after = next((each for each in dated_sequences(document) if each[:2] == sequence[:2]), None)
    totals["sorted sequences"] += 1
    kept = after is not None and not judge(document, after, before.direction).moved
    totals["sorted sequences kept"] += kept


def main() -> None:
    arguments = [each for each in sys.argv[1:] if each != "--misses"]
    folder, count = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 3
    names = set(arguments[2:])
    totals: Counter[str] = Counter()
    for path in sorted(folder.glob("*.md")):
        if not names or path.name in names:
            if "--misses" in sys.argv:
                print(path.name)
            measure(path, count, totals)
    for name, number in sorted(totals.items()):
        whole = totals[RATIO.sub("", name)] if RATIO.search(name) else 0
        print(f"{name:40} {number:6}" + (f"  {100 * number / whole:5.1f} %" if whole else ""))


if __name__ == "__main__":
    main()
