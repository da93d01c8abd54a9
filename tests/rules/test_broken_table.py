from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.broken_table import BrokenTable
from mdpaperlint.rules.empty_section import EmptySection

reported = partial(reports, BrokenTable())
fixed = partial(mended, BrokenTable())

HEAD = "| Year | Title |\n| --- | --- |\n"
ROWS = "| 2020 | First |\n| 2021 | Second |\n"


def prefixed(text: str, prefix: str) -> str:
    return "".join(f"{prefix}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROWS,
        HEAD + ROWS + "\nText behind it.\n",
        HEAD + ROWS + "# A heading\n",
        HEAD + ROWS + "- an item\n",
        HEAD + ROWS + "<!-- a comment -->\n\nText.\n",
        HEAD + ROWS + "\n| a line | of three | cells |\n",
        HEAD + ROWS + "\n```\n| 2020 | Third |\n```\n",
        HEAD + ROWS + "\n    | 2020 | Third |\n",
        HEAD + "| - | - |\n| -- | -- |\n",
        "| Title |\n|---|\n| First |\nSecond\n",
        "Year | Title\n--- | ---\n2020 | First\n2021\n",
        "```\n| Year | Title |\n| 2020 | First |\n```\n",
        "    | Year | Title |\n    | 2020 | First |\n",
        "<pre>\n| Year | Title |\n|---|---|\n| 2020 | First |\n</pre>\n",
        "<!--\n| Year | Title |\n|---|---|\n| 2020 | First |\n-->\n",
        "<details>\n\n" + HEAD + ROWS + "\n</details>\n",
        "+----+----+\n| ab | cd |\n+----+----+\n| ef | gh |\n+----+----+\n",
        "┌────┬────┐\n│ ab │ cd │\n└────┴────┘\n",
        "|-- src\n|   |-- one.py\n|-- tests\n    |-- two.py\n",
        "[Home](a.md) | [Papers](b.md) | [Code](c.md)\n[News](d.md) | [Data](e.md) | [More](f.md)\n",
        "| [Home](a.md) | [Papers](b.md) | [Code](c.md) |\n",
        "$$\n| ab | cd |\n| ef | gh |\n$$\n",
        "|x| < |y|\n|z| < |w|\n",
        "The norms |x| and |y| of\n|a| + |b| are finite.\n",
        "Write `| a | b | |---|---| | 1 | 2 |` for a table.\n",
        "- **A model** 2023 | Dense | EN | [Code](https://a.b)\n- **Another** 2024 | Sparse | EN | -\n",
        "a or b\n---\n",
        "either | or\n===\n",
    ],
)
def test_what_is_no_broken_table(text: str) -> None:
    assert reported(text) == []
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize("prefix", ["", "> ", "  ", "> > "])
@pytest.mark.parametrize("blank_lines", [1, 3])
def test_rows_behind_a_blank_line(prefix: str, blank_lines: int) -> None:
    text = prefixed(HEAD + ROWS + "\n" * blank_lines + ROWS + "\n" + ROWS, prefix)
    assert reported(text) == [
        (
            f"{5 + blank_lines}:{len(prefix) + 1} error these 4 rows are cut off from the table above "
            "by a blank line, so GitHub shows them as text: remove the blank line [unsafe fix]"
        )
    ]
    assert fixed(text) == text
    assert fixed(text, unsafe=True) == prefixed(HEAD + ROWS * 3, prefix)


def test_rows_behind_the_row_of_dashes_and_a_blank_line() -> None:
    assert fixed(f"{HEAD}\n{ROWS}", unsafe=True) == HEAD + ROWS


COMMENTED = "| 2020 | First | <!-- x | y -->\n| 2021 | Second | <!-- x --> <!-- y --> |\n"

NOTED = "| 2020 | First | [//]: # (x)\n| 2021 | Second |[//]: #11/18\n"


@pytest.mark.parametrize("rows", [COMMENTED, COMMENTED + ROWS, ROWS + COMMENTED, NOTED])
def test_a_comment_behind_the_last_cell_is_no_cell(rows: str) -> None:
    (orphans,) = reported(f"{HEAD}{rows}\n{rows}")
    assert "cut off from the table above by a blank line" in orphans
    assert fixed(f"{HEAD}{rows}\n{rows}", unsafe=True) == HEAD + rows * 2
    header, dashes = HEAD.splitlines(keepends=True)
    (bare,) = reported(header + rows)
    assert bare.startswith("1:1 error GitHub shows no table without a row of dashes")
    assert fixed(header + rows, unsafe=True) == HEAD + rows
    (headless,) = reported(dashes + rows)
    assert headless.startswith("1:1 error there is no header")


