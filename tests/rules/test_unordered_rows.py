from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.fixer import fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting.outline_text import outline_lines
from mdpaperlint.rules.unordered_rows import UnorderedRows, UnorderedRowsOptions


def active(order: str = "auto") -> list[ActiveRule]:
    return [ActiveRule(UnorderedRows(), UnorderedRowsOptions(order=order), None)]


def table(*dates: str, prefix: str = "", newline: str = "\n", header: str = "Date") -> str:
    rows = [f"| {header} | Title |", "| --- | --- |"]
    rows += [
        f"| {date} | [Paper number {number}](https://openreview.net/forum?id=paper{number:05}) |"
        for number, date in enumerate(dates, 1)
    ]
    return "".join(prefix + row + newline for row in rows)


def lines(text: str, order: str = "auto") -> list[int]:
    document = parse(text)
    report = check_document(document, active(order))
    assert not report.failures
    return [document.position(violation.start)[0] for violation in report.violations]


def fixed(text: str, order: str = "auto") -> str:
    result = fix_document(parse(text), active(order))
    assert not result.report.failures
    return result.text


def dates_in(text: str) -> list[str]:
    return [row.split("|")[1].strip() for row in text.splitlines() if "openreview" in row]


def test_a_row_at_the_wrong_end_is_moved_alone() -> None:
    text = table("2024-05", "2024-04", "2024-04", "2023-12", "2023-01", "2024-06")
    assert lines(text) == [8]
    assert dates_in(fixed(text)) == ["2024-06", "2024-05", "2024-04", "2024-04", "2023-12", "2023-01"]
    assert fixed(text).count("Paper number") == 6


def test_a_coarse_date_stands_anywhere_within_its_year() -> None:
    assert lines(table("2022", "2023-12", "2023", "2023-01", "2024", "2024-03")) == [6]
    assert lines(table("2022", "2023", "2023-12", "2023", "2024", "2024-03")) == []


def by_venues(*rows: tuple[str, str]) -> str:
    body = ""
    for number, (venue, date) in enumerate(rows):
        identifier = f"{date[2:4]}{date[5:7]}.1{number:04}"
        body += f"| [Paper {number}](https://arxiv.org/abs/{identifier}) | {venue} | {date} |\n"
    return f"| Title | Venue | Date |\n| --- | --- | --- |\n{body}"


SORTED_BY_VENUES = (
    ("arXiv", "2024-10-07"),
    ("arXiv", "2024-07-09"),
    ("CoRL 2024", "2024-10-04"),
    ("CoRL 2024", "2024-06-17"),
    ("ICCV 2023", "2023-04-09"),
    ("ICML 2023", "2022-10-06"),
    ("CVPR 2022", "2022-03-14"),
)


def test_a_table_that_is_sorted_by_the_years_of_venues_is_left_alone() -> None:
    assert lines(by_venues(*SORTED_BY_VENUES)) == []


def test_one_published_row_makes_no_order_of_venues() -> None:
    rows = [("ICLR 2024", "2023-05-01"), *(("arXiv", f"2023-{month:02}-01") for month in (12, 11, 10, 8, 3))]
    assert lines(by_venues(*rows)) == [3]


def test_a_row_that_stands_among_venues_of_other_years_is_moved() -> None:
    assert lines(by_venues(*SORTED_BY_VENUES, ("arXiv", "2024-12-01")))[-1] == 10


@pytest.mark.parametrize(
    ("dates", "way"),
    [
        (["2024", "2021", "2023", "2020", "2022", "2019", "2025"], "neither direction"),
        (["CVPR 2021", "ICML 2023", "NeurIPS 2022", "ICLR 2024", "ACL 2020"], "only in venues"),
        (["-", "", "TBD", "?"], "fewer than two"),
    ],
)
def test_silence_is_explained_by_the_outline(dates: list[str], way: str) -> None:
    text = table(*dates)
    assert lines(text) == []
    assert any(way in line for line in outline_lines(parse(text)))


def test_a_configured_order_sorts_what_is_unsorted() -> None:
    text = table("2024", "2021", "2023", "2020", "2022", "2019", "2025")
    assert dates_in(fixed(text, "oldest-first")) == sorted(dates_in(text))
    assert dates_in(fixed(text, "newest-first")) == sorted(dates_in(text), reverse=True)


def test_the_majority_of_the_file_decides_where_a_table_does_not() -> None:
    oldest = table("2019", "2020", "2021", "2022")
    undecided = table("2021", "2022", "2022", "2021")
    assert lines(undecided) == []
    assert lines(f"{oldest}\n{oldest}\n{undecided}") == []
    assert lines(f"{oldest}\n{oldest}\n{oldest}\n{undecided}") == [27]


