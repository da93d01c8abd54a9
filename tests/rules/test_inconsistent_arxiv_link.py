from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpu_time import grows_at_most
from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.violation import Violation
from mdpaperlint.rules.base import Context
from mdpaperlint.rules.inconsistent_arxiv_link import InconsistentArxivLink
from real_lists import some_real_lists

ABS = "".join(f"- [Paper {n}](https://arxiv.org/abs/2401.{n:05})\n" for n in range(1, 21))
PDF = ABS.replace("/abs/", "/pdf/")


def check(text: str, **options: Any) -> list[Violation]:
    rule = InconsistentArxivLink()
    return list(rule.check(parse(text), Context(rule.Options(**options))))


def fixed(text: str, **options: Any) -> str:
    edits = [edit for violation in check(text, **options) if violation.fix for edit in violation.fix.edits]
    return apply_edits(text, edits)


def replaced(text: str, **options: Any) -> str:
    """What becomes of a list item behind twenty links of abs form."""
    result = fixed(ABS + text, **options)
    assert result.startswith(ABS)
    assert check(result, **options) == []
    return result[len(ABS) :]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("- [x](https://arxiv.org/pdf/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](https://arxiv.org/pdf/2402.00001v3.pdf)", "- [x](https://arxiv.org/abs/2402.00001v3)"),
        ("- [x](https://arxiv.org/html/2402.00001v3)", "- [x](https://arxiv.org/abs/2402.00001v3)"),
        ("- [x](http://arxiv.org/abs/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](https://www.arxiv.org/abs/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](https://export.arxiv.org/abs/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](http://cn.arxiv.org/pdf/2402.00001.pdf)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](http://xxx.itp.ac.cn/abs/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](https://arxiv.org/abs/2402.00001.pdf)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](https://arxiv.org/pdf/cs/0101001)", "- [x](https://arxiv.org/abs/cs/0101001)"),
        ("- [x](https://arxiv.org/pdf/1401.0001?)", "- [x](https://arxiv.org/abs/1401.0001?)"),
        ("- [x](<https://arxiv.org/pdf/2402.00001> 'T')", "- [x](<https://arxiv.org/abs/2402.00001> 'T')"),
        ("- <https://arxiv.org/pdf/2402.00001>", "- <https://arxiv.org/abs/2402.00001>"),
        ("- https://arxiv.org/pdf/2402.00001.", "- https://arxiv.org/abs/2402.00001."),
        (
            "- [x][r]\n\n[r]: https://arxiv.org/pdf/2402.00001",
            "- [x][r]\n\n[r]: https://arxiv.org/abs/2402.00001",
        ),
        (
            '- <a href="https://arxiv.org/pdf/2402.00001">x</a>',
            '- <a href="https://arxiv.org/abs/2402.00001">x</a>',
        ),
        ("- [x](https://arxiv.org/2402.00001)", "- [x](https://arxiv.org/abs/2402.00001)"),
        ("- [x](http://www.arxiv.org/2402.00001v2.pdf)", "- [x](https://arxiv.org/abs/2402.00001v2)"),
        ("- [x](https://arxiv.org/cs/0101001)", "- [x](https://arxiv.org/abs/cs/0101001)"),
        ("- [PDF](http://arxiv.org/pdf/2402.00001)", "- [PDF](https://arxiv.org/pdf/2402.00001)"),
        ("- [x](http://arxiv.org/pdf/2402.00001#page=2)", "- [x](https://arxiv.org/pdf/2402.00001#page=2)"),
    ],
)
def test_an_exception_takes_the_form_of_the_list(item: str, expected: str) -> None:
    assert replaced(item) == expected


