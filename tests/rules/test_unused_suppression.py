from __future__ import annotations

import re

import pytest
from cmarkgfm import cmark
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.unused_suppression import ends_table, removal, splits_list

COMMENT = "<!-- c -->"


def without(text: str) -> str | None:
    """The text when its comments are taken out, one after the other, where that can be done; else None."""
    done = False
    number = 0
    while True:
        document = parse(text)
        if number >= len(document.comments):
            return text if done else None
        comment = document.comments[number]
        edits = removal(document, comment.start, comment.end)
        if edits:
            text = apply_edits(text, edits)
            done = True
        else:
            number += 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <!-- c -->\n", "a\n"),
        ("a <!-- c --> b\n", "a b\n"),
        ("a  <!-- c -->  \nb\n", "a  \nb\n"),
        ("a <!-- c\nd --> b\n", "a b\n"),
        ("## A <!-- c -->\n", "## A\n"),
        ("- a <!-- c -->\n- b\n", "- a\n- b\n"),
        ("| a |\n|---|\n| b <!-- c --> |\n", "| a |\n|---|\n| b |\n"),
        ("| a |\n|---|\n| b <!-- c -->|\n", "| a |\n|---|\n| b |\n"),
        ("| a |\n|---|\n| <!-- c --> b |\n", "| a |\n|---|\n| b |\n"),
        ("| a |\n|---|\n| b | <!-- c --> |\n", "| a |\n|---|\n| b |\n"),
        ("| a |\n|---|\n| b | <!-- c -->\n", "| a |\n|---|\n| b |\n"),
        ("| a | d |\n|---|---|\n| b | <!-- c --> |\n", "| a | d |\n|---|---|\n| b | |\n"),
        ("> | a |\n> |---|\n> | b <!-- c --> |\n", "> | a |\n> |---|\n> | b |\n"),
        ("<!-- c -->\n# A\n", "# A\n"),
        ("\ufeff<!-- c -->\n# A\n", "\ufeff# A\n"),
        ("# A\n\n<!-- c -->\n\nb\n", "# A\n\nb\n"),
        ("# A\r\n\r\n<!-- c -->\r\n\r\nb\r\n", "# A\r\n\r\nb\r\n"),
        ("# A\n<!-- c -->\n| a |\n|---|\n", "# A\n\n| a |\n|---|\n"),
        ("a\n<!-- c -->\nb\n", "a\n\nb\n"),
        ("a\n<!-- c -->\n---\n", "a\n\n---\n"),
        ("a\n\n<!-- c -->\n| a |\n|---|\n", "a\n\n| a |\n|---|\n"),
    ],
)
def test_what_is_left(text: str, expected: str) -> None:
    assert without(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a<!-- c -->b\n",
        "-<!-- c --> a\n",
        "#<!-- c --> a\n",
        "a\n--- <!-- c -->\n",
        "a\n=== <!-- c -->\n",
        "[a]: /b <!-- c -->\n",
        "a\\ <!-- c -->\nb\n",
        "# a # <!-- c -->\n",
        "a | b <!-- | -->\n---|---\n",
        "<!-- c --> *a*\n",
        "- <!-- c -->\n  a\n",
        "- <!-- c -->\n\n  a\n",
        "- a\n<!-- c -->\n- b\n",
        "- a\n\n<!-- c -->\n\n- b\n",
        "- a\n\n<!-- c -->\n\n    b\n",
        "    a\n\n<!-- c -->\n\n    b\n",
        "- a\n  <!-- c -->\n- b\n",
        "> a\n>\n> <!-- c -->\n>\n> b\n",
        "<div>\n<!-- c -->\n</div>\n",
        "- a\n  <!-- c -->\n  b\n",
        "- a\n  <!-- c -->\n  2. b\n",
        "<!-- c -->\n---\ntitle: a\n---\n",
        "| a |\n|---|\n| [](<!-- c -->3) |\n",
        "| a |\n|---|\n| b<!-- c --> d |\n",
        # Mixed line ends: what is left of two of them would be one.
        "a\r<!-- c -->\n| b |\n",
        "a\r<!-- c -->\n\nb\n",
    ],
)
def test_what_stays_since_taking_it_out_could_change_more(text: str) -> None:
    assert without(text) is None


