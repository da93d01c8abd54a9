from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.document_papers import papers


def only(text: str) -> Paper:
    (paper,) = papers(parse(text))
    return paper


ITEMS = [
    "- **[A Long Title of a Paper](https://arxiv.org/abs/2401.00001)**",
    "- [A Long Title of a Paper](https://arxiv.org/pdf/2401.00001v2.pdf), Doe et al., ICLR 2024",
    "- A Long Title of a Paper. [[Paper]](https://arxiv.org/abs/2401.00001) [[Code]](https://github.com/a/b)",
    "- A Long Title of a Paper. *Jane Doe et al*. ICLR 2024. [[Paper](https://arxiv.org/abs/2401.00001)]",
    "- (*NeurIPS 2023*) A Long Title of a Paper [[pdf](https://arxiv.org/abs/2401.00001)]",
    "- [2024/01] **A Long Title of a Paper.** *Jane Doe.* [[paper](https://doi.org/10.48550/arXiv.2401.00001)]",
    "- **A Long Title of a Paper**<br>Jane Doe, John Roe<br>[[Paper]](https://huggingface.co/papers/2401.00001)",
    "1. “A Long Title of a Paper”, Jane Doe, 2024. [[arXiv](https://arxiv.org/abs/2401.00001)]",
    "- **A Long Title of a Paper**\n  Jane Doe, John Roe\n  ICLR 2024\n  [[Paper]](https://arxiv.org/abs/2401.00001)",
    "- **A Long Title of a Paper**\n  - Jane Doe\n  - [Paper](https://arxiv.org/abs/2401.00001)\n",
    '- <a href="https://arxiv.org/abs/2401.00001">A Long Title of a Paper</a>',
    "- A Long Title of a Paper [![arXiv](https://img.shields.io/badge/arXiv-red)](https://arxiv.org/abs/2401.00001)",
    "- A Long Title of a Paper, <ins>arXiv, 2024</ins> https://arxiv.org/abs/2401.00001",
]


@pytest.mark.parametrize("text", ITEMS)
def test_a_list_item_names_its_title_and_its_paper(text: str) -> None:
    paper = only(text)
    assert paper.title is not None
    assert paper.title.text == "A Long Title of a Paper"
    assert text[paper.title.start : paper.title.end] == "A Long Title of a Paper"
    assert paper.identifier is not None
    assert paper.identifier.value == "2401.00001"


DATES = [
    ("- [2023/05] **A Title of Words.** [[p]](https://arxiv.org/abs/2305.00001)", (2023, 5, 0), "own"),
    ("- (2023.05.17) A Title of Words [[p]](https://arxiv.org/abs/2305.00001)", (2023, 5, 17), "own"),
    ("- **A Title of Words** [[p]](https://arxiv.org/abs/2305.00001) 2023-05-17", (2023, 5, 17), "own"),
    ("- A Title of Words (2023), J. Doe et al. [[p]](https://arxiv.org/abs/2305.00001)", (2023, 0, 0), "own"),
    ("- [A Title of Words](https://arxiv.org/abs/2305.00001), Doe, May 2023", (2023, 5, 0), "own"),
    ("- A Title of Words, *NeurIPS 2023* [[p]](https://arxiv.org/abs/2305.00001)", (2023, 0, 0), "venue"),
    ('- "A Title of Words." AAAI (2023). [[p]](https://arxiv.org/abs/2305.00001)', (2023, 0, 0), "venue"),
    ("## 2023\n\n- [A Title of Words](https://arxiv.org/abs/2305.00001)", (2023, 0, 0), "heading"),
    ("## May 2023\n\n- [A Title of Words](https://arxiv.org/abs/2305.00001)", (2023, 5, 0), "heading"),
    ("- [A Title of 2019 Words](https://arxiv.org/abs/2305.00001)", None, ""),
    ("- [A Title](https://arxiv.org/abs/2305.00001) 2023-05-17 and 2024-06-01", None, ""),
]


@pytest.mark.parametrize(("text", "date", "source"), DATES)
def test_the_date_of_a_list_item(text: str, date: tuple[int, int, int] | None, source: str) -> None:
    found = only(text).date
    assert (None if found is None else tuple(found.date)) == date
    if found is not None:
        assert found.source == source
        assert str(found.date.year) in text[found.start : found.end]


def test_links_have_roles() -> None:
    paper = only(
        "- A Title of Words. [[Paper]](https://openreview.net/forum?id=abc123) "
        "[[PDF]](https://arxiv.org/abs/2305.00001) [[Code]](https://github.com/a/b) "
        "[[Project]](https://example.org/x) ![stars](https://img.shields.io/s.svg) [notes](./n.md)\n"
    )
    assert [link.role for link in paper.links] == ["paper", "paper", "code", "project", "badge", "other"]
    assert [link.identifier and link.identifier.value for link in paper.identifiers] == [
        "abc123",
        "2305.00001",
    ]


def test_tags_in_capitals_are_tags() -> None:
    badge = '<IMG SRC="https://img.shields.io/badge/a-long-name-of-a-badge-that-says-what-is-behind-it-red">'
    (paper,) = papers(
        parse(
            '- <IMG SRC="https://img.shields.io/s.svg"> A Title of Words '
            f'<A HREF="https://arxiv.org/abs/2305.00001">{badge}</A> <A HREF="https://github.com/a/b">Code</A>\n'
        )
    )
    assert [link.role for link in paper.links] == ["badge", "paper", "badge", "code"]
    assert paper.title is not None
    assert paper.title.text == "A Title of Words"


