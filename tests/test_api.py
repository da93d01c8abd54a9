from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

import mdpaperlint
from mdpaperlint.engine.document_check import Report
from mdpaperlint.engine.listed_file import ListedFile
from mdpaperlint.model.verdict import Verdict

SHORT = "# L\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"
SHORT_FIXED = SHORT.replace("| A |\n", "| A | |\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(SHORT, encoding="utf-8")
    return tmp_path


def test_lint_reports_places_and_fixes(folder: Path) -> None:
    run = mdpaperlint.lint()
    (file,) = run.files
    (finding,) = file.findings
    assert file.path == "README.md"
    assert finding.violation.rule == "ragged-row"
    assert finding.place == (5, 1, 5, 13)
    assert finding.source == "| 2020 | A |"
    assert finding.corrected == "| 2020 | A | |"
    assert (run.errors, run.warnings, run.fixable, run.unsafe, run.failed) == (0, 1, 1, 0, False)
    # Reports travel between processes.
    assert pickle.loads(pickle.dumps(run)) == run


@pytest.mark.parametrize("paths", [["README.md"], [Path("README.md")], "README.md", ["."]])
def test_paths(paths: list[str | Path] | str, folder: Path) -> None:
    assert [file.path for file in mdpaperlint.lint(paths).files] == ["README.md"]


def test_fix_writes(folder: Path) -> None:
    run = mdpaperlint.fix(["README.md"])
    assert run.fixed == 1
    assert run.files[0].fixed == (("ragged-row", 1),)
    assert run.files[0].findings == ()
    assert (folder / "README.md").read_text() == SHORT_FIXED


def test_fix_without_writing(folder: Path) -> None:
    change = mdpaperlint.fix(["README.md"], write=False).files[0].change
    assert change is not None
    assert (change.before, change.after) == (SHORT, SHORT_FIXED)
    assert (folder / "README.md").read_text() == SHORT


def test_wrong_names_raise(folder: Path) -> None:
    with pytest.raises(mdpaperlint.ConfigError, match='did you mean "ragged-row"'):
        mdpaperlint.lint(select=["raged-row"])


def test_verdicts_bring_the_rules_that_need_them(folder: Path) -> None:
    url = "https://example.org/gone"
    (folder / "README.md").write_text(f"[a]({url})\n", encoding="utf-8")
    assert mdpaperlint.lint().errors == 0
    run = mdpaperlint.lint(verdicts={url: Verdict("gone", "404 Not Found")})
    assert [finding.violation.rule for finding in run.findings] == ["unreachable-link"]


@pytest.mark.parametrize("name", mdpaperlint.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(mdpaperlint, name) is not None


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = mdpaperlint.no_such_name


def test_a_fault_over_one_file_leaves_the_others(folder: Path) -> None:
    class FaultyFile(ListedFile):
        def examine(self, verdicts: Mapping[str, Verdict] = MappingProxyType({})) -> Report:
            if self.path == "bad.md":
                raise RuntimeError("unforeseen")
            return super().examine(verdicts)

    class Faulty(mdpaperlint.Linter):
        def file(self, path: str, text: str | None = None) -> ListedFile:
            return FaultyFile(self, path, text)

    from mdpaperlint.engine.runs import run

    (folder / "bad.md").write_text("x\n", encoding="utf-8")
    result = run(Faulty(), ["bad.md", "README.md"])
    assert result.failed
    assert (
        result.files[0]
        .problems[0]
        .startswith("bad.md: a fault in mdpaperlint itself: RuntimeError: unforeseen (")
    )
    assert len(result.files[1].findings) == 1


def test_a_text_is_checked_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = mdpaperlint.lint_text(SHORT + "\n[a](none.md)\n")
    assert [(each.violation.rule, each.place.line) for each in report.findings] == [("ragged-row", 5)]
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_text_says_where_it_lies(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "mdpaperlint.toml").write_text('ignore = ["ragged-row"]\n', encoding="utf-8")
    report = mdpaperlint.lint_text(SHORT + "\n[a](none.md) [b](../README.md)\n", name=Path("lists/new.md"))
    assert report.path == str(Path("lists/new.md"))
    assert [each.violation.rule for each in report.findings] == ["missing-file"]


def test_a_text_is_mended_and_no_file_is(folder: Path) -> None:
    report = mdpaperlint.fix_text(SHORT, name="README.md")
    assert (report.text, report.findings) == (SHORT_FIXED, ())
    assert (folder / "README.md").read_text(encoding="utf-8") == SHORT
    drop = (
        SHORT
        + "\n## Empty\n\n| Year | Title |\n| --- | --- |\n\n## Full\n\n[a](https://arxiv.org/abs/2001.00001)\n"
    )
    assert "## Empty" in str(mdpaperlint.fix_text(drop).text)
    assert "## Empty" not in str(mdpaperlint.fix_text(drop, unsafe=True).text)


def test_a_text_that_is_no_unicode_is_a_problem() -> None:
    assert "not UTF-8" in mdpaperlint.lint_text("# \ud800\n").problems[0]


def test_a_wrong_rule_for_a_text_raises() -> None:
    with pytest.raises(mdpaperlint.ConfigError, match='did you mean "ragged-row"'):
        mdpaperlint.lint_text(SHORT, select=["raged-row"])
