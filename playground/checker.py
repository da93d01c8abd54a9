"""What the playground's worker asks of mdpaperlint. Texts come in, and JSON goes out.

The current folder holds the configuration, and nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mdpaperlint
from mdpaperlint.engine.linter import Linter
from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting.outline_text import outline_lines
from mdpaperlint.rules.unordered_rows import configured_orders

_CONFIGURATION = Path("mdpaperlint.toml")


def check(text: str, configuration: str) -> str:
    """``findings`` and ``outline`` of a text, or the ``error`` in the configuration."""
    _CONFIGURATION.write_text(configuration, encoding="utf-8")
    try:
        report = mdpaperlint.lint_text(text)
    except mdpaperlint.ConfigError as error:
        return json.dumps({"error": str(error)})
    return json.dumps(
        {
            "version": mdpaperlint.__version__,
            "findings": [_finding(finding) for finding in report.findings],
            "problems": report.problems,
            "outline": _outline(text),
        }
    )


def fix(text: str, configuration: str, unsafe: bool) -> str:
    """The mended ``text`` and how many violations were ``fixed``, or the ``error``."""
    _CONFIGURATION.write_text(configuration, encoding="utf-8")
    try:
        report = mdpaperlint.fix_text(text, unsafe=unsafe)
    except mdpaperlint.ConfigError as error:
        return json.dumps({"error": str(error)})
    if report.problems:
        return json.dumps({"error": "\n".join(report.problems)})
    return json.dumps({"text": report.text, "fixed": sum(number for _, number in report.fixed)})


def _finding(finding: mdpaperlint.Finding) -> dict[str, Any]:
    violation = finding.violation
    return {
        "rule": violation.rule,
        "severity": violation.severity,
        "message": violation.message,
        "place": finding.place,
        "fix": violation.fix
        and {
            "safe": violation.fix.safe,
            "message": violation.fix.message,
            "corrected": finding.corrected,
            "edits": [
                {"place": placed.place, "replacement": placed.edit.replacement} for placed in finding.edits
            ],
        },
    }


def _outline(text: str) -> list[str]:
    rules = Linter(stdin_text=text).rules_for("-")
    return list(outline_lines(parse(text), configured_orders(active.options for active in rules)))
