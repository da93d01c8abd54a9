from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runner import run_cli
from mdpaperlint import fix, lint
from mdpaperlint.cli import main
from mdpaperlint.engine.document_check import check_document
from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.known_violations import KnownViolations, counts_of
from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import FileReport
from mdpaperlint.markdown.parser import parse
from real_lists import some_real_lists

NAME = ".mdpaperlint-baseline.json"
HEAD = "# Papers\n\n| Date | Title | Link |\n| --- | --- | --- |\n"


def row(date: str, number: int, end: str = " |") -> str:
    return f"| {date} | Paper {number} | [abs](https://arxiv.org/abs/2001.{number:05}){end}\n"


LOST = " | lost |"
SHORT_AND_LOST = HEAD + row("2020-01", 1) + row("2020-02", 2, LOST) + row("2020-03", 3) + row("2020-04", 4)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = "README.md") -> None:
    Path(name).write_bytes(text.encode())


def adopt(*arguments: str) -> None:
    assert main(["--write-baseline", *arguments]) == 0


def found(*paths: str) -> list[tuple[str, int]]:
    run = lint(paths)
    assert not run.failed
    return [(finding.violation.rule, finding.place.line) for finding in run.findings]


def test_the_nearest_baseline_counts_wherever_a_run_begins(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs" / "agents").mkdir(parents=True)
    write(SHORT_AND_LOST, "docs/agents/list.md")
    adopt("docs")
    monkeypatch.chdir(folder / "docs" / "agents")
    assert found("list.md") == []
    monkeypatch.chdir(folder.parent)
    assert found(str(folder / "docs")) == []
    monkeypatch.chdir(folder / "docs")
    write(SHORT_AND_LOST.replace("# L", "# Other L"), "other.md")
    capsys.readouterr()
    adopt(".")
    assert "2 known violations (+1) in ../.mdpaperlint-baseline.json" in capsys.readouterr().err
    assert not (folder / "docs" / NAME).exists()
    # One that is nearer, and one behind the repository's root.
    assert main([f"--write-baseline={NAME}", "other.md"]) == 0
    assert found("other.md") == []
    assert len(found("agents/list.md")) == 1
    (folder / "docs" / "agents" / ".git").mkdir()
    monkeypatch.chdir(folder / "docs" / "agents")
    assert len(found("list.md")) == 1


def test_known_violations_are_left_out_and_new_ones_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(SHORT_AND_LOST)
    assert main([]) == 1
    adopt()
    assert "1 known violation in .mdpaperlint-baseline.json" in capsys.readouterr().err
    assert main([]) == 0
    assert "1 known violation left out" in capsys.readouterr().out
    assert main(["--no-baseline"]) == 1
    write(SHORT_AND_LOST + row("2020-05", 5, LOST))
    assert found() == [("ragged-row", 9)]


def test_the_file_is_small_sorted_and_without_lines(folder: Path) -> None:
    write(HEAD + row("2020-01", 7, LOST) + row("2020-02", 2, LOST) + row("2020-03", 3) + row("2020-04", 4))
    adopt()
    text = Path(NAME).read_text()
    assert json.loads(text) == {
        "version": 1,
        "files": {"README.md": {"ragged-row": {"arxiv:2001.00002": 1, "arxiv:2001.00007": 1}}},
    }
    assert text.index("00002") < text.index("00007")
    assert all(line.count("arxiv:") <= 1 for line in text.split("\n"))
    write("\n\ntext\n\n" + Path("README.md").read_text())
    adopt()
    assert Path(NAME).read_text() == text


def test_sorting_moving_and_realigning_bring_nothing_back(folder: Path) -> None:
    write(SHORT_AND_LOST)
    adopt()
    rows = [row("2020-04", 4), row("2020-03", 3), row("2020-02", 2, " |   lost   |"), row("2020-01", 1)]
    write(HEAD + "".join(rows))
    assert found() == []
    write("## Other\n\n" + HEAD.split("\n\n")[1] + rows[2] + "\n" + HEAD + rows[0] + rows[1])
    assert found() == []


def test_a_second_violation_in_a_known_row_is_reported(folder: Path) -> None:
    text = HEAD + row("2020-01", 1) + "| 2020-02 | [x]() | [abs](https://arxiv.org/abs/2001.00002) |\n"
    write(text)
    adopt("--select", "empty-link")
    write(text.replace("[x]()", "[x]() [y]()"))
    run = lint(select=["empty-link"])
    assert [finding.violation.rule for finding in run.findings] == ["empty-link"]


def test_entries_that_no_longer_occur_are_said_and_dropped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(SHORT_AND_LOST)
    adopt()
    write(SHORT_AND_LOST.replace(LOST, " |"))
    assert main([]) == 0
    assert "1 in the baseline is gone (--write-baseline drops it)" in capsys.readouterr().out
    assert main(["--verbose"]) == 0
    assert "README.md: no longer there: ragged-row (arxiv:2001.00002)" in capsys.readouterr().err
    assert main(["--format", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["obsolete"] == [{"rule": "ragged-row", "about": "arxiv:2001.00002", "number": 1}]
    adopt()
    assert "0 known violations (-1)" in capsys.readouterr().err
    assert json.loads(Path(NAME).read_text()) == {"version": 1, "files": {}}


def test_other_rules_and_files_stay_in_the_baseline(folder: Path) -> None:
    write(SHORT_AND_LOST)
    write(SHORT_AND_LOST, "other.md")
    write(SHORT_AND_LOST, "third.md")
    adopt("README.md", "other.md", "third.md")
    Path("third.md").unlink()
    write(SHORT_AND_LOST.replace(LOST, " |"))
    adopt("README.md", "--select", "empty-link")
    assert sorted(json.loads(Path(NAME).read_text())["files"]) == ["README.md", "other.md"]
    run = lint(["README.md"], select=["empty-link"])
    assert [file.obsolete for file in run.files] == [()]


def test_python_names_it(folder: Path) -> None:
    write(SHORT_AND_LOST)
    adopt("known.json", "README.md")
    assert lint(["README.md"]).errors == 1
    known = lint(["README.md"], baseline="known.json")
    assert (known.errors, known.known) == (0, 1)
    assert [finding.fingerprint for finding in lint(["README.md"]).findings] == ["arxiv:2001.00002"]
    adopt()
    assert lint(["README.md"]).errors == 0
    assert fix(["README.md"], baseline=False, write=False).errors == 1


def test_the_configuration_names_it(folder: Path) -> None:
    Path("lists/known").mkdir(parents=True)
    write(SHORT_AND_LOST, "lists/README.md")
    write('baseline = "known/base.json"\n', "lists/.mdpaperlint.toml")
    result = run_cli("lists/README.md", cwd=folder)
    assert result.code == 2
    assert "lists/known/base.json: no such file; --write-baseline writes it" in result.err
    assert run_cli("lists/README.md", "--write-baseline", cwd=folder).code == 0
    assert list(json.loads(Path("lists/known/base.json").read_text())["files"]) == ["../README.md"]
    assert run_cli("lists/README.md", cwd=folder).code == 0
    assert run_cli("README.md", cwd=folder / "lists").code == 0


def test_fix_leaves_known_violations_alone(folder: Path) -> None:
    text = SHORT_AND_LOST.replace(row("2020-03", 3), "| 2020-03 | Words of a short row |\n")
    write(text)
    adopt()
    added = "| 2020-05 | Another short row |\n"
    write(text + added)
    assert main(["--fix"]) == 0
    assert Path("README.md").read_text() == text + "| 2020-05 | Another short row | |\n"
    assert main(["--fix", "--no-baseline"]) == 1
    assert "| Words of a short row | |\n" in Path("README.md").read_text()


def test_write_baseline_with_fix_keeps_what_cannot_be_mended(folder: Path) -> None:
    write(SHORT_AND_LOST + "| 2020-05 | A short row |\n")
    adopt("--fix")
    assert "| A short row | |" in Path("README.md").read_text()
    assert list(json.loads(Path(NAME).read_text())["files"]["README.md"]["ragged-row"]) == [
        "arxiv:2001.00002"
    ]


def test_the_list_after_the_option_is_no_baseline(folder: Path) -> None:
    write(SHORT_AND_LOST)
    assert main(["--write-baseline", "README.md"]) == 0
    assert Path("README.md").read_text() == SHORT_AND_LOST
    assert Path(NAME).exists()
    assert main(["--write-baseline", "known.json", "README.md"]) == 0
    assert main(["--baseline", "known.json", "README.md"]) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "no baseline: "),
        ('{"a": 1}', "it has no version and no files"),
        ('{"version": 2, "files": {}}', "a baseline of version 2"),
        ('{"version": 1, "files": {"a": {"b": 1}}}', "must hold files, rules"),
        ('{"version": 1, "files": {"a": {"b": {"c": "1"}}}}', "must hold files, rules"),
        ("[" * 100_000, "no baseline: "),
    ],
)
def test_what_is_no_baseline_is_neither_read_nor_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    write(SHORT_AND_LOST)
    write(content, "x.json")
    assert main(["--baseline", "x.json"]) == 2
    assert reason in capsys.readouterr().err
    assert main(["--write-baseline", "x.json"]) == 2
    assert reason in capsys.readouterr().err
    assert Path("x.json").read_text() == content


