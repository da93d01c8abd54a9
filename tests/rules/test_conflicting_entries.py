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


def test_a_copied_link_is_reported_at_the_title_that_fewer_entries_have() -> None:
    right = "[Embodied Exploration of Minecraft by Lifelong Skills](https://arxiv.org/abs/2305.16291)"
    wrong = "[Convolutional Denoising of Microscope Images](https://arxiv.org/abs/2305.16291)"
    text = f"## One\n\n- {wrong}\n- {right}\n\n## Two\n\n- {right}\n"
    (report,) = reports(RULE, text)
    assert report.startswith("3:3 warning arXiv:2305.16291 is linked for “Convolutional Denoising")


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


def test_a_renamed_paper_keeps_its_code() -> None:
    titles = (
        "Pose-Free Generalizable Rendering Transformer",
        "Drag View: Novel Synthesis of Unposed Imagery",
    )
    text = "\n".join(
        f"## {title}\n\n- {title}. [[Paper]](https://arxiv.org/abs/2310.03704) "
        "[[Code]](https://github.com/jane/dragview)\n"
        for title in titles
    )
    assert reports(RULE, text) == []
    assert len(reports(RULE, text.replace("jane/dragview", "jane/other", 1))) == 1


RENAMED = (
    "- [On-Policy Distillation of Language Models](https://arxiv.org/abs/2306.13649)\n",
    "- [GKD: Generalized Knowledge Distillation for Sequence Models](https://arxiv.org/abs/2306.13649)\n",
)


def test_in_one_section_a_paper_has_one_title() -> None:
    (report,) = reports(RULE, "".join(RENAMED))
    assert report.endswith("correct the wrong link, or remove one entry if both are of one paper")
    assert reports(RULE, f"## One\n\n{RENAMED[0]}\n## Two\n\n{RENAMED[1]}") == []
    assert reports(RULE, f"## Datasets\n\n### One\n\n{''.join(RENAMED)}") == []


def test_what_is_a_duplicate_or_contradicts_another_entry_is_reported_once() -> None:
    assert len(reports(RULE, "".join((*RENAMED, RENAMED[0])))) == 1
    plain = "- [Convolutional Denoising of Microscope Images](https://arxiv.org/abs/2306.13649)\n"
    (report,) = reports(RULE, plain + RENAMED[1] + RENAMED[1])
    assert report.startswith("1:3 ")
    assert report.endswith("; correct the wrong link")


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