@pytest.mark.parametrize(
    "item",
    [
        "- [PDF](https://arxiv.org/pdf/2402.00001)",
        "- [x (pdf)](https://arxiv.org/pdf/2402.00001)",
        "- [![pdf](https://example.org/b.svg)](https://arxiv.org/pdf/2402.00001)",
        "- [y](https://example.org) (pdf: [x](https://arxiv.org/pdf/2402.00001))",
        "- [![x](https://img.shields.io/badge/PDF-red)](https://arxiv.org/pdf/2402.00001)",
        "- PDF: https://arxiv.org/pdf/2402.00001",
        "- **PDF**: [x](https://arxiv.org/pdf/2402.00001)",
        "- [x][pdf]\n\n[pdf]: https://arxiv.org/pdf/2402.00001",
        '- <a href="https://arxiv.org/pdf/2402.00001">PDF</a>',
        "- [HTML](https://arxiv.org/html/2402.00001)",
        "- [x](https://arxiv.org/abs/2402.00001) [y](https://arxiv.org/pdf/2402.00001)",
        "- [y](https://arxiv.org/pdf/2402.00001v2.pdf), [x](https://arxiv.org/abs/2402.00001)",
        "- **A title**\n  [x](https://arxiv.org/abs/2402.00001)\n  [y](https://arxiv.org/pdf/2402.00001)",
        "\nA [x](https://arxiv.org/abs/2402.00001)\nand a [y](https://arxiv.org/pdf/2402.00001)",
        "\n| a |\n|---|\n| [x](https://arxiv.org/abs/2402.00001) [y](https://arxiv.org/pdf/2402.00001) |",
        "\n| a | PDF |\n|---|---|\n| x | [y](https://arxiv.org/pdf/2402.00001) |",
        "- [x](https://arxiv.org/pdf/2402.00001#page=2)",
        "- [x](https://arxiv.org/html/2402.00001#S1)",
        "- ![x](https://arxiv.org/html/2402.00001v1/x1.png)",
        "- ![x](https://arxiv.org/pdf/2402.00001)",
        "- [x](https://arxiv.org/src/2402.00001)",
        "- [x](https://arxiv.org/pdf/2402.1)",
        "- [x](https://huggingface.co/papers/2402.00001)",
        "- [x](https://www.alphaxiv.org/abs/2402.00001)",
        "- [x](https://ar5iv.labs.arxiv.org/html/2402.00001)",
        "- [x](https://doi.org/10.48550/arXiv.2402.00001)",
        "- [x](https://arXiv.org/abs/2402.00001)",
        "- www.arxiv.org/pdf/2402.00001",
        "- `https://arxiv.org/pdf/2402.00001`",
    ],
)
def test_what_has_its_reason_is_left_alone(item: str) -> None:
    assert check(ABS + item) == []


def test_the_address_of_the_link_before_is_no_label() -> None:
    item = "- [[x](https://arxiv.org/pdf/2402.00001.pdf)] [[y](https://arxiv.org/pdf/2402.00002.pdf)]"
    assert (
        replaced(item) == "- [[x](https://arxiv.org/abs/2402.00001)] [[y](https://arxiv.org/abs/2402.00002)]"
    )


def test_rows_and_items_are_told_apart() -> None:
    rows = "\n| a |\n|---|\n| [x](https://arxiv.org/abs/2402.00001) |\n"
    rows += "| [y](https://arxiv.org/pdf/2402.00001) |\n"
    items = "- [x](https://arxiv.org/abs/2402.00001)\n- [y](https://arxiv.org/pdf/2402.00001)\n"
    assert len(check(ABS + rows)) == 1
    assert len(check(ABS + items)) == 1


def test_other_papers_in_the_row_are_no_reason() -> None:
    item = "- [x](https://arxiv.org/abs/2402.00001) [y](https://arxiv.org/pdf/2402.00002)"
    assert replaced(item) == item.replace("/pdf/", "/abs/")


def test_the_header_above_another_column_is_no_reason() -> None:
    table = "\n| PDF | b |\n|---|---|\n| x | [y](https://arxiv.org/pdf/2402.00001) |\n"
    assert replaced(table) == table.replace("/pdf/", "/abs/")


def test_messages_say_what_to_write() -> None:
    (violation,) = check(ABS + "- [x](http://www.arxiv.org/pdf/2402.00001v2.pdf)")
    assert violation.message == (
        "this arXiv link begins with http, most here with https; "
        "it goes to www.arxiv.org, most here go to arxiv.org; "
        "it is in pdf form, most here are in abs form: "
        "write https://arxiv.org/abs/2402.00001v2"
    )
    assert violation.fix is not None
    assert violation.fix.message == "write https://arxiv.org/abs/2402.00001v2"
    assert len(violation.fix.edits) == 4


