from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.fingerprints import fingerprint, row_fingerprint
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation

LIST = """# Papers

See [the *notes*](notes.md) first.

## Vision

| No. | Date | Title | Link |
| --- | ---- | ----- | ---- |
| 1 | 2020-10 | A Picture Is Worth Many Words | [abs](https://arxiv.org/abs/2010.11929v2) |
| 2 | 2021-03 | Swin | [pdf](https://arxiv.org/pdf/2103.14030.pdf) [code](https://github.com/a/b) |
| 3 | 2021.9 | Words without a Link | |
| 4 | | | |
| 5 | 2021 | A DOI | [x](https://doi.org/10.1109/ICCV.2021.1) |

- **First** paper of a list [abs](https://arxiv.org/abs/1706.03762)
  - [code]()
- A paper without any link at all
  - [code]()
"""


def about(text: str, needle: str, rule: str = "empty-link") -> str:
    document = parse(text)
    start = text.index(needle)
    return fingerprint(document, Violation(rule, "error", "m", start, start + 1))


@pytest.mark.parametrize(
    ("needle", "expected"),
    [
        ("Worth", "arxiv:2010.11929"),
        ("Swin", "arxiv:2103.14030"),
        ("Words without", "text: words without a link"),
        ("| 4 |", "text: 4"),
        ("| 5 |", "doi:10.1109/iccv.2021.1"),
        ("| No.", "table: no | date | title | link"),
        ("Vision", "section: vision"),
        ("notes.md", "text: see the notes first"),
        ("**First**", "arxiv:1706.03762"),
        ("[code]()\n- A", "arxiv:1706.03762"),
        ("A paper without", "text: a paper without any link at all"),
    ],
)
def test_what_a_violation_is_about(needle: str, expected: str) -> None:
    assert about(LIST, needle) == expected


def test_an_item_of_few_words_is_told_by_the_one_above() -> None:
    assert about(LIST[LIST.index("- A paper") :], "[code]") == "text: a paper without any link at all > code"


def test_a_violation_about_the_file_is_about_no_row() -> None:
    document = parse(LIST)
    start = LIST.index("Swin")
    assert fingerprint(document, Violation("r", "error", "m", start, start, fingerprint="file")) == "file"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| 3 | 2021.9 |", "| 17 | 2021-09 |"),
        ("Words without a Link | |", "   Words   without a Link |  |  |"),
        ("| 3 | 2021.9 |", "| 3 | <!-- mdpaperlint-disable-line ragged-row --> 2021.9 |"),
    ],
)
def test_mending_a_row_leaves_what_it_is_about(before: str, after: str) -> None:
    assert before in LIST
    assert about(LIST.replace(before, after), "ithout a Link") == "text: words without a link"


@pytest.mark.parametrize(
    "written",
    [
        "http://arxiv.org/abs/2010.11929",
        "https://arxiv.org/abs//2010.11929",
        "https://arxiv.org/pdf/2010.11929v4.pdf",
    ],
)
def test_an_arxiv_link_written_anew_names_the_same_row(written: str) -> None:
    assert about(LIST.replace("https://arxiv.org/abs/2010.11929v2", written), "Worth") == "arxiv:2010.11929"


def test_long_texts_are_cut_and_told_apart() -> None:
    one, two = (about(f"{'many words ' * 50} {end}", "many") for end in ("here", "there"))
    assert one != two
    assert len(one) < 140


def test_many_angle_brackets_take_no_time() -> None:
    assert about("x <" + "<" * 200_000 + "](" * 100_000, "x").startswith("text: x")


CELL = st.text(alphabet=st.sampled_from("ab 1[](<>`|\\*_é漢"), max_size=12).map(
    lambda text: text.replace("|", "\\|")
)
URL = st.sampled_from(
    [
        "https://arxiv.org/abs/2101.00001",
        "https://arxiv.org/pdf/2202.00002v3",
        "https://openreview.net/forum?id=abcDEF123",
        "https://example.org/",
        "",
    ]
)
ROW = st.builds(
    lambda date, title, url, more: f"| {date} | {title} | [link]({url}) |{more}",
    st.sampled_from(["2020", "2021-03", "", "2024.05", "Jan 2022"]),
    CELL,
    URL,
    st.sampled_from(["", " a |", " |"]),
)
OURS = "| 2022-05 | Our Own Row | [abs](https://arxiv.org/abs/2205.05555) |"
OURS_WITHOUT_LINK = "| 2022-05 | Our Own Row of Words | none |"


def _key(rows: list[str], ours: str, before: int, lines_before: str, header: str) -> str:
    rows = [*rows[:before], ours, *rows[before:]]
    text = "\n".join([lines_before, "", header, re.sub(r"[^|]+", "---", header), *rows, "", "- an item", ""])
    document = parse(text)
    line = text.split("\n").index(ours)
    table = next(each for each in document.tables if each.line <= line < each.end_line)
    found = row_fingerprint(document, table, line)
    place = document.line_span(line).start
    assert fingerprint(document, Violation("r", "error", "m", place, place)) == found
    return found


@settings(max_examples=300)
@given(
    rows=st.lists(ROW, max_size=6),
    other_rows=st.lists(ROW, max_size=6),
    places=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    header=st.sampled_from(["| Date | Title | Link |", "| Title | Year | Code |"]),
    above=st.sampled_from(["# A", "# B\n\ntext\n\n- x\n- y", "<!-- c -->"]),
    ours=st.sampled_from([OURS, OURS_WITHOUT_LINK]),
)
def test_edits_of_other_rows_never_change_what_a_row_is_about(
    rows: list[str], other_rows: list[str], places: tuple[int, int], header: str, above: str, ours: str
) -> None:
    one = _key(rows, ours, places[0], "# A", "| Date | Title | Link |")
    other = _key(other_rows, ours, places[1], above, header)
    assert one == other


def test_documents_without_tables_or_items_have_subjects() -> None:
    document: Document = parse("just a line\n")
    assert fingerprint(document, Violation("r", "error", "m", 0, 4)) == "text: just a line"
