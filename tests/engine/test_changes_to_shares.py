"""What most of a list does is taken from the text before: a change does not tip it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import mdpaperlint
from cli_runner import run_cli


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


@pytest.mark.parametrize("way", [reversed, lambda rows: [*rows[1::2], *rows[::2]][::-1]])
def test_a_table_that_is_put_in_another_order_is_judged_by_itself(
    tmp_path: Path, way: Callable[[list[str]], Iterable[str]]
) -> None:
    *head, rows = table(*SORTED).rpartition("| --- |\n")
    after = "".join((*head, *way(rows.splitlines(keepends=True))))
    assert news(tmp_path, table(*SORTED), after) == []


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


def ragged(*ends: str, header: str = "| Date | Title | Code |") -> str:
    """A table of which each row has the cells that every row has, and an end of its own."""
    dashes = "|" + " --- |" * (header.count("|") - 1)
    return f"# Papers\n\n{header}\n{dashes}\n" + "".join(
        f"| 2023-{n:02} | [A title of {n} words](https://arxiv.org/abs/23{n:02}.{n:05}) | - |{end}\n"
        for n, end in enumerate(ends, 1)
    )


SOUND, BLANK, LOST = "", " |", " lost |"


@pytest.mark.parametrize("end", [BLANK, LOST])
def test_sound_rows_tell_nothing_of_the_rows_of_a_table_that_was_ragged_throughout(
    tmp_path: Path, end: str
) -> None:
    assert news(tmp_path, ragged(*[end] * 4), ragged(*[end] * 4, *[SOUND] * 5)) == []


@pytest.mark.parametrize("end", [BLANK, LOST])
@pytest.mark.parametrize("before", [(0, 0), (1, 0), (1, 3), (2, 2)])
def test_each_row_that_is_added_to_ragged_ones_is_told(
    tmp_path: Path, end: str, before: tuple[int, int]
) -> None:
    odd, sound = before
    old = [*[end] * odd, *[SOUND] * sound]
    lines = range(5 + len(old), 10 + len(old))
    found = news(tmp_path, ragged(*old), ragged(*old, *[end] * 5))
    assert found == [(line, "ragged-row") for line in lines]


@pytest.mark.parametrize("end", [BLANK, LOST])
def test_a_row_that_follows_the_habit_of_its_table_is_no_news(tmp_path: Path, end: str) -> None:
    assert news(tmp_path, ragged(*[end] * 4), ragged(*[end] * 6)) == []


def test_a_header_that_lost_a_column_is_one_report(tmp_path: Path) -> None:
    before = ragged(*[SOUND] * 6)
    after = ragged(*[SOUND] * 6, header="| Date | Title |")
    assert news(tmp_path, before, after) == [(3, "ragged-row")]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ([LOST] * 4, [LOST] * 6, []),
        ([LOST] * 4, [*[LOST] * 4, *[SOUND] * 5, LOST], [14]),
        ([SOUND, LOST], [SOUND, *[LOST] * 4], [7, 8, 9]),
    ],
)
def test_a_baseline_of_a_habit_knows_each_row(
    tmp_path: Path, before: list[str], after: list[str], lines: list[int]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(ragged(*before), encoding="utf-8")
    arguments = ("README.md", "--quiet")
    assert run_cli(*arguments, "--write-baseline", cwd=tmp_path).code == 0
    readme.write_text(ragged(*after), encoding="utf-8")
    told = run_cli(*arguments, cwd=tmp_path).out.splitlines()
    assert [int(line.split(":")[1]) for line in told] == lines
    assert run_cli(*arguments, "--write-baseline", cwd=tmp_path).code == 0
    assert run_cli(*arguments, cwd=tmp_path).out == ""


def test_the_twenty_first_link_without_an_address_says_nothing_of_the_others(tmp_path: Path) -> None:
    items = [f"- [A title of {n} words](https://arxiv.org/abs/2301.{n:05}) [code]()\n" for n in range(25)]
    before, after = ("# Papers\n\n" + "".join(items[:count]) for count in (19, 22))
    assert news(tmp_path, before, after) == [(line, "empty-link") for line in (22, 23, 24)]


def test_rows_that_agree_do_not_make_an_old_date_doubtful(tmp_path: Path) -> None:
    def rows(dates: list[tuple[str, str]]) -> str:
        return "# Papers\n\n| Title | Date |\n| --- | --- |\n" + "".join(
            f"| [A title of {n} words](https://arxiv.org/abs/{of}.{n:05}) | {date} |\n"
            for n, (of, date) in enumerate(dates, 1)
        )

    old = [("2305", "2022-05-18"), *[("2301", "2023-01-02")] * 2, ("2302", "2022-12-10")]
    new = [*old, *[("2304", "2023-04-10")] * 30]
    (tmp_path / "README.md").write_text(rows(new), encoding="utf-8")
    found = mdpaperlint.lint([tmp_path / "README.md"], config=False).files[0].findings
    assert "date-before-arxiv-id" in [each.violation.rule for each in found]
    assert news(tmp_path, rows(old), rows(new)) == []


def sections(*parts: str) -> str:
    heads = ("Figs", "Plums", "Pears")
    return "# Papers\n\n" + "".join(f"## {head}\n\n{part}\n" for head, part in zip(heads, parts, strict=True))


PAPER = "- [A title of many words](https://arxiv.org/abs/2301.00001)\n"
OTHER = "- [Another title of words](https://arxiv.org/abs/2301.00002)\n"


def test_papers_in_one_section_say_nothing_of_those_that_were_empty(tmp_path: Path) -> None:
    assert news(tmp_path, sections("", "", ""), sections("", "", PAPER)) == []


def test_a_section_that_lost_its_papers_is_told(tmp_path: Path) -> None:
    found = news(tmp_path, sections(PAPER, OTHER, ""), sections(PAPER, "", ""))
    assert found == [(7, "empty-section")]
    found = news(tmp_path, sections(PAPER, "", OTHER), sections(PAPER, "", ""))
    assert found == [(10, "empty-section")]


@pytest.mark.parametrize("odd", ["http://arxiv.org", "https://www.arxiv.org"])
def test_links_that_make_a_habit_are_told_and_mended_themselves(tmp_path: Path, odd: str) -> None:
    def items(*hosts: str) -> str:
        return "# Papers\n\n" + "".join(
            f"- [A title of {n} words]({host}/abs/2301.{n:05})\n" for n, host in enumerate(hosts, 1)
        )

    old = [*["https://arxiv.org"] * 20, odd, odd]
    found = news(tmp_path, items(*old), items(*old, odd, odd, odd))
    assert found == [(line, "inconsistent-arxiv-link") for line in (25, 26, 27)]
    assert run_cli("--fix", "--since", "HEAD", "README.md", cwd=tmp_path).code == 0
    assert (tmp_path / "README.md").read_text() == items(*old, *["https://arxiv.org"] * 3)
