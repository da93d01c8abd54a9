"""How long the parts take, each alone: the parser, the shared readings and rules, the fixer, the reports.

python -m pip install -e ".[benchmark]"
python -m pytest benchmarks/suite

Compare two states with ``--benchmark-save=NAME`` and ``--benchmark-compare``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generate import paper_list

from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import Run
from mdpaperlint.engine.runs import run
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.reporting import FORMATS, ReportOptions, render
from mdpaperlint.reporting.terminal import Style
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Context, Rule

Benchmark = Callable[..., Any]
ROWS = 2_000
KINDS = pytest.mark.parametrize("bullets", [False, True], ids=["table", "bullets"])


def read_whole(text: str) -> Document:
    document = parse(text)
    assert document.links
    assert all(table.rows for table in document.tables)
    return document


@pytest.fixture(scope="module")
def unsorted_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("lists") / "README.md"
    path.write_text(paper_list(ROWS, reverse=True).replace("https://arxiv", "http://arxiv", 300), "utf-8")
    return run(Linter(baseline=False), [str(path)])


@KINDS
def test_parse(benchmark: Benchmark, bullets: bool) -> None:
    text = paper_list(ROWS, bullets=bullets)
    benchmark(lambda: read_whole(text))


@KINDS
@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.online], ids=lambda rule: rule.name)
def test_rule(benchmark: Benchmark, rule: Rule[Any], bullets: bool) -> None:
    """With all readings that the rule asks for, as if it ran alone."""
    document = read_whole(paper_list(ROWS, bullets=bullets))
    context: Context[Any] = Context(rule.Options())

    def check() -> None:
        document.memoized.clear()
        list(rule.check(document, context))

    benchmark(check)


@KINDS
def test_all_rules(benchmark: Benchmark, bullets: bool) -> None:
    text = paper_list(ROWS, bullets=bullets)
    linter = Linter(baseline=False)
    benchmark(lambda: linter.file("README.md", text).check())


@KINDS
def test_fix(benchmark: Benchmark, bullets: bool) -> None:
    text = paper_list(ROWS, bullets=bullets).replace("https://arxiv", "http://arxiv", 20)
    linter = Linter(baseline=False)
    assert linter.file("README.md", text).fixed().text != text
    benchmark(lambda: linter.file("README.md", text).fixed())


@pytest.mark.parametrize("name", FORMATS)
def test_report(benchmark: Benchmark, unsorted_run: Run, name: str) -> None:
    rules = {rule.name: rule for rule in RULES}
    options = ReportOptions(Style(), root="", rules=rules)
    written = benchmark(lambda: "".join(render(name, unsorted_run, options)))
    assert written
