from __future__ import annotations

import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import mdpaperlint
from mdpaperlint.cli import main
from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.rules import RULES
from real_lists import some_real_lists

FIXTURES = Path(__file__).parent.parent / "fixtures"
KNOWN = {rule.name: rule for rule in RULES}


def table(*years: str, header: str = "Date | Title", form: str = "abs") -> str:
    rows = "".join(
        f"| {year} | [Paper {number}](https://arxiv.org/{form}/23{number:02}.00001) |\n"
        for number, year in enumerate(years, 1)
    )
    return f"| {header} |\n| --- | --- |\n{rows}\n"


NEWEST = table("2023-09", "2022-05", "2021-03", "2020-02")
OLDEST = table("2020-02", "2021-03", "2022-05", "2023-09")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


Reported = tuple[int, int, str, str]
SETTINGS = ("unordered-rows", "inconsistent-arxiv-link", "table-schema")


def all_reports() -> list[Reported]:
    run = mdpaperlint.lint(["README.md"])
    assert not run.failed, run.problems
    return [
        (finding.place.line, finding.place.column, finding.violation.rule, finding.violation.severity)
        for file in run.files
        for finding in file.findings
    ]


def reports() -> list[Reported]:
    """Those of the rules that are configured; what else is wrong with the lists below does not matter."""
    return [report for report in all_reports() if report[2] in SETTINGS]


def written(text: str, folder: Path, *arguments: str) -> str:
    (folder / "README.md").write_bytes(text.encode())
    assert main(["init", *arguments]) == 0
    config = folder / "mdpaperlint.toml"
    load_config(str(config), KNOWN)
    return config.read_text(encoding="utf-8")


def test_a_consistent_list(folder: Path) -> None:
    config = written(f"# List\n\n{NEWEST}## More\n\n{NEWEST}", folder)
    assert (
        config
        == """\
# Written by `mdpaperlint init` for README.md. A setting behind a # is not in force. `mdpaperlint
# rule` lists the rules, and `mdpaperlint rule NAME` shows one with its options.

# Rules that run although they are off by default.
extend-select = ["table-schema"]
# Rules that do not run.
# ignore = ["blank-row"]
# Files and folders that are not checked: patterns as in .gitignore.
# exclude = ["archive/"]

[rules.unordered-rows]
# 2 of 2 dated tables run newest first.
order = "newest-first"

[rules.inconsistent-arxiv-link]
# 8 of 8 arXiv links are in abs form.
form = "abs"

[rules.table-schema]
# 8 of 8 dates in tables are written as YYYY-MM.
date-formats = ["YYYY-MM"]
# `mdpaperlint init --schema` writes down the columns, too.
"""
    )
    assert reports() == []


def test_what_is_written_down_is_held_to(folder: Path) -> None:
    written(f"# List\n\n{NEWEST}## More\n\n{NEWEST}", folder)
    text = f"# List\n\n{OLDEST.replace('2021-03', '2021.3').replace('/abs/', '/pdf/')}"
    (folder / "README.md").write_text(text, encoding="utf-8")
    assert {rule for _, _, rule, _ in reports()} == {
        "unordered-rows",
        "inconsistent-arxiv-link",
        "table-schema",
    }


def test_a_majority_that_would_change_reports_is_not_in_force(folder: Path) -> None:
    config = written(f"# List\n\n{f'{NEWEST}## A{chr(10)}{chr(10)}' * 4}{OLDEST}", folder)
    assert "# 4 of 5 dated tables run newest first, 1 oldest first. In force, the line below would" in config
    assert '\n# order = "newest-first"\n' in config
    assert "order" not in tomllib.loads(config)["rules"]["unordered-rows"]


def test_dates_with_exceptions_are_not_in_force(folder: Path) -> None:
    config = written(f"# List\n\n{NEWEST * 4}{table('2023.9', '2022-05')}", folder)
    data = tomllib.loads(config)
    assert "table-schema" not in data["rules"]
    assert "extend-select" not in data
    assert "# 17 of 18 dates in tables are written as YYYY-MM." in config
    assert '# date-formats = ["YYYY-MM"]' in config