def test_undated_rows_follow_the_row_above() -> None:
    text = table("2021", "2022", "2019", "", "-", "2023", "2024", "2025", "2025")
    after = fixed(text)
    numbers = [int(row.split("number ")[1].split("]")[0]) for row in after.splitlines() if "number" in row]
    assert numbers == [3, 4, 5, 1, 2, 6, 7, 8, 9]


def test_a_table_of_data_sets_is_left_alone() -> None:
    text = "| Dataset | Year | Link |\n| --- | --- | --- |\n" + "".join(
        f"| Set {n} | {year} | [a](https://arxiv.org/abs/2401.0000{n}) |\n"
        for n, year in enumerate(("2019", "2020", "2018", "2021", "2022"), 1)
    )
    assert lines(text) == []


def test_each_group_of_a_column_is_judged_by_itself() -> None:
    rows = [("detection", y) for y in range(2016, 2024)] + [("tracking", y) for y in (2021, 2022, 2023)]
    text = "| Task | Year | Title |\n| --- | --- | --- |\n" + "".join(
        f"| {task} | {year} | [A paper on {task}](https://arxiv.org/abs/2401.{n:05}) |\n"
        for n, (task, year) in enumerate(rows, 1)
    )
    assert lines(text) == []
    late = text.replace("| detection | 2016 |", "| detection | 2022 |", 1)
    assert lines(late) == [3]
    assert any("in each of 2 groups of rows" in line for line in outline_lines(parse(late)))


def test_groups_run_in_one_direction() -> None:
    """Two rows run somewhere always: the last two are no group that explains the order of their own."""
    rows = [("a", y) for y in (2014, 2015, 2016, 2016, 2017, 2018)] + [("b", 2020), ("b", 2015)]
    text = "| Task | Year | Title |\n| --- | --- | --- |\n" + "".join(
        f"| {task} | {year} | [A paper on the task](https://example.org/{n}) |\n"
        for n, (task, year) in enumerate(rows)
    )
    assert lines(text) == [10]


def test_runs_of_single_rows_explain_no_order() -> None:
    rows = [
        ("c", 2020),
        *(("a", y) for y in (2014, 2015, 2016)),
        *(("b", y) for y in (2016, 2017, 2018, 2019)),
    ]
    text = "| Task | Year | Title |\n| --- | --- | --- |\n" + "".join(
        f"| {task} | {year} | [A paper on the task](https://example.org/{n}) |\n"
        for n, (task, year) in enumerate(rows)
    )
    assert lines(text) == [3]


def test_one_row_of_a_value_is_no_group() -> None:
    text = "| Date | Title | Venue |\n| --- | --- | --- |\n" + "".join(
        f"| {date} | [A paper of {date}](https://arxiv.org/abs/{date[2:4]}{date[5:]}.00001) | {venue} |\n"
        for date, venue in (
            ("2023-05", "ICLR"),
            *((date, "arXiv") for date in ("2023-12", "2023-11", "2023-10", "2023-08", "2023-03")),
        )
    )
    assert lines(text) == [3]


def test_dates_in_no_order_are_left_alone_beside_sorted_ones() -> None:
    mixed = ("2021", "2022", "2022", "2017", "2022", "2022", "2018", "2022", "2015", "2022")
    assert lines(table(*mixed)) == []
    assert lines("\n".join([*[table("2017", "2018", "2019", "2020")] * 2, table(*mixed)])) == []


def test_a_direction_against_the_own_one_is_no_safe_fix() -> None:
    text = "\n".join(
        [table("2019", "2020", "2021", "2022")] * 4 + [table("2024", "2023", "2024", "2024", "2024", "2023")]
    )
    assert fixed(text) == text


def test_a_divider_row_means_groups() -> None:
    text = "| Year | Title | Venue |\n| --- | --- | --- |\n"
    for group in ("Old ones", "New ones"):
        text += f"| **{group}** | | |\n"
        text += "".join(
            f"| {year} | [A paper of {group}](https://arxiv.org/abs/2401.{year + len(group):05}) | X |\n"
            for year in (2018, 2019, 2020, 2021) + ((2022, 2023, 2024) if group == "Old ones" else ())
        )
    assert lines(text) == []


def test_a_file_that_a_script_sorts_by_identifier_is_left_alone() -> None:
    days = [12, 12, 11, 13, 10, 9, 9, 10, 8, 7, 6, 6]
    text = "| Publish Date | Title | PDF |\n| --- | --- | --- |\n" + "".join(
        f"| 2024-05-{day:02} | A paper | [2405.{20000 - n}](http://arxiv.org/abs/2405.{20000 - n}) |\n"
        for n, day in enumerate(days)
    )
    assert lines(text) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("prefix", ["", "> ", "   "])
