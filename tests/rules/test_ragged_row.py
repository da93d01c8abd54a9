from __future__ import annotations

from collections import Counter
from functools import partial

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.ragged_row import RaggedRow
from real_lists import real_lists

reported = partial(reports, RaggedRow())
fixed = partial(mended, RaggedRow())

TABLE = """\
| Year | Title | Link |
| ---- | ----- | ---- |
| 2020 | First | [abs](https://example.org/1) |
| 2021 | Second | [abs](https://example.org/2) |
| 2022 | Third | [abs](https://example.org/3) |
"""


def last_line(text: str) -> str:
    return text.splitlines()[-1]


@pytest.mark.parametrize(
    "row",
    [
        "| 2023 | Fourth | |",
        "| 2023 | Fourth ||",
        "| 2023 | Fourth | [abs](https://example.org/4)",
        "2023 | Fourth | [abs](https://example.org/4) |",
        "2023 | Fourth | -",
        r"| 2023 | A \| B | [abs](https://example.org/4) |",
        r"| 2023 | `a\|b` | |",
        "| 2023 | Fourth | | <!-- a note -->",
        "| 2023 | Fourth | | <!-- a | b --> |",
        "| 2023 | Fourth | | [//]: # (a note)",
        "| 2023 | Fourth | | <!-- one --> | <!-- two --> |",
        "| | | |",
        "| | |",
        "| | | | | |",
        "\t| 2023 |",
        "...",
        "…",
        "| ... |",
    ],
)
def test_rows_that_are_right_and_rows_that_are_not_ours(row: str) -> None:
    text = TABLE + row + "\n"
    assert reported(text) == []
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("row", "padded", "blank"),
    [
        ("| 2023 | Fourth |", "| 2023 | Fourth | |", "2 cells under a header of 3; the last column is"),
        ("| 2023 | Fourth", "| 2023 | Fourth | |", "2 cells under a header of 3; the last column is"),
        ("|2023|", "|2023| | |", "1 cell under a header of 3; the last 2 columns are"),
        ("2023 | Fourth", "2023 | Fourth | |", "2 cells under a header of 3; the last column is"),
        (r"| 2023 | A \| B |", r"| 2023 | A \| B | |", "2 cells under a header of 3; the last column is"),
        (r"| 2023 | A \|", r"| 2023 | A \| | |", "2 cells under a header of 3; the last column is"),
        ("| 2023 | 四 | \t", "| 2023 | 四 | | \t", "2 cells under a header of 3; the last column is"),
        (
            "| 2023 | Fourth <!-- a note --> |",
            "| 2023 | Fourth <!-- a note --> | |",
            "2 cells under a header of 3; the last column is",
        ),
    ],
)
def test_a_short_row_is_padded(row: str, padded: str, blank: str) -> None:
    text = TABLE + row
    cells = "cell" if blank.endswith("column is") else "cells"
    assert reported(text) == [f"6:1 warning {blank} blank on GitHub: add the missing {cells} [fix]"]
    assert fixed(text) == TABLE + padded
    assert reported(text, allow_short=True) == []
    assert fixed(text, allow_short=True) == text


@pytest.mark.parametrize(
    ("row", "dropped", "message"),
    [
        (
            "| 2023 | Fourth | x ||",
            "| 2023 | Fourth | x |",
            "4 cells under a header of 3; the last one is blank: remove it",
        ),
        (
            "| 2023 | Fourth | x | | |",
            "| 2023 | Fourth | x |",
            "5 cells under a header of 3; the last 2 are blank: remove them",
        ),
        (
            "| 2023 | Fourth | x | | <!-- a note -->",
            "| 2023 | Fourth | x | <!-- a note -->",
            "4 cells under a header of 3; the last one is blank: remove it",
        ),
    ],
)
def test_blank_excess_is_dropped(row: str, dropped: str, message: str) -> None:
    assert [line.split(" ", 1)[1] for line in reported(TABLE + row)] == [f"warning {message} [fix]"]
    assert fixed(TABLE + row) == TABLE + dropped


def test_excess_that_shows_nothing_is_no_error_and_stays() -> None:
    text = f"{TABLE}| 2023 | Fourth | x | &nbsp; |"
    assert reported(text) == ["6:23 warning 4 cells under a header of 3; the last one is blank: remove it"]
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("row", "shown", "escaped"),
    [
        ("| 2023 | On $p(y|x)$ | x |", "x", r"| 2023 | On $p(y\|x)$ | x |"),
        ("| 2023 | On $|x|$ norms | x |", "$ norms | x", r"| 2023 | On $\|x\|$ norms | x |"),
        ("| 2023 | `a|b` | x |", "x", r"| 2023 | `a\|b` | x |"),
        ("| 2023 | Learning p(y|x) | x |", "x", r"| 2023 | Learning p(y\|x) | x |"),
        ("| 2023 | [A | B](https://a.b) | x |", "x", r"| 2023 | [A \| B](https://a.b) | x |"),
        ("| 2023 | [A](https://a.b/?q=1|2) | x |", "x", r"| 2023 | [A](https://a.b/?q=1\|2) | x |"),
        ("| 2023 | $a|b$ and `c|d` | x |", "d` | x", r"| 2023 | $a\|b$ and `c\|d` | x |"),
    ],
)
def test_a_pipe_that_is_text_is_escaped(row: str, shown: str, escaped: str) -> None:
    (report,) = reported(TABLE + row)
    assert f"GitHub does not show “{shown}”: write \\| for a pipe that is text [unsafe fix]" in report
    assert fixed(TABLE + row) == TABLE + row
    assert fixed(TABLE + row, unsafe=True) == TABLE + escaped


