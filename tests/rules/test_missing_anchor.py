from __future__ import annotations

import pytest

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.fixer import fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.missing_anchor import MissingAnchor, MissingAnchorOptions


def active(**options: bool) -> list[ActiveRule]:
    return [ActiveRule(MissingAnchor(), MissingAnchorOptions(**options), None)]


def missing(text: str, **options: bool) -> list[str]:
    report = check_document(parse(text), active(**options))
    assert not report.failures
    return [text[violation.start : violation.end] for violation in report.violations]


@pytest.mark.parametrize(
    ("fragment", "heading"),
    [
        ("survey-papers", "## Survey papers"),
        ("survey-papers", "Survey papers\n---"),
        ("survey-papers", "## Survey papers ##"),
        ("survey-papers", "> ## Survey papers"),
        ("survey-papers", "- ## Survey papers"),
        ("survey-papers", "## **Survey** _papers_"),
        ("survey-papers", "## [Survey](https://example.org) papers"),
        ("survey-papers", "## [Survey][s] papers\n\n[s]: https://example.org"),
        ("survey-papers", "## [Survey papers](#top)"),
        ("surveys-papers", "## [Survey][s] papers"),
        ("survey-papers", "## ~~Survey~~ papers <!-- todo -->"),
        ("-survey", "## ![logo](logo.png) Survey"),
        ("survey-", '## Survey <img src="logo.png">'),
        ("the-snake_case-module", "## The `snake_case` module"),
        ("a--b", "## a &amp; b"),
        ("a--b", "## a \\& b"),
        ("fire-hot", "## :fire: Hot"),
        ("综述", "## 【综述】"),
        ("%E7%BB%BC%E8%BF%B0", "## 综述"),
        ("papers", "<h2>Papers</h2>"),
        ("papers", '<h1 align="center">\n  Papers\n</h1>'),
        ("papers", '<h1 align="center">\n\n**Papers**\n\n</h1>'),
        ("papers", '<H2><img src="x.png"><b>Papers</b></H2>'),
        ("q--a", "<h2>Q &amp; A</h2>"),
        ("here", '<a name="here"></a>'),
        ("here", "<a id='here'></a>Text"),
        ("here", "| a |\n|---|\n| <span id=here>x</span> |"),
        ("here", '## <a name="here"></a> Elsewhere'),
        ("here", '<a href="x"\n   name="here">x</a>'),
        ("Here", '<a name="here"></a>'),
        ("user-content-survey", "## Survey"),
        ("survey", '<a id="user-content-survey"></a>'),
        ("Survey", "## survey"),
        ("tools", "## 🔧 Tools"),
        ("-tools", "## ⚙️ Tools"),
        ("top", "Text"),
        ("", "Text"),
        ("readme", "Text"),
        ("L12", "Text"),
        ("L12-L40", "Text"),
        ("fn-1", "Text[^1]"),
        (":~:text=some", "Text"),
    ],
)
def test_anchor_is_there(fragment: str, heading: str) -> None:
    assert missing(f"{heading}\n\n[a](#{fragment})\n") == []


@pytest.mark.parametrize(
    ("fragment", "heading"),
    [
        ("survey", "## Surveys"),
        ("a-b", "## a & b"),
        ("ab", "## a b"),
        ("survey-1", "## Survey"),
        ("survey", "```\n## Survey\n```"),
        ("survey", "<!-- ## Survey -->"),
        ("survey", "<!--\n<h2>Survey</h2>\n-->"),
        ("here", '```\n<a name="here"></a>\n```'),
        ("here", '<a data-name="here" title="name=there">x</a>'),
        ("logo", "## ![logo](logo.png)"),
        ("survey", "Survey"),
    ],
)
def test_anchor_is_missing(fragment: str, heading: str) -> None:
    assert missing(f"{heading}\n\n[a](#{fragment})\n") == [f"#{fragment}"]


