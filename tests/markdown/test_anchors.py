from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.markdown.links.anchors import Slugger, slug


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Diffusion Models", "diffusion-models"),
        ("GPT-4 & Friends", "gpt-4--friends"),
        ("What's new? (2024/05)", "whats-new-202405"),
        ("🚀 Start", "-start"),
        ("Start 🚀", "start-"),
        ("⚙️ Tools", "\ufe0f-tools"),
        ("👩‍🔬 Science", "-science"),
        (":rocket: Start", "rocket-start"),
        ("snake_case v1.0", "snake_case-v10"),
        ("en–dash — em", "endash--em"),
        ("综述 / Survey", "综述--survey"),
        ("데이터 셋", "데이터-셋"),
        ("Ⅳ x² ①", "ⅳ-x-"),
        ("Ⓐ é İ", "ⓐ-é-i\u0307"),
        ("no\u00a0break and\ttab", "nobreak-andtab"),
        ("【必读】论文", "必读论文"),
        ("＿full width－dash", "＿full-widthdash"),
        ("", ""),
    ],
)
def test_slug(text: str, anchor: str) -> None:
    assert slug(text) == anchor


def test_repeated_headings_are_numbered() -> None:
    slugger = Slugger()
    texts = ["2023", "2024", "2023", "2023-1", "2023", "2023 1"]
    assert [slugger.slug(text) for text in texts] == [
        "2023",
        "2024",
        "2023-1",
        "2023-1-1",
        "2023-2",
        "2023-1-2",
    ]


@given(st.lists(st.text(alphabet="ab -1\u00df😀", max_size=4), max_size=30))
def test_no_two_headings_get_one_anchor(texts: list[str]) -> None:
    slugger = Slugger()
    made = [slugger.slug(text) for text in texts]
    assert len(set(made)) == len(made)


@given(st.text())
def test_an_anchor_is_its_own_slug(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