def test_a_pipe_that_is_text_before_a_blank_last_cell() -> None:
    row = "| 2023 | On p(y|x) | |"
    assert reported(TABLE + row) == [
        (
            "6:1 warning 4 cells under a header of 3; the last one is blank: write \\| for a pipe "
            "that is text [unsafe fix]"
        )
    ]
    assert fixed(TABLE + row) == TABLE + row
    assert last_line(fixed(TABLE + row, unsafe=True)) == r"| 2023 | On p(y\|x) | |"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("| 2023 | One | Two | x |", "x"),
        ("| 2023 | It cost $5 | $6 | x |", "x"),
        ("| 2023 | One | Two | Three | [abs](https://example.org/4) |", "Three | [abs](…)"),
        ("| 2023 | One | x | -", "-"),
        (f"| 2023 | One | x | {'word ' * 20}|", "word word word word word word word word…"),
    ],
)
def test_text_that_is_not_shown_is_an_error_without_a_fix(row: str, shown: str) -> None:
    (report,) = reported(TABLE + row)
    assert report.split(" ")[1] == "error"
    assert f"GitHub does not show “{shown}”: join cells, drop a pipe, or add a column to the header" in report
    assert "fix]" not in report
    assert fixed(TABLE + row, unsafe=True) == TABLE + row


def test_a_blank_cell_too_many_within_a_row() -> None:
    row = "| 2023 | Fourth | | [abs](https://example.org/4) |"
    assert fixed(TABLE + row) == TABLE + row
    assert last_line(fixed(TABLE + row, unsafe=True)) == "| 2023 | Fourth | [abs](https://example.org/4) |"


def test_a_blank_cell_stays_when_the_rest_would_not_fit_its_columns() -> None:
    row = "| 2023 | | [abs](https://example.org/4) | Fourth |"
    assert "[" not in reported(TABLE + row)[0].split("header")[-1]
    assert fixed(TABLE + row, unsafe=True) == TABLE + row


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["| 2023 | A long", "title | x |"], "| 2023 | A long title | x |"),
        (["| 2023 | A", "very long", "title | x |"], "| 2023 | A very long title | x |"),
        (["| 2023 | Fourth |", "x |"], "| 2023 | Fourth | x |"),
        (["| 2023 | Fourth | x", "and y |"], "| 2023 | Fourth | x and y |"),
        (["| 2023", "| Fourth | [abs](https://a.b) |"], "| 2023 | Fourth | [abs](https://a.b) |"),
        (["| 2023 | Fourth |", "| [abs](https://a.b) |"], "| 2023 | Fourth | [abs](https://a.b) |"),
        (["| A title whose", "rest has all pipes | x | y |"], "| A title whose rest has all pipes | x | y |"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "> ", "  "])
def test_a_broken_row_is_one_report_and_is_joined(lines: list[str], joined: str, prefix: str) -> None:
    lines = [*TABLE.splitlines(), *lines, "| 2019 | Last | [abs](https://a.b) |"]
    text = "".join(f"{prefix}{line}\n" for line in lines)
    count = len(lines) - 6
    assert reported(text) == [
        (
            f"6:{len(prefix) + 1} error one row is broken into {count} lines, which GitHub shows as "
            f"{count} rows: put it on one line [unsafe fix]"
        )
    ]
    assert fixed(text) == text
    wanted = [*TABLE.splitlines(), joined, "| 2019 | Last | [abs](https://a.b) |"]
    assert fixed(text, unsafe=True) == "".join(f"{prefix}{line}\n" for line in wanted)


@pytest.mark.parametrize(
    "lines",
    [
        ["| 2023 | Fourth |", "| 2024 |"],
        ["| 2023 |", "| 2024 | Fifth |"],
        ["| 2023 | Fourth", "| 2024"],
    ],
)
def test_two_short_rows_are_not_one_broken_row(lines: list[str]) -> None:
    found = reported(TABLE + "\n".join(lines))
    assert len(found) == 2
    assert all("blank on GitHub: add the missing cell" in report for report in found)


@pytest.mark.parametrize("name", ["**Surveys**", "_Surveys_", "*Surveys and tutorials*"])
def test_a_name_over_the_rows_below_it_lacks_no_cell(name: str) -> None:
    (report,) = reported(f"{TABLE}| {name} |\n| 2024 | Fifth |\n")
    assert report.startswith("7:1 ")


def test_a_table_that_is_too_wide_throughout_is_one_report() -> None:
    table = "# A\n\n| Year | Title |\n| --- | --- |\n" + "| 2020 | A | [Code](https://a.b) |\n" * 5
    assert reported(table) == [
        (
            "3:1 error all 5 rows have 3 cells under a header of 2; GitHub does not show the last one: "
            "add a column to the header and the row of dashes"
        )
    ]
    assert fixed(table, unsafe=True) == table


