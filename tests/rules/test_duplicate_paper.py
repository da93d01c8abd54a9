from __future__ import annotations

import pytest
from table_rules import reports

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.duplicate_paper import DuplicatePaper

RULE = DuplicatePaper()
TITLE = "A Survey of Everything Under the Sun"

SAME_PAPER = [
    "https://arxiv.org/abs/2103.00001v3",
    "http://www.arxiv.org/pdf/2103.00001.pdf",
    "https://arxiv.org/html/2103.00001",
    "https://doi.org/10.48550/arXiv.2103.00001",
    "https://huggingface.co/papers/2103.00001",
    "https://www.alphaxiv.org/abs/2103.00001",
    "https://ar5iv.labs.arxiv.org/html/2103.00001",
]


@pytest.mark.parametrize("url", SAME_PAPER)
def test_all_pages_of_an_arxiv_paper_are_one_paper(url: str) -> None:
    text = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n- {TITLE}. [[Paper]]({url})\n"
    (report,) = reports(RULE, text)
    assert "already listed on line 1" in report


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/10.1145/3442188.3445922",
        "https://dl.acm.org/doi/pdf/10.1145/3442188.3445922",
        "https://openreview.net/forum?id=abcDEF123",
        "https://aclanthology.org/2021.acl-long.1/",
        "https://openaccess.thecvf.com/content/CVPR2021/html/Doe_A_Survey_CVPR_2021_paper.html",
        "https://proceedings.mlr.press/v139/doe21a.html",
    ],
)
def test_other_registries_tell_papers_apart_as_well(url: str) -> None:
    text = f"- [{TITLE}]({url})\n- [{TITLE}]({url})\n"
    assert len(reports(RULE, text)) == 1


def test_an_identifier_beside_the_own_link_counts() -> None:
    text = (
        f"- {TITLE}. [[PUB](https://openreview.net/forum?id=abcDEF123)] "
        "[[PDF](https://arxiv.org/abs/2103.00001)]\n"
        f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    )
    assert len(reports(RULE, text)) == 1


def test_a_row_and_an_item_of_one_section_are_compared() -> None:
    text = (
        "## Papers\n\n| Year | Title |\n| --- | --- |\n"
        f"| 2021 | [{TITLE}](https://arxiv.org/abs/2103.00001) |\n"
        "| 2021 | [Another Paper of Note](https://arxiv.org/abs/2103.00002) |\n\n"
        f"- [{TITLE}](https://arxiv.org/pdf/2103.00001)\n"
    )
    assert reports(RULE, text) == [
        f"8:3 error “{TITLE}” (arXiv:2103.00001) is already listed on line 5; remove one of the two entries"
    ]


EQUAL = "; remove one of the two entries"
UNEQUAL = "; remove one of the two entries, or correct the link if they are of two papers"


@pytest.mark.parametrize(
    ("earlier", "later", "told"),
    [
        ("- [Pruning Meets Sparse Tuning]", "- [Pruning meets SparseTuning.]", EQUAL),
        (
            "- [LoRAPrune: Pruning Meets Sparse Tuning]",
            "- [Pruning Meets Sparse Tuning]",
            f", as “LoRAPrune: Pruning Meets Sparse Tuning”{UNEQUAL}",
        ),
    ],
)
def test_the_link_may_be_the_fault_where_titles_are_not_equal(earlier: str, later: str, told: str) -> None:
    url = "(https://arxiv.org/abs/2103.00001)"
    (report,) = reports(RULE, f"{earlier}{url}\n{later}{url}\n")
    assert report.endswith(f"is already listed on line 1{told}")


def test_a_copied_link_of_a_table_with_pointers_is_no_sure_duplicate() -> None:
    rows = "| {} | [paper](https://arxiv.org/abs/2103.00001) |\n" * 2
    dates = "| Date | Paper |\n| --- | --- |\n" + rows.format("2021-03", "2021-04")
    assert reports(RULE, dates) == [
        f"4:13 error arXiv:2103.00001 is already listed on line 3{UNEQUAL}",
    ]
    names = "| Name | Paper |\n| --- | --- |\n" + rows.format("Mistral", "Gemma")
    assert reports(RULE, names) == []


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("Mistral-7B", "Gemma-2B", 0),
        ("`Mistral`", "**Mistral**", 1),
        ("Mistral", "Mistral (ours)", 1),
        ("Mistral", "--", 1),
        ("", "Mistral", 1),
    ],
)
def test_a_row_for_each_model_of_a_paper(one: str, other: str, number: int) -> None:
    text = "| Model | Paper |\n| --- | --- |\n" + "".join(
        f"| {name} | [{TITLE}](https://arxiv.org/abs/2103.00001) |\n" for name in (one, other)
    )
    assert len(reports(RULE, text)) == number


