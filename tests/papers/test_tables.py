from __future__ import annotations

import pytest

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.tables.headers import header_word
from mdpaperlint.papers.tables.paper_tables import PaperTable, column_dates, read_tables


def table(header: str, *rows: str) -> str:
    width = header.count("|") + 1
    return "".join(f"| {line} |\n" for line in (header, " | ".join(["---"] * width), *rows))


def read(text: str) -> PaperTable:
    (reading,) = read_tables(parse(text))
    return reading


PAPER = "[A paper with a title](https://arxiv.org/abs/2401.00001)"


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Date", "date"),
        ("**Year**", "date"),
        ("Pub. Date", "date"),
        ("Pub. & Date", "date"),
        ("&nbsp;Date&nbsp;&nbsp;", "date"),
        ("Publication Year", "date"),
        ("Release Date", "date"),
        ("arXiv date", "date"),
        ("年份", "date"),
        ("发表时间", "date"),
        ("日付", "date"),
        ("발표 연도", "date"),
        ("Last updated", "other"),
        ("更新日期", "other"),
        ("Training time (h)", "other"),
        ("Title", "title"),
        ("Paper Title", "title"),
        ("Title & Authors", "title"),
        ("论文标题", "title"),
        ("タイトル", "title"),
        ("제목", "title"),
        ("论文&链接", "title"),
        ("Paper Link", "link"),
        ("论文链接", "link"),
        ("Code", "link"),
        ("源码", "link"),
        ("코드", "link"),
        ("Venue", "venue"),
        ("会议", "venue"),
        ("Dataset", "dataset"),
        ("数据集", "dataset"),
        ("Authors", "authors"),
        ("", "other"),
    ],
)
def test_header_words(word: str, role: str) -> None:
    assert header_word(word).role == role


def test_columns_by_their_header() -> None:
    reading = read(table("Date | Name | Title | Paper | Code", f"2024-05 | X | A title | {PAPER} | -"))
    assert (reading.papers, reading.date, reading.title, reading.links) == (True, 0, 2, (4,))


@pytest.mark.parametrize(
    "cell",
    [
        "[paper]({})",
        "[[PDF]]({})",
        "[link]({}) [code]({})",
        "[2401.00001]({})",
        "[📄]({})",
        "[论文]({})",
        "[![](https://img.shields.io/s.svg)]({})",
    ],
)
def test_a_column_that_only_points_holds_no_titles(cell: str) -> None:
    pointer = cell.replace("{}", "https://arxiv.org/abs/2401.00001")
    reading = read(table("Date | Name | Paper", f"2024-05 | X | {pointer}", f"2024-05 | Y | {pointer}"))
    assert (reading.papers, reading.title) == (True, 1)
    reading = read(table("Date | Paper", f"2024-05 | {pointer}", f"2024-05 | {pointer}"))
    assert (reading.papers, reading.title) == (True, None)
    reading = read(table("Date | Paper", f"2024-05 | {pointer}", f"2024-05 | {PAPER}"))
    assert (reading.papers, reading.title) == (True, 1)


def test_a_date_column_without_a_header_is_found_by_its_cells() -> None:
    rows = [f"2024-0{month} | {PAPER}" for month in range(1, 6)]
    assert read(table(" | Title", *rows)).date == 0


def test_numbers_that_could_be_years_are_no_dates() -> None:
    rows = [f"{PAPER} | {length}" for length in (2048, 2048, 1024, 2000, 2048)]
    assert read(table("Title | Context", *rows)).date is None


def test_a_column_of_running_times_is_no_date_column() -> None:
    rows = [f"{PAPER} | {seconds} | 2024" for seconds in ("3.5 s", "12 s", "8 min")]
    assert read(table("Title | Time | Year", *rows)).date == 2


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("Dataset | Year | Link", f"COCO | 2014 | {PAPER}", "it lists data sets"),
        ("Version | Time | Update Content", f"V1 | 2023/03/31 | First {PAPER}", "its header says “version”"),
        ("日期 | 标题 | 时长", f"2024-05-01 | {PAPER} | 10:41", "its header says “时长”"),
        ("Date | Update", f"2024-05 | We added {PAPER}", "its header says “update”"),
        ("Version | Title | Video", f"1 | {PAPER} | -", "its header says “version”"),
        ("Title | Video", "[A title](https://example.org/a) | -", "its header says “video”"),
        ("Emoji | Meaning", ":star: | worth reading", "its header says “emoji”"),
        ("Project | Stars", "[a](https://github.com/a/a) | 12", "0 of 5 rows read link to a paper"),
        ("Model | PSNR | SSIM | Paper", f"A | 27.31 | 0.912 | {PAPER}", "its columns are mostly numbers"),
    ],
)
def test_tables_of_other_things(header: str, row: str, why: str) -> None:
    reading = read(table(header, *[row] * 5))
    assert not reading.papers
    assert reading.why == why


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Title | Video", f"{PAPER} | [talk](https://example.org/v)"),
        ("Paper | Version | Code", f"{PAPER} | v2 | -"),
        ("Date | Method | Event", f"2024-05 | {PAPER} | Summer school"),
        ("标题 | 视频", f"{PAPER} | -"),
    ],
)
def test_one_column_of_something_else_beside_papers(header: str, row: str) -> None:
    assert read(table(header, *[row] * 5)).papers


def test_a_blank_table_is_of_papers_if_its_header_is() -> None:
    text = "\n".join(
        [
            table("年份 | 名字 | 简介", f"2024 | {PAPER} | x"),
            table("年份 | 名字 | 简介", " | | "),
            table("Symbol | Sense", " | "),
        ]
    )
    assert [reading.papers for reading in read_tables(parse(text))] == [True, True, False]


@pytest.mark.parametrize(
    ("heading", "year"), [("2023", 2023), ("ICLR 2023", 2023), ("2020-2023", None), ("Vision", None)]
)
def test_the_year_of_a_heading(heading: str, year: int | None) -> None:
    text = f"# 2001 to 2030\n\n## {heading}\n\n### Deeper\n\n" + table("Date | Title", f"05-17 | {PAPER}")
    assert read(text).year == year


def dates_of(text: str) -> list[list[PartialDate | None]]:
    document = parse(text)
    return [
        [found.date if found else None for found in column_dates(document, reading).readings]
        for reading in read_tables(document)
    ]


def dated(header: str, *dates: str) -> str:
    rows = [f"| {date} | [A](https://arxiv.org/abs/2401.00001) |\n" for date in dates]
    return "".join([f"| {header} | Title |\n| --- | --- |\n", *rows, "\n"])


def test_a_short_date_column_is_read_as_those_of_its_name() -> None:
    short = dated("Date", "22-07-13", "23-06-09")
    assert dates_of(short) == [[None, None]]
    read = [PartialDate(2022, 7, 13), PartialDate(2023, 6, 9)]
    year_first, year_last = "99-05-31", "31-05-99"
    assert dates_of(dated("date", year_first) + short)[1] == read
    assert dates_of(dated("Year", year_first) + short)[1] == [None, None]
    assert dates_of(dated("Date", year_first) + dated("Date", year_last) + short)[2] == [None, None]