def test_the_columns_that_a_header_lacks_are_counted() -> None:
    (report,) = reported("| A | B |\n|---|---|\n" + "| 1 | 2 | 3 | 4 |\n" * 3)
    assert report.endswith("does not show the last 2: add 2 columns to the header and the row of dashes")


def test_most_rows_of_a_table_are_one_report_and_the_others_their_own() -> None:
    table = "| A | B |\n|---|---|\n" + "| 1 | 2 | 3 |\n" * 4 + "| 1 | 2 |\n| 1 |\n"
    assert [report.split(";")[0] for report in reported(table)] == [
        "1:1 error 4 of 6 rows have 3 cells under a header of 2",
        "8:1 warning 1 cell under a header of 2",
    ]


@pytest.mark.parametrize(
    ("row", "mended_row"), [("| 1 |", "| 1 | |"), ("| 1 | 2 ||", "| 1 | 2 |"), ("| 1 | 2 | | |", "| 1 | 2 |")]
)
def test_a_uniform_mismatch_without_lost_text_is_one_fix(row: str, mended_row: str) -> None:
    head = "| A | B |\n|---|---|\n"
    (report,) = reported(head + f"{row}\n" * 4)
    assert report.startswith("1:1 warning all 4 rows have")
    assert report.endswith("[fix]")
    assert fixed(head + f"{row}\n" * 4) == head + f"{mended_row}\n" * 4


def test_full_width_pipes_in_a_row() -> None:
    row = "| 2023 ｜ 第四 | x |"
    assert reported(TABLE + row) == [
        (
            "6:1 warning 2 cells under a header of 3; GitHub takes the full-width ｜ as text: "
            "write | instead [unsafe fix]"
        )
    ]
    assert last_line(fixed(TABLE + row, unsafe=True)) == "| 2023 | 第四 | x |"


def test_a_suppression_in_the_last_cell_is_no_cell() -> None:
    row = "| 2023 | Fourth | x | y | <!-- mdpaperlint-disable-line ragged-row -->"
    assert reported(TABLE + row) == []


def test_a_table_without_outer_pipes() -> None:
    text = "Year | Title\n--- | ---\n2020 | A\n2021\n2022 | C | D\n"
    assert reported(text) == [
        (
            "4:1 warning 1 cell under a header of 2; the last column is blank on GitHub: "
            "add the missing cell [fix]"
        ),
        (
            "5:12 error 3 cells under a header of 2; GitHub does not show “D”: "
            "join cells, drop a pipe, or add a column to the header"
        ),
    ]
    assert fixed(text) == "Year | Title\n--- | ---\n2020 | A\n2021 | |\n2022 | C | D\n"


CELLS = st.lists(
    st.sampled_from(
        ["", " ", " a ", "b", " [c](https://d.e) ", r" f\|g ", " $h ", "`i", "j` ", " 2024 ", " 中 "]
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    lines = ["| A | B | C |", "|---|---|---|"]
    for cells in draw(st.lists(CELLS, max_size=8)):
        left, right = draw(
            st.sampled_from([("|", "|"), ("|", ""), ("", "|"), ("", ""), ("|", "| <!-- n -->")])
        )
        lines.append(left + "|".join(cells) + right)
    prefix = draw(st.sampled_from(["", "> ", "  "]))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    return line_end.join(prefix + line for line in lines)


def shown(text: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(text)
    return html.replace("\r\n", "\n")


@given(tables())
def test_safe_fixes_do_not_change_what_github_shows(text: str) -> None:
    result = fixed(text)
    assert shown(result) == shown(text)
    assert not any("[fix]" in report for report in reported(result))


@given(tables())
def test_no_fix_loses_a_character_of_text(text: str) -> None:
    marks = " \t\r\n|\\>"
    result = fixed(text, unsafe=True)
    assert Counter(c for c in result if c not in marks) == Counter(c for c in text if c not in marks)


def test_many_odd_rows_take_linear_time() -> None:
    head = "| A | B |\n|---|---|\n"
    rows = 20_000
    assert len(reported(head + "| 1 | 2 | 3 |\n| 1 |\n| 1 | 2 |\n" * (rows // 3))) > rows // 3
    parse(head + "|" * rows).tables[0].rows[0]
    reported(head + "| $a|b " * rows)


@pytest.mark.corpus
def test_real_lists_look_the_same_after_safe_fixes() -> None:
    for path in real_lists():
        text = path.read_bytes().decode()
        result = fixed(text)
        if result != text:
            assert shown(result) == shown(text), path.name


def test_a_blank_cell_before_the_first_pipe_is_dropped() -> None:
    # In a quote, a vertical tab before the first pipe is a cell.
    text = ">e|||P\n>|- | --- | --- | ---\n>\v|\u05d9|\a|5|)\n>_|||.\n>) | | | |\n>\u8ff0|||]\n"
    assert fixed(text, unsafe=True) == text.replace("\v|", "")
