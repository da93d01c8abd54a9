from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from mdpaperlint.engine.document_check import ActiveRule, Report, check_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, Options, Rule


def rule_of(name: str, check: Callable[[Any, Document], Iterator[Violation]]) -> ActiveRule:
    class Made(Rule[Options]):
        summary = "made for a test"

        def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
            return check(self, document)

    Made.name = name
    return ActiveRule(Made(), Options())


def words(name: str, word: str) -> ActiveRule:
    """A rule that reports a word wherever it stands."""

    def check(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        start = document.text.find(word)
        while start >= 0:
            yield rule.violation(start, start + len(word), f"{word} is here")
            start = document.text.find(word, start + 1)

    return rule_of(name, check)


def check(text: str, *rules: ActiveRule) -> Report:
    return check_document(parse(text), rules, Context(Options(), today=date(2026, 6, 1)))


def test_violations_are_sorted_by_place_then_rule() -> None:
    report = check("b a b a\n", words("second", "a"), words("first", "b"), words("also", "a"))
    assert [(each.start, each.rule) for each in report.violations] == [
        (0, "first"),
        (2, "also"),
        (2, "second"),
        (4, "first"),
        (6, "also"),
        (6, "second"),
    ]


def test_severity_is_overridden() -> None:
    active = words("a-rule", "a")
    assert [each.severity for each in check("a\n", active).violations] == ["error"]
    assert [each.severity for each in check("a\n", active._replace(severity="warning")).violations] == [
        "warning"
    ]


def test_rule_that_raises_is_named_with_its_place_and_the_others_report() -> None:
    def check_and_raise(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        yield rule.violation(0, 1, "before it broke")
        int("no\nnumber")

    line = check_and_raise.__code__.co_firstlineno + 2
    report = check("a\n", rule_of("broken", check_and_raise), words("sound", "a"))
    assert [each.rule for each in report.violations] == ["broken", "sound"]
    [failure] = report.failures
    assert failure.rule == "broken"
    assert failure.message.startswith("ValueError: invalid literal for int()")
    assert failure.message.endswith(f"(test_engine.py:{line})")
    assert "\n" not in failure.message


def test_rule_that_raises_before_it_yields() -> None:
    def check_nothing(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        raise NotImplementedError

    [failure] = check("a\n", rule_of("broken", check_nothing)).failures
    assert failure.message.startswith("NotImplementedError (test_engine.py:")


def test_a_deep_recursion_is_a_failure_like_others() -> None:
    def descend(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        yield from descend(rule, document)

    [failure] = check("a\n", rule_of("deep", descend)).failures
    assert failure.message.startswith("RecursionError")


def test_an_interrupt_is_no_failure() -> None:
    def interrupt(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("a\n", rule_of("slow", interrupt))


@pytest.mark.parametrize(
    ("violation", "expected"),
    [
        (Violation("plug-in", "error", "m", 0, 99), "outside of the text: 0 to 99 of 4"),
        (Violation("plug-in", "error", "m", -1, 2), "outside of the text"),
        (Violation("plug-in", "error", "m", 2, 1), "outside of the text"),
        (Violation("other", "error", "m", 0, 1), "under another name: other"),
        ("a string", "yielded str, not a Violation"),
        (
            Violation("plug-in", "error", "m", 0, 1, Fix((Edit(0, 9, ""),), True, "f")),
            "an edit outside of the text: 0 to 9",
        ),
        (
            Violation("plug-in", "error", "m", 0, 1, Fix((Edit(2, 4, ""), Edit(0, 3, "")), True, "f")),
            "edits overlap at 2",
        ),
    ],
)
def test_what_no_rule_may_report_is_a_failure(violation: Any, expected: str) -> None:
    def check_wrongly(rule: Rule[Options], document: Document) -> Iterator[Violation]:
        yield violation

    report = check("abc\n", rule_of("plug-in", check_wrongly), words("sound", "a"))
    assert [each.rule for each in report.violations] == ["sound"]
    [failure] = report.failures
    assert failure.rule == "plug-in"
    assert expected in failure.message