@pytest.mark.parametrize("last_line_end", [True, False])
def test_the_fix_keeps_line_ends_and_containers(newline: str, prefix: str, last_line_end: bool) -> None:
    text = table("2020", "2021", "2022", "2023", "2019", prefix=prefix, newline=newline)
    wanted = table("2019", "2020", "2021", "2022", "2023", prefix=prefix, newline=newline)
    if not last_line_end:
        text, wanted = text.removesuffix(newline), wanted.removesuffix(newline)
    after = fixed(text)
    assert dates_in(after) == dates_in(wanted)
    assert after.count("\n") == text.count("\n")
    assert after.count("\r") == text.count("\r")
    assert sorted(after) == sorted(text)


def test_a_suppressed_row_stays_where_it_is() -> None:
    text = table("2020", "2021", "2022", "2023", "2018", "2019", "2024", "2025")
    first = text.replace("number 5](", "number 5 <!-- mdpaperlint-disable-line unordered-rows -->](")
    assert lines(first) == [8]
    assert dates_in(fixed(first)) == ["2019", "2020", "2021", "2022", "2023", "2018", "2024", "2025"]


def test_a_violation_locates_the_row_that_shows_it(tmp_path: Path) -> None:
    text = table("2020-03", "2021", "2022", "2023", "2019-11")
    report = check_document(parse(text), active())
    (violation,) = report.violations
    assert text[violation.start : violation.end].startswith("2019")
    (related,) = violation.related
    assert text[related.start : related.end] == "2020-03"


cells = st.sampled_from(["2020", "2021-03", "2021-11", "2022", "2022-01", "2023-05-01", "-", "", "2019"])


@settings(max_examples=150)
@given(st.lists(cells, max_size=10), st.sampled_from(["auto", "oldest-first", "newest-first"]))
def test_one_fix_is_enough_and_loses_no_row(dates: list[str], order: str) -> None:
    text = table(*dates)
    once = fixed(text, order)
    assert fixed(once, order) == once
    assert lines(once, order) == []
    assert sorted(once.splitlines()) == sorted(text.splitlines())


def test_short_tables_that_are_mostly_out_of_order_are_not_sorted_by_date() -> None:
    loose = [
        table("2021", "2021", "2022", "2022", "2024", "2023", "2021"),
        table("2021", "2020", "2022", "2024", "2024", "2024"),
        table("2023", "2024", "2020", "2025"),
        table("2019", "2024", "2021", "2025"),
    ]
    assert lines("\n".join(loose)) == []
    assert any("most dated tables" in line for line in outline_lines(parse("\n".join(loose))))
    whole = [table("2019", "2020", "2021", "2022", "2023")] * 4
    assert lines("\n".join(loose + whole)) != []


def test_a_long_table_keeps_its_order_among_short_ones_without() -> None:
    short = table("2021", "2022", "2024", "2023", "2025")
    years = [str(year) for year in range(2008, 2024)]
    text = "\n".join([table(*years, "2009"), short, short, short])
    assert lines(text) == [19]


def test_a_slip_in_the_year_moves_no_row() -> None:
    months = ["2023-01", "2023-03", "2023-05", "2023-08", "2024-02", "2024-06"]
    rows = [
        f"| {month} | [P{month[-1]}](https://arxiv.org/abs/{month[2:4]}{month[5:]}.00001) |\n"
        for month in months
    ]
    text = "| Date | Title |\n| --- | --- |\n" + "".join(rows)
    slip = text.replace("| 2024-02", "| 2022-02")
    assert lines(text) == lines(slip) == []
    assert lines(slip.replace("2402", "2202")) == [7]
    head, body = text.splitlines(keepends=True)[:2], text.splitlines(keepends=True)[2:]
    newest_first = "".join([*head, *reversed(body)])
    assert lines(newest_first) == []
    # To move the row below it would do as well.
    assert lines(newest_first.replace("| 2023-03", "| 2022-03")) == []
    assert lines(newest_first.replace("| 2023-03", "| 2022-03").replace("2303", "2203")) == [8]


def test_a_slip_in_a_year_alone_moves_no_row() -> None:
    years = ["2020", "2021", "2022", "2023", "2024", "2025"]
    rows = [f"| {year} | [P{year}](https://arxiv.org/abs/{year[2:]}05.00001) |\n" for year in years]
    text = "| Year | Title |\n| --- | --- |\n" + "".join(rows)
    assert lines(text.replace("| 2024", "| 2021")) == []
    assert lines(text.replace("| 2024", "| 2021").replace("2405", "2105")) == [7]


def test_a_second_run_behind_the_first_is_another_family() -> None:
    first = ("2017", "2018", "2018", "2019", "2020", "2022", "2023", "2024")
    assert lines(table(*first, "2022", "2023")) == []
    assert lines(table(*first, "2022")) == [11]
    assert lines(table(*first, "2022", "2022")) == [11, 12]
