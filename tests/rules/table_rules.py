"""Runs one rule over a text as the linter does: what it says, and what its fixes make of the text."""

from __future__ import annotations

from typing import Any

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.fixer import fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.base import Rule


def reports(rule: Rule[Any], text: str, **options: object) -> list[str]:
    """``LINE:COL SEVERITY message [fix]`` by place; every place must lie in the text."""
    document = parse(text)
    report = check_document(document, [ActiveRule(rule, rule.Options(**options))])
    assert not report.failures
    lines = []
    for violation in report.violations:
        assert 0 <= violation.start <= violation.end <= len(text)
        line, column = document.position(violation.start)
        mark = "" if violation.fix is None else " [fix]" if violation.fix.safe else " [unsafe fix]"
        lines.append(f"{line}:{column} {violation.severity} {violation.message}{mark}")
    return lines


def mended(rule: Rule[Any], text: str, *, unsafe: bool = False, **options: object) -> str:
    """The text with the fixes applied; a second run must find nothing more to do."""
    active = [ActiveRule(rule, rule.Options(**options))]
    once = fix_document(parse(text), active, unsafe=unsafe).text
    assert fix_document(parse(once), active, unsafe=unsafe).text == once
    return once
