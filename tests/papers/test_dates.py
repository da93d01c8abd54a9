"""Dates as lists write them, alone and decided by their column."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpu_time import within
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.dates.column_dates import read_column, read_date
from mdpaperlint.papers.dates.date_interpretation import is_undated
from mdpaperlint.papers.dates.date_readings import format_date

CERTAIN = [
    ("2024-05-01", (2024, 5, 1), ("YYYY-MM-DD",)),
    ("2024/5/1", (2024, 5, 1), ("YYYY/M/D",)),
    ("2024.05.01", (2024, 5, 1), ("YYYY.MM.DD",)),
    ("2024-5-01", (2024, 5, 1), ("YYYY-M-DD",)),
    ("2024-12-01", (2024, 12, 1), ("YYYY-MM-DD", "YYYY-M-DD")),
    ("2024-12-31", (2024, 12, 31), ("YYYY-MM-DD", "YYYY-MM-D", "YYYY-M-DD", "YYYY-M-D")),
    ("2024-05", (2024, 5, 0), ("YYYY-MM",)),
    ("2024.05", (2024, 5, 0), ("YYYY.MM",)),
    ("2024.5", (2024, 5, 0), ("YYYY.M",)),
    ("2024.10", (2024, 10, 0), ("YYYY.MM", "YYYY.M")),
    ("2024-1", (2024, 1, 0), ("YYYY-M",)),
    ("05/2024", (2024, 5, 0), ("MM/YYYY",)),
    ("5/2024", (2024, 5, 0), ("M/YYYY",)),
    ("12.2024", (2024, 12, 0), ("MM.YYYY", "M.YYYY")),
    ("2024", (2024, 0, 0), ("YYYY",)),
    ("1900", (1900, 0, 0), ("YYYY",)),
    ("2100", (2100, 0, 0), ("YYYY",)),
    ("20240501", (2024, 5, 1), ("YYYYMMDD",)),
    ("202405", (2024, 5, 0), ("YYYYMM",)),
    ("2024. 5. 1.", (2024, 5, 1), ("YYYY. M. D",)),
    ("2024. 05", (2024, 5, 0), ("YYYY. MM",)),
    ("'24", (2024, 0, 0), ("'YY",)),
    ("'39", (2039, 0, 0), ("'YY",)),
    ("'90", (1990, 0, 0), ("'YY",)),
    ("’24", (2024, 0, 0), ("'YY",)),
    ("May 2024", (2024, 5, 0), ("Month YYYY", "Mon YYYY", "Mon. YYYY")),
    ("June 2024", (2024, 6, 0), ("Month YYYY",)),
    ("Jun 2024", (2024, 6, 0), ("Mon YYYY",)),
    ("Jun. 2024", (2024, 6, 0), ("Mon. YYYY",)),
    ("JUNE 2024", (2024, 6, 0), ("MONTH YYYY",)),
    ("june 2024", (2024, 6, 0), ("month YYYY",)),
    ("JUN 2024", (2024, 6, 0), ("MON YYYY",)),
    ("jun. 2024", (2024, 6, 0), ("mon. YYYY",)),
    ("Sept. 2023", (2023, 9, 0), ("Mon. YYYY",)),
    ("June, 2024", (2024, 6, 0), ("Month, YYYY",)),
    ("Dec., 2012", (2012, 12, 0), ("Mon., YYYY",)),
    ("Jun-2024", (2024, 6, 0), ("Mon-YYYY",)),
    ("1 June 2024", (2024, 6, 1), ("D Month YYYY",)),
    ("01 Jun 2024", (2024, 6, 1), ("DD Mon YYYY",)),
    ("1st June, 2024", (2024, 6, 1), ("Do Month, YYYY",)),
    ("June 1, 2024", (2024, 6, 1), ("Month D, YYYY",)),
    ("June 22nd, 2024", (2024, 6, 22), ("Month Do, YYYY",)),
    ("June 1 2024", (2024, 6, 1), ("Month D YYYY",)),
    ("2024 June", (2024, 6, 0), ("YYYY Month",)),
    ("2024-Jun-01", (2024, 6, 1), ("YYYY-Mon-DD",)),
    ("Jun '24", (2024, 6, 0), ("Mon 'YY",)),
    ("Jun-24", (2024, 6, 0), ("Mon-YY",)),
    ("2024年5月", (2024, 5, 0), ("YYYY年M月",)),
    ("2024年05月01日", (2024, 5, 1), ("YYYY年MM月DD日",)),
    ("2024 年 5 月", (2024, 5, 0), ("YYYY 年 M 月",)),
    ("24年5月", (2024, 5, 0), ("YY年M月",)),
    ("2024年", (2024, 0, 0), ("YYYY年",)),
    ("2024년 5월", (2024, 5, 0), ("YYYY년 M월",)),
    ("2024년 5월 1일", (2024, 5, 1), ("YYYY년 M월 D일",)),
    ("２０２４．０５", (2024, 5, 0), ("YYYY.MM",)),
    ("24.05", (2024, 5, 0), ("YY.MM",)),
    ("24/05", (2024, 5, 0), ("YY/MM",)),
    ("8/13/24", (2024, 8, 13), ("M/DD/YY", "M/D/YY")),
    ("13.8.2024", (2024, 8, 13), ("DD.M.YYYY", "D.M.YYYY")),
    ("05/05/2024", (2024, 5, 5), ("DD/MM/YYYY", "MM/DD/YYYY")),
    ("2024-02-29", (2024, 2, 29), ("YYYY-MM-DD", "YYYY-MM-D")),
    ("2000-02-29", (2000, 2, 29), ("YYYY-MM-DD", "YYYY-MM-D")),
    ("2024 Q1", (2024, 0, 0), ()),
    ("Q4'2024", (2024, 0, 0), ()),
    ("Spring 2024", (2024, 0, 0), ()),
    ("2024 H2", (2024, 0, 0), ()),
    ("1994-X", (1994, 0, 0), ()),
    ("2024-??", (2024, 0, 0), ()),
]


@pytest.mark.parametrize(("text", "date", "shapes"), CERTAIN)
def test_shapes(text: str, date: tuple[int, int, int], shapes: tuple[str, ...]) -> None:
    reading = read_date(text)
    assert reading is not None
    assert reading.date == PartialDate(*date)
    assert reading.shapes == shapes
    assert not reading.venue_year


WRAPPINGS = [
    "**{}**",
    "*{}*",
    "__{}__",
    "~~{}~~",
    "`{}`",
    "&nbsp;{}&nbsp;&nbsp;",
    "{}<br>",
    "<b>{}</b>",
    "<span style='display: inline-block; width: 42px;'>{}</span> ",
    "[{}]",
    "({})",
    "（{}）",
    "【{}】",
    "[{}](https://arxiv.org/abs/2401.12345)",
    "[**{}**](https://example.org/a_(b))",
    "{} 🔥",
    "{}.",
    "{} (v2, updated)",
    "{}(Runner-up)",
    "  {}  ",
    "\t{}\u3000",
]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize(
    "text", ["2024-05-01", "2024.5", "2024", "Jun, 2024", "2024年5月", "'24", "1 Jun 2024"]
)
def test_wrapped_dates_keep_their_place(wrapping: str, text: str) -> None:
    alone = read_date(text)
    cell = wrapping.format(text)
    reading = read_date(cell)
    assert alone is not None
    assert reading is not None
    assert (reading.date, reading.shapes) == (alone.date, alone.shapes)
    assert cell[reading.start : reading.end] == text


@pytest.mark.parametrize(
    ("cell", "date", "written"),
    [
        ("2024-05-01T12:00:00Z", (2024, 5, 1), "2024-05-01"),
        ("2024-05-01 12:30", (2024, 5, 1), "2024-05-01"),
        ("2024-05-01T12:30:15.25+08:00", (2024, 5, 1), "2024-05-01"),
        ("arXiv 2024-05", (2024, 5, 0), "2024-05"),
        ("2024-05, ICLR", (2024, 5, 0), "2024-05"),
        ("ICLR (June 2024)", (2024, 6, 0), "June 2024"),
        ("v2: 1 June 2024", (2024, 6, 1), "1 June 2024"),
        ("Version 2, 2024年5月1日", (2024, 5, 1), "2024年5月1日"),
        ("&nbsp;Jun&nbsp;&nbsp;2024", (2024, 6, 0), "Jun&nbsp;&nbsp;2024"),
    ],
)
def test_dates_among_other_words(cell: str, date: tuple[int, int, int], written: str) -> None:
    reading = read_date(cell)
    assert reading is not None
    assert reading.date == date
    assert cell[reading.start : reading.end] == written
    assert not reading.venue_year


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2024-13",
            "2024-00",
            "2024-05-32",
            "2024-05-00",
            "2024-02-30",
            "2023-02-29",
            "1900-02-29",
            "31 June 2024",
        ),
        *(
            "2024-25",
            "2023-2024",
            "2023 - 2024",
            "2024-",
            "1899",
            "2101",
            "0",
            "7",
            "24",
            "123",
            "12345",
        ),
        *(
            "20241301",
            "20240532",
            "202413",
            "2405",
            "99999999999999999999999999",
            "1.58",
            "13.5",
            "3-D",
            "V12",
        ),
        *(
            "00/2024",
            "13/2024",
            "2024-005",
            "2024-05-001",
            "2024-05-01-02",
            "2024/05-01",
            "24 May 24",
            "'50",
            "'5",
        ),
        *(
            "gpt-4o-2024-05-13",
            "OPT (6.7B)",
            "T5-base",
            "25, 24, 23",
            "26:14",
            "1:20:38",
            "1.2.3",
            "2024%",
            "2024+",
        ),
        *(
            "2024-05 to 2024-06",
            "2024-05-01 ~ 2024-06-01",
            "12/2023-01/2024",
            "Marvel",
            "May",
            "5月",
            "12-14",
            "24-May",
        ),
        *(
            "5月1日",
            "0月",
            "50年5月",
            "May 0, 2024",
            "May 32, 2024",
            "1 May",
            "May 1",
            "June-99x",
            "x",
            "[]()",
            "*",
        ),
        *(
            "Q5 2024",
            "2024 Q1x",
            "2101 Q1",
            "2024-05?",
            "http://a/2024",
            "Chapter 12",
            "Llama 13",
            "GPT-4 2023",
        ),
    ],
)
def test_no_dates(text: str) -> None:
    reading = read_date(text)
    assert reading is None


@pytest.mark.parametrize(
    ("month", "days"), list(enumerate([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], start=1))
)
def test_months_end(month: int, days: int) -> None:
    last = read_date(f"2024-{month:02}-{days}")
    assert last is not None
    assert last.date == (2024, month, days)
    assert read_date(f"2024-{month:02}-{days + 1}") is None


def test_month_names() -> None:
    names = "January February March April May June July August September October November December".split()
    for number, name in enumerate(names, 1):
        for written in (name, name[:3], name.lower(), name.upper(), name[:3] + "."):
            reading = read_date(f"{written} 2024")
            assert reading is not None
            assert reading.date == (2024, number, 0)
        assert format_date(PartialDate(2024, number), "Month YYYY") == f"{name} 2024"
        assert format_date(PartialDate(2024, number), "Mon YYYY") == f"{name[:3]} 2024"


def test_a_month_without_a_digit_may_be_wrapped() -> None:
    assert dates(["**September**", "*&nbsp;September&nbsp;*"], 2024) == [(2024, 9), (2024, 9)]
    assert dates(["[A title in May](https://example.org/2024-05)", "**September**" + " " * 12], 2024) == [
        None,
        None,
    ]


VENUES = [
    ("CVPR 2024", 2024, "2024"),
    ("CVPR,2018", 2018, "2018"),
    ("CVPR, 2025", 2025, "2025"),
    ("ICCV2021", 2021, "2021"),
    ("AAAI16", 2016, "16"),
    ("ICML99", 1999, "99"),
    ("OSDI'20", 2020, "20"),
    ("Preprint' 23", 2023, "23"),
    ("Preprint' 2023", 2023, "2023"),
    ("NeurIPS23 spotlight", 2023, "23"),
    ("EMNLP 2025 (Findings)", 2025, "2025"),
    ("3DV 2024", 2024, "2024"),
    ("ACL/IJCNLP 2021", 2021, "2021"),
    ("PMAI@IJCAI 2023", 2023, "2023"),
    ("ECML-PKDD 2024", 2024, "2024"),
    ("*WWW 2026*", 2026, "2026"),
    ("`ACL'23`, `LLM`, `QA`", 2023, "23"),
    ("2024 ICLR", 2024, "2024"),
    ("arXiv 2023", 2023, "2023"),
    ("arXiv 2012", 2012, "2012"),
    ("arXiv2021", 2021, "2021"),
    ("arXiv'2012", 2012, "2012"),
    ("[[arXiv 2025]](https://arxiv.org/abs/2506.05690)", 2025, "2025"),
    ("CVPR 1998", 1998, "1998"),
]


@pytest.mark.parametrize(("text", "year", "written"), VENUES)
def test_years_of_venues(text: str, year: int, written: str) -> None:
    reading = read_date(text)
    assert reading is not None
    assert reading.venue_year
    assert reading.date == PartialDate(year)
    assert reading.shapes == ()
    assert text[reading.start : reading.end] == written


@pytest.mark.parametrize(
    "text", ["ICCV45", "V12", "Top 10", "ImageNet-21k 2024 x 2023", "CVPR 1899", "CVPR 3024"]
)
def test_no_years_of_venues(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "—", "–", "?", "TBD", "tba", "N/A", "n/a", "NA", "*-*", "`TBD`"]
)
def test_undated(text: str) -> None:
    assert is_undated(text)
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["Ongoing", "arXiv", "2024", "a-b", "x" * 500, "-" * 401])
def test_not_undated(text: str) -> None:
    assert not is_undated(text)


def dates(cells: list[str], year: int | None = None) -> list[tuple[int, ...] | None]:
    return [
        None if reading is None else tuple(part for part in reading.date if part)
        for reading in read_column(cells, year).readings
    ]


def test_column_decides_day_and_month() -> None:
    assert dates(["05/06/2024", "13/06/2024"]) == [(2024, 6, 5), (2024, 6, 13)]
    assert dates(["05/06/2024", "06/13/2024"]) == [(2024, 5, 6), (2024, 6, 13)]
    assert read_column(["05/06/2024", "13/06/2024"]).orders == {"day-month-year": "DMY"}


def test_undecided_day_and_month_tell_the_year() -> None:
    column = read_column(["05/06/2024", "07/08/2023"])
    assert dates(["05/06/2024", "07/08/2023"]) == [(2024,), (2023,)]
    assert column.orders == {}
    assert column.dated == 2
    reading = column.readings[0]
    assert reading is not None
    assert reading.shapes == ("DD/MM/YYYY", "MM/DD/YYYY")


def test_contradicting_days_and_months_decide_nothing() -> None:
    assert dates(["13/06/2024", "06/13/2024", "05/06/2024"]) == [(2024, 6, 13), (2024, 6, 13), (2024,)]


def test_one_slip_among_many_does_not_undecide_a_column() -> None:
    right = [f"{day}/06/2024" for day in range(13, 22)]
    assert dates([*right, "06/13/2024", "05/06/2024"])[-2:] == [(2024, 6, 13), (2024, 6, 5)]
    assert dates([*right[:8], "06/13/2024", "05/06/2024"])[-1] == (2024,)


def test_other_columns_help_an_undecided_one() -> None:
    helped = read_column(["05/06/2024"], other_orders={"day-month-year": "DMY"})
    assert helped.readings[0] is not None
    assert helped.readings[0].date == PartialDate(2024, 6, 5)
    assert helped.orders == {"day-month-year": "DMY"}
    own = read_column(["05/06/2024", "06/13/2024"], other_orders={"day-month-year": "DMY"})
    assert own.orders == {"day-month-year": "MDY"}
    torn = read_column(["13/06/2024", "06/13/2024", "05/06/2024"], other_orders={"day-month-year": "DMY"})
    assert torn.orders == {}


def test_short_years_are_those_of_which_there_are_few() -> None:
    cells = ["19-06-11", "19-12-03", "20-01-14", "20-07-25", "20-10-09", "21-03-30", "21-05-17"]
    column = read_column(cells)
    assert column.orders == {"short-triple": "YMD"}
    assert dates(cells)[0] == (2019, 6, 11)
    backwards = ["-".join(reversed(cell.split("-"))) for cell in cells]
    assert read_column(backwards).orders == {"short-triple": "DMY"}
    assert dates(backwards)[:2] == [(2019, 6, 11), (2019, 12, 3)]


def test_few_short_dates_stay_undecided() -> None:
    assert dates(["19-06-11", "19-12-03", "20-01-14", "20-07-25"]) == [None] * 4
    assert dates(["17-01-17", "18-02-18", "19-03-19", "20-04-20", "21-05-21"])[0] == (2017, 1, 17)
    assert dates(["17-01-18", "18-02-19", "19-03-17", "20-04-21", "21-05-20"]) == [None] * 5


def test_short_dates_that_fit_one_order_only() -> None:
    assert dates(["8/13/24", "9/04/24", "12/19/22", "7/8/22"]) == [
        (2024, 8, 13),
        (2024, 9, 4),
        (2022, 12, 19),
        (2022, 7, 8),
    ]
    assert dates(["99/12/31", "99/01/02"]) == [(1999, 12, 31), (1999, 1, 2)]
    assert dates(["24/12/31", "24/01/02"]) == [None, None]


def test_pairs_without_a_year_above() -> None:
    assert dates(["23.07", "24.01", "12.12"]) == [(2023, 7), (2024, 1), (2012, 12)]
    assert dates(["12-12", "12-10"]) == [None, None]
    assert dates(["12-12", "12-31"]) == [None, None]
    assert dates(["20.10", "22.03", "13.99"]) == [(2020, 10), (2022, 3), None]
    assert dates(["45.10"]) == [None]
    assert dates(["23.07", "22.13"]) == [(2023, 7), None]


def test_pairs_under_a_year() -> None:
    assert dates(["12-14", "02-20"], 2023) == [(2023, 12, 14), (2023, 2, 20)]
    assert dates(["12-12", "12-10"], 2023) == [(2023, 12, 12), (2023, 12, 10)]
    assert dates(["12/5", "1/31"], 2023) == [(2023, 12, 5), (2023, 1, 31)]
    assert dates(["14.12", "31.01"], 2023) == [(2023, 12, 14), (2023, 1, 31)]
    assert dates(["23.07", "23.12"], 2023) == [(2023, 7), (2023, 12)]
    assert dates(["12.07", "12.10"], 2012) == [(2012, 12, 7), (2012, 12, 10)]
    assert dates(["23.07", "22.12"], 2023) == [(2023, 7), (2022, 12)]
    assert dates(["23.07", "12.12"], 2023) == [(2023, 7, 23), (2023, 12, 12)]
    assert dates(["02-29"], 2024) == [(2024, 2, 29)]
    assert dates(["02-29"], 2023) == [None]
    assert dates(["12-14", "31-01"], 2023) == [None, None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5月", (2023, 5)),
        ("5月1日", (2023, 5, 1)),
        ("May", (2023, 5)),
        ("Jun.", (2023, 6)),
        ("May 24", (2023, 5, 24)),
        ("24 May", (2023, 5, 24)),
        ("24-May", (2023, 5, 24)),
        ("May-24", (2023, 5, 24)),
        ("May 1st", (2023, 5, 1)),
        ("May 2022", (2022, 5)),
        ("2022", (2022,)),
    ],
)
def test_months_and_days_take_the_year_above(cell: str, expected: tuple[int, ...]) -> None:
    assert dates([cell], 2023) == [expected]


def test_month_and_two_digits_is_a_year_without_one_above() -> None:
    assert dates(["May-24", "May-07"]) == [(2024, 5), (2007, 5)]
    assert dates(["May-45"]) == [None]
    assert dates(["May-45"], 2023) == [None]
    assert dates(["May-00"]) == [(2000, 5)]


def test_four_digits_are_a_year_unless_the_column_says_year_and_month() -> None:
    assert dates(["2012", "2013"]) == [(2012,), (2013,)]
    assert dates(["2405", "2406", "2012"]) == [(2024, 5), (2024, 6), (2020, 12)]
    assert dates(["2405"]) == [None]
    assert dates(["2405", "2024"]) == [None, (2024,)]
    assert dates(["2405", "2406", "2024"]) == [None, None, (2024,)]
    assert dates(["2013", "2014", "2405"]) == [(2013,), (2014,), None]
    assert dates(["8192", "2048"]) == [None, (2048,)]
    assert read_column(["2405", "2406"]).readings[0] is not None
    assert read_column(["2405", "2406"]).orders == {"number": "YYMM"}
    reading = read_column(["2405", "2406"]).readings[0]
    assert reading is not None
    assert reading.shapes == ("YYMM",)


def test_arxiv_months() -> None:
    assert dates(["arXiv2012"]) == [(2020, 12)]
    assert dates(["arxiv2202", "arXiv1611", "arXiv2012"]) == [(2022, 2), (2016, 11), (2020, 12)]
    assert dates(["arXiv2021", "arXiv2022", "arXiv2012"]) == [(2021,), (2022,), (2012,)]
    assert dates(["arXiv2021", "arXiv2202", "arXiv2012"]) == [(2021,), (2022, 2), (2020, 12)]
    assert dates(["arXiv:2202", "arXiv 2202", "arXiv9999"]) == [(2022, 2), (2022, 2), None]
    column = read_column(["arXiv2012", "AAAI16", "2024-05"])
    assert [reading and reading.venue_year for reading in column.readings] == [False, True, False]


def test_shares() -> None:
    column = read_column(["2024", "CVPR 2023", "-", "", "a title", "TBD", "2022"])
    assert (column.dated, column.undated) == (2, 3)
    assert column.dated_share == 0.5
    empty = read_column(["", "-"])
    assert (empty.dated_share, empty.undated) == (0.0, 2)
    assert read_column([]).readings == ()


@pytest.mark.parametrize(
    ("date", "shape", "expected"),
    [
        ((2024, 5, 0), "YYYY-MM", "2024-05"),
        ((2024, 5, 0), "YYYY.M", "2024.5"),
        ((2024, 5, 1), "MM/DD/YY", "05/01/24"),
        ((2024, 5, 1), "D.M.YYYY", "1.5.2024"),
        ((1999, 5, 0), "YYMM", "9905"),
        ((2024, 6, 0), "Mon., YYYY", "Jun., 2024"),
        ((2024, 5, 0), "Mon., YYYY", "May, 2024"),
        ((2024, 6, 0), "MONTH YYYY", "JUNE 2024"),
        ((2024, 6, 0), "mon YYYY", "jun 2024"),
        ((2024, 6, 0), "MON. YYYY", "JUN. 2024"),
        ((2024, 6, 0), "month 'YY", "june '24"),
        ((2024, 6, 1), "Month Do, YYYY", "June 1st, 2024"),
        ((2024, 6, 2), "Month Do, YYYY", "June 2nd, 2024"),
        ((2024, 6, 3), "Month Do, YYYY", "June 3rd, 2024"),
        ((2024, 6, 4), "Month Do, YYYY", "June 4th, 2024"),
        ((2024, 6, 11), "Do Mon YYYY", "11th Jun 2024"),
        ((2024, 6, 12), "Do Mon YYYY", "12th Jun 2024"),
        ((2024, 6, 13), "Do Mon YYYY", "13th Jun 2024"),
        ((2024, 6, 21), "Do Mon YYYY", "21st Jun 2024"),
        ((2024, 5, 1), "YYYY年M月D日", "2024年5月1日"),
        ((2024, 0, 0), "YYYY", "2024"),
        ((2024, 5, 0), "YYYY", None),
        ((2024, 0, 0), "YYYY-MM", None),
        ((2024, 5, 1), "YYYY-MM", None),
        ((2024, 5, 0), "YYYY-MM-DD", None),
        ((2024, 5, 1), "MM-DD", None),
        ((1950, 5, 0), "YY.MM", None),
        ((2040, 5, 0), "YY.MM", None),
        ((2039, 5, 0), "YY.MM", "39.05"),
        ((1990, 5, 0), "YY.MM", "90.05"),
    ],
)
def test_format(date: tuple[int, int, int], shape: str, expected: str | None) -> None:
    assert format_date(PartialDate(*date), shape) == expected


SEPARATED = [f"YYYY{s}{m}{s}{d}" for s in "-/." for m in ("MM", "M") for d in ("DD", "D")]
NAMED = [
    "D Month YYYY",
    "Mon D, YYYY",
    "Month Do, YYYY",
    "YYYY Mon DD",
    "DD-Mon-YYYY",
    "MON. D YYYY",
    "YYYYMMDD",
]
CJK = ["YYYY年M月D日", "YYYY년 M월 D일", "YYYY. M. D"]


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.sampled_from(SEPARATED + NAMED + CJK)
)
def test_every_day_is_read_back(day: datetime.date, shape: str) -> None:
    date = PartialDate(day.year, day.month, day.day)
    text = format_date(date, shape)
    assert text is not None
    reading = read_date(text)
    assert reading is not None
    assert reading.date == date
    assert (reading.start, reading.end) == (0, len(text))
    assert shape in reading.shapes
    for written in reading.shapes:
        assert format_date(date, written) == text


@given(st.text(alphabet="0123456789-/.' ,年月日Mayunc*[]()<>|&;\u3000٣²①", max_size=40))
def test_any_text_is_harmless(text: str) -> None:
    for year in (None, 2024):
        reading = read_date(text, year)
        if reading is not None:
            assert 0 <= reading.start < reading.end <= len(text)
            assert 1900 <= reading.date.year <= 2100
            assert re.search(r"[0-9０-９]", text) or year


@given(
    st.lists(st.sampled_from(["2024", "12-14", "5/6/2024", "13/6/2024", "-", "x", "24.05", "2405", "2406"]))
)
def test_equal_cells_read_equal(cells: list[str]) -> None:
    column = read_column(cells, 2024)
    assert len(column.readings) == len(cells)
    seen: dict[str, object] = {}
    for cell, reading in zip(cells, column.readings, strict=True):
        assert seen.setdefault(cell, reading) == reading
    assert column.dated + column.undated <= len(cells)


@pytest.mark.parametrize(
    "text", ["2024" + " " * 376, "1" * 399, "(" * 399, "[2024](" * 57, "<" * 399, "May " * 99]
)
def test_long_cells_take_no_time(text: str) -> None:
    def read() -> None:
        for number in range(50):
            read_date(text[:-1] + chr(0x4E00 + number))

    assert within(1, read)


def test_text_beyond_the_bound_is_not_read() -> None:
    assert read_date("<i></i>" * 60 + "2024") is None
    assert read_date("<i></i>" * 50 + "2024") is not None
    assert read_date("2024 (" + "x" * 72 + ")") is not None
    assert read_date("2024 (" + "x" * 74 + ")") is None


def test_repeated_cells_are_cheap() -> None:
    cells = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 28)] * 31
    read_column(cells)
    assert within(0.05, lambda: read_column(cells), attempts=20)


def test_short_pairs_below_the_year_of_a_venue_are_years_and_months() -> None:
    column = read_column(["23.11", "23.12", "24.01", "24.04"], 2024)
    assert [reading and reading.date for reading in column.readings] == [
        PartialDate(2023, 11),
        PartialDate(2023, 12),
        PartialDate(2024, 1),
        PartialDate(2024, 4),
    ]


@given(st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33))
def test_the_usual_form_reads_alike_with_and_without_a_space_behind(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    assert read_date(text) == read_date(f"{text} ")


@given(
    st.one_of(st.from_regex(r"[0-9]{2,4}([-./][0-9]{1,4}){0,2}", fullmatch=True), st.text(max_size=20)),
    st.none() | st.integers(2000, 2030),
)
def test_a_date_alone_reads_as_a_column_of_one(text: str, year: int | None) -> None:
    assert read_date(text, year) == read_column((text,), year).readings[0]
