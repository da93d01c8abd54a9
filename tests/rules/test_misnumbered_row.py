"""misnumbered-row: numbers out of sequence in a column that counts the rows."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from table_rules import reports

from mdpaperlint.rules.misnumbered_row import MisnumberedRow

RULE = MisnumberedRow()
UP = tuple(range(1, 13))
DOWN = UP[::-1]


def table(numbers: Iterable[object], header: str = "#") -> str:
    """A table of papers; its first row is on line 3."""
    rows = (
        f"| {number} | [Moss of Wall {place} in Winter](https://arxiv.org/abs/2401.{place:05}) |\n"
        for place, number in enumerate(numbers, 1)
    )
    return f"| {header} | Title |\n| - | - |\n{''.join(rows)}"


@pytest.mark.parametrize("header", ["#", "**No.**", "no", "Index", "序号"])
@pytest.mark.parametrize("number", [3, 5, 40])
def test_one_wrong_number_is_one_report(header: str, number: int) -> None:
    text = table([*UP[:3], number, *UP[4:]], header)
    assert reports(RULE, text) == [
        f"6:3 warning this row has number {number}, and the one on line 5 has 3: write 4"
    ]


def test_ten_rows_are_enough() -> None:
    (report,) = reports(RULE, table([*UP[:4], 4, *UP[5:10]]))
    assert report == "7:3 warning this row has number 4, and the one on line 6 has 4: write 5"


def test_what_follows_a_number_left_out_is_shifted() -> None:
    (report,) = reports(RULE, table([*range(1, 9), *range(10, 14)]))
    assert (
        report == "11:3 warning this row has number 10, and the one on line 10 has 8: write 9; "
        "3 more rows also off by 1"
    )


def test_what_counts_down_is_counted_from_its_last_row() -> None:
    (report,) = reports(RULE, table([12, *DOWN]))
    assert report == "3:3 warning this row has number 12, and the one on line 4 has 12: write 13"


def test_the_first_number_is_wrong() -> None:
    assert reports(RULE, table([2, *UP[1:]])) == [
        "3:3 warning this row has number 2, and the one on line 4 has 2: write 1"
    ]
    assert reports(RULE, table([*DOWN[:-1], 2])) == [
        "14:3 warning this row has number 2, and the one on line 13 has 2: write 1"
    ]


def test_leading_zeros_and_marks_around_the_number() -> None:
    padded = [f"**[{number:03}]**" for number in (*range(9), 8, *range(10, 13))]
    (report,) = reports(RULE, table(padded))
    assert report == "12:3 warning this row has number 008, and the one on line 11 has 008: write 009"


def test_groups_count_anew() -> None:
    assert not reports(RULE, table([*UP, *UP, 1]))
    assert not reports(RULE, table([*DOWN, *DOWN]))
    assert not reports(RULE, table([*range(12), *range(12)]))
    (report,) = reports(RULE, table([*UP, *UP[:6], 6, *UP[7:]]))
    assert report.startswith("21:3 ")


def test_a_row_without_a_number_may_be_counted() -> None:
    assert not reports(RULE, table([*UP[:5], "", *UP[6:]]))
    assert not reports(RULE, table([*UP[:5], "new", *UP[5:]]))
    assert reports(RULE, table([*UP[:5], "", *UP[5:9], 9, *UP[10:]])) == [
        "13:3 warning this row has number 9, and the one on line 12 has 9: write 10"
    ]


def test_a_table_may_go_on_from_another() -> None:
    assert not reports(RULE, table(range(57, 70)))


@pytest.mark.parametrize(
    "text",
    [
        table([*UP[:3], 3, *UP[4:9]]),
        table([1, 2, 2, 4, 5, 6, 6, 8, 9, 10, 11, 12]),
        table([1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 1]),
        table([*range(2010, 2021), 2020, 2021], "Year"),
        table([*UP[:3], 3, *UP[4:]], "ID"),
        table([*UP[:3], "", "", 3, *UP[4:]]),
        table([*UP[:3], 3, *UP[4:]]).replace("Title", "Data Set").replace("arxiv.org/abs", "a.example"),
    ],
    ids=["nine rows", "two in twelve", "amounts", "years", "IDs", "numbers missing", "no papers"],
)
def test_what_is_not_read_as_a_count(text: str) -> None:
    assert not reports(RULE, text)