def test_a_list_that_mixes_forms_and_directions(folder: Path) -> None:
    pdf = NEWEST.replace("/abs/", "/pdf/")
    config = written(f"# List\n\n{NEWEST}{pdf}{OLDEST}{OLDEST}", folder)
    assert '"auto" leaves each its own.' in config
    assert "order" not in tomllib.loads(config)["rules"]["unordered-rows"]
    assert "# 12 of 16 arXiv links are in abs form, 4 in pdf." in config
    assert tomllib.loads(config)["rules"]["inconsistent-arxiv-link"] == {"form": "any"}


@pytest.mark.parametrize("text", ["", "# Nothing\n", "- [a](https://arxiv.org/abs/2301.00001)\n"])
@pytest.mark.parametrize("schema", [(), ("--schema",)])
def test_a_list_with_too_little_to_tell(text: str, schema: tuple[str, ...], folder: Path) -> None:
    data = tomllib.loads(written(text, folder, *schema))
    assert data == {"rules": {"unordered-rows": {}, "inconsistent-arxiv-link": {}}}


def test_bullet_lists_have_a_direction(folder: Path) -> None:
    items = "".join(
        f"- [{date}] [Paper](https://arxiv.org/abs/{date[2:4]}{date[5:7]}.00001)\n"
        for date in ("2023-09", "2022-05", "2021-03", "2020-02", "2019-01")
    )
    config = written(f"# List\n\n{items}", folder)
    assert "# 1 of 1 dated list runs newest first." in config
    assert tomllib.loads(config)["rules"]["unordered-rows"] == {"order": "newest-first"}


def schema_of(text: str, folder: Path) -> dict[str, Any]:
    schema: dict[str, Any] = tomllib.loads(written(text, folder, "--schema"))["rules"]["table-schema"]
    return schema


def test_the_schema_of_a_list(folder: Path) -> None:
    surveys = table("2023", "2022", "2021", header="Year | Survey")
    text = (
        f"# List\n\n{NEWEST}## Methods\n\n{NEWEST}## Surveys\n\n### Long\n\n{surveys}### Short\n\n{surveys}"
    )
    assert schema_of(text, folder) == {
        "columns": ["Date", "Title"],
        "required": ["Date", "Title"],
        "date-formats": ["YYYY-MM"],
        "headings": {
            "Surveys": {
                "columns": ["Year", "Survey"],
                "required": ["Year", "Survey"],
                "date-formats": ["YYYY"],
            }
        },
    }
    assert reports() == []


def test_tables_of_one_header_have_one_block(folder: Path) -> None:
    survey = table("2023", "2022", header="Year | Survey")
    parts = "".join(f"## Methods {n}\n\n{NEWEST}## Surveys {n}\n\n{survey}" for n in range(13))
    schema = schema_of(f"# List\n\n{NEWEST}{parts}", folder)
    (pattern,) = schema["headings"]
    assert pattern.split(" | ") == [f"Surveys {n}" for n in range(13)]
    assert reports() == []


def test_a_pattern_that_is_offered_fits_its_column(folder: Path) -> None:
    rows = "".join(f"| 20{n} | Paper | [code](https://a.org/{n}) | yes |\n" for n in range(10, 20))
    text = f"| Year | Title | Code | Notes |\n| --- | --- | --- | --- |\n{rows}"
    (folder / "README.md").write_text(text, encoding="utf-8")
    assert main(["init", "--schema"]) == 0
    path = folder / "mdpaperlint.toml"
    assert "# patterns = { Code = " in path.read_text()
    path.write_text(path.read_text().replace("# patterns", "patterns"))
    assert [rule for *_, rule, _ in reports() if rule == "table-schema"] == []
    (folder / "README.md").write_text(text.replace("https://a.org/12", ""), encoding="utf-8")
    assert [line for line, _, rule, _ in reports() if rule == "table-schema"] == [5]
    path.unlink()
    plain = "| Year | Title |\n| --- | --- |\n| 2020 | Paper |\n| 2021 | Other |\n"
    (folder / "README.md").write_text(plain, encoding="utf-8")
    assert main(["init", "--schema"]) == 0
    assert "patterns = " not in path.read_text()


