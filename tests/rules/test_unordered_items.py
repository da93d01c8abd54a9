"""unordered-rows on lists in bullets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting.outline_text import outline_lines
from mdpaperlint.rules.unordered_rows import UnorderedRows

RULE = UnorderedRows()


def item(date: str, number: int, *, marker: str = "-", below: str = "") -> str:
    link = f"https://arxiv.org/abs/2401.{number:05}"
    return f"{marker} [{date}] **Paper number {number} of the list.** [[paper]]({link})\n{below}"


def bullets(*dates: str, marker: str = "-", blank: str = "", below: str = "") -> str:
    return blank.join(item(date, number, marker=marker, below=below) for number, date in enumerate(dates, 1))


def numbers(text: str) -> list[int]:
    return [int(line.split("number ")[1].split(" ")[0]) for line in text.splitlines() if "number" in line]


MISPLACED = ("2021", "2022", "2023", "2024", "2020-05")


def test_an_item_at_the_wrong_end_is_reported_and_moved() -> None:
    text = bullets(*MISPLACED)
    (report,) = reports(RULE, text)
    assert report.startswith("5:4 error 2020-05 stands below 2021 (line 1) in a list that runs oldest first")
    assert report.endswith("; move the item above line 1 [fix]")
    assert numbers(mended(RULE, text)) == [5, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "below",
    [
        "  a second line\n",
        "lazy continuation\n",
        "  - a nested item\n    - and another\n",
        "\n  a second paragraph\n",
        "  ```\n  - code\n  ```\n",
    ],
)
@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
def test_an_item_moves_with_all_that_belongs_to_it(below: str, blank: str) -> None:
    text = bullets(*MISPLACED, blank=blank, below=below)
    after = mended(RULE, text)
    assert numbers(after) == [5, 1, 2, 3, 4]
    document = parse(after)
    own = [after[entry.start : entry.end] for entry in document.items if entry.depth == 0]
    assert own == [
        item(date, n, below=below).rstrip("\n") for n, date in zip(numbers(after), _dates(after), strict=True)
    ]
    assert sorted(after) == sorted(text)


def _dates(text: str) -> list[str]:
    return [line.split("[")[1].split("]")[0] for line in text.splitlines() if "number" in line]


@pytest.mark.parametrize("around", [("", ""), ("## Papers\n\n", "\n## More\n"), ("Text.\n", "\n<br>\n")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "dates",
    [
        MISPLACED,
        ("2025", "2021", "2022", "2023", "2024"),
        ("2020", *MISPLACED[:4], "2025", "2018", "2019-01"),
    ],
)
def test_the_fix_keeps_what_stands_around(
    around: tuple[str, str], line_end: str, dates: tuple[str, ...]
) -> None:
    text = (around[0] + bullets(*dates) + around[1]).replace("\n", line_end)
    for given_text in (text, text.removesuffix(line_end)):
        after = mended(RULE, given_text)
        assert _dates(after) == sorted(dates)
        assert sorted(after) == sorted(given_text)
        assert after.startswith(around[0].replace("\n", line_end))
        assert after.rstrip().endswith(around[1].strip())


def test_undated_items_follow_the_item_above() -> None:
    undated = "- **A paper without a date.** [[paper]](https://arxiv.org/abs/2401.00099)\n"
    text = bullets("2021", "2022", "2023", "2024", "2025") + item("2020", 6) + undated + item("2026", 7)
    after = mended(RULE, text)
    assert numbers(after) == [6, 1, 2, 3, 4, 5, 7]
    assert after.splitlines()[1] == undated.rstrip("\n")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{n}. {item(date, n)[2:]}" for n, date in enumerate(MISPLACED, 1)),
        "".join(" " * (n == 2) + item(date, n) for n, date in enumerate(MISPLACED)),
        "".join(f"> {item(date, n)}" for n, date in enumerate(MISPLACED, 1)),
    ],
    ids=["numbered", "indents that differ", "quoted"],
)
def test_items_that_cannot_move_are_reported_without_a_fix(text: str) -> None:
    (report,) = reports(RULE, text)
    assert "[fix]" not in report
    assert mended(RULE, text) == text


def test_items_that_are_all_numbered_alike_move() -> None:
    text = "".join(f"1. {item(date, n)[2:]}" for n, date in enumerate(MISPLACED, 1))
    assert numbers(mended(RULE, text)) == [5, 1, 2, 3, 4]


SILENT = {
    "dated by venues": "".join(
        f"- Paper number {n} of the list. CVPR {year}. [[paper]](https://arxiv.org/abs/2401.{n:05})\n"
        for n, year in enumerate((2020, 2021, 2022, 2023, 2019), 1)
    ),
    "venue and year in brackets": "".join(
        f'- "Paper number {n} of the list." ArXiv ({year}). [[paper]](https://arxiv.org/abs/2401.{n:05})\n'
        for n, year in enumerate((2020, 2021, 2022, 2023, 2019), 1)
    ),
    "dated by headings": "## 2021\n\n"
    + "".join(f"- [Paper number {n} of the list](https://arxiv.org/abs/2401.{n:05})\n" for n in range(1, 6)),
    "news": f"## News\n\n{bullets(*MISPLACED)}",
    "no papers": "".join(f"- [{date}] We moved the list.\n" for date in MISPLACED),
    "two lists": bullets("2021", "2022", "2023") + "\n" + bullets("2019", "2020", "2021", marker="*"),
    "few are dated": bullets(*MISPLACED)
    + "".join(f"- [Paper number {n} of the list](https://arxiv.org/abs/2401.{n:05})\n" for n in range(6, 9)),
    "unsorted": bullets("2021", "2024", "2020", "2023", "2019", "2022"),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_is_not_judged(name: str) -> None:
    assert reports(RULE, SILENT[name]) == []


def test_a_date_behind_the_title_counts_where_all_items_have_one() -> None:
    text = "".join(
        f"- **Paper number {n} of the list** [[p]](https://arxiv.org/abs/2401.{n:05}) {date}  \nJane Doe\n"
        for n, date in enumerate(("2023-05-04", "2023-03-01", "2023-06-01", "2023-01-09", "2022-12-01"), 1)
    )
    assert numbers(mended(RULE, text)) == [3, 1, 2, 4, 5]


def test_tables_and_lists_each_have_a_majority_of_their_own() -> None:
    newest = "| Date | Title |\n| --- | --- |\n" + "".join(
        f"| {date} | [A row of a table](https://arxiv.org/abs/2401.{date}1) |\n"
        for date in (2024, 2023, 2022)
    )
    assert reports(RULE, f"{newest}\n{newest}\n{bullets('2021', '2022', '2022', '2021')}") == []


blocks = st.sampled_from(["", "  more\n", "lazy\n", "  - nested\n", "\n  paragraph\n", "  > quote\n"])
dates = st.sampled_from(["2020", "2021-03", "2021-11", "2022", "2022-01", "2023-05-01", "2019"])


@settings(max_examples=120)
@given(
    st.lists(st.tuples(dates, blocks, st.sampled_from(["", "\n", "\n\n"])), min_size=3, max_size=9),
    st.sampled_from(["auto", "oldest-first", "newest-first"]),
    st.sampled_from(["", "# Title\n\n", "Text\n\n"]),
    st.booleans(),
)
def test_one_fix_is_enough_and_loses_nothing(
    parts: list[tuple[str, str, str]], order: str, before: str, last_line_end: bool
) -> None:
    text = before + "".join(
        item(date, n, below=below) + blank for n, (date, below, blank) in enumerate(parts)
    )
    if not last_line_end:
        text = text.rstrip("\n")
    after = mended(RULE, text, order=order)
    assert reports(RULE, after, order=order) == []
    assert sorted(after) == sorted(text)

    def entries(source: str) -> list[str]:
        return sorted(source[entry.start : entry.end] for entry in parse(source).items)

    assert entries(after) == entries(text)


def test_the_outline_tells_the_order_of_a_list() -> None:
    lines = list(outline_lines(parse(f"## Papers\n\n{bullets(*MISPLACED)}\n## More\n\n{SILENT['unsorted']}")))
    assert lines[1:3] == [
        "    list, lines 3–7: 5 items, papers with dates of their own",
        "      order: oldest first (5 of 5 items dated), 1 out of order",
    ]
    assert any("not judged" in line for line in lines[8:])
