from __future__ import annotations

from datetime import date

import pytest

from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.violation import Violation
from mdpaperlint.rules.base import Context
from mdpaperlint.rules.broken_link_syntax import BrokenLinkSyntax
from mdpaperlint.rules.malformed_arxiv_id import MalformedArxivId


def check(text: str, today: date | None = None) -> list[Violation]:
    rule = MalformedArxivId()
    return list(rule.check(parse(text), Context(rule.Options(), today=today)))


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://arxiv.org/abs/2413.12345)",
        "![a](https://arxiv.org/abs/2413.12345)",
        "<https://arxiv.org/abs/2413.12345>",
        "see https://arxiv.org/abs/2413.12345.",
        '<a href="https://arxiv.org/abs/2413.12345">a</a>',
        "| a |\n|---|\n| [a](https://arxiv.org/abs/2413.12345) |",
        "> - [a](<https://arxiv.org/abs/2413.12345>)",
        "[a](https://huggingface.co/papers/2413.12345)",
    ],
)
def test_a_link_is_reported_wherever_it_stands(text: str) -> None:
    (violation,) = check(text)
    assert text[violation.start : violation.end] == "2413.12345"
    assert violation.fix is None
    assert violation.severity == "error"


def test_a_definition_is_reported_once() -> None:
    text = "[a][p] [b][p] [p]\n\n[p]: https://arxiv.org/abs/2413.12345\n"
    (violation,) = check(text)
    assert violation.start == text.index("2413")


@pytest.mark.parametrize(
    "text",
    [
        "`https://arxiv.org/abs/2413.12345`",
        "```\nhttps://arxiv.org/abs/2413.12345\n```",
        "<!-- https://arxiv.org/abs/2413.12345 -->",
        "arXiv:2413.12345",
        "url = {https://arxiv.org/abs/2303.18223},",
        "url = {http://arxiv.org/abs/2303.18223}",
        "(https://arxiv.org/abs/2303.18223).",
        "![x](https://arxiv.org/html/2412.15127v1/x2.png)",
        "[x](https://arxiv.org/list/cs.CL/2413)",
        "[x](https://arxiv.org/a/author_x_1) [y](https://arxiv.org/search/?query=2413.12345)",
        "[x](https://arxiv.org/abs/2303.18223?context=cs#S1)",
        "[x](https://arxiv.org/pdf/2303.18223.pdf#page=3)",
    ],
)
def test_left_alone(text: str) -> None:
    assert check(text) == []


def test_a_brace_in_a_written_link_is_glued() -> None:
    (violation,) = check("[x](https://arxiv.org/abs/2303.18223})")
    assert violation.message == 'text is glued to the arXiv ID 2303.18223: remove "}"'


def test_other_text_behind_a_bare_url_is_glued() -> None:
    (violation,) = check("https://arxiv.org/abs/2303.18223，第一篇")
    assert violation.message == 'text is glued to the arXiv ID 2303.18223: remove "，第一篇"'


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://arxiv.org/abs/ 2401.12345)",
        "[a](https://arxiv.org/abs/2401. 12345v2)",
        "[a]（https://arxiv.org/abs/2401.12345）",
        "[Name]https://arxiv.org/abs/2401.12345)*",
    ],
)
def test_what_is_left_of_a_broken_link_is_reported_as_that_alone(text: str) -> None:
    assert check(text) == []
    rule = BrokenLinkSyntax()
    assert len(list(rule.check(parse(text), Context(rule.Options())))) == 1


def test_a_remark_behind_a_malformed_id_does_not_hide_it() -> None:
    assert len(check("(https://arxiv.org/abs/2413.12345 today)")) == 1


@pytest.mark.parametrize("place", ["arxiv.org/abs", "huggingface.co/papers"])
@pytest.mark.parametrize("written", ["2401.1234o", "2401.1l345", "2401.12l45"])
def test_a_letter_among_the_digits(place: str, written: str) -> None:
    (found,) = check(f"[a](https://{place}/{written})")
    assert found.message == f'"{written}" is not an arXiv ID: look the paper up on arXiv'


def test_long_glued_text_is_cut_in_the_message() -> None:
    (violation,) = check(f"[x](https://arxiv.org/abs/2303.18223{'y' * 100})")
    assert violation.message == f'text is glued to the arXiv ID 2303.18223: remove "{"y" * 39}…"'
    (violation,) = check(f"[x](https://arxiv.org/abs/2303.{'1' * 100})")
    assert len(violation.message) < 200


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("[x](http://arxiv.org/abs//2303.18223v2#a)", "[x](http://arxiv.org/abs/2303.18223v2#a)"),
        ("[x](http://arxiv.org/pdf///cs/0101001)", "[x](http://arxiv.org/pdf/cs/0101001)"),
        ("<https://arxiv.org//abs/2303.18223>", "<https://arxiv.org/abs/2303.18223>"),
    ],
)
def test_doubled_slashes_are_mended(text: str, fixed: str) -> None:
    (violation,) = check(text)
    assert violation.fix is not None
    assert violation.fix.safe
    assert apply_edits(text, violation.fix.edits) == fixed
    assert check(fixed) == []


def test_an_impossible_id_behind_doubled_slashes_is_not_mended() -> None:
    (violation,) = check("[x](https://arxiv.org/abs//2413.18223)")
    assert violation.fix is None


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2702.00001",
        "https://arxiv.org/pdf/2702.00001v2.pdf#page=3",
        "https://huggingface.co/papers/2702.00001",
        "https://doi.org/10.48550/arXiv.2702.00001",
    ],
)
def test_an_id_of_a_month_to_come(url: str) -> None:
    text = f"- [x]({url})\n"
    (violation,) = check(text, date(2026, 12, 31))
    assert text[violation.start : violation.end] == "2702.00001"
    assert "it is from 2027-02, which is still to come" in violation.message
    # The month behind today's may have begun elsewhere.
    assert check(text, date(2027, 1, 1)) == []
    assert check(text) == []


def test_a_definition_of_a_month_to_come_is_reported_once() -> None:
    text = "[a][p] [b][p]\n\n[p]: https://arxiv.org/abs/2702.00001\n"
    assert len(check(text, date(2026, 1, 1))) == 1


def test_a_list_that_is_younger_than_the_clock_is_left_alone() -> None:
    ids = [f"2601.{number:05}" for number in range(1, 41)]
    text = "".join(f"- [x](https://arxiv.org/abs/{each})\n" for each in ids)
    assert check(text, date(2020, 1, 1)) == []
    assert len(check(text + "- [y](https://arxiv.org/abs/2706.00001)\n" * 4, date(2026, 1, 1))) == 4
    assert check(text + "- [y](https://arxiv.org/abs/2706.00001)\n" * 5, date(2026, 1, 1)) == []
