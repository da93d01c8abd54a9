"""The scanner against cmark-gfm, which GitHub runs, and against markdown-it."""

from __future__ import annotations

import re
from operator import attrgetter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_oracle import (
    BRACKETS,
    PIECES,
    cmark_destinations,
    markdown_it_links,
    random_content,
    shown_destinations,
)

from cpu_time import grows_at_most, within
from mdpaperlint.markdown.links.link_scanner import scan
from mdpaperlint.model.document import Link

DEFINITIONS = {"ref": "/refurl", "a": "/aurl", "x y": "/xyurl"}
DEFINITION_LINES = "\n\n[ref]: /refurl\n[a]: /aurl\n[x  Y]: /xyurl\n"

# Where markdown-it reads otherwise than cmark-gfm: comments and other raw HTML that is no tag; "](" with no
# whole destination behind it, which markdown-it does not always read as a reference; brackets in labels.
MARKDOWN_IT_DIFFERS = re.compile(r"<[!?]|!?\[[^\[\]]*\]\((?!u\)|<u v>\)|v\))|\]\[")


def resolved(link: Link) -> Link:
    return link._replace(destination=DEFINITIONS[link.destination]) if link.destination_start < 0 else link


def scanned_destinations(content: str) -> list[str]:
    links = sorted(scan(content, DEFINITIONS), key=attrgetter("start"))
    return shown_destinations([resolved(link) for link in links if link.kind != "html"])


def assert_as_cmark(content: str) -> None:
    assert scanned_destinations(content) == cmark_destinations(content + DEFINITION_LINES, raw_html=False)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[a](b)", [("inline", "[a](b)", "a", "b")]),
        ("![a](b)", [("image", "![a](b)", "a", "b")]),
        ("\\![a](b)", [("inline", "[a](b)", "a", "b")]),
        ("\\[a](b)", []),
        ("[a]()", [("inline", "[a]()", "a", "")]),
        ("[a]( <b c> 'd' )", [("inline", "[a]( <b c> 'd' )", "a", "b c")]),
        ("[a](b(c)d)", [("inline", "[a](b(c)d)", "a", "b(c)d")]),
        ("[a](b\\)c)", [("inline", "[a](b\\)c)", "a", "b\\)c")]),
        ("[a](b c)", []),
        ("[a] (b)", []),
        ("[a](b\n'c\nd')", [("inline", "[a](b\n'c\nd')", "a", "b")]),
        (
            "[![a](b)](c)",
            [("inline", "[![a](b)](c)", "![a](b)", "c"), ("image", "![a](b)", "a", "b")],
        ),
        ("[a [b](c) d](e)", [("inline", "[b](c)", "b", "c")]),
        ("![a [b](c) d](e)", [("image", "![a [b](c) d](e)", "a [b](c) d", "e")]),
        ("`[a](b)` ``[a](b)", [("inline", "[a](b)", "a", "b")]),
        ("<!-- [a](b) --> [c](d)", [("inline", "[c](d)", "c", "d")]),
        ("<https://x.org/y>", [("autolink", "<https://x.org/y>", "https://x.org/y", "https://x.org/y")]),
        ("<a href='b'>c</a> d", [("html", "<a href='b'>c</a>", "c", "b")]),
        ("<A HREF=b>c", [("html", "<A HREF=b>", "", "b")]),
        ('<img alt="a" src="b"/>', [("html", '<img alt="a" src="b"/>', "", "b")]),
        ("<a name='b'>c</a>", []),
        (
            "http://x.org/a_(b). c",
            [("bare", "http://x.org/a_(b)", "http://x.org/a_(b)", "http://x.org/a_(b)")],
        ),
        ("(www.x.org)", [("bare", "www.x.org", "www.x.org", "www.x.org")]),
        ("http://x.org/?a&copy;", [("bare", "http://x.org/?a", "http://x.org/?a", "http://x.org/?a")]),
        ("http://a_b.org x.org xhttp://y.org", []),
        ("[see http://x.org](b)", [("inline", "[see http://x.org](b)", "see http://x.org", "b")]),
        ("[a](javascript:x)", [("inline", "[a](javascript:x)", "a", "javascript:x")]),
        ("$[a](b)$", [("inline", "[a](b)", "a", "b")]),
    ],
)
def test_kind_place_text_and_destination(content: str, expected: list[tuple[str, str, str, str]]) -> None:
    links = sorted(scan(content), key=attrgetter("start"))
    assert [
        (kind, content[start:end], content[text_start:text_end], content[begin:stop])
        for kind, start, end, text_start, text_end, begin, stop, _ in links
    ] == expected


