"""Every promise that SECURITY.md makes names tests, and the tests are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
# A pipe in a cell is escaped.
ROW = re.compile(r"^\| (?P<promise>(?:[^|\\]|\\.)+?) \| (?P<tests>[^|]+?) \|$", re.M)


def rows() -> list[tuple[str, list[str]]]:
    found = [(row["promise"], re.findall(r"`([^`]+)`", row["tests"])) for row in ROW.finditer(PAGE)]
    return [row for row in found if row[0] not in ("promise", "---")]


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {each.name for each in functions if each.name.startswith("test_")}


def test_every_promise_names_tests_that_exist() -> None:
    assert len(rows()) == PAGE.count("\n| ") - 2 * PAGE.count("| promise | test |")
    for promise, tests in rows():
        assert tests, promise
        for test in tests:
            path, _, name = test.partition("::")
            assert name in names_in(ROOT / path), f"{promise}: there is no {test}"


def test_it_says_where_to_report() -> None:
    assert "(https://github.com/mdpaperlint/mdpaperlint/security/advisories/new)" in PAGE
