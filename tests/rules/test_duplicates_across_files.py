"""duplicate-paper with ``scope = "project"``: real files, the public functions."""

from __future__ import annotations

from pathlib import Path

import pytest

import mdpaperlint

TITLE = "A Survey of Everything Under the Sun"
ENTRY = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
OTHER = "- [Another Paper About Something](https://arxiv.org/abs/2103.00002)\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mdpaperlint.toml").write_text(
        '[rules.duplicate-paper]\nscope = "project"\n', encoding="utf-8"
    )
    (tmp_path / "a.md").write_text(f"# A\n\n{OTHER}{ENTRY}", encoding="utf-8")
    return tmp_path


def findings(*names: str) -> list[tuple[str, str]]:
    run = mdpaperlint.lint(names, select=["duplicate-paper"])
    assert not run.failed
    return [(file.path, finding.violation.message) for file in run.files for finding in file.findings]


def test_a_paper_of_an_earlier_file_is_reported_with_file_and_line(project: Path) -> None:
    (project / "b.md").write_text(f"# B\n\n- {TITLE} [[pdf]](https://arxiv.org/pdf/2103.00001v2)\n", "utf-8")
    run = mdpaperlint.lint(["a.md", "b.md"], select=["duplicate-paper"])
    first, second = run.files
    assert not first.findings
    (finding,) = second.findings
    assert finding.violation.message == (
        f"“{TITLE}” (arXiv:2103.00001) is already listed in a.md, line 4; remove one of the two entries"
    )
    (related,) = finding.related
    assert related.path == "a.md"
    assert related.place is not None
    assert related.place.line == 4


def test_equal_titles_are_found_across_files(project: Path) -> None:
    (project / "b.md").write_text(f"- [{TITLE.upper()}](https://example.org/everything.pdf)\n", "utf-8")
    ((path, message),) = findings("a.md", "b.md")
    assert path == "b.md"
    assert "is already listed in a.md, line 4" in message


def test_another_paper_of_the_same_title_is_none(project: Path) -> None:
    (project / "b.md").write_text(f"- [{TITLE}](https://arxiv.org/abs/2203.00001)\n", "utf-8")
    assert findings("a.md", "b.md") == []


def test_news_list_nothing(project: Path) -> None:
    (project / "b.md").write_text(f"# News\n\n{ENTRY}", "utf-8")
    assert findings("a.md", "b.md") == []
    assert findings("b.md", "a.md") == []


def test_other_scopes_see_one_file_alone(project: Path) -> None:
    (project / "mdpaperlint.toml").write_text('[rules.duplicate-paper]\nscope = "file"\n', "utf-8")
    (project / "b.md").write_text(ENTRY, "utf-8")
    assert findings("a.md", "b.md") == []


def test_lines_are_those_after_fixing(project: Path) -> None:
    rows = "".join(
        f"| {year} | [Paper of the year {year}](https://arxiv.org/abs/{year % 100}01.00001) |\n"
        for year in (2020, 2021, 2022, 2023, 2019)
    )
    (project / "a.md").write_text(f"| Year | Title |\n| --- | --- |\n{rows}", "utf-8")
    (project / "b.md").write_text("- [Paper of the year 2019](https://arxiv.org/abs/1901.00001)\n", "utf-8")
    run = mdpaperlint.fix(["a.md", "b.md"], select=["duplicate-paper", "unordered-rows"])
    (finding,) = run.findings
    assert "listed in a.md, line 3" in finding.violation.message
    assert (project / "a.md").read_text("utf-8").splitlines()[2].startswith("| 2019")
