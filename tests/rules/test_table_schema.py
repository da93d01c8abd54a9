from __future__ import annotations

import random
from pathlib import Path

import pytest
from table_rules import reports

import mdpaperlint
from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.papers.conventions.column_schemas import example_in
from mdpaperlint.rules import RULES
from mdpaperlint.rules.table_schema import Schema, TableSchema
from mdpaperlint.user_error import ConfigError

LINK = "[x](https://arxiv.org/abs/2301.00001)"


def reported(text: str, **options: object) -> list[str]:
    return reports(TableSchema(), text, **options)


def table(*rows: str, header: str = "| Date | Title |") -> str:
    return "\n".join((header, "|" + " --- |" * (header.count("|") - 1), *rows, ""))


def config_problems(tmp_path: Path, options: str) -> list[str]:
    path = tmp_path / "mdpaperlint.toml"
    path.write_text(options, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(str(path), {rule.name: rule for rule in RULES})
    return [problem.partition("mdpaperlint.toml: ")[2] for problem in raised.value.problems]


def test_without_a_schema_nothing_is_asked_for() -> None:
    assert reported(table("| | |", f"| soon | {LINK} |")) == []


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("| **Date** | &nbsp;Title |", None),
        ("| [Date](#d) | Title <!-- the full one --> |", None),
        ("| Title | Date |", "the columns are not in the order of the schema: move them to"),
        ("| Date | title |", '"title" is "Title" in the schema: the header should be'),
        ("| Date | Title | Notes |", '"Notes" is not in the schema: the header should be'),
        ("| Title |", 'the schema\'s "Date" is missing: the header should be'),
        ("| Date | Date | Title |", "the columns are not those of the schema: the header should be"),
        ("| 论文 | 年份 |", "none of the columns is one of the schema's: the header should be"),
        ("| date | TITLE |", '"date" is "Date" in the schema; "TITLE" is "Title" in the schema: the header'),
    ],
)
def test_columns(header: str, message: str | None) -> None:
    row = f"| {LINK} | 2023-01 |" if header.startswith("| 论文") else f"| 2023-01 | {LINK} |"
    found = reported(table(row, header=header), columns=("Date", "Title"))
    if message is None:
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith(f"1:1 error {message}")
        assert found[0].endswith("| Date | Title |")


def test_a_pipe_in_a_name_is_escaped_in_the_header_to_copy() -> None:
    found = reported(table(f"| 2023 | {LINK} |"), columns=("Date", "a|b"))
    assert found[0].endswith("| Date | a\\|b |")


@pytest.mark.parametrize("blank", ["", "&nbsp;", "<br>", "<!-- to come -->"])
def test_a_blank_cell(blank: str) -> None:
    text = table(f"| 2023-01 | {LINK} |", f"| {blank} | {LINK} |", f"| 2023-03 | {LINK} |")
    assert [line.partition(" ")[2] for line in reported(text, required=("Date",))] == [
        'error "Date" must not be blank: fill it in'
    ]


def test_a_row_that_ends_before_a_required_cell() -> None:
    header = "| Title | Date | Code |"
    found = reported(table(f"| {LINK} | 2023 |", f"| {LINK} |", header=header), required=("Code",))
    assert found == [
        '3:1 error the row ends before "Code", which must not be blank: add the cell',
        '4:1 error the row ends before "Code", which must not be blank: add the cell',
    ]


@pytest.mark.parametrize("said", ["-", "TBD", "—"])
def test_a_cell_that_says_it_has_nothing_is_not_blank(said: str) -> None:
    rows = (f"| {said} | {LINK} |", f"| 2023-01 | {LINK} |")
    assert reported(table(*rows), required=("Date",), date_formats=("YYYY-MM",)) == []


def test_blank_rows_and_rows_that_divide_a_table_are_no_entries() -> None:
    header = "| Date | Title | Code |"
    rows = (f"| 2023-01 | {LINK} | - |", "| | | |", "| **Older** | | |", f"| 2022-01 | {LINK} | - |")
    assert reported(table(*rows, header=header), required=("Title", "Code")) == []


