"""Whole lists, and what the linter says and makes of them.

``tests/fixtures/NAME.md`` is a list and ``NAME.txt`` its report, empty for a list without fault. Where
something can be mended, ``NAME.fixed.md`` is the list after ``--fix`` and ``NAME.unsafe.md`` after
``--unsafe-fixes``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import mdpaperlint
from mdpaperlint.reporting import ReportOptions, render
from mdpaperlint.reporting.terminal import Style

FIXTURES = Path(__file__).parent / "fixtures"
LISTS = sorted(path.stem for path in FIXTURES.glob("*.md") if not path.stem.endswith((".fixed", ".unsafe")))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "esm.md").write_bytes(b"# ESM\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(repository: Path, name: str) -> Path:
    path = repository / "README.md"
    path.write_bytes((FIXTURES / name).read_bytes())
    return path


def reported() -> str:
    run = mdpaperlint.lint(["README.md"])
    assert not run.problems
    assert not any(file.problems for file in run.files)
    return "".join(render("text", run, ReportOptions(Style(), quiet=True)))


@pytest.mark.parametrize("name", LISTS)
def test_report(name: str, repository: Path) -> None:
    put(repository, f"{name}.md")
    expected = FIXTURES / f"{name}.txt"
    assert expected.is_file(), f"{name}.md has no expectation"
    assert reported() == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("name", LISTS)
def test_fix(name: str, unsafe: bool, repository: Path) -> None:
    path = put(repository, f"{name}.md")
    mdpaperlint.fix(["README.md"], unsafe=unsafe)
    names = [f"{name}.unsafe.md"] if unsafe else []
    candidates = [FIXTURES / each for each in (*names, f"{name}.fixed.md", f"{name}.md")]
    expected = next(file for file in candidates if file.is_file())
    once = path.read_bytes()
    assert once == expected.read_bytes()
    mdpaperlint.fix(["README.md"], unsafe=unsafe)
    assert path.read_bytes() == once


def test_every_expectation_belongs_to_a_list() -> None:
    known = {f"{name}{end}" for name in LISTS for end in (".md", ".txt", ".fixed.md", ".unsafe.md")}
    assert {path.name for path in FIXTURES.iterdir() if path.is_file()} <= known
    assert LISTS


def test_the_messy_list_shows_every_rule_that_can_be_seen_in_one_file() -> None:
    report = (FIXTURES / "messy.txt").read_text(encoding="utf-8")
    for rule in (
        "ragged-row",
        "broken-table",
        "unordered-rows",
        "malformed-arxiv-id",
        "inconsistent-arxiv-link",
        "empty-section",
        "missing-file",
        "missing-anchor",
        "unused-suppression",
        "blank-row",
        "mixed-date-format",
        "inconsistent-header",
        "empty-link",
        "unlinked-text",
        "broken-link-syntax",
    ):
        assert f" {rule}: " in report
