from __future__ import annotations

import pytest
from table_rules import reports

from mdpaperlint.rules.conflicting_entries import ConflictingEntries

RULE = ConflictingEntries()


def two_sections(first: str, second: str, header: str = "Year | Title | Venue") -> str:
    rule = "--- | " * header.count("|") + "---"
    return "\n".join(
        f"## {name}\n\n| {header} |\n| {rule} |\n| {row} |\n"
        for name, row in (("One", first), ("Two", second))
    )


LINK = "[A Survey of Everything Under the Sun](https://arxiv.org/abs/2203.02155)"


def test_two_years_in_two_sections_conflict() -> None:
    (report,) = reports(RULE, two_sections(f"2022 | {LINK} | ", f"2023 | {LINK} | "))
    assert report.startswith(
        "11:3 warning “A Survey of Everything Under the Sun” is dated 2023 here and 2022 on line 5"
    )
    assert report.endswith("(arXiv:2203.02155 is from 2022-03)")


def test_list_items_conflict_as_rows_do() -> None:
    text = f"## One\n\n- [2022/03] {LINK}\n\n## Two\n\n- [2023/05] {LINK}\n"
    (report,) = reports(RULE, text)
    assert "is dated 2023/05 here and 2022/03 on line 3" in report


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"2022 | {LINK} | ", f"2022-05 | {LINK} | "),
        (f"2022 | {LINK} | arXiv", f"2023 | {LINK} | ICLR"),
        (f"CVPR 2023 | {LINK} | ", f"2022 | {LINK} | "),
        (f" | {LINK} | ", f"2022 | {LINK} | "),
        (
            "2022-03 | [Set-A](https://arxiv.org/abs/2203.02155) | ",
            "2022-05 | [Set-B](https://arxiv.org/abs/2203.02155) | ",
        ),
    ],
)
def test_dates_that_may_both_be_right(first: str, second: str) -> None:
    assert reports(RULE, two_sections(first, second)) == []


def test_a_year_of_an_award_is_no_date_of_the_paper() -> None:
    award = f"## Awards\n\n| Year | Title | PubYear |\n| --- | --- | --- |\n| 2018 | {LINK} | 2022 |\n"
    listed = f"\n## Papers\n\n| Year | Title |\n| --- | --- |\n| 2022 | {LINK} |\n"
    assert reports(RULE, award + listed) == []
    assert len(reports(RULE, award.replace("PubYear", "Pages") + listed)) == 1


def test_a_copied_link_is_reported_within_one_section() -> None:
    right = "[Embodied Exploration of Minecraft by Lifelong Skills](https://arxiv.org/abs/2305.16291)"
    wrong = "[Convolutional Denoising of Microscope Images](https://arxiv.org/abs/2305.16291)"
    (report,) = reports(RULE, f"## One\n\n- {right}\n- {wrong}\n\n## Two\n\n- {right}\n")
    assert report.startswith("4:3 warning arXiv:2305.16291 is linked for “Convolutional Denoising")
    assert reports(RULE, f"## One\n\n- {wrong}\n\n## Two\n\n- {right}\n") == []


LEGAL_PAIRS = {
    "nickname": ("InstructGPT", "Training language models to follow instructions with human feedback"),
    "renamed": ("Meta-seg: a survey of image segmentation", "Meta-seg: learning to segment medical scans"),
    "subtitle": ("Graph of Thoughts", "Graph of Thoughts: Solving Elaborate Problems with Language Models"),
    "abbreviation": (
        "Deep Residual Fourier Transformation Networks",
        "DRFT for single photographs and videos",
    ),
    "other script": ("一个关于大型语言模型的全面综述", "A Comprehensive Overview of Pretrained Transformers"),
    "words of the field": ("A Survey of Language Models", "Deep Learning Methods: A Review of Networks"),
}


@pytest.mark.parametrize("name", LEGAL_PAIRS)
def test_titles_that_may_be_of_one_paper(name: str) -> None:
    one, other = LEGAL_PAIRS[name]
    text = f"- [{one}](https://arxiv.org/abs/2305.16291)\n- [{other}](https://arxiv.org/abs/2305.16291)\n"
    assert reports(RULE, text) == []


RENAMED = (
    "- [On-Policy Distillation of Language Models](https://arxiv.org/abs/2306.13649)\n",
    "- [GKD: Generalized Knowledge Distillation for Sequence Models](https://arxiv.org/abs/2306.13649)\n",
)


