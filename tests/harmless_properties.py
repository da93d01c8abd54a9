"""What holds for every text, as functions that raise AssertionError where it does not.

`test_harmless.py` tries them on documents that hypothesis makes, `fuzz.py` on whatever it comes by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from random import Random
from typing import Any, Literal, NamedTuple, get_args, get_origin

from cmarkgfm import cmark
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block.table import escapedSplit

from mdpaperlint.configuration.configuration_file import option_types
from mdpaperlint.engine.document_check import ActiveRule, Report, check_document
from mdpaperlint.engine.edits import EditMap, apply_edits, candidates, select
from mdpaperlint.engine.fix_guard import damage
from mdpaperlint.engine.fixer import fix_document
from mdpaperlint.markdown.links.link_targets import web_links
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.model.violation import Edit
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Context, Options

_EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist"]
_VERDICTS = (
    Verdict("gone", "404 Not Found"),
    Verdict("moved", "301", target="https://example.org/new|place", safe_move=True),
    Verdict("moved", "301", target="https://elsewhere.org/(x", safe_move=False),
    Verdict("alive", "200 OK", record=ArxivRecord("Another Title Altogether")),
    Verdict("blocked", "403 Forbidden"),
)


class Setting:
    """Every rule there is, the opt-in ones and those that need verdicts as well.

    ``number`` 0 is with default options; any other stands for options drawn by chance.
    """

    def __init__(self, number: int = 0) -> None:
        random = Random(number)
        self.rules = [
            ActiveRule(rule, rule.Options(**(_options(rule.Options, random) if number else {})))
            for rule in RULES
        ]

    def verdicts(self, document: Document) -> Mapping[str, Verdict]:
        return {each.url: _VERDICTS[sum(each.url.encode()) % len(_VERDICTS)] for each in web_links(document)}

    def check(self, document: Document) -> Report:
        return check_document(document, self.rules, Context(Options(), NoFiles(), self.verdicts(document)))


class NoFiles:
    def state(self, target: str) -> Literal["found", "missing", "other-case", "outside"]:
        return ("found", "missing", "other-case", "outside")[len(target) % 4]


def _options(kind: type[Any], random: Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, annotation in option_types(kind).items():
        choices = [
            choice
            for each in (annotation, *get_args(annotation))
            for choice in (
                get_args(each) if get_origin(each) is Literal else (True, False) if each is bool else ()
            )
        ]
        if choices and random.random() < 0.6:
            values[name] = random.choice(choices)
    return values


def spans_are_within_bounds(text: str, setting: Setting) -> None:
    """No rule fails, and every place that is spoken of lies in the text, ends behind its beginning, and holds
    its parts.
    """
    document = parse(text)
    report = setting.check(document)
    assert not report.failures, report.failures
    size = len(text)

    def within(start: int, end: int, low: int = 0, high: int = size) -> None:
        assert low <= start <= end <= high, (start, end, low, high)

    for block in document.blocks:
        within(block.start, block.end)
    for notice in document.notices:
        within(notice.start, notice.end)
    for comment in document.comments:
        within(comment.start, comment.end)
    for heading in document.headings:
        within(heading.text_start, heading.text_end, heading.start, heading.end)
    for item in document.items:
        within(item.start, item.end)
        within(item.content_start, item.own_end, item.start, item.end)
    for table in document.tables:
        within(table.start, table.end)
        for row in (table.header, table.delimiter, *table.rows):
            within(row.start, row.end, table.start, table.end)
            behind = row.start
            for cell in row.cells:
                within(cell.start, cell.end, behind, row.end)
                behind = cell.end
    for violation in (*report.violations, *report.suppressed):
        within(violation.start, violation.end)
        assert violation.message
        assert violation.message == violation.message.strip()
        for related in violation.related:
            if related.path is None:
                within(related.start, related.end)
        for edit in violation.fix.edits if violation.fix else ():
            within(edit.start, edit.end)


def destinations_stand_where_links_say(text: str, setting: Setting) -> None:
    for link in parse(text).links:
        assert 0 <= link.start <= link.end <= len(text)
        assert text[link.destination_start : link.destination_end] == link.destination
        assert link.start <= link.text_start <= link.text_end <= link.end
        assert (link.start <= link.destination_start <= link.destination_end <= link.end) != link.by_reference
        assert not link.by_reference or link.kind in ("reference", "image")


def cells_are_those_of_markdown_it(text: str, setting: Setting) -> None:
    for table in parse(text).tables:
        for row in (table.header, *table.rows):
            line = text[row.start : row.end]
            ours = [text[cell.start : cell.end].replace("\\|", "|") for cell in row.cells]
            pieces = escapedSplit(line)
            # As cmark-gfm has it, white space before the first pipe is a cell.
            if line.startswith("|"):
                pieces.pop(0)
            if len(pieces) and not pieces[-1].strip(" \t\v\f\r"):
                pieces.pop()
            assert list(map(mdTrim, ours)) == list(map(mdTrim, pieces)) or not any(map(mdTrim, pieces)), line


def fixed_twice_is_fixed_once(text: str, setting: Setting) -> None:
    for unsafe in (False, True):
        verdicts = setting.verdicts(parse(text))

        def fixed(text: str, unsafe: bool = unsafe, verdicts: Mapping[str, Verdict] = verdicts) -> Any:
            return fix_document(
                parse(text), setting.rules, Context(Options(), NoFiles(), verdicts), unsafe=unsafe
            )

        once = fixed(text)
        assert not once.report.failures, once.report.failures
        again = fixed(once.text)
        assert (again.text, again.passes) == (once.text, 0)
        offered = candidates(once.text, once.report.violations, once.report.suppressed)
        # What is left would make one line end of two.
        assert not select(once.text, [each for each in offered if each.fix.safe or unsafe]).chosen


def passes(text: str, setting: Setting, *, unsafe: bool = False) -> Iterator[tuple[str, list[Edit], str]]:
    """Each pass of fixes as the fixer makes it: the text before, the edits and the text behind them."""
    verdicts = setting.verdicts(parse(text))
    for _ in range(50):
        document = parse(text)
        report = check_document(document, setting.rules, Context(Options(), NoFiles(), verdicts))
        offered = candidates(text, report.violations, report.suppressed)
        wanted = [each for each in offered if each.fix.safe] or (offered if unsafe else [])
        if not wanted:
            return
        edits = select(text, wanted).edits()
        after = apply_edits(text, edits)
        yield text, edits, after
        text = after


def no_word_of_a_row_is_lost(text: str, setting: Setting) -> None:
    """Safe fixes: a row that no edit touches is there afterwards; what edits take out of a line, letter for
    letter, are the characters that they name; whole lines that are taken out are put in elsewhere.
    """
    for before, edits, after in passes(text, setting):
        where = EditMap(edits)
        rows = Counter(_row_texts(parse(before), except_for=where))
        assert not rows - Counter(_row_texts(parse(after))), rows - Counter(_row_texts(parse(after)))
        taken = Counter(
            line for edit in edits for line in _lines_of_words(before[edit.start : edit.end])[:-1]
        )
        put_in = Counter(line for edit in edits for line in _lines_of_words(edit.replacement))
        for line in taken - put_in:
            assert not any(map(str.isalnum, line.replace("nbsp", ""))), line
        assert _letters(after) == _letters(before) - _letters(
            "".join(before[edit.start : edit.end] for edit in edits)
        ) + _letters("".join(edit.replacement for edit in edits))


def _lines_of_words(text: str) -> list[str]:
    return [line.strip() for line in re.split("[\r\n]+", re.sub("(?s)<!--.*?-->", "", text))]


def _row_texts(document: Document, except_for: EditMap | None = None) -> Iterator[str]:
    for table in document.tables:
        for row in table.rows:
            if except_for is None or not except_for.touches(row.start, row.end):
                yield document.text[row.start : row.end]


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def github_shows_the_same_but_for_the_edits(text: str, setting: Setting) -> None:
    """Safe fixes: of the leaf blocks and cells that cmark-gfm shows, only such change as have all their
    letters in a block or row that an edit touches, no more of them than those have; and all letters that are
    shown before or afterwards alone are such as the edits take out or put in.
    """
    for before, edits, after in passes(text, setting):
        where = EditMap(edits)
        old, new = parse(before), parse(after)
        shown_before, shown_after = _shown(before), _shown(after)
        lost, gained = shown_before - shown_after, shown_after - shown_before
        touched = _touched(old, [(edit.start, edit.end) for edit in edits])
        written = _touched(new, [where.placed(number) for number in range(len(edits))])
        for difference, units in ((lost, touched), (gained, written)):
            assert difference.total() <= sum(units.values()), difference
            letters = [_letters(unit) for unit in units]
            for leaf in difference:
                assert any(_letters(leaf.text) <= each for each in letters), leaf
        lost_letters = _letters("".join(leaf.text for leaf in lost.elements()))
        gained_letters = _letters("".join(leaf.text for leaf in gained.elements()))
        assert not lost_letters - gained_letters - _letters(_joined(before, edits))
        assert not gained_letters - lost_letters - _letters("".join(edit.replacement for edit in edits))


def _joined(text: str, edits: list[Edit]) -> str:
    return "".join(text[edit.start : edit.end] for edit in edits)


def _touched(document: Document, spans: list[tuple[int, int]]) -> dict[str, int]:
    """The text of each block and row that a span touches, and how many leaves it may be shown as."""
    units: dict[str, int] = {}
    rows = [
        (row.start, row.end, table.width) for table in document.tables for row in (table.header, *table.rows)
    ]
    blocks = [(block.start, block.end, 1) for block in document.blocks if block.kind != "table"]
    for start, end in spans:
        for first, last, leaves in (*rows, *blocks):
            if first <= end and start <= last:
                # cmark-gfm shows what entities and references stand for: their letters may come from afar.
                text = unescape(document.text[first:last]) + document.text[first:last]
                units[f"{first}:{text}"] = leaves
    return units


class _Leaf(NamedTuple):
    html: str
    text: str


class _Leaves(HTMLParser):
    """The HTML of every leaf block and cell, and its text."""

    NAMES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "td", "th"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[_Leaf] = Counter()
        self._html: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.NAMES:
            self._html, self._text = [], []
        self._html.append(f"<{tag} {attrs}>")

    def handle_endtag(self, tag: str) -> None:
        self._html.append(f"</{tag}>")
        if tag in self.NAMES:
            self.found[_Leaf("".join(self._html), "".join(self._text))] += 1
            self._html, self._text = [], []

    def handle_data(self, data: str) -> None:
        self._html.append(data)
        self._text.append(data)


def _shown(text: str) -> Counter[_Leaf]:
    parser = _Leaves()
    parser.feed(cmark.markdown_to_html_with_extensions(text, 0, _EXTENSIONS))
    parser.close()
    return parser.found


def suppressing_every_rule_gives_no_report(text: str, setting: Setting) -> None:
    names = ", ".join(active.rule.name for active in setting.rules)
    for comment in ("<!-- mdpaperlint-disable-file -->", f"<!-- mdpaperlint-disable-file {names} -->"):
        report = setting.check(parse(f"{comment}\n\n{text}"))
        assert not report.violations, report.violations


def any_subset_of_fixes_applies(text: str, setting: Setting, random: Random) -> None:
    document = parse(text)
    report = setting.check(document)
    for safe in (True, False):
        offered = [
            each
            for each in candidates(text, report.violations, report.suppressed)
            if each.fix.safe or not safe
        ]
        part = random.sample(offered, random.randint(0, len(offered)))
        if part:
            selection = select(text, part)
            edits = selection.edits()
            fixed = parse(apply_edits(text, edits))
            all_safe = all(candidate.fix.safe for candidate in selection.chosen)
            if safe or not all_safe:
                found = damage(document, fixed, EditMap(edits), safe=all_safe)
                assert found is None, found


Property = Callable[[str, Setting], None]
PROPERTIES: dict[str, Property] = {
    "spans are within bounds": spans_are_within_bounds,
    "destinations stand where links say": destinations_stand_where_links_say,
    "cells are those of markdown-it": cells_are_those_of_markdown_it,
    "fixed twice is fixed once": fixed_twice_is_fixed_once,
    "no word of a row is lost": no_word_of_a_row_is_lost,
    "GitHub shows the same but for the edits": github_shows_the_same_but_for_the_edits,
    "suppressing every rule gives no report": suppressing_every_rule_gives_no_report,
    "any subset of fixes applies": lambda text, setting: any_subset_of_fixes_applies(
        text, setting, Random(len(text))
    ),
}
