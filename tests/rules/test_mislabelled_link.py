from __future__ import annotations

from functools import partial

import pytest
from table_rules import reports

from mdpaperlint.rules.mislabelled_link import MislabelledLink

reported = partial(reports, MislabelledLink())
PAPER = "https://arxiv.org/abs/2401.00001"


@pytest.mark.parametrize(
    "link",
    [
        f"[Code]({PAPER})",
        f"[[GitHub]]({PAPER})",
        "[Source code](https://arxiv.org/pdf/2401.00001v2.pdf)",
        f"[**Code**]({PAPER})",
        f"[PyTorch code]({PAPER})",
        f"[![Code](https://img.shields.io/badge/code-red)]({PAPER})",
        f'<a href="{PAPER}">code</a>',
        f"[代码]({PAPER})",
        "[code](https://aclanthology.org/2022.acl-long.204/)",
        "[Repo](https://openreview.net/forum?id=abcdefghij)",
    ],
)
def test_code_that_is_a_paper(link: str) -> None:
    (report,) = reported(f"- A paper {link}\n")
    assert "leads to the page of a paper, not to code" in report


@pytest.mark.parametrize(
    "link",
    [
        "[Code](https://github.com/example/code)",
        f"[Paper]({PAPER})",
        f"[Code Llama]({PAPER})",
        f"[Learning from code]({PAPER})",
        "[Code](https://doi.org/10.5281/zenodo.123)",
        "[Code](https://openreview.net/attachment?id=abcdefghij&name=supplementary_material)",
        "[Code](https://aclanthology.org/attachments/2022.acl-long.204.software.zip)",
        f"`[Code]({PAPER})`",
    ],
)
def test_links_that_say_where_they_lead(link: str) -> None:
    assert reported(f"- A paper {link}\n") == []
