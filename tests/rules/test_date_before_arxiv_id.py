from __future__ import annotations

import pytest
from table_rules import reports

from mdpaperlint.rules.date_before_arxiv_id import DateBeforeArxivId

RULE = DateBeforeArxivId()


def row(date: str, identifier: str, venue: str = "") -> str:
    return (
        "| Date | Title | Venue |\n| --- | --- | --- |\n"
        f"| {date} | [A Survey of Everything](https://arxiv.org/abs/{identifier}) | {venue} |\n"
    )


@pytest.mark.parametrize(
    ("date", "identifier", "venue"),
    [
        ("2022-05", "2309.07870", ""),
        ("2023-05", "2309.07870", "arXiv"),
        ("2022", "2302.13539", "arXiv 2022"),
        ("2023-01-08", "2401.04088", ""),
        ("2022-10-18", "2310.11511", "arXiv"),
        ("2022", "2310.11511", ""),
        ("1997-01", "hep-th/9711200", ""),
    ],
)
def test_a_date_that_cannot_be(date: str, identifier: str, venue: str) -> None:
    (report,) = reports(RULE, row(date, identifier, venue))
    assert report.startswith(f"3:3 warning {date} is before ")
    assert report.endswith(f", when arXiv gave out {identifier}: correct the date or the link")


@pytest.mark.parametrize(
    ("date", "identifier", "venue"),
    [
        ("2023-09", "2309.07870", ""),
        ("2023-08", "2309.07870", ""),
        ("2023-05", "2309.07870", ""),
        ("2021-03", "2303.03915", "NeurIPS"),
        ("2020-03-02", "2303.03915", "NeurIPS 2023"),
        ("2020-03", "2303.03915", ""),
        ("2021", "2301.03915", "blog post"),
        ("2021", "2301.03915", "released at OpenAI"),
        ("2023", "2401.00588", ""),
        ("2023", "2309.07870", ""),
        ("2024", "2309.07870", ""),
        ("2022", "2303.03915", "NeurIPS"),
        ("2022-03", "2303.03915", "NeurIPS"),
        ("2021-02", "2303.03915", "NeurIPS"),
        ("NeurIPS 2022", "2303.03915", ""),
        ("2024-01-24", "2406.12143", ""),
        ("2023-12-31", "2401.00609", ""),
        ("", "2309.07870", ""),
        # The ID is yet to come, so that it is not the date that is wrong.
        ("2017-06", "8006.03762", ""),
    ],
)
def test_a_date_that_may_be(date: str, identifier: str, venue: str) -> None:
    assert reports(RULE, row(date, identifier, venue)) == []


def test_a_column_of_any_name_may_tell_the_venue() -> None:
    text = row("2013", "1506.01101", "AAMAS").replace("Venue", "Accepted at")
    assert reports(RULE, text) == []


def test_data_may_be_older_than_its_paper() -> None:
    text = "## Datasets\n\n- **SetOne** 2023-5 [Paper](https://arxiv.org/abs/2312.08688)\n"
    assert reports(RULE, text) == []
    assert reports(RULE, text.replace("2023-5", "2022-12")) == []


def test_a_year_above_says_nothing_of_the_day() -> None:
    assert reports(RULE, "## 2022\n\n- [A Survey of Everything](https://arxiv.org/abs/2309.07870)\n") == []


def test_a_list_item_is_read_as_a_row() -> None:
    text = (
        "- [2023/05] **A Survey of Everything.** *Doe. Arxiv* [[paper](https://arxiv.org/abs/2309.07870)]\n"
    )
    (report,) = reports(RULE, text)
    assert report.startswith("1:4 warning 2023/05 is before 2023-09, when arXiv gave out 2309.07870")
