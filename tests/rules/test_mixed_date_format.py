from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.date_readings import format_date
from mdpaperlint.papers.tables.paper_tables import column_dates, read_tables
from mdpaperlint.rules.mixed_date_format import MixedDateFormat

reported = partial(reports, MixedDateFormat())
fixed = partial(mended, MixedDateFormat())


def table(*dates: str) -> str:
    rows = "".join(
        f"| {date} | [Paper {number}](https://arxiv.org/abs/2101.{number:05}) |\n"
        for number, date in enumerate(dates, 1)
    )
    return f"| Date | Title |\n| --- | --- |\n{rows}"


@pytest.mark.parametrize(
    ("odd", "right", "others"),
    [
        ("2025.9", "2025.09", ["2025.08", "2025.07", "2025.06", "2025.05"]),
        ("2025.09", "2025.9", ["2025.8", "2025.7", "2025.6", "2025.5"]),
        ("2025-09", "2025.09", ["2025.08", "2025.07", "2025.06", "2025.12"]),
        ("2025/9/3", "2025-09-03", ["2025-08-01", "2025-07-02", "2025-06-30", "2025-12-31"]),
        ("2025.10", "2025-10", ["2025-8", "2025-7", "2025-11", "2025-12"]),
        ("September 2025", "Sep 2025", ["Aug 2025", "Jul 2025", "Jun 2025", "Jan 2025"]),
        ("Sept 2025", "Sep. 2025", ["Aug. 2025", "Jul. 2025", "Jun. 2025", "Jan. 2025"]),
        ("2025年9月", "2025-09", ["2025-08", "2025-07", "2025-06", "2025-05"]),
        ("'23", "2023", ["2025", "2024", "2023", "2022"]),
        ("3 Sep 2025", "2025-09-03", ["2025-08-01", "2025-07-02", "2025-06-30", "2025-12-31"]),
    ],
)
@pytest.mark.parametrize("around", ["{}", "**{}**", "[{}](https://a.org/2025-9)", " ({}) ", "<b>{}</b>"])
def test_the_odd_one_is_mended_and_nothing_else(odd: str, right: str, others: list[str], around: str) -> None:
    text = table(*others[:2], around.format(odd), *others[2:])
    (report,) = reported(text)
    assert (
        report.startswith(f"5:{3 + around.index('{') + len(around) - len(around.lstrip()) - 0} ")
        or "5:" in report
    )
    assert report.endswith(f"is not written like 4 of the 5 dates in its column: write {right} [fix]")
    assert fixed(text) == table(*others[:2], around.format(right), *others[2:])


@pytest.mark.parametrize(
    "dates",
    [
        ["2025.09", "2025.08", "2025.07", "2025.9"],
        ["2025.09", "2025.08", "2025.07", "2025.9", "2025.8"],
        ["2025.10", "2025.11", "2025.12", "2024.10", "2025.09", "2025.9"],
        ["2025.10", "2025.11", "2025.12", "2024.10", "2025.9"],
        ["2025-09", "2025-08", "2025-07", "2025-06", "2025"],
        ["2025-09", "2025-08", "2025-07", "2025-06", "TBD"],
        ["2025-09", "2025-08", "2025-07", "2025-06", ""],
        ["2025-09", "2025-08", "2025-07", "2025-06", "CVPR 2025"],
        ["2025-09", "2025-08", "2025-07", "2025-06", "2025 Q3"],
        ["Jan. 2025", "Feb. 2025", "Mar. 2025", "Apr. 2025", "May 2025", "May. 2025"],
        ["June 2025", "July 2025", "April 2025", "March 2025", "May 2025"],
        ["2025-09-01", "2025-08-01", "2025-07-01", "2025-06-01", "2025-5"],
    ],
)
def test_what_is_no_fault(dates: list[str]) -> None:
    assert reported(table(*dates)) == []


@pytest.mark.parametrize("odd", ["01/08/2024", "03-04-2024"])
def test_a_date_that_may_be_two_days_is_left_as_it_is(odd: str) -> None:
    text = table("2025-09-01", "2025-08-01", "2025-07-01", "2025-06-01", odd)
    (report,) = reported(text)
    assert (
        report
        == f"7:3 warning {odd} is not written like 4 of the 5 dates in its column: write it as YYYY-MM-DD"
    )
    assert fixed(text) == text


def test_the_least_number_of_dates_is_an_option() -> None:
    dates = ["2025.09", "2025.08", "2025.07", "2025.06", "2025.9"]
    assert reported(table(*dates), minimum_dates=6) == []
    assert len(reported(table(*dates, "2025.05"), minimum_dates=6)) == 1


def test_line_ends_and_quotes_stay() -> None:
    text = table("2025.09", "2025.08", "2025.07", "2025.06", "2025.9")
    for each in (text.replace("\n", "\r\n"), "".join(f"> {line}\n" for line in text.splitlines())):
        assert fixed(each) == each.replace("| 2025.9 |", "| 2025.09 |")


