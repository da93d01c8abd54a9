from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from mdpaperlint.engine.document_check import ActiveRule
from mdpaperlint.engine.edits import EditMap, apply_edits
from mdpaperlint.engine.fix_guard import damage
from mdpaperlint.engine.fixer import FixResult, fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, FileState, Options, Rule
from mdpaperlint.rules.unused_suppression import UnusedSuppression


def fix(text: str, rules: Sequence[ActiveRule], context: Context[Options]) -> FixResult:
    return fix_document(parse(text), rules, context)


def after(text: str, pattern: str, by: str, *, safe: bool) -> str | None:
    edits = [Edit(found.start(), found.end(), found.expand(by)) for found in re.finditer(pattern, text)]
    assert edits
    return damage(parse(text), parse(apply_edits(text, edits)), EditMap(edits), safe=safe)


ROWS = "| n |\n|---|\n| 1 |\n| 2 |\n"


@pytest.mark.parametrize(
    ("text", "pattern", "by", "said"),
    [
        ("x\n\n- b\n", "x", "<!--", "the entry `- b` would be none any more, or would come apart"),
        ("x\n\n" + ROWS, "x", "<!--", "the row `| n |` would be none any more, or would come apart"),
        ("x\n\n# H\n", "x", "<!--", "the heading `# H` would be none any more, or would come apart"),
        (
            "- a\n\nx\n\n- b\n  - c\n",
            "x",
            "```",
            "the entry `- b` would be none any more, or would come apart",
        ),
        ("x\n\n    code\n", "x", "- x", "the code `code` would become something else"),
        ("<!--\nx\n\n- b\n-->\n\nfar\n\n# H\n", "far", "```", "the heading `# H` would be none any more"),
        ("# A\n\nb\n", "# A\n\n", "", None),
        ("a\n\nb\n", "b", "# B", None),
        ("- a\n- b\n", "- b\n", "", None),
        (ROWS, r"\| 2 \|\n", "", None),
        (ROWS + "x\n", "x", "\n- x", None),
        ("- a\n  - b\n", r"\n  - b", "", None),
        ("- a\n\n  ```\n  x\n  ```\n", "  ```\n  x", "  x", None),
    ],
)
def test_unsafe_edits_reach_to_the_next_blank_lines(
    text: str, pattern: str, by: str, said: str | None
) -> None:
    found = after(text, pattern, by, safe=False)
    assert found is None if said is None else found is not None and found.startswith(said), found


@pytest.mark.parametrize(
    ("text", "pattern", "by", "said"),
    [
        (ROWS, r"\| 2 \|\n", "", "the row `| 2 |` would be lost"),
        (ROWS + "| 2 |\n", r"\| 2 \|\n\| 2 \|\n", "| 2 |\n", "the row `| 2 |` would be lost"),
        (ROWS, r"\| 1 \|\n\| 2 \|\n", "| 2 |\n| 1 |\n", None),
        (ROWS, r"\| 1 \|\n\| 2 \|\n", "| 2 |\n| 3 |\n", "the row `| 1 |` would be lost"),
        ("- a\n- b\n", "- a\n", "", "the entry `- a` would be lost"),
        ("# A\n\n## B\n", "## B", "### B", "the heading `## B` would be lost"),
        ("# A\n\nb\n", "(?<=A)", "!", None),
        ("a\n\nb\n", "\n(?=\nb)", "\n# c\n", None),
        ("> # A\n", "> ", "", "the heading `# A` would be none any more"),
        ("- a\n\n  b\n", "(?<=a)", "x", None),
    ],
)
def test_safe_edits_lose_nothing(text: str, pattern: str, by: str, said: str | None) -> None:
    found = after(text, pattern, by, safe=True)
    assert found is None if said is None else found is not None and found.startswith(said), found


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("x" * 56, "| " + "x" * 56 + " |"),
        ("x" * 57, "| " + "x" * 57 + "…"),
        ("x" * 300, "| " + "x" * 57 + "…"),
        ("a" + " " * 250 + "b", "| a b |"),
        ("a  b", "| a b |"),
    ],
)
def test_what_is_lost_is_quoted_in_a_line(cell: str, shown: str) -> None:
    found = after(f"{ROWS}| {cell} |\n", rf"\| {cell} \|\n", "", safe=True)
    assert found == f"the row `{shown}` would be lost"


class AsksEverything(Rule[Options]):
    name = "asks"
    summary = "made for a test"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        state = context.files.state("x") if context.files is not None else "nothing"
        word = f"{state} {' '.join(context.verdicts)}"
        if "WORD" in document.text:
            at = document.text.index("WORD")
            yield self.violation(at, at + 4, "m", fix=Fix((Edit(at, at + 4, word),), True, ""))


class Found:
    def state(self, target: str) -> FileState:
        return "found"


def test_rules_are_asked_with_what_the_caller_knows() -> None:
    text = (
        "WORD <!-- mdpaperlint-disable-line asks until 2024-05-01 -->\n\n"
        "x <!-- mdpaperlint-disable-line of-a-plug-in -->\n"
    )
    rules = [ActiveRule(AsksEverything(), Options()), ActiveRule(UnusedSuppression(), Options())]
    verdicts = {"https://x.org": Verdict("gone", "404")}
    on_time = fix(
        text,
        rules,
        Context(Options(), Found(), verdicts, today=date(2024, 5, 1), rule_names=["of-a-plug-in"]),
    )
    assert on_time.text == text
    assert on_time.report.violations == ()
    late = fix(text, rules, Context(Options(), Found(), verdicts, today=date(2024, 5, 2)))
    assert late.text.startswith("found https://x.org")
    assert "of-a-plug-in" in late.report.violations[-1].message


def test_lone_surrogates_are_no_obstacle() -> None:
    rules = [ActiveRule(AsksEverything(), Options())]
    assert fix("\ud800 WORD\n", rules, Context(Options())).text == "\ud800 nothing \n"
