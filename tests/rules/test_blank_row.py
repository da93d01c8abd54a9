from __future__ import annotations

from functools import partial

import pytest
from table_rules import mended, reports

from mdpaperlint.rules.blank_row import BlankRow

reported = partial(reports, BlankRow())
fixed = partial(mended, BlankRow())

HEAD = "| Year | Title |\n| --- | --- |\n"


@pytest.mark.parametrize("blank", ["| | |", "|||", "| |", "| | | |", "||", "|\t|  |"])
@pytest.mark.parametrize("prefix", ["", "> ", "  "])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_blank_row_is_removed_whole(blank: str, prefix: str, line_end: str) -> None:
    def lines(*rows: str) -> str:
        return "".join(f"{prefix}{line}{line_end}" for line in (*HEAD.splitlines(), *rows))

    for rows in (("| 2020 | A |", blank, "| 2021 | B |"), (blank, "| 2020 | A |"), ("| 2020 | A |", blank)):
        text = lines(*rows)
        line = rows.index(blank) + 3
        assert reported(text) == [
            f"{line}:{len(prefix) + 1} warning this row is blank: fill it in or remove it [fix]"
        ]
        assert fixed(text) == lines(*(row for row in rows if row != blank))


def test_the_last_row_of_a_file_without_a_final_line_end() -> None:
    assert fixed(f"{HEAD}| 2020 | A |\n| | |") == f"{HEAD}| 2020 | A |"


@pytest.mark.parametrize(
    "rows",
    [
        "| | |\n| | |\n",
        "| 2020 | |\n| | A |\n",
        "| 2020 | A |\n| &nbsp; | |\n",
        "| 2020 | A |\n| <!-- to do --> | |\n",
        "| 2020 | A |\n| - | - |\n",
        "| 2020 | A |\n| | |\n| 2021 | B |\n| | |\n| 2022 | C |\n| | |\n| 2023 | D |\n",
    ],
)
def test_rows_that_stay(rows: str) -> None:
    assert reported(HEAD + rows) == []
    assert fixed(HEAD + rows) == HEAD + rows


def test_blank_rows_that_part_nothing_are_all_reported() -> None:
    assert len(reported(f"{HEAD}| 2020 | A |\n| | |\n| | |\n| 2021 | B |\n| | |\n")) == 3