def test_a_comment_behind_the_header_is_a_cell_of_it() -> None:
    text = f"| Year | Title | <!-- x -->\n{COMMENTED}"
    (report,) = reported(text)
    assert report.endswith("add | --- | --- | --- |")
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize("end", ["<!-- x", "-->", "x -->", "<!-- x --> y", "\\|<!-- x -->"])
def test_what_is_no_comment_cell(end: str) -> None:
    assert reported(f"{HEAD}{ROWS}\n| 2022 | Third | {end}\n") == []


def test_a_ragged_row_among_orphaned_ones_comes_with_them() -> None:
    text = f"{HEAD}{ROWS}\n| 2022 | Third |\n| 2023 |\n"
    assert reported(text)[0].startswith("6:1 error these 2 rows are cut off")
    assert fixed(text, unsafe=True) == f"{HEAD}{ROWS}| 2022 | Third |\n| 2023 |\n"


@pytest.mark.parametrize(
    ("line", "cut", "what"),
    [
        ("<!-- newest -->", "a comment line", "the comment"),
        ("<br>", "a line of HTML", "the HTML"),
        ("</p>", "a line of HTML", "the HTML"),
    ],
)
def test_rows_behind_a_comment_or_html(line: str, cut: str, what: str) -> None:
    text = f"{HEAD}{ROWS}{line}\n| 2022 | Third |\n"
    assert reported(text) == [
        (
            f"6:1 error this row is cut off from the table above by {cut}, so GitHub shows it as text: "
            f"move {what} into a cell"
        )
    ]
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{HEAD}{ROWS}    | 2022 | Third |\n", f"{HEAD}{ROWS}| 2022 | Third |\n"),
        (f"{HEAD}{ROWS}\t| 2022 | Third |\n", f"{HEAD}{ROWS}| 2022 | Third |\n"),
        ("- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n| 3 | 4 |\n",
         "- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n  | 3 | 4 |\n"),
        ("> | A | B |\n> |---|---|\n| 3 | 4 |\n", "> | A | B |\n> |---|---|\n> | 3 | 4 |\n"),
    ],
)  # fmt: skip
def test_rows_indented_otherwise(text: str, wanted: str) -> None:
    (report,) = reported(text)
    assert "not indented like the table above" in report
    assert fixed(text) == text
    assert fixed(text, unsafe=True) == wanted


def test_a_line_behind_that_would_come_into_the_item_keeps_rows_where_they_are() -> None:
    text = "- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n| 3 | 4 |\n\n  * y\n"
    (report,) = reported(text)
    assert "not indented like the table above" in report
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("dashes", "wanted"),
    [
        ("| --- |", "| --- | --- |"),
        ("|---|", "|---|---|"),
        ("---|", "---|---|"),
        ("|:--|:-:|--:|", "|:--|:-:|"),
        ("| --- | --- | ---", "| --- | ---"),
        ("--- | --- | --- |", "--- | --- |"),
    ],
)
def test_a_row_of_dashes_of_another_width(dashes: str, wanted: str) -> None:
    text = f"Text.\n\n| Year | Title |\n{dashes}\n{ROWS}"
    (report,) = reported(text)
    assert report.startswith("4:1 error the row of dashes has ")
    assert "and the header 2, so GitHub shows no table" in report
    assert fixed(text) == text
    assert fixed(text, unsafe=True) == f"Text.\n\n| Year | Title |\n{wanted}\n{ROWS}"


def test_no_fix_when_the_header_is_what_is_wrong() -> None:
    text = "| Year | Title\n| Link |\n|---|---|---|\n| 2020 | First | x |\n"
    assert reported(text) == [
        (
            "3:1 error the row of dashes has 3 cells and the header 1, so GitHub shows no table: "
            "give both the same number"
        )
    ]
    text = f"| Year Title |\n|---|---|\n{ROWS}"
    assert reported(text) == [
        (
            "2:1 error the row of dashes has 2 cells and the header 1, so GitHub shows no table: "
            "give both the same number"
        )
    ]


