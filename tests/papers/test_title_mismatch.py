"""Pairs of a list's title and a registry's, labelled by hand: is the link wrong or is it not?

A renamed, truncated, translated, nicknamed or misspelt title is the same paper; of the others, most are wrong
papers of the same field.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.papers.entries.title_mismatch import names_another_paper


class Pair(NamedTuple):
    label: str
    kind: str
    stated: str
    registered: str


PAIRS = [
    Pair(*line.split("\t"))
    for line in Path(__file__).with_name("title_pairs.tsv").read_text(encoding="utf-8").splitlines()
]


def test_reports_are_true_and_most_wrong_papers_are_found() -> None:
    assert len(PAIRS) >= 200
    reported = [pair for pair in PAIRS if names_another_paper(pair.stated, pair.registered)]
    true = sum(pair.label == "other" for pair in reported)
    assert true / len(reported) >= 0.95
    assert true / sum(pair.label == "other" for pair in PAIRS) >= 0.8


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.label == "same"], ids=str)
def test_another_title_of_the_same_paper(pair: Pair) -> None:
    assert not names_another_paper(pair.stated, pair.registered)


def test_an_abbreviation_of_the_field_is_no_name_of_a_paper() -> None:
    stated = "Pruning LLM Weights by Their Gradients and Saliency"
    assert names_another_paper(stated, "Large Language Models as Tutors of Chemistry")
    assert not names_another_paper(
        stated.replace("LLM", "QUOLL"), "Quantised Units of Learned Layers in Chemistry"
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_title_never_mismatches_itself(title: str, other: str) -> None:
    assert not names_another_paper(title, title)
    assert not names_another_paper(title, f"{title} {other}") or len(title.split()) < 4
    names_another_paper(title, other)