def test_headings_of_one_name_are_told_apart_by_their_paths(folder: Path) -> None:
    other = table("2023", "2022", header="Year | Paper")
    text = (
        f"# A\n\n## 2023\n\n{NEWEST}## 2022\n\n{NEWEST}# B * [x](#a)\n\n## 2023\n\n{other}### Old\n\n{NEWEST}"
        f"## 2022\n\n{NEWEST}# C\n\n{NEWEST}"
    )
    schema = schema_of(text, folder)
    assert schema["columns"] == ["Date", "Title"]
    assert {pattern: layout["columns"] for pattern, layout in schema["headings"].items()} == {
        "B x > 2023": ["Year", "Paper"],
        "Old": ["Date", "Title"],
    }
    assert reports() == []


def test_only_what_deviates_is_reported(folder: Path) -> None:
    many = table(*(f"2023-{month:02}" for month in range(9, 0, -1)))
    text = (
        f"# List\n\n{many}{many}## Cells\n\n{many.replace('2023-05', '2023.5').replace('2023-03', '')}"
        f"## Header\n\n{many.replace('Title', 'Titel')}"
    )
    schema_of(text, folder)
    lines = text.split("\n")
    assert [lines[line - 1][:16] for line, _, rule, _ in reports() if rule == "table-schema"] == [
        "| 2023.5 | [Pape",
        "|  | [Paper 7](h",
        "| Date | Titel |",
    ]
    assert "# The schema that the list follows today. 3 places of the list are unlike it:" in (
        folder / "mdpaperlint.toml"
    ).read_text(encoding="utf-8")


def test_a_list_in_which_every_section_is_different(folder: Path) -> None:
    text = "".join(
        f"## {number}\n\n{table('2023', header=f'Year | {number * 7919:b}')}" for number in range(100, 400)
    )
    schema = schema_of(text, folder)
    assert len(schema["headings"]) <= 60


def test_columns_that_may_be_blank(folder: Path) -> None:
    rows = "".join(
        f"| 2023 | [Paper](https://arxiv.org/abs/23{n:02}.00001) | {'yes' if n % 2 else ''} | |\n"
        for n in range(1, 9)
    )
    text = f"| Year | Title | Code | Notes |\n| --- | --- | --- | --- |\n{rows}"
    assert schema_of(text, folder)["required"] == ["Year", "Title"]
    assert reports() == []


def test_names_are_written_as_toml(folder: Path) -> None:
    names = 'A "b" \\\\ c\\| \u202e\x7f 年份'
    text = f"# L\n\n{NEWEST}{NEWEST}## {names}\n\n" + table("2023", "2022", header=f"Year | Paper {names}")
    schema = schema_of(text, folder)
    (pattern,) = schema["headings"]
    assert "\u202e" in pattern
    raw = (folder / "mdpaperlint.toml").read_text(encoding="utf-8")
    assert "\u202e" not in raw
    assert "\x7f" not in raw
    assert "年份" in raw
    assert reports() == []


