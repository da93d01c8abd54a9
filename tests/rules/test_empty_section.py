from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.fixer import fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.base import Options
from mdpaperlint.rules.empty_section import EmptySection

ACTIVE = [ActiveRule(EmptySection(), Options(), None)]
PAPERS = "- [A paper](https://arxiv.org/abs/2401.00001)\n\n"
TABLE = "| Year | Title |\n| --- | --- |\n"


def empty(text: str) -> list[str]:
    report = check_document(parse(text), ACTIVE)
    assert not report.failures
    return [text[violation.start : violation.end] for violation in report.violations]


def fixed(text: str) -> str:
    result = fix_document(parse(text), ACTIVE, unsafe=True)
    assert not result.report.failures
    return result.text


@pytest.mark.parametrize(
    "section",
    [
        "## B\n\n",
        "B\n---\n\n",
        "## B\n\n---\n\n",
        "## B\n\n<!-- to come -->\n\n",
        "## B\n\n<a name='b'></a>\n\n<br>\n\n",
        "## B\n\n[⬆ back to top](#top)\n\n",
        "## B\n\n[r]: https://example.org\n\n",
        f"## B\n\n{TABLE}\n",
        f"## B\n\n{TABLE}| | |\n\n",
        f"## B\n\n{TABLE}| - | … |\n| &nbsp; | <br> |\n\n",
        f"## B\n\nThe B models are known for B.\n\n{TABLE}| | |\n\n",
        f"## B\n\n{TABLE}\n{TABLE}\n",
        "## 2023\n\n",
    ],
)
def test_lists_nothing(section: str) -> None:
    for text in (
        f"## A\n\n{PAPERS}{section}",
        f"{section}## A\n\n{PAPERS}",
        f"# T\n\n{section}## A\n\n### C\n\n{PAPERS}",
    ):
        (reported,) = empty(text)
        assert section.startswith(reported)


@pytest.mark.parametrize(
    "section",
    [
        f"## B\n\n{PAPERS}",
        f"## B\n\n### C\n\n{PAPERS}",
        "## [B](b.md)\n\n",
        "## ![B](b.png)\n\n",
        '## <img src="b.png">\n\n',
        "## Updated on 2024.05.01\n\n",
        "## Last update: May 2024\n\n",
        "## Please star this list\n\n",
        "## More papers will follow.\n\n",
        "## 欢迎提交论文\n\n",
        "## Papers\n\n",
        "## 目录\n\n",
        "## B\n\n![stars](https://example.org/stars.svg)\n\n",
        '## B\n\n<p align="center"><img src="b.png"></p>\n\n',
        "## B\n\nA sentence about B.\n\n",
        "## B\n\n```\ncode\n```\n\n",
        "## B\n\n- [C](#c)\n- [D](#d)\n\n",
        "## B\n\nhttps://example.org/b\n\n",
        "## B\n\n<p>Some words</p>\n\n",
        "## B\n\n> [!NOTE]\n> Some words\n\n",
        f"## B\n\n{TABLE}| 2024 | |\n\n",
        f"## B\n\n{TABLE}|\n| 2024 | x |\n\n",
        "## B\n\n| Metric | Meaning |\n| --- | --- |\n| | |\n\n",
        "## B\n\n| Year | [Title](https://example.org) |\n| --- | --- |\n| | |\n\n",
        f"## B\n\n{TABLE}\n{PAPERS}",
    ],
)
def test_left_alone(section: str) -> None:
    assert empty(f"## A\n\n{PAPERS}{section}") == []


def test_a_heading_with_nothing_under_it_needs_siblings_with_papers() -> None:
    assert empty("## A\n\n## B\n\nWords.\n") == []
    assert empty(f"# T\n\n## A\n\n### C\n\n{PAPERS}# U\n\n## B\n") == []
    assert empty(f"### A\n\n## B\n\n{PAPERS}") == []
    assert empty(f"# Title\n\n# A\n\n{PAPERS}") == []
    assert empty(f"# A\n\n{PAPERS}# B\n") == ["# B"]


def test_the_fix_takes_the_section_alone() -> None:
    text = f"## A\n\n{PAPERS}## B\n\n{TABLE}| | |\n\n## C\n\n{PAPERS}"
    assert fixed(text) == f"## A\n\n{PAPERS}## C\n\n{PAPERS}"
    assert fix_document(parse(text), ACTIVE).text == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
def test_the_fix_at_the_end_leaves_one_line_end(newline: str, last: str) -> None:
    text = f"## A\n\n{PAPERS.rstrip()}\n\n\n## B\n\n{TABLE}| | |{last}".replace("\n", newline)
    assert fixed(text) == f"## A\n\n{PAPERS.rstrip()}\n".replace("\n", newline)