def test_in_one_section_a_paper_has_one_title() -> None:
    (report,) = reports(RULE, "".join(RENAMED))
    assert report.endswith("; correct the link, or remove one entry if this is one paper renamed")
    assert reports(RULE, f"## One\n\n{RENAMED[0]}\n## Two\n\n{RENAMED[1]}") == []
    assert reports(RULE, f"## Datasets\n\n### One\n\n{''.join(RENAMED)}") == []


def test_what_is_a_duplicate_or_contradicts_another_entry_is_reported_once() -> None:
    assert len(reports(RULE, "".join((*RENAMED, RENAMED[0])))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sparse Attention Kernels, Part 1", "Sparse Attention Kernels, Part 2"),
        ("The Open Chat Model 8B", "The Open Chat Model 70B"),
        ("Quill: A Writing Model for Novels", "Quill: Evaluation of Long Plots"),
        ("Novels from Plots by Quill", "Quill: Evaluation of Long Chapters"),
    ],
)
def test_parts_of_a_paper_in_one_section(one: str, other: str) -> None:
    text = f"- [{one}](https://arxiv.org/abs/2305.16291)\n- [{other}](https://arxiv.org/abs/2305.16291)\n"
    assert reports(RULE, text) == []


PDF = "https://www.example.edu/papers/shadows2019.pdf"


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (PDF, PDF, 1),
        (PDF, f"{PDF}?utm_source=mail".replace("https://www.", "http://"), 1),
        (f"{PDF}#page=12", f"{PDF}#page=87", 0),
        ("https://workshop.example.org/2020/", "https://workshop.example.org/2020/", 0),
    ],
)
def test_an_address_of_one_paper_with_two_titles(one: str, other: str, number: int) -> None:
    text = f"- [Reading Shadows in Old Maps]({one})\n- [A Grammar for Harbour Lights]({other})\n"
    assert len(reports(RULE, text)) == number


def test_an_address_of_many_papers_is_that_of_a_volume() -> None:
    titles = ("Reading Shadows in Old Maps", "A Grammar for Harbour Lights", "Counting Ships from Above")
    assert reports(RULE, "".join(f"- [{title}]({PDF})\n" for title in titles)) == []


def test_one_doi_beside_two_arxiv_papers() -> None:
    text = "| Title | arXiv | DOI |\n| --- | --- | --- |\n" + "".join(
        f"| {title} | [abs](https://arxiv.org/abs/{number}) | [doi](https://doi.org/10.1109/EXMP.2021.0102)\n"
        for title, number in (
            ("Tides Measured from a Moving Pier", "2104.05102"),
            ("Night Driving with One Headlight", "2105.05103"),
        )
    )
    (report,) = reports(RULE, text)
    assert "doi:10.1109/exmp.2021.0102 is linked for “Night Driving with One Headlight”" in report


def copied(one: str, other: str, between: str = "") -> str:
    row = "| [{}](https://arxiv.org/abs/{}) |\n"
    return "| Title |\n| --- |\n" + row.format(one, "2406.02328") + between + row.format(other, "2406.02940")


def test_a_copied_title_on_neighbours() -> None:
    title = "Quiet Speech by Scalar Steps"
    (report,) = reports(RULE, copied(title, title))
    assert report.startswith(
        f"4:4 warning “{title}” is linked to arXiv:2406.02940 here and to arXiv:2406.02328"
    )
    assert reports(RULE, copied(title, title).replace("| [Q", "| v1 | [Q").replace("02940", "02328")) == []
    assert reports(RULE, copied(f"{title}, Part I", f"{title}, Part II")) == []
    assert reports(RULE, copied("Quiet Speech", "Quiet Speech")) == []


def test_a_title_of_two_papers_that_are_no_neighbours_is_reported_on_demand() -> None:
    title = "Quiet Speech by Scalar Steps"
    text = copied(title, title, "| [Loud Speech by Vector Steps](https://arxiv.org/abs/2406.02500) |\n")
    assert reports(RULE, text) == []
    assert len(reports(RULE, text, copied_titles="file")) == 1


def test_methods_of_one_paper_whose_authors_stand_below_each() -> None:
    text = "".join(
        f"- {method} on Graphs of Any Size.\n"
        "  - R. Marlow, T. Shale. *arXiv 2020*. [[pdf]](https://arxiv.org/abs/2006.19021)\n"
        for method in ("PairGap: Predicting Distances", "EdgeVeil: Restoring Edges")
    )
    assert reports(RULE, text) == []


