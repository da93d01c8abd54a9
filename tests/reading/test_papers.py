from __future__ import annotations

import pytest

from mdpaperlint.model.paper import Paper
from mdpaperlint.reading.parser import parse
from mdpaperlint.reading.papers import papers


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
