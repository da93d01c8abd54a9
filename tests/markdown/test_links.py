"""Links of whole documents: the source at a link's span is its destination as written."""

from __future__ import annotations

from random import Random

import pytest
from link_oracle import PIECES, cmark_destinations, comparable, random_content, shown_destinations

from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document, Link
from real_lists import real_lists


def found(text: str) -> list[tuple[str, str]]:
    return [(link.kind, link.destination) for link in parse(text).links]


def assert_spans(document: Document) -> None:
    text = document.text
    definitions = {
        (link.destination_start, link.destination_end) for link in document.links if link.kind == "definition"
    }
    for link in document.links:
        assert text[link.destination_start : link.destination_end] == link.destination
        assert 0 <= link.start <= link.text_start <= link.text_end <= link.end <= len(text)
        if not link.start <= link.destination_start <= link.destination_end <= link.end:
            assert link.kind in ("reference", "image")
            assert (link.destination_start, link.destination_end) in definitions
    starts = [link.start for link in document.links]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# [a](b)\n", [("inline", "b")]),
        ("[a](b)\n===\n", [("inline", "b")]),
        ("- x\n  [a](b)\n", [("inline", "b")]),
        ("> x [a\n> y](b\n> 'c')\n", [("inline", "b")]),
        ("> - [a](b)\n> - ![c](d)\n", [("inline", "b"), ("image", "d")]),
        ("```\n[a](b)\n```\n\n    [a](b)\n", []),
        ("---\nlink: '[a](b)'\n---\n[c](d)\n", [("inline", "d")]),
        ("<!-- [a](b)\n\n<a href='c'> -->\n", []),
        ("<!-- <a href='b'>\n", []),
        ("<div>\n[a](b) <a class='x' href='c'><img\n src=d></a>\n</div>\n", [("html", "c"), ("html", "d")]),
        ('<p><a\nhref = "b"\n>c</a>\n', [("html", "b")]),
        ("> <div>\n> <a\n> href='b'\n> >c</a>\n> </div>\n", [("html", "b")]),
        (
            "[a]: <b c> 'd'\n\n[a] [A][] ![e][a]\n",
            [("definition", "b c"), *[("reference", "b c")] * 2, ("image", "b c")],
        ),
        (
            "[a]\n\n> - [a]:\n>   b\n\n[a]: c\n",
            [("reference", "b"), ("definition", "b"), ("definition", "c")],
        ),
        ("x[^1]\n\n[^1]: http://b.c [d](e)\n", [("bare", "http://b.c"), ("inline", "e")]),
        ("\ufeff[a](b)\r\n[c](d)\r\n", [("inline", "b"), ("inline", "d")]),
        ("!\n\n[a](b)!\n", [("inline", "b")]),
        ("", []),
    ],
)
def test_links_are_found_where_github_shows_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected
    assert_spans(parse(text))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| [a](b) | ![c](d) |", [("inline", "b"), ("image", "d")]),
        ("[a](b) | <https://c.d>", [("inline", "b"), ("autolink", "https://c.d")]),
        ("| [a|b](c) | |", []),
        ("| [a\\|b](c\\|d) | |", [("inline", "c\\|d")]),
        ("| [a](\\|b) \\| [c](d) | |", [("inline", "\\|b"), ("inline", "d")]),
        ("| `[a](b)` | [![c](d)](e) |", [("inline", "e"), ("image", "d")]),
        ("| `[a](b) | c` [d](e) |", [("inline", "b"), ("inline", "e")]),
        ("| [a][r] | http://b.c |", [("reference", "/r"), ("bare", "http://b.c")]),
        ("| [a](b) | c | [hidden](d) |", [("inline", "b")]),
        ("| [a](b) `x` | c | [hidden](d) |", [("inline", "b")]),
        ("| <a href='b'>c</a> | <!-- [d](e) --> |", [("html", "b")]),
    ],
)
@pytest.mark.parametrize("prefix", ["", "> ", "- "])
def test_links_in_rows(row: str, expected: list[tuple[str, str]], prefix: str) -> None:
    rest = "  " if prefix == "- " else prefix
    lines = [
        f"{prefix}| h | [x](y) |",
        f"{rest}|---|---|",
        f"{rest}| [1](2) | |",
        rest + row,
        f"{rest}| [3](4) | |",
    ]
    text = "\n".join([*lines, "", "[r]: /r", ""])
    assert found(text) == [
        ("inline", "y"),
        ("inline", "2"),
        *expected,
        ("inline", "4"),
        ("definition", "/r"),
    ]
    assert_spans(parse(text))


