"""missing-date and missing-link: what nearly all siblings state."""

from __future__ import annotations

import pytest
from table_rules import reports

from mdpaperlint.rules.missing_date import MissingDate
from mdpaperlint.rules.missing_link import MissingLink

DATE, LINK = MissingDate(), MissingLink()
PLANTS = (
    "Ferns Moss Lichens Leaves Roots Seeds Pollen Trees Thorns Sap Bark Reeds Bulbs Vines Buds Cones Twigs "
    "Nuts Burrs Grass Algae"
).split()


def link(number: int) -> str:
    return f"[{PLANTS[number]} in a Very Cold Greenhouse](https://arxiv.org/abs/2401.{number + 1:05})"


def bullets(last: str, siblings: int = 10) -> str:
    return "".join(f"- {link(number)} (2024-01)\n" for number in range(siblings)) + last


def test_a_bullet_without_a_date() -> None:
    (report,) = reports(DATE, bullets(f"- {link(10)}\n"))
    assert report == (
        "11:4 warning “Bark in a Very Cold Greenhouse” has no date, unlike all 10 entries beside it; "
        "add the date (its arXiv ID is from 2024-01)"
    )


@pytest.mark.parametrize(
    "last",
    [
        f"- {link(10)} (January 2024)\n",
        f"- {link(10)} NeurIPS 2023\n",
        f"- {link(10)}, first shown in 2023 at a fair\n",
        f"- {link(10)}, arXiv2401\n",
        "- Bark in a Very Cold Greenhouse\n",
    ],
)
def test_an_entry_that_names_a_year_or_no_paper(last: str) -> None:
    assert reports(DATE, bullets(last)) == []


def test_a_year_in_an_address_is_no_date() -> None:
    last = "- [Bark in a Very Cold Greenhouse](https://example.org/2006/bark.pdf)\n"
    (report,) = reports(DATE, bullets(last))
    assert report.endswith("add the date")


def test_nine_siblings_have_no_habit() -> None:
    assert reports(DATE, bullets(f"- {link(10)}\n", siblings=9)) == []
    assert reports(LINK, bullets("- Bark in a Very Cold Greenhouse (2024-01)\n", siblings=9)) == []


def test_siblings_stand_in_one_section() -> None:
    assert reports(DATE, bullets(f"\n## More\n\n- {link(10)}\n")) == []


@pytest.mark.parametrize(("without", "number"), [(1, 1), (2, 2), (3, 0)])
def test_one_sibling_in_twenty_may_lack_it_as_well(without: int, number: int) -> None:
    dates = ["" if each < without else "2024-01" for each in range(21)]
    rows = "".join(f"| {date} | {link(each)} |\n" for each, date in enumerate(dates))
    assert len(reports(DATE, "| Date | Title |\n| --- | --- |\n" + rows)) == number


def test_below_a_heading_with_a_year_no_entry_needs_its_own() -> None:
    rows = "".join(f"- {link(number)}\n" for number in range(11))
    assert reports(DATE, f"## 2024\n\n{rows}") == []


def test_news_lack_nothing() -> None:
    assert reports(DATE, "## News\n\n" + bullets(f"- {link(10)}\n")) == []


@pytest.mark.parametrize(
    ("last", "number"),
    [
        ("- Bark in a Very Cold Greenhouse (2024-01)\n", 1),
        ("- [Bark in a Very Cold Greenhouse](papers/bark.pdf) (2024-01)\n", 0),
        ("- Bark in a Very Cold Greenhouse (2024-01), [paper] (https://example.org/bark)\n", 0),
        ("- Bark (2024-01)\n", 0),
    ],
)
def test_a_bullet_without_a_link(last: str, number: int) -> None:
    assert len(reports(LINK, bullets(last))) == number


def test_a_link_in_a_cell_that_is_not_shown_is_there() -> None:
    rows = "".join(f"| 2024 | {link(number)} |\n" for number in range(10))
    head = "| Year | Title |\n| --- | --- |\n"
    assert reports(LINK, f"{head}{rows}| 2024 | Bark in a Cold Greenhouse | {link(10)} |\n") == []
    assert len(reports(LINK, f"{head}{rows}| 2024 | Bark in a Cold Greenhouse |\n")) == 1
