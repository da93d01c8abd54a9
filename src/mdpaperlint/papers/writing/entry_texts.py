"""The text of an entry for a new paper: a row, an item or what else the entries beside it are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Row, Table
from mdpaperlint.model.paper import Paper, PaperRecord
from mdpaperlint.papers.conventions.list_conventions import arxiv_forms
from mdpaperlint.papers.entries.venues import is_preprint
from mdpaperlint.papers.tables.headers import header_word
from mdpaperlint.papers.writing.entry_forms import (
    commonest,
    commonest_address,
    commonest_shape,
    generalised,
    names_preprint,
    preprint_of_year,
    slots,
    without_links,
)
from mdpaperlint.papers.writing.entry_places import written_end
from mdpaperlint.papers.writing.filled_forms import Filled, Habits, filled
from mdpaperlint.papers.writing.written_entries import (
    SAYS_SOMETHING,
    Address,
    Form,
    Slot,
    WrittenEntry,
    code_link,
    nickname,
    written_entry,
)

_LINKED_TITLE: Form = ("[", Slot("title"), "](", Slot("url"), ")")


def new_item(document: Document, siblings: Sequence[Paper], record: PaperRecord) -> Filled:
    """The text behind the bullet, nested parts included. ``siblings`` begin with the nearest ones."""
    alike = _like_record(siblings, record)
    written = [written_entry(document, paper, *item_span(document, paper)) for paper in alike]
    everything = [written_entry(document, paper, *item_span(document, paper)) for paper in siblings]
    habits = _habits(document, everything, record)
    forms, usual = known_forms(written, everything, record)
    for slot in ("title", "url", "venue") if record.venue else ("title", "url"):
        forms = [form for form in forms if slot in slots(form)] or forms
    form = commonest(forms, nicknamed=bool(nickname(record.title)))
    if form is None or not slots(form) & {"title", "url"}:
        form = _LINKED_TITLE
    result = filled(form, record, habits, "html" if siblings[0].kind == "html" else "text")
    return result._replace(blanks=_with_usual(result.blanks, usual, form))


def _habits(document: Document, written: Sequence[WrittenEntry], record: PaperRecord) -> Habits:
    """Those of the entries; where the list has one form of arXiv links, that one."""
    scheme = _scheme(record)
    forms = arxiv_forms(document) if scheme == "arxiv" else Counter()
    form = next((form for form in ("abs", "pdf") if forms[form] >= max(_MAJORITY * forms.total(), 1)), "")
    of_form = [each for each in written if each.address is None or f"/{form}/" in each.address.before]
    address = commonest_address(of_form if form else written, scheme)
    if address is None and form:
        address = Address("arxiv", f"https://arxiv.org/{form}/", "")
    return Habits(commonest_shape(written), address)


def _with_usual(blanks: tuple[str, ...], usual: frozenset[str], form: Form) -> tuple[str, ...]:
    """With what most others have and the form has not."""
    return tuple(dict.fromkeys((*blanks, *sorted(usual - slots(form)))))


def item_span(document: Document, paper: Paper) -> tuple[int, int]:
    """From behind the bullet, if there is one, to the end of the text, without blanks at the end."""
    if paper.item < 0:
        return paper.start, written_end(document, paper)
    item = document.items[paper.item]
    return item.content_start, item.content_start + len(document.text[item.content_start : item.end].rstrip())


# What nearly all cells of a column say is said of the new paper, too.
_CONSTANT = 0.9
_FEWEST_CONSTANT = 5
_NO_LINK_YET = 0.5
_FEWEST_ALIKE = 2
# As for the rule that compares the forms of arXiv links.
_MAJORITY = 0.8


class NewRow(NamedTuple):
    """``blanks`` names the columns that were left blank though others fill them."""

    cells: tuple[str, ...]
    blanks: tuple[str, ...]


def new_row(document: Document, table: Table, siblings: Sequence[Paper], record: PaperRecord) -> NewRow:
    """``siblings`` are entries in this table or in others with its header, the nearest ones first."""
    alike = {id(paper) for paper in _like_record(siblings, record)}
    rows = [
        [written_entry(document, paper, *_span(document, paper, column)) for column in range(table.width)]
        for paper in siblings
    ]
    everywhere = [each for written in rows for each in written]
    like = [written for paper, written in zip(siblings, rows, strict=True) if id(paper) in alike]
    habits = _habits(document, everywhere, record)
    cells = []
    blanks = []
    for column in range(table.width):
        header = document.cell_text(table.header, column)
        alike_cells, all_cells = ([each[column] for each in entries] for entries in (like, rows))
        cell = _cell(alike_cells, all_cells, record, header, habits)
        cells.append(cell.text)
        if cell.blanks:
            blanks.append(plain(header) or f"column {column + 1}")
    return NewRow(tuple(cells), tuple(blanks))


def _like_record(siblings: Sequence[Paper], record: PaperRecord) -> Sequence[Paper]:
    """Those that link code as the new paper does, or does not, lead to the same registry, and name a venue or
    none; each only where enough siblings are left. A single one shows how code is linked.
    """
    alike = [(paper, _traits(paper)) for paper in siblings]
    for number, wanted in enumerate((bool(record.code), _scheme(record), bool(record.venue))):
        same = [each for each in alike if each[1][number] == wanted]
        alike = same if len(same) >= (1 if record.code and not number else _FEWEST_ALIKE) else alike
    return [paper for paper, _ in alike]


def _traits(paper: Paper) -> tuple[bool, str, bool]:
    has_venue = paper.venue is not None and not is_preprint(paper.venue)
    return code_link(paper) is not None, _scheme(paper), has_venue


def known_forms(
    written: Sequence[WrittenEntry], everything: Sequence[WrittenEntry], record: PaperRecord
) -> tuple[list[Form], frozenset[str]]:
    """The forms of ``written`` without links that nothing is known for, those that have none first of all;
    and the slots for such links and words that most of them have.
    """
    unknown = frozenset(("link",) if record.code else ("link", "code", "repository"))
    general = generalised(
        [preprint_of_year(each.form, record.date) for each in written], [each.form for each in everything]
    )
    usual = frozenset(
        name for name in ("link", "text") if 2 * sum(name in slots(form) for form in general) > len(general)
    )
    forms = [without_links(form, unknown) for form in general]
    if _scheme(record) != "arxiv":
        forms = [form for form in forms if not names_preprint(form)] or forms
    elif record.venue:
        forms = [form for form in forms if "venue" in slots(form) or not names_preprint(form)] or forms
    forms = [form for form in forms if not slots(form) & unknown] or forms
    complete = [form for form in forms if not {("](", ")"), ("[", "](")} & set(pairwise(form))]
    return complete or forms, usual


def _scheme(of: Paper | PaperRecord) -> str:
    return "" if of.identifier is None else of.identifier.scheme


def _span(document: Document, paper: Paper, column: int) -> tuple[int, int]:
    cells = document.tables[paper.table].rows[paper.row].cells
    return (cells[column].start, cells[column].end) if column < len(cells) else (paper.end, paper.end)


def _cell(
    written: Sequence[WrittenEntry],
    everything: Sequence[WrittenEntry],
    record: PaperRecord,
    header: str,
    habits: Habits,
) -> Filled:
    forms, usual = known_forms(written, everything, record)
    if record.date is not None:
        forms = [form for form in forms if "date" in slots(form)] or forms
    form = commonest(forms, nicknamed=bool(nickname(record.title)))
    if not form:
        return Filled("", tuple(usual))
    share = forms.count(form) / len(forms)
    if not slots(form) and _names_something(form):
        constant = len(forms) >= _FEWEST_CONSTANT and share >= _CONSTANT
        placeholder = header_word(header).role == "link" and share >= _NO_LINK_YET and not record.code
        if not (constant or placeholder or (names_preprint(form) and _scheme(record) == "arxiv")):
            return Filled("", ("text",))
    result = filled(form, record, habits, "cell")
    result = result._replace(blanks=_with_usual(result.blanks, usual, form))
    # A cell that only says what is not known of this paper, or a date without its month.
    known = slots(form) - set(result.blanks) - {"date"}
    return result if known or not result.blanks else Filled("", result.blanks)


def _names_something(form: Form) -> bool:
    return any(isinstance(piece, str) and SAYS_SOMETHING.search(piece) for piece in form)


def row_text(document: Document, cells: Sequence[str], neighbour: Row) -> str:
    """The cells with pipes and spaces as around those of the neighbour: as wide as its are, where they fit
    and it is one of an aligned table.
    """
    text = document.text
    line = text[neighbour.start : neighbour.end]
    outer_start, outer_end = line.startswith("|"), line.endswith("|") and not line.endswith("\\|")
    pieces = list(_padded(document, cells, neighbour))
    # A blank first cell without a pipe before it would be none at all.
    return ("|" if outer_start or not cells[0] else "") + "|".join(pieces) + ("|" if outer_end else "")


def _padded(document: Document, cells: Sequence[str], neighbour: Row) -> Iterator[str]:
    text = document.text
    spans = []
    for number, cell in enumerate(neighbour.cells):
        start = (
            text.rfind("|", neighbour.start, cell.start) + 1
            if number or text[neighbour.start] == "|"
            else neighbour.start
        )
        end = cell.end
        while end < neighbour.end and text[end] in " \t":
            end += 1
        spans.append((max(start, neighbour.start), end))
    surplus = [end - cell.end for (_, end), cell in zip(spans, neighbour.cells, strict=True)]
    aligned = any(space > 1 for space in surplus)
    for number, content in enumerate(cells):
        if number >= len(spans):
            yield f" {content} " if content else " "
            continue
        start, end = spans[number]
        cell = neighbour.cells[number]
        lead = text[start : cell.start] if cell.start < cell.end else " "
        if not aligned:
            trail = text[cell.end : end] if cell.start < cell.end else lead
            yield f"{lead}{content}{trail}" if content else (lead or " ")
            continue
        from wcwidth import wcswidth

        width = wcswidth(text[start:end])
        padded = f"{lead}{content}"
        yield padded + " " * max(width - wcswidth(padded), 1)