def test_what_a_whole_column_fails_is_one_report() -> None:
    rows = [f"| 2023.0{month} | {LINK} | |" for month in range(1, 6)]
    found = reported(
        table(*rows, header="| Date | Title | Code |"),
        required=("Code",),
        date_formats=("YYYY-MM",),
        patterns={"Title": "nothing"},
    )
    assert found == [
        "1:3 error no date is written as YYYY-MM, such as 2024-09 (5 rows)",
        '1:10 error no cell under "Title" matches the pattern nothing (5 rows)',
        '1:18 error every cell under "Code" is blank (5 rows)',
    ]


@pytest.mark.parametrize(
    ("cell", "formats", "message"),
    [
        ("2023-05", ("YYYY-MM",), None),
        ("**2023-05**", ("YYYY-MM",), None),
        ("2023-05 (v2)", ("YYYY-MM",), None),
        ("2023", ("YYYY-MM", "YYYY"), None),
        ("2023-10", ("YYYY-M",), None),
        ("May 5, 2023", ("Mon D, YYYY",), None),
        ("2023.5", ("YYYY-MM",), "2023.5 is not written as YYYY-MM: write 2023-05"),
        ("May 2023", ("YYYY", "YYYY-MM"), "May 2023 is not written as YYYY or YYYY-MM: write 2023-05"),
        ("2023", ("YYYY-MM",), "2023 is not written as YYYY-MM: write it like 2024-09"),
        ("2023-05-17", ("YYYY-MM",), "2023-05-17 is not written as YYYY-MM: write it like 2024-09"),
        ("CVPR 2023", ("YYYY",), '"CVPR 2023" is not a date in the format YYYY, such as 2024'),
        ("soon", ("YYYY-MM",), '"soon" is not a date in the format YYYY-MM, such as 2024-09'),
    ],
)
def test_dates(cell: str, formats: tuple[str, ...], message: str | None) -> None:
    good = f"| {example_in(formats[0])} | {LINK} |"
    found = reported(table(good, good, good, f"| {cell} | {LINK} |"), date_formats=formats)
    assert [line.partition(" error ")[2] for line in found] == ([] if message is None else [message])


def test_patterns_leave_blank_cells_to_required() -> None:
    rows = (
        f"| 2023 | {LINK} |",
        "| 2024 | |",
        "| 2024 | a very long title that nobody would want to read twice |",
    )
    found = reported(table(*rows), patterns={"title": r"\[.+\]\(.+\)"})
    shown = "a very long title that nobody would wan…"
    assert found == [f'5:10 error "{shown}" under "title" does not match the pattern ' + r"\[.+\]\(.+\)"]


LEGEND = "| Mark | Meaning |\n| --- | --- |\n| * | best paper |\n"


def test_only_tables_of_papers_are_looked_at_unless_all_are() -> None:
    assert reported(LEGEND, columns=("Date", "Title")) == []
    assert len(reported(LEGEND, columns=("Date", "Title"), tables="all")) == 1


def test_the_schema_of_the_innermost_heading_counts() -> None:
    text = "\n".join(
        f"{heading}\n\n{table(f'| 2023 | {LINK} |')}"
        for heading in ("# Papers", "## Methods", "### 2023", "## [Surveys](#s) :book:", "### 2023")
    )
    schemas: dict[str, Schema] = {
        "methods": Schema(columns=("M", "M")),
        "Surveys > 2023": Schema(columns=("S", "S")),
        "*surveys": Schema(),
        "*3": Schema(columns=("Y", "Y")),
    }
    assert [line.split(":")[0] for line in reported(text, columns=("P", "P"), headings=schemas)] == [
        "3",
        "9",
        "15",
        "27",
    ]
    lines = reported(text, columns=("P", "P"), headings=schemas)
    assert [line[-7:] for line in lines] == ["P | P |", "M | M |", "Y | Y |", "Y | Y |"]


