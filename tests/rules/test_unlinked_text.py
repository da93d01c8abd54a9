from __future__ import annotations

from functools import partial

import pytest
from table_rules import reports

from mdpaperlint.rules.unlinked_text import UnlinkedText

reported = partial(reports, UnlinkedText())


def table(header: str, *cells: str) -> str:
    rows = "".join(f"| 20{10 + number} | Paper {number} | {cell} |\n" for number, cell in enumerate(cells))
    return f"| Year | Title | {header} |\n| --- | --- | --- |\n{rows}\n"


def lines(text: str) -> list[int]:
    return [int(report.split(":")[0]) for report in reported(text)]


@pytest.mark.parametrize(
    ("header", "linked", "bare"),
    [
        ("精读", "[here](./a.md)", "here"),
        ("精读", "[这里](./a.md)", "这里"),
        ("Notes", "[Here](https://a.org)", "here."),
        ("Notes", "**[here](a.md)**", "**here**"),
        ("Notes", "[[here](a.md)]", "[here]"),
        ("Notes", "[[link]](a.md)", "Link"),
        ("Notes", '<a href="a.md">click here</a>', "Click here"),
        ("Code", "[code](https://a.org)", "code"),
        ("Paper", "[PDF](https://a.org/a_(b).pdf)", "PDF"),
        ("Code link", "[GitHub](https://a.org 'title')", "Github"),
        ("Video", "[video](https://a.org)", "video"),
        ("", "[here](a.md)", "here"),
        ("Notes", "[笔记](a.md)", "笔记"),
    ],
)
def test_a_word_that_points_somewhere(header: str, linked: str, bare: str) -> None:
    text = table(header, *([linked] * 5), bare, "", "-", *([linked] * 3), bare)
    assert lines(text) == [8, 14]
    # Where bare ones are many, they are the list's habit.
    assert lines(table(header, *([linked] * 7), bare, bare)) == []
    assert reported(table(header, linked, linked, "")) == []
    assert reported(table(header, bare, bare, "")) == []


def test_columns_of_the_same_name_are_compared_over_all_tables() -> None:
    first = table("Notes", *(["[here](a.md)"] * 4))
    assert lines(first + "## B\n\n" + table("*notes*", "here")) == [12]
    assert lines("## A\n\n" + table("Notes", "here") + "## B\n\n" + first) == [5]
    assert lines(first + "## B\n\n" + table("Slides", "here")) == []
    assert lines(table("", "[here](a.md)") + "## B\n\n" + table("", "here")) == []


def test_a_text_that_nearly_all_cells_link() -> None:
    links = [f"[Zhihu](https://a.org/{number})" for number in range(10)]
    assert lines(table("Remarks", *links, "Zhihu")) == [13]
    assert lines(table("Remarks", *links, "Zhihu", "Zhihu")) == []
    assert lines(table("Remarks", *links[:5], "Zhihu")) == []
    assert lines(table("Remarks", *(["[Zhihu](https://a.org)"] * 10), "Zhihu")) == []


@pytest.mark.parametrize(
    ("header", "linked", "bare"),
    [
        ("Open", "[Yes](https://a.org)", "Yes"),
        ("Model", "[GPT-4](https://a.org)", "GPT-4"),
        ("Title", "[Deep Paper Reading](https://a.org)", "Deep Paper Reading"),
        ("Venue", "[arXiv](https://a.org)", "arXiv"),
        ("Licence", "[MIT](https://a.org)", "MIT"),
        ("Code", "[coming soon](https://a.org)", "coming soon"),
        ("Notes", "[here](a.md)", "~~here~~"),
        ("Notes", "[here](a.md)", "here https://a.org"),
        ("Notes", "[here](a.md)", "[here][a]"),
        ("Notes", "see [here](a.md)", "here"),
        ("Notes", "[here](a.md)", "not here yet"),
        ("Notes", "![here](a.png)", "here"),
        ("Kind", "[dataset](https://a.org)", "dataset"),
    ],
)
def test_what_is_no_fault(header: str, linked: str, bare: str) -> None:
    text = table(header, linked, bare, bare, linked, "", bare) + "\n[a]: a.md\n"
    assert reported(text) == []


def test_a_short_row_and_a_long_one() -> None:
    text = table("Notes", "here", *(["[here](a.md)"] * 4)) + "| 2030 |\n"
    assert lines(text.replace("| here |", "| here | here |")) == [3]


def test_more_than_twenty_of_a_word_are_one_habit() -> None:
    linked = ["[here](a.md)"] * 100
    (report,) = reported(table("Notes", *linked, *(["here"] * 21)))
    assert report == (
        "103:23 warning “here” has no link in 21 cells of the column “Notes”, first here, but has one in 100 "
        "others: add the link or remove the text"
    )
    assert len(reported(table("Notes", *linked, *(["here"] * 20)))) == 20