def test_a_row_has_its_own_link_and_not_that_of_what_it_uses() -> None:
    text = (
        "| Year | Title | Base model | Link |\n| --- | --- | --- | --- |\n"
        "| 2024 | A Title of Words | [LLaMA](https://arxiv.org/abs/2302.13971) "
        "| [paper](https://arxiv.org/abs/2401.00001) |\n"
    )
    paper = only(text)
    assert paper.identifier is not None
    assert paper.identifier.value == "2401.00001"
    assert [link.identifier.value for link in paper.links if link.identifier] == ["2302.13971", "2401.00001"]


def test_what_is_nested_belongs_to_the_entry_above() -> None:
    text = (
        "- [A Title of Words](https://arxiv.org/abs/2305.00001)\n"
        "  - Code: [repo](https://github.com/a/b)\n"
        "  - Key: builds on [Another](https://arxiv.org/abs/2305.00002)\n"
        "- Category\n"
        "  - [Second Title of Words](https://arxiv.org/abs/2305.00003)\n"
        "  - [Third Title of Words](https://arxiv.org/abs/2305.00004)\n"
    )
    found = papers(parse(text))
    assert [paper.title.text for paper in found if paper.title] == [
        "A Title of Words",
        "Second Title of Words",
        "Third Title of Words",
    ]
    assert [link.role for link in found[0].links] == ["paper", "code", "paper"]
    assert (found[0].line, found[0].end_line) == (0, 3)


@pytest.mark.parametrize(
    ("heading", "listing"),
    [
        ("News", False),
        ("🔥 What's new", False),
        ("Recommended papers", False),
        ("Highlights", False),
        ("新闻", False),
        ("🔥 最新动态 (2024年5月)", False),
        ("News 新闻", False),
        ("必读论文", False),
        ("更新日志", False),
        ("最新更新", False),
        ("致谢与引用", False),
        ("📢 Latest News (May 2024)", False),
        ("News: our survey was accepted", False),
        ("News & Updates", False),
        ("Update log", False),
        ("[Contributing](CONTRIBUTING.md)", False),
        ("&nbsp; Citation", False),
        ("References [12]", False),
        ("How to cite this list", False),
        ("Must-read papers for beginners", False),
        ("News recommendation", True),
        ("News articles", True),
        ("引用推荐", True),
        ("动态图神经网络", True),
        ("新闻推荐", True),
        ("假新闻检测", True),
        ("Reference-based Super-Resolution", True),
        ("Citation Recommendation", True),
        ("Video Highlight Detection", True),
        ("Citations in Generated Text", True),
        ("Contributing Factors of Hallucination", True),
        ("Fake News", True),
        ("Papers", True),
        ("Recommender systems", True),
        ("Updatable models", True),
    ],
)
def test_news_and_recommendations_are_no_listing(heading: str, listing: bool) -> None:
    text = f"# Papers\n\n## {heading}\n\n### 2023\n\n- [A Title of Words](https://arxiv.org/abs/2305.00001)\n"
    assert only(text).listing is listing


@pytest.mark.parametrize(
    "text",
    [
        "- We moved to [another page](https://example.org).\n",
        "- [Section](#section)\n",
        "- [A tool](https://github.com/a/b)\n",
        "See [A Title of Words](https://arxiv.org/abs/2305.00001).\n",
        "```\n- [A Title of Words](https://arxiv.org/abs/2305.00001)\n```\n",
        "- " + "words of prose " * 20 + "with [A Title of Words](https://arxiv.org/abs/2305.00001)\n",
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert papers(parse(text)) == ()


pieces = st.sampled_from(
    [
        "- ",
        "  - ",
        "1. ",
        "| ",
        " |\n",
        "| Date | Title | Link |\n| --- | --- | --- |\n",
        "## News 2023\n",
        "[A Title of Words](https://arxiv.org/abs/2305.00001)",
        "[[paper]](https://openreview.net/forum?id=abc)",
        "[![b](https://x.org/b.svg)](https://arxiv.org/pdf/2305.00002)",
        '<a href="https://doi.org/10.1000/1">Title</a>',
        "https://arxiv.org/abs/2305.00003",
        "[r]",
        "\n\n[r]: https://arxiv.org/abs/2305.00004\n",
        "**bold words of it**",
        "“Quoted words of a title”",
        "<br>",
        "(NeurIPS 2023)",
        "[2023/05] ",
        "2023-05-17",
        "\n",
        "\r\n",
        "\n\n",
        "  ",
        "\\|",
        "*",
        "(",
        "[",
        "标题",
        "<!-- x -->",
    ]
)


@settings(max_examples=300)
@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text_is_read_and_all_places_lie_in_their_entry(text: str) -> None:
    document = parse(text)
    before = -1
    for paper in papers(document):
        assert before < paper.start <= paper.end <= len(text)
        before = paper.start
        assert paper.line == document.line_of(paper.start)
        for link in paper.links:
            assert paper.start <= link.link.start <= link.link.end <= paper.end
        if paper.own_link is not None:
            assert paper.own_link in paper.links
        for link in paper.identifiers:
            assert link.identifier is not None
            assert link in paper.links
        title = paper.title
        if title is not None:
            assert title.text
            assert paper.start <= title.start < title.end <= paper.end
        date = paper.date
        if date is not None:
            assert (paper.start <= date.start < date.end <= paper.end) == (date.source != "heading")
        venue = paper.venue
        if venue is not None:
            assert paper.start <= venue.start < venue.end <= paper.end


def test_a_year_and_month_as_arxiv_counts_is_no_year() -> None:
    row = "| Title | Venue |\n| --- | --- |\n| [A Title of Words](https://arxiv.org/abs/2012.04603) | {} |\n"
    assert only(row.format("arXiv2012")).date is None
    found = only(row.format("arXiv2023")).date
    assert found is not None
    assert found.date.year == 2023
