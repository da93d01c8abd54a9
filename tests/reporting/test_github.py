from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile import TITLE, TITLES, hostile_list, hostile_report
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runner import run_cli
from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.reporting import FORMATS, ReportOptions, render
from mdpaperlint.reporting.github_report import advice
from mdpaperlint.reporting.terminal import Style, harmless

OPTIONS = ReportOptions(Style())


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def commands(output: str) -> list[Command]:
    """As the runner reads a line (actions/runner, ActionCommand.TryParseV2 and TryParse)."""
    found = []
    # A console hands over lines at each of these.
    for line in re.split(r"\r\n|\n|\r", output):
        stripped = line.lstrip()
        if not stripped.startswith("::"):
            assert "##[" not in line
            continue
        head, _, message = stripped[2:].partition("::")
        name, _, listed = head.partition(" ")
        properties = {}
        for each in filter(None, listed.split(",")):
            key, _, value = each.partition("=")
            properties[key.strip()] = unescaped(value)
        found.append(Command(name, properties, unescaped(message)))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def output(*files: FileReport, root: str = "") -> str:
    return "".join(render("github", Run(files), OPTIONS._replace(root=root)))


def checked(text: str) -> FileReport:
    return Linter(baseline=False).file("README.md", text).check()


def test_an_annotation_has_the_range_and_the_corrected_line() -> None:
    report = checked("| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | 😀 A, B: 100% |\n")
    (warning,) = commands(output(report))
    assert warning.name == "warning"
    assert warning.properties == {
        "file": "README.md",
        "line": "3",
        "endLine": "3",
        "col": "1",
        "endColumn": "23",
        "title": "ragged-row",
    }
    assert warning.message == (
        "2 cells under a header of 3; the last column is blank on GitHub: add the missing cell\n"
        "Write the line like this:\n"
        "| 2020 | 😀 A, B: 100% | |"
    )


def test_a_violation_of_several_lines_has_no_columns() -> None:
    report = checked("| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A title that\nis broken | c |\n")
    (error,) = [each for each in commands(output(report)) if each.name == "error"]
    assert (error.properties["line"], error.properties["endLine"]) == ("3", "4")
    assert not {"col", "endColumn"} & set(error.properties)
    assert error.message.endswith("\nFix (look at it: the fix is not certain): join the lines")


def test_a_line_that_cannot_be_copied_as_it_is_shown_is_not_offered() -> None:
    report = checked("| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | \u202eA |\n")
    (warning,) = [each for each in commands(output(report)) if each.name == "warning"]
    assert warning.message.endswith("\nFix: add 1 blank cell")


def test_a_move_that_the_message_tells_is_not_told_twice() -> None:
    link = "[A](https://arxiv.org/abs/{}.00001)"
    rows = "".join(f"| 20{year} | {link.format(f'{year}01')} |\n" for year in (19, 20, 21, 22, 18))
    report = checked("| Year | Title |\n| --- | --- |\n" + rows)
    (error,) = [each for each in commands(output(report)) if each.name == "error"]
    assert error.message.endswith("; move the row above line 3")


def test_files_without_violations_are_not_named_and_problems_are_errors() -> None:
    files = (checked("# A\n\ntext\n"), FileReport("b: c.md", problems=("b: c.md: not\r\nUTF-8",)))
    text = output(*files)
    assert commands(text) == [
        Command("error", {"file": "b: c.md", "title": "mdpaperlint"}, "b: c.md: not\\x0d\nUTF-8")
    ]
    assert text.startswith("::error file=b%3A c.md,title=mdpaperlint::")
    assert text.endswith("\nNo violations in 1 file; 1 file failed.\n")


def test_the_ten_that_github_shows_are_the_most_useful(tmp_path: Path) -> None:
    """Thirty dead anchors and twelve doubles would hide the one row whose text nobody sees."""
    contents = "".join(f"- [Part {number}](#part-{number})\n" for number in range(30))
    rows = "".join(
        f"| 2020-01 | Paper number {n} | [x](https://arxiv.org/abs/2001.{10000 + n}) |\n" for n in range(12)
    )
    lost = "| 2020-01 | Lost | [x](https://arxiv.org/abs/2001.20000) | more |\n"
    table = f"| Date | Title | Link |\n| --- | --- | --- |\n{rows}{rows}{lost}"
    (tmp_path / "README.md").write_text(f"# P\n\n{contents}\n## Here\n\n{table}")
    summary = tmp_path / "summary"
    result = run_cli("--format=github", cwd=tmp_path, GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT="")
    errors = [each for each in commands(result.out) if each.name == "error"]
    rules = [each.properties["title"] for each in errors]
    assert len(rules) == 43
    assert rules[:3] == ["missing-anchor", "duplicate-paper", "ragged-row"]
    assert rules[3:14] == ["duplicate-paper"] * 11
    assert result.out.endswith(
        "\nGitHub shows 10 errors and 10 warnings of a step; the job summary has all.\n"
    )
    assert len(re.findall("^- `README.md:", summary.read_text(), re.MULTILINE)) == 43
    without = run_cli("--format=github", cwd=tmp_path, GITHUB_STEP_SUMMARY="", GITHUB_OUTPUT="")
    assert "the job summary" not in without.out