def test_a_path_names_one_of_two_sections_of_the_same_name() -> None:
    text = "\n".join(
        f"{heading}\n\n{table(f'| 2023 | {LINK} |')}" for heading in ("# A", "## 2023", "# B", "## 2023")
    )
    found = reported(
        text, columns=("Date", "Title"), headings={"B > 2023": Schema(columns=("Year", "Paper"))}
    )
    assert [line.split(":")[0] for line in found] == ["21"]


def test_quoted_and_crlf_tables() -> None:
    text = table(f"| 2023.1 | {LINK} |", f"| 2023-02 | {LINK} |")
    quoted = "".join(f"> {line}\r\n" for line in text.splitlines())
    assert reported(quoted, date_formats=("YYYY-MM",)) == [
        "3:5 error 2023.1 is not written as YYYY-MM: write 2023-01"
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ('colums = ["A"]', 'rules.table-schema.colums: no such option; did you mean "columns"?'),
        ('columns = "A"', 'rules.table-schema.columns: must be a list of strings, not "A"'),
        (
            'columns = ["Title"]\nrequired = ["Titel"]',
            'rules.table-schema: required: no column is named "Titel"; did you mean "Title"?',
        ),
        (
            'columns = ["A"]\npatterns = { B = "x" }',
            'rules.table-schema: patterns: no column is named "B"',
        ),
        (
            'date-formats = ["yyyy-mm"]',
            'rules.table-schema: date-formats: "yyyy-mm" is no date format: "yyyy" is none of YYYY',
        ),
        (
            'date-formats = ["MM/DD"]',
            'rules.table-schema: date-formats: "MM/DD" is no date format: it needs one YYYY or YY',
        ),
        (
            'patterns = { A = "(a" }',
            'rules.table-schema: patterns: "A": no regular expression: missing ), unterminated',
        ),
        ("patterns = { A = 1 }", 'rules.table-schema.patterns: "A": must be a string, not the number 1'),
        ('headings = { S = ["A"] }', 'rules.table-schema.headings: "S": must be a table, not a list'),
        (
            'headings = { S = { colums = ["A"] } }',
            'rules.table-schema.headings: "S": colums: no such option; did you mean "columns"?',
        ),
        (
            'headings = { S = { columns = ["A"], required = ["B"] } }',
            'rules.table-schema.headings: "S": required: no column is named "B"',
        ),
        (
            "headings = { S = { columns = 1 } }",
            'rules.table-schema.headings: "S": columns: must be a list of strings, not the number 1',
        ),
    ],
)
def test_a_wrong_schema_is_a_wrong_configuration(options: str, problem: str, tmp_path: Path) -> None:
    problems = config_problems(tmp_path, f"[rules.table-schema]\n{options}\n")
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_contributor_cannot_stall_a_run_with_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mdpaperlint.toml").write_text(
        'select = ["table-schema"]\n[rules.table-schema]\npatterns = { Title = "(a+)+!" }\n', encoding="utf-8"
    )
    (tmp_path / "README.md").write_text(
        table(f"| 2023 | {'a' * 5000} |", f"| 2023 | {LINK} |"), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    run = mdpaperlint.lint(["README.md"])
    assert run.errors == 2


@pytest.mark.parametrize(("cells", "length"), [(1, 50_000), (500, 400)])
def test_a_pattern_that_takes_too_long_is_an_error_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int, length: int
) -> None:
    (tmp_path / "mdpaperlint.toml").write_text(
        'select = ["table-schema"]\n[rules.table-schema]\npatterns = { Title = "((a|b)*a(a|b){150})*" }\n',
        encoding="utf-8",
    )
    chance = random.Random(7)
    rows = (f"| 2023 | {''.join(chance.choices('ab', k=length))} |" for _ in range(cells))
    (tmp_path / "README.md").write_text(table(*rows), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (problem,) = mdpaperlint.lint(["README.md"]).files[0].problems
    assert problem.startswith(
        'README.md: rule table-schema: patterns: "Title": it takes too long to hold the cells against it;'
    )