def test_html_headings_are_numbered_with_the_others() -> None:
    text = "[a](#data) [b](#data-1) [c](#data-2) [d](#data-3)\n\n## Data\n\n<h2>Data</h2>\n\n## Data\n"
    assert missing(text) == ["#data-3"]


def test_every_kind_of_link() -> None:
    text = '[a](#no-1) ![b](#no-2) <a href="#no-3">c</a> [d][r] [e][r]\n\n'
    text += "[r]: #no-4\n[unused]: #no-5\n[//]: # (comment)\n"
    assert sorted(missing(text)) == ["#no-1", "#no-2", "#no-3", "#no-4"]


def test_fragments_of_other_files_are_not_judged() -> None:
    assert missing("[a](papers.md#no) [b](https://example.org/#no) [c](?tab=readme#no)") == []


def test_case_is_fixed_where_it_is_written_plainly() -> None:
    text = "[a](#Survey) [b](#Survey-Of%20x)\n\n## survey\n"
    assert missing(text, case=True) == ["#Survey", "#Survey-Of%20x"]
    result = fix_document(parse(text), active(case=True))
    assert result.text == text.replace("#Survey)", "#survey)")
    text = "[a](#%E7%BB%BCA)\n\n## 综a\n"
    assert missing(text, case=True) == ["#%E7%BB%BCA"]
    assert fix_document(parse(text), active(case=True)).text == text


def test_hyphens_that_an_emoji_leaves_are_no_fault() -> None:
    assert missing("[a](#tools)\n\n## 🔧 Tools\n") == []


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[Unconditional Generation](#brain-driven-generation)", "#unconditional-generation"),
        ("[**Unconditional generation**](#old-name)", "#unconditional-generation"),
        ("[Tools](#old-name)", "#-tools"),
        ("[Old name](#brain-driven-generation)", "#brain-guided-generation"),
        ("[🔧](#old-name)", None),
    ],
)
def test_the_heading_that_the_link_names_is_suggested_first(link: str, hint: str | None) -> None:
    text = f"{link}\n\n## Brain-guided generation\n\n## Unconditional generation\n\n## 🔧 Tools\n"
    (violation,) = check_document(parse(text), active()).violations
    advice = f"did you mean {hint}?" if hint else "correct the link or remove it"
    assert violation.message.endswith(advice)


def test_suggestions_are_bounded() -> None:
    text = "".join(f"## Section number {number}\n" for number in range(500))
    text += "".join(f"[a](#section-nr-{number})\n" for number in range(500))
    report = check_document(parse(text), active())
    suggested = ["did you mean" in violation.message for violation in report.violations]
    assert len(suggested) == 500
    assert suggested[0]
    assert not suggested[-1]


def test_the_words_of_the_link_come_before_a_near_spelling() -> None:
    spans = "".join(f'<span id="x-year-{year}">{year}</span>\n\n' for year in (2026, 2025, 2024))
    text = f"- [Year 2024](#x-year-2023)\n\n{spans}"
    (violation,) = check_document(
        parse(text), [ActiveRule(MissingAnchor(), MissingAnchorOptions())]
    ).violations
    assert "did you mean #x-year-2024?" in violation.message


def test_a_link_in_a_heading_is_not_sent_to_its_own_heading() -> None:
    text = "# [Surveys of Rain](#content)\n\n## [Rain](#rains)\n"
    report = check_document(parse(text), active())
    assert [(violation.message.rpartition(": ")[2], violation.fix) for violation in report.violations] == [
        ("correct the link or remove it", None),
        ("did you mean #rain?", None),
    ]


@pytest.mark.parametrize(("links", "reports"), [(3, 3), (4, 1), (40, 1)])
def test_many_links_to_one_missing_anchor_are_one_report(links: int, reports: int) -> None:
    found = missing("# Rain\n\n" + "[back](#contents)\n\n" * links)
    assert found == ["#contents"] * reports