@pytest.mark.parametrize(
    ("dashes", "wanted"),
    [
        ("|——|——|", "|---|---|"),
        ("| – | – |", "| --- | --- |"),
        ("|:—:|—：|", "|:---:|---:|"),
        ("|===|===|", "|---|---|"),
        ("|---+---|", "|---|---|"),
        ("|___|___|", "|---|---|"),
        ("|---||---|", "|---|---|"),
        ("| - - | - - |", "| --- | --- |"),
        ("|:***:|:***:|", "|:---:|:---:|"),
        ("|...|...|", "|---|---|"),
    ],
)
def test_a_row_of_dashes_of_other_characters(dashes: str, wanted: str) -> None:
    text = f"| Year | Title |\n{dashes}\n{ROWS}"
    assert reported(text) == [
        (
            "2:1 error GitHub does not read this as the row of dashes under a header: write | --- | --- | "
            "[unsafe fix]"
        )
    ]
    assert fixed(text, unsafe=True) == f"| Year | Title |\n{wanted}\n{ROWS}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("prefix", ["", "> "])
def test_no_row_of_dashes(line_end: str, prefix: str) -> None:
    text = line_end.join(prefix + line for line in ["| Year | Title |", *ROWS.splitlines()])
    assert reported(text) == [
        (
            f"1:{len(prefix) + 1} error GitHub shows no table without a row of dashes under the header: "
            "add | --- | --- | [unsafe fix]"
        )
    ]
    lines = ["| Year | Title |", "| --- | --- |", *ROWS.splitlines()]
    assert fixed(text, unsafe=True) == line_end.join(prefix + line for line in lines)


UNPIPED = (
    "Title | Date | Links\n{}"
    "First | 2020 | [pdf](https://arxiv.org/abs/2001.00001)\n{}"
    "Second | 2021 | [pdf](https://arxiv.org/abs/2101.00001)\n"
    "Third | 2021 | [pdf](https://arxiv.org/abs/2101.00002)\n"
)


@pytest.mark.parametrize("prefix", ["", "> "])
def test_no_row_of_dashes_and_no_outer_pipes(prefix: str) -> None:
    text = prefixed(UNPIPED.format("", ""), prefix)
    (report,) = reported(text)
    assert "shows no table without a row of dashes under the header" in report
    assert fixed(text, unsafe=True) == prefixed(UNPIPED.format("--- | --- | ---\n", ""), prefix)


def test_rows_without_outer_pipes_behind_a_blank_line() -> None:
    text = UNPIPED.format("--- | --- | ---\n", "\n")
    (report,) = reported(text)
    assert report.startswith("5:1 error these 2 rows are cut off from the table above by a blank line")
    assert fixed(text, unsafe=True) == UNPIPED.format("--- | --- | ---\n", "")