@pytest.mark.parametrize(
    "arguments",
    [["--diff"], ["--since", "HEAD"], ["--no-baseline"]],
)
def test_options_that_do_not_go_with_write_baseline(folder: Path, arguments: list[str]) -> None:
    write(SHORT_AND_LOST)
    assert main(["--write-baseline", *arguments]) == 2
    assert not Path(NAME).exists()


def test_a_file_that_cannot_be_read_keeps_its_entries(folder: Path) -> None:
    write(SHORT_AND_LOST)
    adopt()
    before = Path(NAME).read_text()
    Path("README.md").write_bytes(b"\xff\xfe")
    assert main(["--write-baseline"]) == 2
    assert Path(NAME).read_text() == before


# Rows out of order are the hard case: which rows a smallest set holds hangs on the other rows.
DATES = st.integers(1, 12).map(lambda month: f"2020-{month:02}")


def _ordered(months: list[str], out_of_place: list[tuple[int, str]]) -> list[str]:
    rows = [row(date, number) for number, date in enumerate(sorted(months))]
    for number, (place, date) in enumerate(out_of_place):
        rows.insert(place % (len(rows) + 1), row(date, 500 + number))
    return rows


@settings(max_examples=100)
@given(
    months=st.lists(DATES, min_size=8, max_size=14),
    out_of_place=st.lists(st.tuples(st.integers(0, 20), DATES), max_size=3),
    removed=st.sets(st.integers(0, 20), max_size=6),
    added=st.lists(DATES, max_size=4),
)
def test_old_disorder_never_comes_back_through_other_rows(
    months: list[str], out_of_place: list[tuple[int, str]], removed: set[int], added: list[str]
) -> None:
    linter = Linter(select=["unordered-rows"], baseline=False)
    rules = linter.rules_for("README.md")
    rows = _ordered(months, out_of_place)
    document = parse(HEAD + "".join(rows))
    report = check_document(document, rules)
    known = counts_of(document, report.violations)
    bad = {document.line_of(violation.start) - 4 for violation in report.violations}
    if not bad:
        return
    # Rows that are in order go away, and others come to the place where they belong among those.
    kept = [(number, text) for number, text in enumerate(rows) if number in bad or number not in removed]
    for number, date in enumerate(added):
        good = [place for place, (old, text) in enumerate(kept) if old not in bad and text.split()[1] <= date]
        kept.insert(good[-1] + 1 if good else 0, (-1, row(date, 900 + number)))
    again = check_document(
        parse(HEAD + "".join(text for _, text in kept)), rules, known=KnownViolations(known)
    )
    assert again.violations == ()


