"""What most of a list does is taken from the text before: a change does not tip it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import mdpaperlint


def git(folder: Path, *arguments: str) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)


def table(*dates: str) -> str:
    return "# Papers\n\n| Date | Title |\n| --- | --- |\n" + "".join(
        f"| {date} | [A title of {n} words](https://arxiv.org/abs/{date[2:4]}{date[5:7]}.{n:05}) |\n"
        for n, date in enumerate(dates, 1)
    )


def news(folder: Path, before: str, after: str) -> list[tuple[int, str]]:
    """The lines and rules that are reported of the change."""
    git(folder, "init", "-q")
    readme = folder / "README.md"
    readme.write_text(before, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "before")
    readme.write_text(after, encoding="utf-8")
    (report,) = mdpaperlint.lint([readme], since="HEAD").files
    return [(finding.place.line, finding.violation.rule) for finding in report.findings]


SORTED = ("2022-01", "2022-03", "2022-05", "2022-07", "2023-01", "2023-02", "2023-04", "2023-06")
UNSORTED = ("2022-10", "2022-02", "2022-12", "2022-03", "2022-11", "2022-01", "2022-09", "2022-05")


def test_rows_that_are_added_do_not_make_a_table_sorted(tmp_path: Path) -> None:
    added = (*(f"2023-{month:02}" for month in range(1, 13)), "2022-06")
    assert news(tmp_path, table(*UNSORTED), table(*UNSORTED, *added)) == []


def test_all_rows_at_the_wrong_end_are_reported_however_many_they_are(tmp_path: Path) -> None:
    added = ("2021-02", "2021-01", "2020-05", "2020-03", "2020-01")
    found = news(tmp_path, table(*SORTED), table(*SORTED, *added))
    assert found == [(line, "unordered-rows") for line in range(13, 18)]


def test_an_unsorted_table_stays_unsorted(tmp_path: Path) -> None:
    assert news(tmp_path, table(*UNSORTED), table(*UNSORTED, "2021-04")) == []


def test_a_table_of_which_there_was_none_is_judged_by_itself(tmp_path: Path) -> None:
    assert news(tmp_path, "# Papers\n", table(*SORTED, "2020-01")) == [(13, "unordered-rows")]


def test_a_ninth_link_in_one_form_says_nothing_of_an_old_one(tmp_path: Path) -> None:
    old = table(*SORTED).replace("abs/2201", "pdf/2201")
    assert news(tmp_path, old, table(*SORTED, "2023-07", "2023-08").replace("abs/2201", "pdf/2201")) == []


@pytest.mark.parametrize("line", [12, 13])
def test_a_row_that_is_added_is_reported_itself(line: int, tmp_path: Path) -> None:
    lines = table(*SORTED).splitlines(keepends=True)
    after = [*lines[: line - 1], table("2020-11").splitlines(keepends=True)[-1], *lines[line - 1 :]]
    assert news(tmp_path, table(*SORTED), "".join(after)) == [(line, "unordered-rows")]


def entry(date: str, title: str, identifier: str) -> str:
    return f"| {date} | [{title}](https://arxiv.org/abs/{identifier}) |\n"


HEAD = "# Papers\n\n| Date | Title |\n| --- | --- |\n"
OLD = entry("2023-02", "Tunnels Heard from Above", "2302.00002") + entry(
    "2023-01", "Wells at Noon", "2301.00001"
)


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        (entry("2023-02", "Tunnels heard from above", "2302.00002"), "duplicate-paper"),
        (entry("2023-02", "Bridges Without Any Rivers", "2302.00002"), "conflicting-entries"),
    ],
)
@pytest.mark.parametrize("at_the_top", [True, False])
def test_of_two_entries_the_new_one_is_named(added: str, rule: str, at_the_top: bool, tmp_path: Path) -> None:
    after = HEAD + (added + OLD if at_the_top else OLD.replace("| 2023-01", added + "| 2023-01"))
    assert news(tmp_path, HEAD + OLD, after) == [(5 if at_the_top else 6, rule)]