@settings(max_examples=100)
@given(titles=st.lists(TITLE, min_size=1, max_size=3), name=st.sampled_from(["README.md", *TITLES]))
def test_no_title_becomes_a_command(titles: list[str], name: str) -> None:
    report = hostile_report(titles)._replace(path=name.replace("/", "_").replace("\x1b", ""))
    read = commands(output(report))
    assert {each.name for each in read} <= {"error", "warning", "notice"}
    annotations = [each for each in read if each.name in ("error", "warning")]
    assert sorted((each.properties["title"], each.message) for each in annotations) == sorted(
        (finding.violation.rule, "\n".join(advice(finding))) for finding in report.findings
    )


RUNS = (
    *(("check", ".", "--format", name) for name in FORMATS),
    ("check", ".", "--quiet"),
    ("check", ".", "--statistics", "--verbose"),
    ("check", ".", "no ##[group] file"),
    ("check", ".", "--fix"),
    ("check", "-", "--fix", "--stdin-filename", "::group::x.md"),
    ("outline", ".", "no ##[group] file"),
    ("stats", "."),
)


@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_the_output_of_a_run_on_the_runner_holds_no_foreign_command(
    tmp_path: Path, arguments: Sequence[str]
) -> None:
    text = hostile_list(list(TITLES))
    (tmp_path / "##[group]x.md").write_text(text)
    (tmp_path / "::group::x.md").write_text(text)
    result = run_cli(
        *arguments, cwd=tmp_path, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY="", GITHUB_OUTPUT=""
    )
    read = commands(result.err)
    if "-" not in arguments:
        read += commands(result.out)
    assert {each.name for each in read} <= {"error", "warning", "notice"}
    assert bool(read) is ("github" in arguments)


def test_json_on_the_runner_has_the_same_values(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(hostile_list(list(TITLES)))
    here = run_cli(".", "--format=json", cwd=tmp_path, GITHUB_ACTIONS="")
    runner = run_cli(".", "--format=json", cwd=tmp_path, GITHUB_ACTIONS="true")
    assert "##[" in here.out
    assert runner.out != here.out
    assert json.loads(runner.out) == json.loads(here.out)


@pytest.mark.parametrize(
    "arguments", [("-", "--fix"), ("a.md", "--diff"), ("export", "--format=csv", "a.md")]
)
def test_data_is_the_same_on_the_runner(tmp_path: Path, arguments: Sequence[str]) -> None:
    text = hostile_list(list(TITLES))
    (tmp_path / "a.md").write_text(text)
    outputs = {
        run_cli(*arguments, cwd=tmp_path, stdin=text.encode(), GITHUB_ACTIONS=value).out
        for value in ("", "true")
    }
    assert len(outputs) == 1
    assert outputs != {""}


def test_harmless_text_is_still_to_be_read() -> None:
    assert harmless("a ::b\n  ::c ##[d]") == "a ::b\n  : :c ## [d]"


def test_files_are_named_from_the_root(tmp_path: Path) -> None:
    place = tmp_path / "docs" / "a" / "README.md"
    place.parent.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    place.write_text("| Year | Title |\n| --- | --- |\n| 2020 | A | lost |\n")
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_WORKSPACE": str(tmp_path),
    }
    result = run_cli("a", "--format=github", cwd=tmp_path / "docs", stdin=b"", **environment)
    assert [each.properties["file"] for each in commands(result.out) if each.name == "error"] == [
        "docs/a/README.md"
    ]
    environment["GITHUB_WORKSPACE"] = "/nowhere"
    elsewhere = run_cli("a", "--format=github", cwd=tmp_path / "docs", stdin=b"", **environment)
    assert elsewhere.out == result.out
    summary = (tmp_path / "summary").read_text()
    assert summary.count("## mdpaperlint\n") == 2
    assert "- `docs/a/README.md:3` " in summary


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A\n\ntext\n")
    result = run_cli("--format=github", cwd=tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "no" / "file"))
    assert result.code == 2
    assert "GITHUB_STEP_SUMMARY" in result.err
