from __future__ import annotations

import pytest
from table_rules import reports

from mdpaperlint.rules.date_before_arxiv_id import DateBeforeArxivId
from mdpaperlint.rules.doubtful_date import DoubtfulDate
from mdpaperlint.rules.unordered_rows import UnorderedRows

RULE = DoubtfulDate()


def table(*rows: tuple[str, str, str]) -> str:
    """Each row is a date, an arXiv ID (blank for another address) and a venue."""
    return "| Date | Title | Venue |\n| --- | --- | --- |\n" + "".join(
        f"| {date} | [Paper number {number} of many](https://"
        f"{'arxiv.org/abs/' + identifier if identifier else f'example.org/{number}'}) | {venue} |\n"
        for number, (date, identifier, venue) in enumerate(rows)
    )


def among(date: str, identifier: str, venue: str = "") -> str:
    """A row between those of 2025-08 and 2025-10 in a table that runs oldest first."""
    return table(
        ("2024-11", "2411.17001", ""),
        ("2025-02", "2502.17002", ""),
        ("2025-06", "2506.17003", ""),
        ("2025-08", "2508.17004", ""),
        (date, identifier, venue),
        ("2025-10", "2510.17006", ""),
        ("2025-11", "2511.17007", ""),
    )


@pytest.mark.parametrize(
    ("date", "identifier", "venue", "evidence"),
    [
        ("2024-12", "2509.17005", "", "2509.17005, is from 2025-09"),
        ("2024-09", "2509.17005", "TPAMI 2025", "2509.17005, is from 2025-09"),
        ("2026-09", "2509.17005", "", "2509.17005, is from 2025-09"),
        ("2024-09", "", "TPAMI 2025", "its venue is of 2025"),
        ("2024-09", "", "", "it stands between dates of 2025"),
    ],
)
def test_a_date_is_wrong_and_its_place_right(date: str, identifier: str, venue: str, evidence: str) -> None:
    text = among(date, identifier, venue)
    (report,) = reports(RULE, text)
    assert report.startswith(f"7:3 warning {date} does not fit between its neighbours, and ")
    assert evidence in report
    assert reports(UnorderedRows(), text) == []


@pytest.mark.parametrize(
    ("date", "identifier", "venue"),
    [("2024-09", "2409.17005", ""), ("2024-09", "2408.17005", ""), ("2024-02", "", "TPAMI 2024")],
)
def test_a_date_that_is_confirmed_stands_in_the_wrong_place(date: str, identifier: str, venue: str) -> None:
    text = among(date, identifier, venue)
    assert reports(RULE, text) == []
    assert len(reports(UnorderedRows(), text)) == 1


def test_a_date_before_its_arxiv_id_is_reported_once() -> None:
    text = among("2024-10", "2509.17005")
    assert len(reports(DateBeforeArxivId(), text)) == 1
    assert reports(RULE, text) == reports(UnorderedRows(), text) == []


def test_identifiers_say_nothing_where_the_list_is_dated_by_something_else() -> None:
    rows = [(f"20{year}", f"2501.{year:05}", "") for year in (15, 16, 17, 18, 14, 19, 20)]
    assert reports(RULE, table(*rows)) == []
    assert len(reports(UnorderedRows(), table(*rows))) == 1


@pytest.mark.parametrize("slip", ["22", "2O22", "202l"])
def test_what_is_no_year_in_a_column_of_years(slip: str) -> None:
    rows = [(year, "", "") for year in ("2019", "2020", "2021", "2022", slip, "2023")]
    (report,) = reports(RULE, table(*rows))
    assert report.startswith(f"7:3 warning {slip} is no year in a column of years")


@pytest.mark.parametrize("other", ["2022", "", "-", "TBD", "2022-05", "May"])
def test_other_cells_of_a_column_of_years(other: str) -> None:
    rows = [(year, "", "") for year in ("2019", "2020", "2021", "2022", other, "2023")]
    assert reports(RULE, table(*rows)) == []