def test_a_list_in_pdf_form_asks_for_pdf() -> None:
    text = PDF + "- [x](https://arxiv.org/abs/2402.00001v2)\n"
    assert fixed(text) == text.replace("/abs/", "/pdf/")


def test_a_rare_pdf_suffix_is_dropped() -> None:
    text = PDF + "- [x](https://arxiv.org/pdf/2402.00001.pdf)\n"
    assert fixed(text) == text.replace(".pdf)", ")")
    (violation,) = check(text)
    assert "ends in .pdf, most here do not" in violation.message


def test_no_link_is_given_a_suffix_that_arxiv_redirects_from() -> None:
    suffixed = PDF.replace(")", ".pdf)")
    text = suffixed + "- [x](https://arxiv.org/pdf/2402.00001)\n"
    assert check(text) == []
    added = suffixed + "- [x](https://arxiv.org/abs/2402.00001)\n"
    assert fixed(added) == text


def test_a_correction_makes_no_other_link_wrong() -> None:
    """Links that become pdf links count where the suffix is decided."""
    mixed = [
        f"- [x](https://arxiv.org/pdf/2402.{n:05}{'.pdf' if n % 9 == 0 else ''})\n" for n in range(1, 91)
    ]
    text = "".join(mixed) + "".join(f"- [x](https://arxiv.org/abs/2403.{n:05})\n" for n in range(1, 11))
    once = fixed(text)
    assert fixed(once) == once
    assert len(check(text)) == 20
    assert ".pdf" not in once


def pdf_links(count: int) -> str:
    return "".join(f"- [x](https://arxiv.org/pdf/2402.{n:05})\n" for n in range(1, count + 1))


def test_nine_in_ten_are_asked_of_each_link_and_eight_in_ten_of_the_list() -> None:
    assert len(check(ABS + pdf_links(2))) == 2
    for count in (3, 5):
        (violation,) = check(ABS + pdf_links(count))
        assert violation.message == (
            f"20 arXiv links in this list are in abs form and {count} in pdf form, the first such here: "
            'write one form, or set form = "any" for this rule'
        )
        assert violation.fix is None
        assert violation.fingerprint == "file"
    assert check(ABS + pdf_links(6)) == []
    assert check(ABS[: len(ABS) // 2] + PDF[len(PDF) // 2 :]) == []


def test_a_mixed_list_whose_exceptions_have_their_reasons_is_not_reported() -> None:
    assert check(ABS + pdf_links(4).replace("[x]", "[pdf]")) == []
    badge = "[![x](https://img.shields.io/badge/Paper-red)]"
    assert check(ABS + pdf_links(4).replace("[x]", badge)) == []


def test_no_safe_fix_makes_a_pdf_of_an_abstract() -> None:
    text = PDF + "- [x](https://arxiv.org/abs/2402.00001)\n- [y](http://arxiv.org/pdf/2402.00002)\n"
    assert [violation.fix and violation.fix.safe for violation in check(text)] == [False, True]


def test_a_short_list_has_no_majority() -> None:
    lines = ABS.splitlines(keepends=True)
    odd = "- [x](http://arxiv.org/pdf/2402.00001)\n"
    assert check("".join(lines[:3]) + odd) == []
    assert len(check("".join(lines[:9]) + odd)) == 1
    assert check("".join(lines[:9]) + odd, minimum_links=11) == []
    assert len(check("".join(lines[:9]) + odd, minimum_links=10)) == 1
    assert check("no links") == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "https:",
            "http:",
            "all 20 arXiv links in this list begin with http and are redirected: write https",
        ),
        (
            "arxiv.org",
            "www.arxiv.org",
            "all 20 arXiv links in this list go to www.arxiv.org: write arxiv.org",
        ),
        ("arxiv.org", "cn.arxiv.org", "all 20 arXiv links in this list go to cn.arxiv.org: write arxiv.org"),
    ],
)
def test_one_oddity_throughout_is_one_report(old: str, new: str, message: str) -> None:
    text = ABS.replace(old, new)
    (violation,) = check(text)
    assert violation.message == message
    assert text[violation.start : violation.end] == "https://arxiv.org/abs/2401.00001".replace(old, new)
    assert violation.fix is not None
    assert violation.fix.safe
    assert apply_edits(text, violation.fix.edits) == ABS


