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


def slipped(*rows: tuple[str, str, str], form: str = "| {} | [A paper called {}]({}) | {} |\n") -> str:
    """Of each row are given date, link and venue."""
    header = "| Date | Title | Venue |\n| --- | --- | --- |\n" if form.startswith("|") else ""
    names = (f"number {number} of many" for number in range(len(rows)))
    return header + "".join(
        form.format(row[0], name, *row[1:]) for row, name in zip(rows, names, strict=True)
    )


FORMS = ["| {} | [A paper called {}]({}) | {} |\n", "- [{}] **A paper called {}.** [[paper]]({}) {}\n"]
CVPR = "https://openaccess.thecvf.com/content_CVPR_{1}/papers/{0}_CVPR_{1}_paper.pdf"
MONTHS = [(f"2024-{n:02}", f"https://arxiv.org/abs/24{n:02}.17001", "") for n in range(1, 10)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("date", ["2025-05", "2025-05-17"])
def test_a_date_a_year_behind_its_arxiv_id_is_doubted_where_the_others_agree(date: str, form: str) -> None:
    wrong = (date, "https://arxiv.org/abs/2405.17009", "")
    (report,) = reports(RULE, slipped(wrong, *MONTHS, form=form))
    assert f"{date} contradicts the arXiv ID 2405.17009, of 2024-05, as hardly" in report
    assert reports(RULE, slipped(wrong, *MONTHS[:7], form=form)) == []
    late = (date, "https://arxiv.org/abs/2404.17009", "")
    assert reports(RULE, slipped(late, *MONTHS, form=form)) == []


def test_an_early_year_is_wrong_where_others_are_later_than_their_ids() -> None:
    """A paper may be dated by its publication, so that later dates are no reason to trust an early one."""
    years = [(f"20{n // 2}", f"https://arxiv.org/abs/{n // 2}05.17001", "") for n in range(30, 44)]
    early = ("2021", "https://arxiv.org/abs/2203.17009", "")
    late = [("2022", "https://arxiv.org/abs/2103.17009", "")] * 2
    assert len(reports(DateBeforeArxivId(), slipped(*years, *late, early))) == 1
    assert reports(DateBeforeArxivId(), slipped(*years, *late, *late, early)) == []
    assert reports(DateBeforeArxivId(), slipped(*years, *late, early, early)) == []


def test_an_early_year_is_wrong_where_the_others_agree_with_their_ids() -> None:
    years = [(f"20{n // 2}", f"https://arxiv.org/abs/{n // 2}05.17001", "") for n in range(30, 44)]
    early = ("2021", "https://arxiv.org/abs/2203.17009", "")
    assert len(reports(DateBeforeArxivId(), slipped(*years, early))) == 1
    assert reports(DateBeforeArxivId(), slipped(*years[:7], early)) == []
    assert reports(DateBeforeArxivId(), slipped(*years, ("2021", early[1], "ACL"))) == []


VENUES = [(f"20{n}", f"https://a.org/{n}.pdf", f"ACL 20{n}") for n in range(10, 20)]


def test_the_year_of_the_venue_contradicts_that_of_the_entry() -> None:
    wrong = ("2018", "https://a.org/x.pdf", "EMNLP 2017")
    (report,) = reports(RULE, slipped(*VENUES, wrong))
    assert "2018 contradicts the venue of 2017" in report
    # A table of papers that were given an award, or were read, in the year.
    assert reports(RULE, slipped(*VENUES) + "\n" + slipped(wrong, wrong)) == []
    assert reports(RULE, slipped(*VENUES, ("2018", "https://arxiv.org/abs/1801.00001", "ACL 2019"))) == []
    assert reports(RULE, slipped(*VENUES[:9], ("2018-11", "https://a.org/x.pdf", "ACL 2019"))) == []


def test_a_year_after_the_proceedings_that_are_linked_is_doubted_where_few_others_tell() -> None:
    papers = [(f"20{n}", CVPR.format("x", 2000 + n), "") for n in (17, 18, 20)]
    wrong = ("2020", CVPR.format("y", 2019), "")
    (report,) = reports(RULE, slipped(*papers, wrong))
    assert "2020 contradicts the link to the proceedings of 2019" in report
    # The other table has no such links.
    assert len(reports(RULE, slipped(*papers) + "\n" + slipped(*MONTHS, wrong))) == 1
    assert reports(RULE, slipped(*papers[:2], wrong)) == []
    # A paper may be dated by its preprint.
    assert reports(RULE, slipped(*papers, ("2018", wrong[1], ""))) == []


def test_the_year_of_a_preprint_contradicts_that_of_the_entry() -> None:
    preprints = [(f"20{n}", f"https://a.org/{n}.pdf", f"arXiv 20{n}") for n in range(15, 25)]
    (report,) = reports(RULE, slipped(*preprints, ("2017", "https://a.org/x.pdf", "arXiv 2018")))
    assert "2017 contradicts the preprint of 2018" in report
    assert reports(RULE, slipped(*preprints[:7], ("2017", "https://a.org/x.pdf", "arXiv 2018"))) == []


def test_venue_and_arxiv_id_of_one_year_contradict_that_of_the_entry() -> None:
    """The years of the other venues need not be those of their entries, if the IDs are."""
    papers = [(f"20{n}", f"https://arxiv.org/abs/{n}05.17001", f"ACL 20{n + 1}") for n in range(15, 25)]
    wrong = ("2019", "https://arxiv.org/abs/1805.17009", "EMNLP 2018")
    (report,) = reports(RULE, slipped(*papers, wrong))
    assert "2019 contradicts the venue and the arXiv ID, both of 2018: correct the date" in report
    assert reports(RULE, slipped(*papers, (*wrong[:2], "EMNLP 2017"))) == []
    assert reports(RULE, slipped(*papers[:7], wrong)) == []
    assert reports(RULE, "## Datasets\n\n" + slipped(*papers, wrong)) == []


def test_of_two_rows_that_could_move_the_one_that_its_id_contradicts_has_the_wrong_date() -> None:
    years = (2018, 2019, 2020, 2020, 2021, 2022, 2022, 2023)
    rows = [(f"{year}", f"https://arxiv.org/abs/{year - 2000}05.17001", "") for year in years]
    rows[4] = ("2022", *rows[4][1:])
    rows.insert(5, rows[4])
    rows[5] = ("2021", "https://a.org/x.pdf", "")
    text = slipped(*rows)
    (report,) = reports(RULE, text)
    assert report.startswith("7:3 warning 2022 does not fit between its neighbours, and its arXiv ID")
    assert reports(UnorderedRows(), text) == []


def test_a_row_beside_a_wrong_date_is_not_out_of_order() -> None:
    rows = [(f"{year}", "https://a.org/x.pdf", f"ACL {year}") for year in (2016, 2017, 2018, 2019, 2020)]
    rows = [row for row in rows for _ in range(2)]
    rows.insert(4, ("2019", "https://a.org/y.pdf", "ACL 2018"))
    text = slipped(*rows)
    assert len(reports(RULE, text)) == 1
    assert reports(UnorderedRows(), text) == []


def test_the_date_of_a_later_version_is_not_doubted() -> None:
    text = among("2025-12", "2509.17005v3")
    assert reports(RULE, text) == []


def test_a_date_that_its_id_confirms_is_not_doubted_for_an_earlier_venue() -> None:
    text = among("2026-03", "2603.17005", "CoRL 2025")
    assert reports(RULE, text) == []