def test_a_category_is_no_name() -> None:
    for header in ("Task | Title", "Title | Method"):
        text = f"| {header} |\n| --- | --- |\n" + "".join(
            "| {} |\n".format(
                header.replace("Title", f"[{TITLE}](https://arxiv.org/abs/2103.00001)")
                .replace("Task", kind)
                .replace("Method", kind)
            )
            for kind in ("Chat", "Code")
        )
        assert len(reports(RULE, text)) == 1


LEGAL = {
    "cited data set": (
        "| Year | Title | Dataset |\n| --- | --- | --- |\n"
        "| 2021 | [A Method](https://arxiv.org/abs/2103.00001) | [COCO](https://arxiv.org/abs/1405.0312) |\n"
        "| 2022 | [B Method](https://arxiv.org/abs/2203.00001) | [COCO](https://arxiv.org/abs/1405.0312) |\n"
    ),
    "prose": (
        f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n"
        f"The list follows [{TITLE}](https://arxiv.org/abs/2103.00001).\n"
    ),
    "news": (
        f"## News\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    ),
    "two data sets of one paper": (
        "- [MedQA-zh](https://arxiv.org/abs/2103.00001)\n- [MedQA-en](https://arxiv.org/abs/2103.00001)\n"
    ),
    "other title": (
        "- [Attention Mechanisms for Speech](https://arxiv.org/abs/2103.00001)\n"
        "- [Convolutional Denoising of Images](https://arxiv.org/abs/2103.00001)\n"
    ),
    "nested note": (
        f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n  - Paper: [arXiv](https://arxiv.org/abs/2103.00001)\n"
    ),
    "two links of one entry": (
        f"- [{TITLE}](https://arxiv.org/abs/2103.00001) [[pdf](https://arxiv.org/pdf/2103.00001)]\n"
    ),
    "code block": f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n```\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n```\n",
    "below another bold line": (
        f"**One**\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n"
        f"**Two**\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    ),
    "published twice": (
        "| Year | Title | Venue |\n| --- | --- | --- |\n"
        f"| 2021 | [{TITLE}](https://arxiv.org/abs/2103.00001) | BMVC |\n"
        f"| 2022 | [{TITLE}](https://arxiv.org/abs/2103.00001) | IJCV |\n"
    ),
    "folded": (
        f"<details><summary>One</summary>\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n</details>\n\n"
        f"<details><summary>Two</summary>\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n</details>\n"
    ),
    "below another item": (
        f"- Trees\n  - [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
        f"- Graphs\n  - [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    ),
    "below another heading in an item": (
        f"- ##### Trees\n\n    - [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n"
        f"- ##### Graphs\n\n    - [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    ),
    "two repositories": (
        f"- [{TITLE}](https://github.com/jane/all), code of the [paper](https://arxiv.org/abs/2103.00001)\n"
        f"- [{TITLE}](https://github.com/john/all), code of the [paper](https://arxiv.org/abs/2103.00001)\n"
    ),
    "one page for two titles": (
        "- [Best Papers of the Whole Conference](https://conference.example.org/awards.pdf)\n"
        "- [Best Student Papers of the Conference](https://conference.example.org/awards.pdf)\n"
    ),
    "nested version": (
        f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n  - [{TITLE}](https://journal.example.org/1.pdf)\n"
    ),
    "other section": (
        f"## One\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n\n"
        f"## Two\n\n- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
    ),
}


@pytest.mark.parametrize("name", LEGAL)
def test_what_is_no_duplicate(name: str) -> None:
    assert reports(RULE, LEGAL[name]) == []


def test_a_paper_listed_three_times_is_reported_twice() -> None:
    text = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n" * 3
    assert [report.split(" ")[0] for report in reports(RULE, text)] == ["2:3", "3:3"]


def test_the_file_as_scope_reports_other_sections_with_their_heading() -> None:
    (report,) = reports(RULE, LEGAL["other section"], scope="file")
    assert "is listed also in section “One”, on line 3" in report


def test_equal_titles_with_two_identifiers_of_one_registry_are_two_papers() -> None:
    text = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n- [{TITLE}](https://arxiv.org/abs/2203.00001)\n"
    assert reports(RULE, text) == []


def test_a_violation_locates_both_entries() -> None:
    text = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n- {TITLE} [[pdf]](https://arxiv.org/abs/2103.00001)\n"
    (violation,) = check_document(parse(text), [ActiveRule(RULE, RULE.Options())]).violations
    assert text[violation.start : violation.end] == "[[pdf]](https://arxiv.org/abs/2103.00001)"
    (related,) = violation.related
    assert text[related.start : related.end] == f"[{TITLE}](https://arxiv.org/abs/2103.00001)"


def table(header: str, *rows: str) -> str:
    width = header.count("|") + 1
    return f"| {header} |\n|{' --- |' * width}\n" + "".join(f"| {row} |\n" for row in rows)


ONE, TWO, THREE = (
    f"[{title}](https://arxiv.org/abs/2103.0000{number})"
    for number, title in enumerate((TITLE, "Another Paper of Note", "A Third Paper of Note"))
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (table("Title | Year", f"{ONE} | 2021", f"{TWO} | 2021", f"{ONE} | 2021"), 1),
        (table("Title | Year", "**Trees** | ", f"{ONE} | 2021", "**Graphs** | ", f"{ONE} | 2021"), 0),
        (table("Title", ONE, TWO, THREE, f"{'&nbsp;' * 90} **Data sets**", ONE), 0),
        (table("Task | Title", f"Chat | {ONE}", f"Chat | {TWO}", f"Code | {ONE}", f"Code | {THREE}"), 0),
        (table("Task | Title", f"Chat | {ONE}", f" | {TWO}", f"Code | {ONE}", f" | {THREE}"), 0),
        (table("Task | Title", f"Chat | {ONE}", f"Chat | {ONE}", f"Code | {TWO}", f"Code | {THREE}"), 1),
        (table("Task | Title", f"Chat | {ONE}", f"Code | {TWO}", f"Chat | {THREE}", f"Code | {ONE}"), 1),
    ],
)
def test_groups_of_rows_may_share_a_paper(text: str, number: int) -> None:
    assert len(reports(RULE, text)) == number


ADDRESS = "https://www.example.org/papers/everything.pdf"


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        f"{ADDRESS}/",
        ADDRESS.replace("https://www.", "http://"),
        f"{ADDRESS}?utm_source=mail&utm_medium=web",
        ADDRESS.replace("example.org", "Example.org"),
    ],
)
def test_a_nickname_is_a_title_where_the_address_is_equal(address: str) -> None:
    text = f"- [Quill 2]({ADDRESS}) (2021)\n- [Ink](https://arxiv.org/abs/2103.00001) (2021)\n"
    listed = f"{text}- [Brush](https://arxiv.org/abs/2103.00002) (2021)\n"
    assert len(reports(RULE, f"{listed}- [Quill 2]({address}) (2021)\n")) == 1
    assert reports(RULE, f"{listed}- [Quill 2]({ADDRESS}?page=2) (2021)\n") == []


def test_an_equal_title_is_a_duplicate_without_any_link() -> None:
    text = (
        "* Learned Indexes in a Small Kitchen (VLDB 2020)\n* Query Plans That Mend Themselves (SIGMOD 2021)\n"
        "* Learned indexes in a small kitchen (VLDB 2020)\n* Joins without Any Statistics (VLDB 2021)\n"
    )
    assert [report[:3] for report in reports(RULE, text)] == ["3:3"]
    assert reports(RULE, text.replace("kitchen (VLDB 2020)", "kitchen (SIGMOD 2021)")) == []


def test_headings_are_compared_below_the_one_above_them() -> None:
    paper = "### [{}](https://arxiv.org/abs/{})\n- **Metrics:** accuracy\n\n"
    one, two = paper.format(TITLE, "2103.00001"), paper.format("Another Paper of Note", "2103.00002")
    three = paper.format("A Third Paper of Note", "2103.00003")
    assert [report[:4] for report in reports(RULE, f"# Papers\n\n{one}{two}{three}{one}")] == ["12:5"]
    assert reports(RULE, f"## One\n\n{one}{two}## Two\n\n{three}{one}") == []


ENTRY = f"- [{TITLE}](https://arxiv.org/abs/2103.00001)\n"
OTHER = "- [Another Paper of Note](https://arxiv.org/abs/2103.00002)\n"


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("## Recommendation", 1),
        ("## Recommendations", 1),
        ("## Our recommendations", 0),
        ("## Recommended", 0),
    ],
)
def test_recommendation_is_a_field(heading: str, number: int) -> None:
    text = f"# Applied papers\n\n## Forecasting\n\n{OTHER}\n{heading}\n\n{ENTRY}{ENTRY}"
    assert len(reports(RULE, text)) == number


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("<h2>Models</h2>", 1),
        ('<h2 align="center">Models</h2>', 1),
        ("<h3>July</h3>", 0),
        ("<b>Models</b>", 0),
    ],
)
def test_an_html_heading_ends_the_news(heading: str, number: int) -> None:
    text = f"# Papers\n\n## News\n\n2024-01-01: the list is open.\n\n{heading}\n\n{ENTRY}{ENTRY}"
    assert len(reports(RULE, text)) == number


def test_an_html_heading_begins_the_news() -> None:
    text = f"# Papers\n\n<h2>News</h2>\n\n{ENTRY}{ENTRY}\n<h2>Models</h2>\n\n{OTHER}{ENTRY}{ENTRY}"
    assert [report.split(":")[0] for report in reports(RULE, text)] == ["12"]


def test_a_fold_with_a_heading_as_summary_is_no_news() -> None:
    fold = "<details><summary><{0}>{1}</{0}></summary>\n\n{2}\n</details>\n\n"
    listed = ENTRY + OTHER + ENTRY
    for name, level, number in (("Models", "h2", 1), ("Updates", "h2", 0), ("July", "h3", 0)):
        text = f"# Papers\n\n## News\n\n2024-01-01: open.\n\n{fold.format(level, name, listed)}"
        assert len(reports(RULE, text)) == number, name


@pytest.mark.parametrize("authors", ["Gang Wu, Yidong Song, Donghong Han, Ye Yuan", "张延松, 张宇, 王珊"])
def test_authors_in_front_are_no_title(authors: str) -> None:
    others = (
        "- Niv Dayan, Uri Bar: [Chucky: A Succinct Cuckoo Filter for Trees](https://a.example/1) 2021\n"
        "- Robert Binna, Viktor Leis: [HOT: A Height Optimized Trie Index](https://a.example/2) 2018\n"
    )
    text = (
        f"{others}- {authors}: Cracking the Index of a Database in Memory. 2018, 29(3):13.\n"
        f"- {authors}: Joins of Stars that are Fast on Vectors. 2019, 42(8):18.\n"
    )
    assert reports(RULE, text) == []


def test_two_models_of_one_paper_are_two_entries() -> None:
    items = [
        f"- **{name}** [[Lab]](https://lab.example) 2019\n"
        f"  {TITLE} [[Preprint]](https://arxiv.org/abs/1909.08053)\n"
        for name in ("Megatron-LM", "Megatron-BERT")
    ]
    assert reports(RULE, "".join(items)) == []
    assert len(reports(RULE, items[0] * 2)) == 1


def test_a_row_that_is_repeated_in_a_table_of_data_sets() -> None:
    """Data sets may share a paper and a page, but no two have all cells in common."""
    first = "| [Set A](https://arxiv.org/abs/2103.00001) | 10 hours | [page](https://example.org/a) |\n"
    second = first.replace("Set A", "Set B").replace("10", "12")
    pdf = first.replace("/abs/", "/pdf/").replace("org/a)", "org/a/)")
    header = "| Dataset | Size | Link |\n| --- | --- | --- |\n"
    assert reports(RULE, header + first + second) == []
    assert reports(RULE, header + first + pdf.replace("10", "12")) == []
    assert reports(RULE, f"# News\n\n{header}{first}{second}{pdf}") == []
    by_reference = first.replace("(https://example.org/a)", "[a]")
    text = header + by_reference + by_reference + "\n[a]: https://example.org/a\n"
    assert len(reports(RULE, text)) == 1
    (report,) = reports(RULE, header + first + second + pdf)
    assert report.startswith("5:")
    assert "is already listed on line 3; remove one of the two entries" in report
