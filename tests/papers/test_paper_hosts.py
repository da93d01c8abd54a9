from __future__ import annotations

import pytest

from mdpaperlint.papers.identifiers.paper_hosts import links_to_paper


@pytest.mark.parametrize(
    ("url", "paper"),
    [
        ("https://ar5iv.org/abs/2106.00001", True),
        ("https://ar5iv.labs.arxiv.org/html/2106.00001", True),
        ("https://papers.cool/arxiv/2106.00001", True),
        ("https://www.scirate.com/arxiv/2106.00001", True),
        ("https://hf.co/papers/2106.00001", True),
        ("https://huggingface.co/papers/2106.00001", True),
        ("http://xxx.itp.ac.cn/abs/2106.00001", True),
        ("https://hf.co/someone/model", False),
        ("https://www.nothing.ac.cn/abs/2106.00001", False),
        ("https://github.com/papers/list", False),
    ],
)
def test_hosts_that_show_papers_under_their_arxiv_id(url: str, paper: bool) -> None:
    text = f"| [paper]({url}) |"
    assert links_to_paper(text, 0, len(text)) is paper