@pytest.mark.parametrize("content", ["[Ref]", "[ref][]", "[t][REF]", "[t][ref\n]", "![t][ref]", "![ref]"])
def test_references_are_found_by_their_label(content: str) -> None:
    ((kind, start, end, *_, label),) = scan(content, DEFINITIONS)
    assert (kind, content[start:end], label) == (
        "image" if content[0] == "!" else "reference",
        content,
        "ref",
    )
    assert scan(content) == []


@pytest.mark.parametrize(
    "content",
    [
        "[a](b(c d)",
        "[a](b(c 'd')",
        "[a](b" + "(" * 32 + ")" * 33,
        "[a](b" + "(" * 33 + ")" * 34,
        "[a](b 'c\\')",
        '[a](b "c\\\\"d")',
        "[a](b (c\\)))",
        "x <!--> [a](b) -->",
        "x <!---> [a](b) -->",
        "x <!-- a ---> [a](b) -->",
        "x <!-- [a](b) <![CDATA[ [a](b) ]]>",
        "x <?a?> <?[a](b)",
        "`" * 80 + "[a](b)" + "`" * 80,
        "`" * 81 + "[a](b)" + "`" * 81,
        "`` `[t](u)` `[t](u)`",
        "www. x",
        "www.中_x.com http://é_ http://x.a_b",
        "![^a](b)",
        "[a [b](c) [d] e](f)",
        "[a [b](c) http://x.com",
        "[" + "a" * 1001 + "]",
        "http://a.com\\_b http://a.com;;&a;",
        "[a](<b\\>c>) [a](<b<c>)",
        "[^<http://a.b>] [\\^![t](u)] [^![a](b)c] [^] [^[a](b)] ![^<http://a.b>]",
        "<x:y> <x@y.z> <xy:\u00a0z>",
    ],
)
def test_the_fine_print_is_that_of_cmark_gfm(content: str) -> None:
    assert_as_cmark("p" + content)
    assert_as_cmark("p " + content)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=24))
def test_destinations_are_those_of_cmark_gfm(pieces: list[str]) -> None:
    assert_as_cmark("p" + "".join(pieces).strip(" "))


@pytest.mark.parametrize("pieces", [PIECES, BRACKETS], ids=["all", "brackets"])
def test_destinations_of_random_contents_are_those_of_cmark_gfm(pieces: list[str]) -> None:
    random = Random(20240501)
    for _ in range(3000):
        assert_as_cmark(random_content(random, pieces))


def test_places_are_those_of_markdown_it() -> None:
    random = Random(20240502)
    pieces = [piece for piece in PIECES if piece[0] == "<" or ("//" not in piece and "www" not in piece)]
    compared = 0
    while compared < 1500:
        content = random_content(random, pieces).replace("\\<http", "<http")
        if MARKDOWN_IT_DIFFERS.search(content):
            continue
        compared += 1
        assert [
            ("image" if kind == "image" else "link", start, end)
            for kind, start, end, *_ in sorted(scan(content, DEFINITIONS), key=attrgetter("start"))
            if kind not in ("html", "bare")
        ] == markdown_it_links(content, DEFINITIONS), content


HOSTILE = {
    "brackets": "[",
    "image openers": "![",
    "nested images": "![[]()",
    "emphasis": "*a_ ",
    "one line": "x",
    "links": "[a](b)",
    "badges": "[![a](b)](c)",
    "entities": "&amp;",
    "escapes": "\\",
    "backtick runs": "`a``b",
    "comments": "<!--",
    "processing instructions": "<?",
    "declarations": "<!A ",
    "CDATA": "<![CDATA[",
    "attributes": "<a x=\"<a y='",
    "anchors": "<a href=x>",
    "destinations": "[a](",
    "balanced destinations": "[a]((())",
    "pointy destinations": "[a](<",
    "titles": "[a](b \"[a](b '[a](b (",
    "escaped titles": '[a](b \\"',
    "labels": "[a][",
    "references": "[x][]",
    "hosts": " www.a_b",
    "dots": "~www._",
    "URLs": "x http://a;;;;)))) ",
    "e-mail": "<a@",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length(name: str) -> None:
    piece = HOSTILE[name]
    small, large = (piece * (size // len(piece)) for size in (15_000, 60_000))
    assert grows_at_most(lambda: scan(small, {"x"}), lambda: scan(large, {"x"}), 6, noise=0.002)


def test_backtick_runs_of_all_lengths_take_linear_time() -> None:
    runs = "a".join("`" * length for length in range(1, 900))
    assert within(1, lambda: scan(runs, {"x"}))


def test_a_hundred_thousand_nested_brackets_are_no_recursion() -> None:
    (link, *_) = scan("[" * 100_000 + "a" + "](b)" * 100_000)
    assert link[1:3] == (99_999, 100_005)