def test_a_repository_has_a_date_of_its_own() -> None:
    text = (
        "## Papers\n\n- 2015-05-21 - [Guessing with Many Rivers](https://arxiv.org/abs/1505.38001)\n\n"
        "## Code\n\n- 2020-11-02 - [Guessing with Many Rivers](https://github.com/some/rivers) by Some One, "
        "an implementation of the [paper](https://arxiv.org/abs/1505.38001)\n"
    )
    assert reports(RULE, text) == []
    assert len(reports(RULE, text.replace("github.com/some/rivers", "arxiv.org/abs/1505.38001"))) == 1


def test_data_sets_share_a_paper_but_papers_with_nothing_in_common_do_not() -> None:
    clear = (
        "- [Measuring Tides from a Moving Pier](https://arxiv.org/abs/2306.13649)\n"
        "- [Night Driving with One Headlight](https://arxiv.org/abs/2306.13649)\n"
    )
    assert len(reports(RULE, f"## Datasets\n\n{clear}")) == 1


@pytest.mark.parametrize(
    ("title", "count"),
    [("Attention! Stay Focus!", 1), ("Kernel-sharing defocus nets", 0), ("SIDD", 0), ("Stay Focused", 0)],
)
@pytest.mark.parametrize(
    "form", ["| 2021 | [{}](https://arxiv.org/abs/2104.07925) |", "- [{}](https://arxiv.org/abs/2104.07925)"]
)
def test_a_title_of_three_words_beside_a_full_one(form: str, title: str, count: int) -> None:
    full = "Single Image Defocus Deblurring Using Kernel-Sharing Parallel Atrous Convolutions"
    header = ["| Year | Title |", "| --- | --- |"] if form.startswith("|") else []
    text = "\n".join([*header, form.format(title), form.format(full), ""])
    assert len(reports(ConflictingEntries(), text)) == count
    far = "\n".join(
        [*header, form.format(title), form.format("Another").replace("07925", "07926"), form.format(full), ""]
    )
    assert reports(ConflictingEntries(), far) == []


def test_the_date_that_is_not_of_the_arxiv_id_is_reported() -> None:
    (report,) = reports(RULE, two_sections(f"2023 | {LINK} | ", f"2022 | {LINK} | "))
    assert "5:3 warning" in report
    assert "is dated 2023 here and 2022 on line 11" in report


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("2022-05-26 | DLinear | AAAI 2023", "2022-06-24 | TreeDRNet | arXiv 2022", 1),
        ("2022 | DLinear | AAAI 2023", "2022 | TreeDRNet | ICDM 2022", 1),
        ("2022 | DLinear | AAAI 2023", "2022 | TreeDRNet | arXiv 2022", 0),
        ("2022 | DLinear | ", "2022 | TreeDRNet | ", 0),
        # Two models of one paper.
        ("2022-05 | Linear 7B | ", "2022-06 | Linear 70B | ", 0),
        ("2022-05 | Linear | ", "2022-06 | LinearXL | ", 0),
    ],
)
def test_nicknames_of_two_times_on_neighbours(one: str, other: str, number: int) -> None:
    def row(cells: str) -> str:
        date, name, venue = cells.split(" | ")
        return f"| {date} | [{name}](https://arxiv.org/abs/2205.13504) | {venue} |\n"

    header = "| Date | Title | Venue |\n| --- | --- | --- |\n"
    between = "| 2022-06-01 | [A Paper on Something Else](https://arxiv.org/abs/2206.00001) | |\n"
    assert len(reports(RULE, header + row(one) + row(other))) == number
    assert reports(RULE, header + row(one) + between + row(other)) == []


@pytest.mark.parametrize(
    ("name", "title", "date", "number"),
    [
        (
            "TreeDRNet",
            "TreeDRNet: A Robust Deep Model for Long Term Time Series Forecasting",
            "2022-06-24",
            1,
        ),
        (
            "TreeDRNet",
            "TreeDRNet: A Robust Deep Model for Long Term Time Series Forecasting",
            "2022-05-26",
            0,
        ),
        # Two models of one paper.
        ("NLinear", "Are Transformers Effective for Time Series Forecasting?", "2022-06-24", 0),
        ("DLinear", "Are Transformers Good for Time Series Forecasting?", "2022-06-24", 0),
    ],
)
def test_rows_with_names_and_titles_of_two_times(name: str, title: str, date: str, number: int) -> None:
    """The titles have the words of the field in common, and so may be one before and after a change."""
    text = (
        "| Date | Method | Title |\n| --- | --- | --- |\n"
        "| 2022-05-26 | [DLinear](https://arxiv.org/abs/2205.13504) "
        "| Are Transformers Effective for Time Series Forecasting? |\n"
        f"| {date} | [{name}](https://arxiv.org/abs/2205.13504) | {title} |\n"
    )
    assert len(reports(RULE, text)) == number