def test_two_oddities_throughout_are_two_reports() -> None:
    text = ABS.replace("https://", "http://export.") + "- [x](https://www.arxiv.org/abs/2402.00001)\n"
    first, second = check(text)
    assert first.message.startswith("20 of 21 arXiv links in this list begin with http and")
    assert second.message.startswith(
        "all 21 arXiv links in this list go to export.arxiv.org or www.arxiv.org"
    )
    assert fixed(text) == ABS + "- [x](https://arxiv.org/abs/2402.00001)\n"


def test_an_oddity_throughout_leaves_the_form_to_its_own_report() -> None:
    text = ABS.replace("https:", "http:") + "- [x](http://arxiv.org/pdf/2402.00001.pdf)\n"
    assert len(check(text)) == 2
    assert fixed(text) == ABS + "- [x](https://arxiv.org/abs/2402.00001)\n"


def test_the_configured_form_needs_no_majority() -> None:
    one = "[x](https://arxiv.org/abs/2402.00001)"
    assert fixed(one, form="pdf") == "[x](https://arxiv.org/pdf/2402.00001)"
    assert "the configuration asks for pdf" in check(one, form="pdf")[0].message
    assert check(one, form="abs") == []
    assert len(check(ABS, form="pdf")) == 20
    assert fixed(PDF, form="abs") == ABS
    odd = "- [x](http://arxiv.org/pdf/2402.00001)"
    assert fixed(ABS + odd, form="any") == ABS + odd.replace("http:", "https:")
    assert check(ABS + odd.replace("http:", "https:"), form="any") == []


LINKS = st.builds(
    "{}://{}arxiv.org/{}/{}{}{}".format,
    st.sampled_from(["https", "https", "https", "http"]),
    st.sampled_from(["", "", "", "www.", "cn."]),
    st.sampled_from(["abs", "abs", "abs", "pdf", "html"]),
    st.sampled_from(["2401.00001", "2401.00002", "1401.0001", "cs/0101001", "2413.00001"]),
    st.sampled_from(["", "", "v2"]),
    st.sampled_from(["", "", ".pdf", "#page=1", "?"]),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["- [x](", "- [PDF](", "- <", " [y](", "| [z](", "\n\n["]), LINKS),
        max_size=20,
    )
)
def test_fixing_ends_and_touches_only_links(parts: list[tuple[str, str]]) -> None:
    closing = {"- <": ">\n", "\n\n[": "](x)\n"}
    text = "".join(opening + url + closing.get(opening, ")\n") for opening, url in parts)
    once = fixed(text)
    assert fixed(once) == once
    assert [line.partition("http")[0] for line in once.split("\n")] == [
        line.partition("http")[0] for line in text.split("\n")
    ]


def test_time_grows_with_the_list() -> None:
    def checking(count: int) -> Callable[[], None]:
        rows = "".join(
            f"| [p](https://arxiv.org/{'pdf' if n % 10 == 0 else 'abs'}/2401.{n + 1:05}) |\n"
            for n in range(count)
        )
        document = parse("| a |\n|---|\n" + rows)
        assert len(document.links) == count

        def check() -> None:
            document.memoized.clear()
            context = Context(InconsistentArxivLink.Options())
            assert len(list(InconsistentArxivLink().check(document, context))) == count // 10

        return check

    assert grows_at_most(checking(2000), checking(8000), 6)


@pytest.mark.corpus
def test_fixed_real_lists_have_nothing_left_to_fix() -> None:
    for path in some_real_lists(6):
        text = path.read_bytes().decode()
        once = fixed(text)
        assert fixed(once) == once
        lines = zip(text.split("\n"), once.split("\n"), strict=True)
        assert all("arxiv" in old.lower() for old, new in lines if old != new)


def test_a_bare_id_is_left_alone_where_any_form_will_do() -> None:
    assert check(ABS + PDF + "- [x](http://arxiv.org/2402.00001)\n") == []
