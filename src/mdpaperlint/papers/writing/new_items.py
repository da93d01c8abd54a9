"""An item, or a line, for a new paper, as those beside it are written."""

from __future__ import annotations

from collections.abc import Sequence

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import Paper
from mdpaperlint.model.paper_records import PaperRecord
from mdpaperlint.papers.writing.entry_forms import (
    Form,
    Slot,
    commonest,
    commonest_address,
    commonest_shape,
    nickname,
    slots,
    written_entry,
)
from mdpaperlint.papers.writing.entry_places import written_end
from mdpaperlint.papers.writing.filled_forms import Filled, Habits, filled
from mdpaperlint.papers.writing.new_rows import known_forms, like_record, scheme_of_record

_LINKED_TITLE: Form = ("[", Slot("title"), "](", Slot("url"), ")")


def new_item(document: Document, siblings: Sequence[Paper], record: PaperRecord) -> Filled:
    """The text behind the bullet, nested parts included. ``siblings`` begin with the nearest ones."""
    alike = like_record(siblings, record)
    written = [written_entry(document, paper, *item_span(document, paper)) for paper in alike]
    everything = [written_entry(document, paper, *item_span(document, paper)) for paper in siblings]
    habits = Habits(commonest_shape(everything), commonest_address(everything, scheme_of_record(record)))
    forms = known_forms(written, record)
    for slot in ("title", "url"):
        forms = [form for form in forms if slot in slots(form)] or forms
    form = commonest(forms, nicknamed=bool(nickname(record.title)))
    if form is None or not slots(form) & {"title", "url"}:
        form = _LINKED_TITLE
    return filled(form, record, habits, "html" if siblings[0].kind == "html" else "text")


def item_span(document: Document, paper: Paper) -> tuple[int, int]:
    """From behind the bullet, if there is one, to the end of the text, without blanks at the end."""
    if paper.item < 0:
        return paper.start, written_end(document, paper)
    item = document.items[paper.item]
    return item.content_start, item.content_start + len(document.text[item.content_start : item.end].rstrip())