@pytest.mark.parametrize(
    "text",
    [
        f"[b](#b)\n\n## A\n\n{PAPERS}## B\n",
        f"[b](#b-1)\n\n## A\n\n{PAPERS}## B\n\n## B\n\n{PAPERS}",
        f"## A\n\n{PAPERS}## B\n\n<!-- to come -->\n",
        f"## A\n\n{PAPERS}## B\n\nWords.\n\n{TABLE}| | |\n",
        f"## A\n\n{PAPERS}## B\n\n> {TABLE.rstrip()}\n",
        f"## A\n\n{PAPERS}## B\n\n{TABLE}| - | - |\n",
        f"## A\n\n{PAPERS}## B\n\n[top](#top)\n",
    ],
)
def test_no_fix_where_more_would_be_lost(text: str) -> None:
    assert fixed(text) == text


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                PAPERS,
                "## B\n",
                "## C\n\n",
                f"## D\n\n{TABLE}| | |\n",
                "### E\n",
                "Words.\n\n",
                "[b](#b)\n\n",
                "\n",
                "<!-- x -->\n\n",
            ]
        ),
        max_size=10,
    )
)
def test_the_fix_loses_no_words(parts: list[str]) -> None:
    text = "".join(parts)
    result = fixed(text)
    for kept in (PAPERS.strip(), "Words.", "[b](#b)", "<!-- x -->"):
        assert result.count(kept) == text.count(kept)
    assert fixed(result) == result


def messages(text: str) -> list[str]:
    report = check_document(parse(text), ACTIVE)
    assert not report.failures
    return [violation.message for violation in report.violations]


def paper(number: int) -> str:
    return f"- [Paper {number}](https://arxiv.org/abs/2401.0000{number})\n"


@pytest.mark.parametrize(
    "headings",
    [
        ["2024*", "Conference", "Journal", "2023*", "Conference", "Journal"],
        ["Vision*", "Papers", "Code", "Speech*", "Papers", "Code"],
        ["Vision*", "2024", "2023", "Speech*", "2024"],
        # Years are headings here, whatever follows them.
        ["2024*", "Vision", "Speech", "2023*", "Planning"],
        ["2.1 Vision*", "2.1.1 Faces", "2.1.2 Hands", "2.2 Speech"],
        ["2. Vision*", "2.1 Faces", "3. Speech"],
        ["II. Methods*", "A. Search", "B. Ranking", "III. Data"],
        ["二、方法*", "1. 搜索", "2. 排序", "三、数据"],
        ["第二章 方法*", "2.1 搜索", "2.2 排序", "第三章 数据"],
        ["A. Vision*", "A.1 Faces", "A.2 Hands", "B. Speech"],
        ["1️⃣ Vision*", "1.1 Faces", "2️⃣ Speech"],
    ],
)
def test_flat_headings_are_those_of_the_parts_behind_them(headings: list[str]) -> None:
    text = "# List\n\n" + "".join(
        f"### {name.rstrip('*')}\n\n" + ("" if name.endswith("*") else paper(number) + "\n")
        for number, name in enumerate(headings)
    )
    assert messages(text) == []


@pytest.mark.parametrize(
    ("headings", "reported"),
    [
        (["2024", "2023*", "2022", "2021*", "2020"], ["2023", "2021"]),
        (["2.1 Vision*", "2.2 Speech", "2.3 Hands"], ["2.1 Vision"]),
        (["1. Vision*", "2. Speech"], ["1. Vision"]),
        (["Vision*", "Speech", "Planning*", "Search"], ["Vision", "Planning"]),
        (["2.1 Vision*", "2.10 Speech"], ["2.1 Vision"]),
    ],
)
def test_headings_of_one_level_that_do_not_nest(headings: list[str], reported: list[str]) -> None:
    text = "# List\n\n" + "".join(
        f"### {name.rstrip('*')}\n\n" + ("" if name.endswith("*") else paper(number) + "\n")
        for number, name in enumerate(headings)
    )
    assert messages(text) == [
        f"there is nothing under “{name}”: add papers, remove the heading, or make the headings below it "
        "deeper"
        for name in reported
    ]
    assert fixed(text) == text


def test_a_heading_without_text_is_no_section_called_nothing() -> None:
    text = f"# List\n\n##\n\n## Papers\n\n{PAPERS}## <!-- to come -->\n\n{PAPERS}"
    assert messages(text)[0] == (
        "this heading has no text: write some, remove it, or write --- to draw a line"
    )
    assert not any("“”" in message for message in messages(text))
    assert fixed(text) == text


def test_many_headings_without_text_are_one_habit() -> None:
    text = f"# List\n\n## Papers\n\n{PAPERS}" + f"#\n\n{PAPERS}" * 4
    assert messages(text) == ["4 headings of this list have no text: write --- to draw a line"]


def test_a_heading_that_is_an_image_has_text() -> None:
    assert messages(f"# ![logo](https://a.org/x.png)\n\nWords.\n\n## Papers\n\n{PAPERS}") == []