def test_the_row_that_was_added_is_named_beside_a_known_one() -> None:
    linter = Linter(select=["unordered-rows"], baseline=False)
    rows = [row(f"2020-{month:02}", month) for month in range(1, 11)]
    old = parse(HEAD + "".join([*rows, row("2020-09", 50)]))
    known = counts_of(old, check_document(old, linter.rules_for("README.md")).violations)
    assert known == {("unordered-rows", "arxiv:2001.00050"): 1}
    # Without the baseline the smallest set is the last of the ten alone.
    text = HEAD + "".join([*rows, row("2020-09", 50), row("2020-09", 51)])
    report = check_document(parse(text), linter.rules_for("README.md"), known=KnownViolations(known))
    assert [text[: violation.start].count("\n") for violation in report.violations] == [15]


@pytest.mark.corpus
@pytest.mark.slow
def test_real_lists_are_green_after_adopting_and_red_for_a_new_row_alone(folder: Path) -> None:
    appended = shuffled = 0
    for path in some_real_lists(5):
        text = path.read_bytes().decode()
        write(text)
        Path(NAME).unlink(missing_ok=True)
        adopt("README.md")
        assert lint(["README.md"]).errors + lint(["README.md"]).warnings == 0, path.name
        document = parse(text)
        tables = [table for table in document.tables if table.width >= 2 and table.rows and not table.quoted]
        if not tables:
            continue
        end = "\r\n" if "\r\n" in text else "\n"
        table = max(tables, key=lambda table: len(table.rows))
        place = document.line_span(table.end_line - 1).end
        cells = " | ".join(f"new {number}" for number in range(table.width + 1))
        new = f"| {cells} |"
        write(text[:place] + end + new + text[place:])
        (report,) = lint(["README.md"]).files
        assert [(each.place.line, each.violation.rule) for each in _ragged(report)] == [
            (table.end_line + 1, "ragged-row")
        ], path.name
        others = [each for each in report.findings if each.place.line != table.end_line + 1]
        assert others == [], (path.name, others[0].violation.message)
        appended += 1
        # The rows of the longest table in another order, then mended: nothing old comes back.
        lines = [document.full_line_span(row.line) for row in table.rows]
        rows = [text[start:end] for start, end in lines]
        if all(each.endswith("\n") for each in rows):
            random.Random(7).shuffle(rows)
            write(text[: lines[0].start] + "".join(rows) + text[lines[-1].end :])
            assert main(["README.md", "--fix", "--ignore", "unordered-rows", "--quiet"]) == 0, path.name
            shuffled += 1
    # Half of the lists or so have a table.
    assert appended
    assert 2 * shuffled > appended


def _ragged(report: FileReport) -> list[Finding]:
    return [finding for finding in report.findings if finding.violation.rule == "ragged-row"]


def test_a_baseline_of_an_earlier_version_still_matches(tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "fixtures" / "baseline"
    baseline = folder / "first-version.json"
    rules = json.loads(baseline.read_text(encoding="utf-8"))["files"]["list.md"]
    number = sum(sum(counts.values()) for counts in rules.values())
    (file,) = lint([folder / "list.md"], select=list(rules), baseline=baseline).files
    gone = {each.rule: each.number for each in file.obsolete}
    assert (file.findings, file.known) == ((), number - sum(gone.values()))
    # What these report has changed since; by what keys it is known has not.
    assert gone.keys() <= {"duplicate-paper", "unordered-rows", "unlinked-text"}
    # Without it, that is reported by the same keys.
    (file,) = lint([folder / "list.md"], select=list(rules), baseline=False).files
    found = Counter((each.violation.rule, each.fingerprint) for each in file.findings)
    assert all(rules[rule][key] == count for (rule, key), count in found.items())
    assert len(found) > 8
