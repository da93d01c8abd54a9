from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.papers.entries.title_comparison import (
    is_nickname,
    normalised_title,
    other_title,
    plainly_different,
    same_title,
)

SAME = [
    ("A Survey of Everything Under the Sun", "a survey of everything under the sun."),
    ("Retrieval‑Augmented Generation in Practice", "Retrieval-Augmented Generation in Practice"),
    ("Résumé Parsing With Many Encoders", "Resume parsing with many encoders"),
    ("LoRAPrune: Pruning Meets Parameter-Efficient Tuning", "Pruning Meets Parameter-Efficient Tuning"),
    ("Thinking to Retrieve Step by Step for Agents", "Thinking to Retrieval Step by Step for Agents"),
    ("Kimi k1.5: Scaling Reinforcement Learning", "Kimi K 1.5: Scaling Reinforcement Learning"),
]
NOT_SAME = [
    ("Llama 2", "Llama 3"),
    ("MedQA-zh", "MedQA-en"),
    ("Sparse Attention Kernels for Long Inputs, Part 1", "Sparse Attention Kernels for Long Inputs, Part 2"),
    ("Meta-Learning in Neural Networks: A Survey", "A survey of deep meta-learning"),
]
DIFFERENT = [
    ("FireAct: Toward Language Agent Fine-tuning", "Voyager: Embodied Exploration with Lifelong Skills"),
    ("Wikify! Linking Documents to Encyclopedic Knowledge", "Social Recommendation by Matrix Factorization"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_of_one_paper(one: str, other: str) -> None:
    assert same_title(one, other)
    assert not plainly_different(one, other)


@pytest.mark.parametrize(("one", "other"), NOT_SAME)
def test_titles_that_are_not_surely_of_one_paper(one: str, other: str) -> None:
    assert not same_title(one, other)
    assert not plainly_different(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_titles_of_two_papers(one: str, other: str) -> None:
    assert plainly_different(one, other)
    assert not same_title(one, other)


def test_a_normalised_title_has_no_case_accents_and_punctuation() -> None:
    assert normalised_title("  “Résumé”:  Parsing—Now! ") == "resume parsing now"


@pytest.mark.parametrize("text", ["BERT", "Llama 2", "Set_of_many_parts_en", "GPT-4"])
def test_nicknames(text: str) -> None:
    assert is_nickname(text)
    assert not is_nickname("A Survey of Everything")


titles = st.text(alphabet="abcAB :-12é论文的研究综述", max_size=60)


@given(titles, titles)
def test_the_order_of_two_titles_does_not_matter(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one)
    assert plainly_different(one, other) == plainly_different(other, one)
    assert other_title(one, other) == other_title(other, one)
    assert not (same_title(one, other) and other_title(one, other))
    assert other_title(one, other) or not plainly_different(one, other)


@given(titles)
def test_a_title_is_like_itself(title: str) -> None:
    assert same_title(title, title.upper().lower())
    assert not plainly_different(title, title)