@pytest.mark.parametrize(
    "behind",
    [
        "[Models](#models) | [Surveys](#surveys) | [Data](#data)\n",
        "Fourth | 2022 | a line of text\nand one more\n",
        "| Fourth | 2022 | with the outer pipes |\n",
        "Fourth | 2022\n",
    ],
)
def test_what_is_no_row_without_outer_pipes(behind: str) -> None:
    assert reported(UNPIPED.format("--- | --- | ---\n", "") + "\n" + behind) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada | Grace | Edsger\nLondon | New York | [Rotterdam](https://example.org)\nA | B | C\n",
        "Title | Date | Links\nFirst | 2020 | [pdf](https://arxiv.org/abs/2001.00001)\n",
        "Title | Date | Links\nFirst | 2020 | here\nSecond | 2021 | there\n",
        "Title | Date | Links\n---\nSome words on them.\n",
        "Apples | Pears\n---\n[A](https://example.org) | b\n",
    ],
)
def test_lines_with_pipes_that_are_no_table(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize("pipe", ["", "|"])
def test_a_row_of_dashes_without_pipes_makes_a_heading_of_the_header(pipe: str) -> None:
    lines = UNPIPED.format("", "").splitlines()
    rows = [f"{pipe}{line}{pipe}\n" for line in lines]
    text = "".join(["# Papers\n\n## First\n\n", rows[0], "---\n", *rows[1:]])
    (report,) = reported(text)
    assert report == (
        "6:1 error GitHub does not read this as the row of dashes under a header: write | --- | --- | --- |"
    )
    assert fixed(text, unsafe=True) == text
    other = "\n## Second\n\n- [A](https://arxiv.org/abs/2001.00003)\n"
    assert reports(EmptySection(), text + other) == []


def test_no_header_that_could_be_told_from_a_row() -> None:
    assert reported(ROWS) == [
        "1:1 error GitHub shows no table without a row of dashes under the header: add | --- | --- |"
    ]
    for above in ("", "Some papers:\n"):
        (report,) = reported(f"{above}| --- | --- |\n{ROWS}")
        assert "there is no header above the row of dashes" in report


def test_a_table_whose_lines_blank_lines_part() -> None:
    text = "| Year | Title |\n\n| --- | --- |\n\n| 2020 | First |\n\n| 2021 | Second |\n"
    assert reported(text) == [
        (
            "3:1 error a blank line stands between the header and the row of dashes, so GitHub shows no "
            "table: remove the blank line [unsafe fix]"
        )
    ]
    assert fixed(text, unsafe=True) == HEAD + ROWS


def test_full_width_pipes() -> None:
    text = "｜ 年份 ｜ 标题 ｜\n｜---｜---｜\n｜ 2020 ｜ 甲 ｜\n"
    assert reported(text) == [
        "1:1 error GitHub does not read the full-width ｜ as the | of a table: write | instead [unsafe fix]"
    ]
    assert fixed(text, unsafe=True) == "| 年份 | 标题 |\n|---|---|\n| 2020 | 甲 |\n"


@pytest.mark.parametrize("tags", ["<details>\n<summary>Older</summary>\n", "<div align=center>\n"])
def test_a_table_in_html(tags: str) -> None:
    (report,) = reported(f"{tags}{HEAD}{ROWS}</div>\n")
    assert "GitHub reads no table inside an HTML block: put a blank line before the header [unsafe" in report
    assert fixed(f"{tags}{HEAD}{ROWS}", unsafe=True) == f"{tags}\n{HEAD}{ROWS}"


def test_a_table_right_under_a_list_item() -> None:
    text = f"- item\n{HEAD}{ROWS}"
    (report,) = reported(text)
    assert report.startswith("2:1 error GitHub shows no table right under a line of text")
    assert fixed(text, unsafe=True) == f"- item\n\n{HEAD}{ROWS}"


def test_a_table_on_one_line() -> None:
    assert reported("| Year | Title | |---|---| | 2020 | First |\n") == [
        "1:1 error header, dashes and rows are all on one line: give each a line of its own"
    ]


@pytest.mark.parametrize("prefix", ["", "> ", "  "])
@pytest.mark.parametrize(
    "line", ["More in the appendix.", "##2021", "**2021**", "[1]: https://a.b", "更多论文"]
)
def test_text_that_became_a_row(prefix: str, line: str) -> None:
    text = prefixed(f"{HEAD}{ROWS}{line}\n", prefix)
    assert reported(text) == [
        (
            f"5:{len(prefix) + 1} error this text stands right under a row of a table, so GitHub shows it "
            "as a row: put a blank line before it [unsafe fix]"
        )
    ]
    assert fixed(text) == text
    blank = prefix.rstrip() + "\n"
    assert fixed(text, unsafe=True) == prefixed(HEAD + ROWS, prefix) + blank + f"{prefix}{line}\n"


def test_lines_of_text_under_a_table_are_one_report() -> None:
    (report,) = reported(f"{HEAD}{ROWS}One.\nTwo.\n")
    assert report.startswith("5:1 error these 2 lines of text stand right under a row of a table")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}**2021**\n{ROWS}",
        f"{HEAD}| 2020 | A title that\ngoes on\n",
        f"> {HEAD}".replace("\n|", "\n> |") + "> | 2020 | First |\n",
    ],
)
def test_no_fix_where_text_might_be_part_of_the_table(text: str) -> None:
    assert fixed(text, unsafe=True) == text
    assert not any("fix]" in report for report in reported(text))