def test_an_anchor_reaches_to_its_end_tag() -> None:
    text = "x <a href='b'>c *d*</a> e\n\n<p><a href='f'>g</a></p>\n"
    links = parse(text).links
    assert [text[link.start : link.end] for link in links] == ["<a href='b'>c *d*</a>", "<a href='f'>g</a>"]
    assert [text[link.text_start : link.text_end] for link in links] == ["c *d*", "g"]


def test_a_link_over_two_lines_of_a_quote_keeps_its_places() -> None:
    text = "> a [b\n> c](d) e\n"
    (link,) = parse(text).links
    assert text[link.start : link.end] == "[b\n> c](d)"
    assert text[link.text_start : link.text_end] == "b\n> c"


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("[a](b\\_c&amp;d)", "b_c&d"),
        ("[a](<b c>)", "b c"),
        ("<http://a.b/\\_?c&amp;d>", "http://a.b/\\_?c&d"),
        ("http://a.b/?c&amp;d", "http://a.b/?c&amp;d"),
        ("www.a.b", "http://www.a.b"),
        ('<a href="b?c&amp;d\\_e">f</a>', "b?c&d\\_e"),
        ("[a](javascript:x)", "javascript:x"),
        ("| a |\n|---|\n| [b](c\\|d) |", "c|d"),
    ],
)
def test_the_url_of_a_destination(source: str, url: str) -> None:
    (link,) = parse(source + "\n").links
    assert destination_url(link) == url
    assert comparable(url) in cmark_destinations(source, raw_html=True)


# A comment, a processing instruction and the like would change how the HTML of the oracle is read.
_QUIET = [
    piece for piece in PIECES if not piece.startswith(("<!", "<?", "-->", "]]>", "?>", "<b c", "\u00a0"))
]


def _block(random: Random) -> list[str]:
    def text() -> str:
        return random_content(random, _QUIET)

    shape = random.randrange(8)
    if shape < 2:
        return [text() for _ in range(random.randint(1, 3))]
    if shape < 4:
        width = random.randint(1, 3)
        rows = [
            "| "
            + " | ".join(text().replace("|", "\\|") for _ in range(width + random.choice([0, 0, 1])))
            + " |"
            for _ in range(random.randint(1, 4))
        ]
        return ["| " + " | ".join(["h"] * width) + " |", "|" + "---|" * width, *rows]
    if shape == 4:
        label = random.choice(["ref", "a", "X y", "^1", "other"])
        return [
            f"[{label}]: {random.choice(['/u', '<u 2>', '/u(3)', 'u&amp;'])}{random.choice(['', ' (t)'])}"
        ]
    if shape == 5:
        return ["## " + text()]
    if shape == 6:
        return ["<div><a href='h1'>x</a>", '<img src="i2">', "<a href=h3>", "y</a></div>"]
    return [text(), "==="]


def random_document(random: Random) -> str:
    lines = []
    for _ in range(random.randint(1, 4)):
        first, rest = random.choice([("", ""), ("", ""), ("> ", "> "), ("- ", "  ")])
        block = _block(random)
        lines += [first + block[0], *(rest + line for line in block[1:]), ""]
    return random.choice(["\n", "\r\n"]).join(lines)


def test_destinations_of_random_documents_are_those_of_cmark_gfm() -> None:
    random = Random(20240504)
    links = 0
    for _ in range(3000):
        text = random_document(random)
        document = parse(text)
        assert_spans(document)
        links += len(document.links)
        assert sorted(shown_destinations(document.links)) == sorted(
            cmark_destinations(text, raw_html=True)
        ), text
    assert links > 5000


def test_a_hundred_thousand_links_are_all_found() -> None:
    words = "a title and some more words about each of these papers and what it shows"
    rows = "".join(f"| {words} [a{number}](b/{number}) |\n" for number in range(50_000))
    bullets = "".join(f"- {words} [a{number}](c/{number})\n" for number in range(50_000))
    links: tuple[Link, ...] = parse(f"| a |\n|---|\n{rows}\n{bullets}").links
    assert len(links) == 100_000
    assert links[0].destination == "b/0"
    assert links[-1].destination == "c/49999"


@pytest.mark.corpus
def test_links_of_real_lists_are_those_of_cmark_gfm() -> None:
    for path in real_lists():
        text = path.read_bytes().decode()
        document = parse(text)
        assert_spans(document)
        front_matter = [block.end for block in document.blocks if block.kind == "front-matter"]
        shown = text[front_matter[0] :] if front_matter else text
        assert sorted(shown_destinations(document.links)) == sorted(
            cmark_destinations(shown, raw_html=True)
        ), path