LINES = st.sampled_from(
    [
        *"a|a b|# A|## A #|---|===|- a|- b|* a|1. a|2. a|  a|    a|  - a|> a|> - a|>|+|-|1.".split("|"),
        *"<div>|</div>|<pre>|</pre>|```|[a]: /b|[a]|***|a\\".split("|"),
        *["", "", "", "| a | b |", "|---|---|", "|--|", "| a |", "a | b", "  | a | b |", "> | a | b |"],
    ]
)
PLACES = st.sampled_from(
    [
        "{c}",
        "  {c}",
        "    {c}",
        "> {c}",
        "- {c}",
        "{line} {c}",
        "{line}{c}",
        "{line} {c} a",
        "{c} {line}",
        "a {c} {line}",
        "| {c} | a |",
        "| a | a | {c} |",
        "| a {c} | a |",
        "a | a | {c}",
        "  {c}  ",
        "{c} {c}",
    ]
)
COMMENTS = st.sampled_from([COMMENT, "<!-- c\nd -->", "<!-- | -->"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(LINES, max_size=7))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(lines)))
        line = draw(PLACES).format(line=draw(LINES), c=draw(COMMENTS))
        lines.insert(place, line)
    return "\n".join(lines) + draw(st.sampled_from(["\n", ""]))


def rendered(text: str) -> str:
    """As GitHub shows it, without comments, and without white space that means nothing in HTML."""
    html: str = cmark.github_flavored_markdown_to_html(text, cmark.Options.CMARK_OPT_UNSAFE)
    # A comment that its container cut short would swallow what follows.
    assume("--&gt;" not in html)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r" ?(</?(?:p|h\d|ul|ol|li|table|t\w+|blockquote|div|pre|hr /)\b[^>]*>) ?", r"\1", html)
    return html.replace("<tbody></tbody>", "").strip()


@given(texts())
@settings(max_examples=400)
def test_github_shows_the_same_without_the_comment(text: str) -> None:
    after = without(text)
    if after is not None:
        assert rendered(after) == rendered(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| a |\n|---|\n| b |\n<!-- c -->\n| d |\n", True),
        ("| a |\n|---|\n<!-- c -->\n| d |\n", True),
        ("> | a |\n> |---|\n> | b |\n> <!-- c -->\n> | d |\n", True),
        ("| a |\n|---|\n| b |\n<!-- c\nc -->\n| d |\n", True),
        ("| a |\n|---|\n| b |\n<!-- c -->\n\n| d |\n", False),
        ("| a |\n|---|\n| b |\n\n<!-- c -->\n| d |\n", False),
        ("| a |\n|---|\n| b |\n<!-- c -->\n| a |\n|---|\n", False),
        ("| a |\n|---|\n| b |\n<!-- c -->\nno row\n", False),
        ("| a |\n|---|\n| b |\n<!-- c -->\n## A | B\n", False),
        ("| a |\n|---|\n| b |\n<!-- c -->", False),
        ("| a |\n|---|\n| b <!-- c --> |\n| d |\n", False),
        ("<!-- c -->\n| a |\n|---|\n", False),
    ],
)
def test_comment_that_ends_a_table(text: str, expected: bool) -> None:
    document = parse(text)
    [comment] = document.comments
    assert ends_table(document, comment.start, comment.end) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n<!-- c -->\n- b\n", True),
        ("- a\n\n<!-- c -->\n\n- b\n", True),
        ("1. a\n<!-- c -->\n2. b\n", True),
        ("> - a\n> <!-- c -->\n> - b\n", True),
        ("- x\n  - a\n  <!-- c -->\n  - b\n", True),
        ("- x\n  - a\n<!-- c -->\n- b\n", True),
        ("- a\n  <!-- c -->\n- b\n", False),
        ("- a <!-- c -->\n- b\n", False),
        ("- a\n<!-- c -->\n* b\n", False),
        ("- a\n<!-- c -->\n1. b\n", False),
        ("- a\n<!-- c -->\n\nb\n\n- d\n", False),
        ("- a\n\nb\n<!-- c -->\n- d\n", False),
        ("<!-- c -->\n- b\n", False),
        ("- a\n<!-- c -->\n", False),
    ],
)
def test_comment_that_splits_a_list(text: str, expected: bool) -> None:
    document = parse(text)
    [comment] = document.comments
    assert splits_list(document, comment.start, comment.end) is expected