@pytest.mark.parametrize(
    "text",
    [
        "| Year | Title |\n| 2020 | First |\n    | Year | Title |\n| --- | --- |\n---\n",
        "| Year | Title |\n| --- | --- |\n    | 2023 | Fourth |\n| Year | Title |\n---\n",
    ],
)
def test_no_fix_takes_in_what_begins_right_behind(text: str) -> None:
    assert len(reported(text)) == 1
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("behind", "fixed"),
    [
        ("", True),
        ("text", False),
        ("12) text", False),
        ("    text", False),
        ("\ttext", False),
        (" text\n\ttext\n\n\tcode", False),
    ],
)
def test_no_fix_makes_something_else_of_text_behind_the_rows(behind: str, fixed: bool) -> None:
    text = f"|se|ow|\n|Pr|Co|\n|Li|Mo|\n{behind}\n"
    assert any("fix]" in report for report in reported(text)) is fixed


def test_rows_of_dashes_inside_a_table() -> None:
    (report,) = reported(f"{HEAD}|---|:-:|---|\n{ROWS}".replace("|:-:|---|", "|:---:|"))
    assert report.startswith("3:1 error this row of dashes stands inside a table")
    assert fixed(f"{HEAD}| --- | --- |\n{ROWS}", unsafe=True) == HEAD + ROWS
    assert fixed(f"{HEAD}| --- | --- |", unsafe=True) == HEAD.rstrip("\n")
    assert fixed(HEAD + ROWS + HEAD + ROWS, unsafe=True) == f"{HEAD}{ROWS}\n{HEAD}{ROWS}"
    other = f"{HEAD}{ROWS}| Name | Score |\n|---|---|\n| a | 1 |\n"
    assert len(reported(other)) == 1
    assert fixed(other, unsafe=True) == other


PIECES = st.sampled_from(
    [
        "| Year | Title |",
        "| --- | --- |",
        "|---|---|---|",
        "|——|——|",
        "｜---｜---｜",
        "| 2020 | First |",
        "| 2021 |",
        "2022 | Third |",
        "    | 2023 | Fourth |",
        "Some text.",
        "<!-- a comment -->",
        "<details>",
        "# Heading",
        "- item",
        "> | a | b |",
        "---",
        "```",
        "$$",
        "",
        "",
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["\n", "\r\n"]))
def test_no_fix_loses_text(pieces: list[str], line_end: str) -> None:
    text = line_end.join(pieces)
    marks = " \t\r\n|｜>-—"
    result = fixed(text, unsafe=True)
    assert Counter(c for c in result if c not in marks) == Counter(c for c in text if c not in marks)
    assert fixed(text) == text
    assert len(parse(result).tables) >= len(parse(text).tables) - 1


@pytest.mark.parametrize(
    "unit",
    ["|---|---|\n", "| a1 | b1 |\n\n", "|=\n", "| ", "<!-- c -->\n| a | b |\n", "<br>\n|---|\n", "｜---｜\n"],
)
def test_much_of_the_same_takes_linear_time(unit: str) -> None:
    reported(HEAD + unit * 4_000)
    reported(unit * 4_000)


@pytest.mark.parametrize(
    "text",
    [
        "- )\n|||\n--\n\t#\n",
        "- x\n|Date|Title|Link|\n|2023|a b|p1|\n\n    of the item\n",
        "- x\n  - y\n| a | b |\n|---|---|\n| 1 | 2 |\n\n  of the outer item\n",
        "<r>\n[| a |\n|---|---|\n+ item\n\n  + of the item\n",
    ],
)
def test_no_fix_takes_from_a_list_item_what_belongs_to_it(text: str) -> None:
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    "line", ["```", "~~~", "<!-- open", "<pre>", "<script>", "<style>", "<?x", "<![CDATA["]
)
@pytest.mark.parametrize("behind", ["| 2020 | First |\n", "# Heading\n", "- item\n", HEAD + ROWS])
def test_no_fix_lets_a_line_of_html_take_in_what_follows_the_block(line: str, behind: str) -> None:
    text = f"<details>\n{HEAD}{line}\n\n{behind}"
    (report,) = reported(text)
    assert report.startswith("2:1 error GitHub reads no table inside an HTML block")
    assert "fix]" not in report
    assert fixed(text, unsafe=True) == text


def test_a_quote_right_under_a_header_is_not_apart_from_it() -> None:
    assert not [each for each in reported("| a | b |\n> |---|---|\n") if "[unsafe fix]" in each]
