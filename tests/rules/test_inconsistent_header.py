from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.rules.inconsistent_header import InconsistentHeader, slips_at_most

reported = partial(reports, InconsistentHeader())
fixed = partial(mended, InconsistentHeader(), unsafe=True)

PAPER = "[A Paper](https://arxiv.org/abs/2101.00001)"


def document(*headers: str) -> str:
    parts = []
    for number, header in enumerate(headers):
        width = header.count("|") + 1
        row = " | ".join(["2021-01", PAPER, *["x"] * (width - 2)])
        parts.append(f"## Part {number}\n\n| {header} |\n|{' - |' * width}\n| {row} |\n")
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("common", "odd"),
    [
        ("Date | Title | Code", "date | Title | Code"),
        ("Date | Title | Code", "Dates | Title | Code"),
        ("Date | Title | Web Site", "Date | Title | Website"),
        ("Date | Title | Code & Data", "Date | Title | Code/Data"),
        ("Date | Title | Publication", "Date | Title | Publicatoin"),
        ("Date | Title | Organization", "Date | Title | Orgnization"),
        ("日期 | Title | 代码", "日期 | title | 代码"),
        ("Date | Title | **Code**", "Date | Title | **code**"),
        ("Date | Title | _Code_", "Date | Title | _code_"),
        ("Date | Title | arxiv_id", "Date | Title | arXiv_ID"),
        ("Date | Title | __arxiv_id__", "Date | Title | __arxiv-id__"),
    ],
)
def test_a_name_in_another_spelling(common: str, odd: str) -> None:
    text = document(common, common, odd, common, common)
    (report,) = reported(text)
    assert report.startswith("15:")
    assert report.endswith("[unsafe fix]")
    assert fixed(text) == document(common, common, common, common, common)


def test_names_are_shown_as_written() -> None:
    common, odd = "Date | Title | arxiv_id", "Date | Title | _arXiv\\_ID_"
    assert reported(document(common, common, odd, common, common)) == [
        "15:18 warning the column “arXiv_ID” is called “arxiv_id” in 4 tables like this: write arxiv_id"
    ]


def test_columns_in_another_order_and_one_that_is_missing() -> None:
    common, order, missing = (
        "Date | Title | Venue | Code",
        "Date | Title | Code | Venue",
        "Date | Title | Code",
    )
    text = document(common, common, common, common, order, missing)
    assert reported(text) == [
        "27:1 warning 4 other tables have these columns in another order: write Date | Title | Venue | Code"
    ]
    assert reported(text, missing_columns=True)[1:] == [
        "33:1 warning the column “Venue” of 4 other tables is missing: write Date | Title | Venue | Code"
    ]
    assert fixed(text, missing_columns=True) == text


@pytest.mark.parametrize(
    "odd",
    [
        "Date | Title | Data",
        "Date | Title | Codes | Venue",
        "Date | Title | Model",
        "**Date** | *Title* | Code",
        "Date | Title",
        "Date | Title | Mode",
        "Date | Title | Code 2",
        "Date | Title | ",
    ],
)
def test_other_columns_make_another_table(odd: str) -> None:
    assert reported(document(*["Date | Title | Code"] * 6, odd)) == []


@pytest.mark.parametrize(
    ("word", "odd", "found"),
    [
        ("Date", "Dte", True),
        ("Paper", "Papr", True),
        ("Code", "Cdoe", True),
        ("Links", "Lniks", True),
        ("Date", "Data", False),
        ("Code", "Core", False),
        ("Link", "Line", False),
        ("Time", "Type", False),
        ("Size", "Sze", False),
        ("日付", "日", False),
    ],
)
def test_short_words_mistyped(word: str, odd: str, found: bool) -> None:
    common, other = f"Title | {word} | Reads", f"Title | {odd} | Reads"
    assert len(reported(document(common, common, common, common, other))) == found


def test_a_majority_is_needed() -> None:
    one, other = "Date | Title | Code", "Date | Title | code"
    assert reported(document(one, one, one, other)) == []
    assert len(reported(document(one, one, one, one, other))) == 1
    assert reported(document(*[one] * 7, other, other)) == []
    assert reported(document(*[one] * 4, other, "Date | title | Code")) == []


def test_numbered_columns_differ() -> None:
    assert reported(document(*["Date | Title | Score 1"] * 5, "Date | Title | Score 2")) == []


def test_line_ends_and_alignment_stay() -> None:
    text = document(*["Date | Title | Code"] * 4, "Date |  Title  | CODE").replace("\n", "\r\n")
    assert fixed(text) == text.replace("CODE", "Code")


@given(st.text("abc", min_size=1, max_size=7), st.text("abc", min_size=1, max_size=7))
def test_slips_of_the_finger_are_counted(one: str, two: str) -> None:
    neighbours = {two}
    for place in range(len(two) + 1):
        neighbours.add(two[:place] + two[place + 1 :])
        neighbours.add(two[:place] + two[place : place + 2][::-1] + two[place + 2 :])
        for letter in "abc":
            neighbours |= {two[:place] + letter + two[place:], two[:place] + letter + two[place + 1 :]}
    assert slips_at_most(one, two, 1) == (one in neighbours)
    assert slips_at_most(one, two, 1) == slips_at_most(two, one, 1)