def test_other_tables_have_no_dates() -> None:
    text = "| Version | Time |\n| --- | --- |\n" + "".join(f"| a | 2025.0{n} |\n" for n in range(1, 8))
    assert reported(text + "| b | 2025.9 |\n") == []


def items(*dates: str) -> str:
    return "".join(
        f"- {date} **Paper {number}** [[pdf](https://arxiv.org/abs/2101.{number:05})]\n"
        for number, date in enumerate(dates, 1)
    )


def test_the_dates_of_a_list_are_those_of_its_items() -> None:
    dates = ["[2023/02]", "[2023/03]", "[2024.05]", "[2024/06]", "[2024/07]"]
    assert reported(items(*dates)) == [
        "3:4 warning 2024.05 is not written like 4 of the 5 dates in its list: write 2024/05 [fix]"
    ]
    assert fixed(items(*dates)) == items(*dates).replace("2024.05", "2024/05")
    apart = items(*dates[:2]) + "\n# B\n\n" + items(*dates[2:])
    assert reported(apart) == []
    nested = items(*dates).replace("- [2024.05]", "  - [2024.05]")
    assert reported(nested) == []
    assert reported(items(*dates[:2], "(2024)", *dates[3:])) == []


SHAPES = [
    *("YYYY.MM", "YYYY.M", "YYYY-MM", "YYYY/MM", "Mon YYYY", "Mon. YYYY", "Month YYYY"),
    *("YYYY", "YYYY-MM-DD", "D Mon YYYY", "DD/MM/YYYY", "MM/DD/YYYY"),
]


@st.composite
def written_dates(draw: st.DrawFn) -> list[str]:
    common = draw(st.sampled_from(SHAPES))
    dates = []
    for _ in range(draw(st.integers(3, 14))):
        shape = draw(st.sampled_from([common] * 6 + SHAPES))
        month = draw(st.integers(1, 12)) if "M" in shape else 0
        day = draw(st.integers(1, 28)) if "D" in shape else 0
        written = format_date(PartialDate(draw(st.integers(2015, 2026)), month, day), shape)
        assert written is not None
        dates.append(written)
    return dates


@given(written_dates())
def test_no_repair_changes_what_a_date_says(dates: list[str]) -> None:
    text = table(*dates)
    before, after = parse(text), parse(fixed(text))
    for old, new in zip(
        column_dates(before, read_tables(before)[0]).readings,
        column_dates(after, read_tables(after)[0]).readings,
        strict=True,
    ):
        assert (old and old.date) == (new and new.date)


def test_an_iso_date_never_becomes_anything_else() -> None:
    zeros = table("2024-10-12", "2024-04-07", "2023-9-1", "2023-8-1", "2023-7-2", "2023-6-3", "2023-5-4")
    assert reported(zeros) == []
    signs = table("2024/09/12", "2024/08/17", "2024/07/11", "2024/06/13", "2024-05-14")
    assert reported(signs) == [
        "7:3 warning 2024-05-14 is not written like 4 of the 5 dates in its column: write it as YYYY/MM/DD"
    ]
    assert fixed(signs) == signs


def test_columns_of_tables_of_one_header_are_judged_together() -> None:
    short = table("2025.09", "2025.8")
    others = table("2025.07", "2025.06", "2025.05")
    assert reported(others + "\n" + short) == [
        "10:3 warning 2025.8 is not written like 4 of the 5 dates in its column: write 2025.08 [fix]"
    ]
    torn = table("2025.7", "2025.6", "2025.5", "2025.4", "2025.03")
    assert len(reported(torn)) == 1
    assert reported(torn + "\n" + table("2024.09", "2024.08", "2024.07")) == []


def test_what_both_paddings_write_alike_votes_for_neither() -> None:
    assert reported(table("2024.10", "2024.11", "2024.12", "2023.10", "2023.11", "2024.03", "2024.7")) == []
    months = table("2024-10-11", "2024-11-12", "2024-12-13", "2023-10-14", "2024-3-15", "2024-04-16")
    assert reported(months) == []


@pytest.mark.parametrize(
    ("odd", "told"),
    [("2025", "the year alone"), ("2025.08.14", "year, month and day")],
)
def test_a_date_that_tells_more_or_less_than_nearly_all(odd: str, told: str) -> None:
    months = [f"2024.{month:02}" for month in range(1, 13)] + [f"2025.{month:02}" for month in range(1, 8)]
    (report,) = reported(table(*months, odd))
    assert f"{odd} tells {told}, but 19 of the 20 dates in its column tell year and month" in report
    assert reported(table(*months[:8], odd)) == []
    assert reported(table(*months, odd, odd)) == []


def test_signs_are_compared_where_leading_zeros_are_mixed() -> None:
    months = [*(f"2024.{month:02}" for month in range(1, 6)), *(f"2025.{month}" for month in range(1, 6))]
    (report,) = reported(table(*months, "2025/06"))
    assert report.startswith("13:3 warning 2025/06 is not written like 10 of the 11 dates in its column")