@pytest.mark.parametrize("name", ["mdpaperlint.toml", ".mdpaperlint.toml", "pyproject.toml"])
@pytest.mark.parametrize("where", [".", "lists"])
def test_nothing_is_overwritten_or_overruled(
    name: str, where: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "[tool.mdpaperlint]\n" if name == "pyproject.toml" else "# mine\n"
    (folder / name).write_text(content, encoding="utf-8")
    (folder / "lists").mkdir()
    (folder / where / "list.md").write_text(NEWEST, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    for option in ([], ["--pyproject"], ["--schema"]):
        assert main(["init", f"{where}/list.md", *option]) == 2
        assert (
            f"error: {name} is there for {where}/list.md already; --stdout shows" in capsys.readouterr().err
        )
    assert main(["init", f"{where}/list.md", "--stdout"]) == 0
    assert 'order = "newest-first"' in capsys.readouterr().out
    assert sorted(folder.rglob("*")) == before
    assert (folder / name).read_text(encoding="utf-8") == content


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_to_nowhere_is_not_written_through(folder: Path) -> None:
    (folder / "README.md").write_text(NEWEST, encoding="utf-8")
    (folder / "mdpaperlint.toml").symlink_to("elsewhere.toml")
    assert main(["init"]) == 2
    assert not (folder / "elsewhere.toml").exists()


@pytest.mark.parametrize(
    "start", ["", '[project]\nname = "x"\n', '[project]\r\nname = "x"', "[[a.b]]\nc = 1\n"]
)
def test_pyproject_only_when_asked(start: str, folder: Path) -> None:
    pyproject = folder / "pyproject.toml"
    pyproject.write_bytes(start.encode())
    (folder / "README.md").write_text(NEWEST, encoding="utf-8")
    assert main(["init", "--pyproject", "--schema"]) == 0
    assert not (folder / "mdpaperlint.toml").exists()
    text = pyproject.read_bytes().decode()
    assert text.startswith(start)
    assert "\r\n" not in start or "\n" not in text.replace("\r\n", "")
    data = tomllib.loads(text)
    assert data["tool"]["mdpaperlint"]["rules"]["unordered-rows"] == {"order": "newest-first"}
    assert data["tool"]["mdpaperlint"]["extend-select"] == ["table-schema"]
    assert {**data, "tool": None} == {**tomllib.loads(start), "tool": None}
    load_config(str(pyproject), KNOWN)
    assert reports() == []
    assert main(["init", "--pyproject"]) == 2


@pytest.mark.parametrize("content", [None, "tool = { black = {} }\n", "not toml", "\ufeff"])
def test_a_pyproject_that_cannot_take_it(content: str | None, folder: Path) -> None:
    pyproject = folder / "pyproject.toml"
    if content is not None:
        pyproject.write_text(content, encoding="utf-8")
    (folder / "README.md").write_text(NEWEST, encoding="utf-8")
    assert main(["init", "--pyproject"]) == 2
    assert (pyproject.read_text(encoding="utf-8") if pyproject.exists() else None) == content


@pytest.mark.parametrize("arguments", [[], ["missing.md"], ["lists"], ["binary.md"]])
def test_what_cannot_be_read(arguments: list[str], folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "binary.md").write_bytes(b"\xff\xfe")
    assert main(["init", *arguments]) == 2
    assert not list(folder.rglob("*.toml"))


def test_a_folder_stands_for_its_readme(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "readme.md").write_text(NEWEST, encoding="utf-8")
    assert main(["init", "lists"]) == 0
    assert (folder / "lists" / "mdpaperlint.toml").is_file()


def _changes_nothing(path: Path, folder: Path) -> None:
    shutil.copyfile(path, folder / "README.md")
    before = all_reports()
    assert main(["init"]) == 0
    assert all_reports() == before
    os.unlink(folder / "mdpaperlint.toml")
    assert main(["init", "--schema"]) == 0
    after = all_reports()
    assert [report for report in after if report[2] != "table-schema"] == before
    config = (folder / "mdpaperlint.toml").read_text(encoding="utf-8")
    deviations = sum(report[2] == "table-schema" for report in after)
    if "extend-select = " in config.replace("# extend-select", ""):
        said = " ".join(config.replace("\n#", "").split())
        plural = "place of the list is" if deviations == 1 else "places of the list are"
        assert (f"{deviations:,} {plural} unlike it" if deviations else "All of the list is like it.") in said
        rows = sum(line.lstrip().startswith("|") for line in path.read_text(encoding="utf-8").split("\n"))
        assert deviations <= 3 + rows // 4
    os.unlink(folder / "mdpaperlint.toml")


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.md")), ids=lambda path: path.name)
def test_no_report_changes(path: Path, folder: Path) -> None:
    _changes_nothing(path, folder)


@pytest.mark.corpus
@pytest.mark.slow
def test_no_report_of_real_lists_changes(folder: Path) -> None:
    for path in some_real_lists(0):
        _changes_nothing(path, folder)
