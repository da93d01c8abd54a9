from __future__ import annotations

from functools import partial

import pytest
from table_rules import mended, reports

from mdpaperlint.rules.stale_contents import StaleContents

reported = partial(reports, StaleContents())
fixed = partial(mended, StaleContents())

YEARS = range(2010, 2025)
PAPER = "\n\n- [Sorted by Rumour](https://arxiv.org/abs/2101.00001)\n"


def years(
    entry: str, *, lacking: tuple[int, ...] = (2018,), heading: str = "## {}", newline: str = "\n"
) -> str:
    """A list with a section for each year, and a table of contents that lacks some."""
    entries = [entry.format(year) for year in YEARS if year not in lacking]
    sections = [heading.format(year) + PAPER for year in YEARS]
    return "\n".join(["# Papers", "", *entries, "", *sections]).replace("\n", newline)


@pytest.mark.parametrize(
    "text",
    [
        "- [A](#a)\n- [B](#b)\n\n## A\n## B\n",
        "- [Safety](#a)\n- [B](#b)\n\n## A\n## B\n",
        "- [A](#a)\n- [A again](#a)\n- [B](#b)\n\n## A\n## B\n",
        "- [A](#a)\n- [B](#nowhere)\n\n## A\n## B\n",
        '- [A](#here)\n- [B](#b)\n\n<a name="here"></a>\n\n## A\n## B\n',
        "- [A](#b)\n- [B](#a)\n\n## A\n## B\n",
        "- [A](#a)\n- [B](#b)\n- C\n\n## A\n## B\n## C\n## C\n",
        "- [A](#a)\n- [B](#b)\n- C, and more\n\n## A\n## B\n## C\n",
        "- [A](#a) and [B](#b)\n\n## A\n## B\n## C\n",
        "- A\n- B\n- C\n- [D](#d)\n- [E](#e)\n\n## A\n## B\n## C\n## D\n## E\n",
    ],
)
def test_what_may_be_so(text: str) -> None:
    assert reported(text) == []


def test_entries_that_were_copied_with_their_address() -> None:
    text = "- [A](#a)\n- [**B**](#a)\n- [C]( <#a> )\n\n## A\n## B\n## C\n"
    assert [report.partition(": ")[0] for report in reported(text)] == [
        "2:3 warning this entry leads to “A” in line 5; the section of its own name has the anchor #b [fix]",
        "3:3 warning this entry leads to “A” in line 5; the section of its own name has the anchor #c [fix]",
    ]
    assert fixed(text).startswith("- [A](#a)\n- [**B**](#b)\n- [C]( <#c> )\n")


def test_of_sections_of_one_name_each_entry_leads_to_that_below_its_own() -> None:
    text = (
        "- [Medicine](#medicine)\n  - [Data](#data)\n- [Audio](#audio)\n  - [Data](#data)\n\n"
        "## Medicine\n### Data\n## Audio\n### Data\n"
    )
    assert fixed(text) == text.replace(
        "- [Audio](#audio)\n  - [Data](#data)", "- [Audio](#audio)\n  - [Data](#data-1)"
    )


def test_of_sections_of_one_name_without_one_above_each_entry_has_its_turn() -> None:
    text = "- [Data](#data)\n- [Data](#data)\n- [A](#a)\n\n## Data\n## A\n## Data\n"
    assert fixed(text).startswith("- [Data](#data)\n- [Data](#data-1)\n- [A](#a)\n")
    more = "- [Data](#data)\n- [Data](#data)\n- [A](#a)\n\n## Data\n## A\n## Data\n## Data\n"
    assert reported(more) == []


@pytest.mark.parametrize("written", ["B", "[B]", "**B**", "🔥 B"])
def test_an_entry_without_link_among_linked_ones(written: str) -> None:
    text = f"- [A](#a)\n- {written}\n- [C](#c)\n\n## A\n## B\n## C\n"
    assert reported(text) == [
        "2:3 warning this entry has no link; the section of its name has the anchor #b [fix]"
    ]
    link = written if written == "[B]" else f"[{written}]"
    assert f"\n- {link}(#b)\n" in fixed(text)


@pytest.mark.parametrize(
    "entry",
    ["- [{0}](#{0})", "* **[{0}](#{0})**", "> - [{0}](#{0})", "1. [{0}](#{0})", "  - [{0}](#{0})"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_section_that_is_lacking_gets_an_entry_like_its_neighbours(entry: str, newline: str) -> None:
    text = years(entry, newline=newline)
    assert fixed(text) == years(entry, lacking=(), newline=newline)


def test_an_entry_comes_behind_the_entries_nested_in_the_one_before() -> None:
    nested = years("- [{0}](#{0})").replace("- [2017](#2017)\n", "- [2017](#2017)\n  - [Data](#data)\n")
    nested = nested.replace("## 2018", "### Data\n## 2018")
    assert "  - [Data](#data)\n- [2018](#2018)\n- [2019](#2019)\n" in fixed(nested)


def test_the_first_section_gets_an_entry_before_the_others() -> None:
    assert fixed(years("- [{0}](#{0})", lacking=(2010,))) == years("- [{0}](#{0})", lacking=())


def test_wording_is_that_of_the_neighbours() -> None:
    text = years("- [{0}](#-{0}-papers)", heading="## 📄 {0} *papers*")
    assert "- [2018](" not in fixed(text), "no heading says just the year"
    for entry in (
        "- [{0} papers](#-{0}-papers)",
        "- [📄 {0} papers](#-{0}-papers)",
        "- [📄 {0} *papers*](#-{0}-papers)",
    ):
        assert fixed(years(entry, heading="## 📄 {0} *papers*")) == years(
            entry, lacking=(), heading="## 📄 {0} *papers*"
        )


@pytest.mark.parametrize("entry", ["- [{0}](#{0}) (12)", "- {0}: [papers](#{0}) [code](#{0})"])
def test_an_entry_that_says_more_is_no_model(entry: str) -> None:
    text = years(entry)
    assert [report.endswith("others beside it") for report in reported(text)] == [True]
    assert fixed(text) == text


def test_numbers_are_never_counted_anew() -> None:
    text = years("{0}. [{0}](#{0})")
    assert len(reported(text)) == 1
    assert fixed(text) == text
    assert fixed(years("{0}. [{0}](#{0})", lacking=(2024,))) == years("{0}. [{0}](#{0})", lacking=())


@pytest.mark.parametrize(
    "text",
    [
        years("- [{0}](#{0})", lacking=(2018, 2020)),
        years("- [{0}](#{0})").replace("## 2018" + PAPER, "## 2018\n\n"),
        years("- [{0}](#{0})").replace("## 2018", "# Others\n## 2018").replace("## 2019", "# Years\n## 2019"),
        years("- [{0}](#{0})").replace("- [2017](#2017)\n", "- [2017](#2017) [2018](#2018)\n"),
        years("- [{0}](#{0})")
        .replace("## 2018", '<a id="x"></a>\n## 2018')
        .replace("(#2024)", "(#2024) [more](#x)"),
    ],
    ids=["left out often", "no papers", "alone", "listed beside", "listed by another anchor"],
)
def test_sections_that_may_be_lacking(text: str) -> None:
    assert reported(text) == []
