from __future__ import annotations

from functools import partial

import pytest
from table_rules import reports

from mdpaperlint.rules.empty_link import EmptyLink

reported = partial(reports, EmptyLink())


@pytest.mark.parametrize(
    "link",
    [
        "[Paper]()",
        "[Paper]( )",
        "[Paper](<>)",
        '[Paper]("")',
        "[Paper](https://)",
        "[**Paper**](#)",
        "[Paper](# 'A title')",
        '<a href="">Paper</a>',
        "<a href='#'>Paper</a>",
        '<a class="x" href="  ">Paper</a>',
        "[\\[Paper\\]]()",
        "[]()",
        "[](#)",
        "[ ](https://example.org)",
        "![Overview]()",
        '<img src="">',
        "[The topology of attention](#)",
    ],
)
@pytest.mark.parametrize("around", ["{}", "- {}", "# {}", "| A |\n| - |\n| {} |", "> {} and more", "x {}"])
def test_a_link_that_leads_nowhere(link: str, around: str) -> None:
    text = around.format(link) + "\n"
    (report,) = reported(text)
    lines = text.split("\n")
    line = next(number for number, each in enumerate(lines) if link in each)
    assert report.startswith(f"{line + 1}:{lines[line].index(link) + 1} warning ")


@pytest.mark.parametrize(
    "text",
    [
        "[![ICML](badge.svg)]()",
        '[<img src="badge.svg">](#)',
        '<a href="#"><img src="badge.svg"></a>',
        "`[x]()` and ``[]()``",
        "<!-- [x]() -->",
        "```\n[x]()\n```",
        "    [x]()",
        "\\[x]()",
        "[//]: # (a comment)",
        "[comment]: <> (a comment)",
        '<a name="models" href="#"></a>',
        "<a id=models></a>",
        "[⬆ back to top](#)",
        "[回到顶部](#)",
        "[^1]\n\n[^1]: A note",
        "[A](https://example.org)",
        "[ ] to do, [x] done",
        "[Paper](#models)",
        "[Paper](x)",
        "[Code: TBD]()",
        "[Coming Soon!]()",
        "[代码即将开源]()",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert reported(text + "\n") == []


def test_a_reference_to_a_definition_without_address() -> None:
    assert reported("[Paper][p]\n\n[p]: <>\n") == [
        "1:1 warning the link “Paper” has no address: write one in the definition of its label"
    ]


def test_placeholders_are_words_of_the_list_itself() -> None:
    assert len(reported("[Coming soon]()\n", placeholders=())) == 1
    assert reported("[not yet]() [Not Yet]()\n", placeholders=("not yet",)) == []
    assert len(reported("[Atbash]()\n", placeholders=("tba",))) == 1
