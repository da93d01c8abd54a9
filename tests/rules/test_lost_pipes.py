from __future__ import annotations

from functools import partial

import pytest
from table_rules import mended, reports

from mdpaperlint.rules.ragged_row import RaggedRow

reported = partial(reports, RaggedRow())
fixed = partial(mended, RaggedRow())

TABLE = """\
| Date | Title | Venue | Code |
| ---- | ----- | ----- | ---- |
| 2020.01 | [First Light](https://arxiv.org/abs/2001.00001) | ACL | [code](https://example.org/1) |
| 2020.03 | [Second Sight](https://arxiv.org/abs/2003.00002) | EMNLP | [code](https://example.org/2) |
| 2021.05 | [Third Time](https://arxiv.org/abs/2105.00003) | ACL | [code](https://example.org/3) |
| 2021.07 | [Fourth Wall](https://arxiv.org/abs/2107.00004) | EMNLP | [code](https://example.org/4) |
"""
RIGHT = "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [code](https://example.org/5) |"


@pytest.mark.parametrize(
    ("row", "before"),
    [
        ("| 2022.02 [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [code](https://a.org) |", "[Fifth](…)"),
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) ACL | [code](https://a.org) |", "ACL"),
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005)  ACL | [code](https://a.org) |", "ACL"),
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL [code](https://a.org) |", "[code](…)"),
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL[code](https://a.org) |", "[code](…)"),
        ("2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) ACL | [code](https://a.org)", "ACL"),
    ],
)
def test_a_pipe_is_missing_in_a_short_row(row: str, before: str) -> None:
    (report,) = reported(TABLE + row)
    assert f"error 3 cells under a header of 4; a pipe is missing before “{before}”: add it" in report
    assert fixed(TABLE + row) == TABLE + row
    assert reported(fixed(TABLE + row, unsafe=True)) == []


@pytest.mark.parametrize(
    ("row", "before"),
    [
        # A blank cell too many behind the lost pipe, at the end, within, or before it.
        ("| 2022.02 [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [c](https://a.org) | |", "[Fifth](…)"),
        (
            "| 2022.02 [Fifth](https://arxiv.org/abs/2202.00005) | ACL || [code](https://a.org) |",
            "[Fifth](…)",
        ),
        ("| 2022.02 [Fifth](https://arxiv.org/abs/2202.00005) || ACL | [c](https://a.org) |", "[Fifth](…)"),
        ("| | 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) ACL | [c](https://a.org) |", "ACL"),
    ],
)
def test_a_pipe_is_missing_in_a_row_of_the_right_width(row: str, before: str) -> None:
    (report,) = reported(TABLE + row)
    assert f"error a pipe is missing before “{before}”: add it [unsafe fix]" in report
    assert fixed(TABLE + row) == TABLE + row


@pytest.mark.parametrize(
    "row",
    [
        RIGHT,
        "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL | |",
        "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | | [code](https://a.org) |",
        "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) (oral) | ACL | [code](https://a.org) |",
        "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) (oral) | | [code](https://a.org) |",
        "| | [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [code](https://a.org) |",
        "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [code](https://a) [data](https://b) |",
        "| - | [Fifth](https://arxiv.org/abs/2202.00005) | - | - |",
    ],
)
def test_rows_without_a_lost_pipe(row: str) -> None:
    assert reported(TABLE + row) == []


@pytest.mark.parametrize(
    ("row", "padded"),
    [
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL |", True),
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) |", True),
        # No venue that the column has, and words where titles are links.
        ("| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | to appear |", False),
        ("| 2022.02 | Fifth | ACL |", False),
    ],
)
def test_a_row_is_padded_only_where_each_cell_suits_its_column(row: str, padded: bool) -> None:
    (report,) = reported(TABLE + row)
    assert "warning" in report
    assert ("or the pipe if one is lost" in report) is not padded
    assert (fixed(TABLE + row) != TABLE + row) is padded


def test_a_cell_that_cannot_belong_to_its_column() -> None:
    row = "| [Fifth](https://arxiv.org/abs/2202.00005) | ACL | [code](https://example.org/5) |"
    assert reported(TABLE + row) == [
        (
            "7:3 error 3 cells under a header of 4; “[Fifth](…)” stands in the column “Date”: "
            "add the pipe that is missing before it"
        )
    ]


def test_columns_are_told_by_tables_of_the_same_header() -> None:
    small = TABLE.splitlines()[0:2]
    row = "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) ACL | [code](https://example.org/5) |"
    text = TABLE + "\n" + "\n".join([*small, row])
    (report,) = reported(text)
    assert report.startswith("10:55 error 3 cells under a header of 4; a pipe is missing before “ACL”")


def test_most_rows_of_a_list_leave_out_their_last_cells() -> None:
    table = "| Date | Title | Code |\n| - | - | - |\n" + "".join(
        f"| 2020.0{number} | [Paper {number}](https://arxiv.org/abs/2001.0000{number}) |\n"
        for number in range(1, 6)
    )
    full = "".join(
        f"| 2020.0{number} | [Work {number}](https://arxiv.org/abs/2002.0000{number}) | [c](https://a.b) |\n"
        for number in range(7, 10)
    )
    text = f"{table}{full}\n{table}{full}"
    assert reported(text) == [
        (
            "1:1 warning 10 of the 16 rows in the tables of this list leave out their last cells, which are "
            "blank on GitHub: add them, or shorten the headers [fix]"
        )
    ]
    assert reported(fixed(text)) == []
    assert reported(text, allow_short=True) == []


def test_what_github_does_not_show_is_quoted_from_its_first_words_on() -> None:
    row = "| 2022.02 | [Fifth](https://arxiv.org/abs/2202.00005) | ACL | | | arXiv | [x](https://a.org) |"
    (report,) = reported(TABLE + row)
    assert "7 cells under a header of 4; GitHub does not show “arXiv | [x](…)”" in report


def test_a_blank_cell_before_and_a_pipe_lost_behind() -> None:
    rows = "".join(
        f"| 2025-0{n} | `Name{n}` | Some words of title {n} | [Paper](https://a.org/{n}) |\n"
        for n in range(1, 8)
    )
    header = "| Date | Name | Title | Paper |\n| --- | --- | --- | --- |\n"
    lost = "|  | 2025-08 | `Name8` A title of some words | [Paper](https://arxiv.org/abs/2508.00001) |\n"
    (report,) = reports(RaggedRow(), header + rows + lost)
    assert report.startswith(
        "10:6 error “2025-08” stands in the column “Name”: remove the blank cell before it"
    )
    assert report.endswith("and add the pipe that is missing behind it")
    undated = "|  | `Name8` | A title of some words | [Paper](https://arxiv.org/abs/2508.00001) |\n"
    assert reports(RaggedRow(), header + rows + undated) == []
