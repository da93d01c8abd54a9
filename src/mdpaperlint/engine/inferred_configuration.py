"""The configuration that fits a list as it is today, and changes none of its reports."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.model.document import Document
from mdpaperlint.papers.conventions.column_schemas import Layout, ListSchema, list_schema
from mdpaperlint.papers.conventions.list_conventions import (
    DateFormats,
    Directions,
    arxiv_forms,
    date_formats,
    directions,
)
from mdpaperlint.papers.order.chance import is_orderly_by_chance
from mdpaperlint.papers.order.dated_sequences import OrderKey
from mdpaperlint.papers.order.misplaced_entries import Direction
from mdpaperlint.papers.order.order_keys import keyed_sequences
from mdpaperlint.papers.tables.paper_tables import paper_tables
from mdpaperlint.rules.base import Options, Rule
from mdpaperlint.rules.inconsistent_arxiv_link import InconsistentArxivLink
from mdpaperlint.rules.table_schema import Schema, TableSchema
from mdpaperlint.rules.unordered_rows import UnorderedRows

# As for the rule: what at least four in five of five links or more do is the list's way.
_MAJORITY, _ENOUGH = 0.8, 5


class InferredConfiguration(NamedTuple):
    """``new_reports`` say how many violations each setting would add (or take away) if it were in force; 0
    is what a setting needs to be. ``form`` is ``any`` for a list that mixes forms, empty for one with too few
    links to tell. ``deviations`` is how many places are unlike ``schema``.
    """

    directions: dict[str, Directions]
    order_by: OrderKey
    order: Direction | None
    order_new_reports: int
    forms: Counter[str]
    form: str
    form_new_reports: int
    dates: DateFormats
    dates_new_reports: int
    schema: ListSchema | None
    deviations: int


def infer_configuration(document: Document, *, schema: bool) -> InferredConfiguration:
    by, found, order = _sorted_by(document)
    forms = arxiv_forms(document)
    form = _form(forms)
    dates = date_formats(document, paper_tables(document))
    whole = list_schema(document) if schema else None
    return InferredConfiguration(
        found,
        by,
        order,
        _new_reports(document, UnorderedRows(), order=order, order_by=by) if order else 0,
        forms,
        form,
        _new_reports(document, InconsistentArxivLink(), form=form) if form else 0,
        dates,
        _new_reports(document, TableSchema(), date_formats=dates.formats) if dates.formats else 0,
        whole,
        0 if whole is None else _reports(document, TableSchema(), _options(whole)).total(),
    )


def _sorted_by(document: Document) -> tuple[OrderKey, dict[str, Directions], Direction | None]:
    """The order is by date if any table or list is ordered by date, else by the first key whose order
    holds without exception and is not chance.
    """
    by_date = directions(document)
    if not any(counts.newest_first or counts.oldest_first for counts in by_date.values()):
        keys: tuple[OrderKey, ...] = ("arxiv", "title", "venue-year")
        for by in keys:
            found = directions(document, by)
            order = _order(found)
            if order is None or _new_reports(document, UnorderedRows(), order=order, order_by=by):
                continue
            for sequence in keyed_sequences(document, by):
                if not is_orderly_by_chance([each.date for each in sequence.entries], order):
                    return by, found, order
    return "date", by_date, _order(by_date)


def _order(found: dict[str, Directions]) -> Direction | None:
    """The direction that tables and lists share, when most of all that are dated run so."""
    common = {counts.common for counts in found.values() if counts.newest_first or counts.oldest_first}
    order = common.pop() if len(common) == 1 else None
    if order is None:
        return None
    following = sum(
        counts.newest_first if order == "newest-first" else counts.oldest_first for counts in found.values()
    )
    return order if 2 * following > sum(counts.total for counts in found.values()) else None


def _form(forms: Counter[str]) -> str:
    total = forms.total()
    if total < _ENOUGH:
        return ""
    return next((form for form in ("abs", "pdf") if forms[form] >= _MAJORITY * total), "any")


def _options(schema: ListSchema) -> Options:
    return TableSchema.Options(
        **_values(schema.layout),
        headings={pattern: Schema(**_values(layout)) for pattern, layout in schema.headings},
    )


def _values(layout: Layout) -> dict[str, tuple[str, ...]]:
    return {
        "columns": layout.columns,
        "required": layout.required,
        "date_formats": layout.date_formats,
    }


def _new_reports(document: Document, rule: Rule[Any], **values: object) -> int:
    before = _reports(document, rule, rule.Options())
    after = _reports(document, rule, rule.Options(**values))
    return ((after - before) | (before - after)).total()


def _reports(document: Document, rule: Rule[Any], options: Options) -> Counter[tuple[int, int, str]]:
    report = check_document(document, [ActiveRule(rule, options)])
    return Counter(
        (violation.start, violation.end, violation.severity)
        for violation in (*report.violations, *report.suppressed)
    )
