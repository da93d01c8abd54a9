from __future__ import annotations

import pytest
from generated_markdown import generate_document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cpu_time import grows_at_most
from mdpaperlint.markdown.blocks.block_state import MAX_NESTING
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document


def sources(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def items(text: str) -> list[str]:
    return [text[item.start : item.end] for item in parse(text).items]


def test_item_ends_with_its_last_line_that_is_not_blank() -> None:
    text = "- a\n  b\nlazy\n\n  c\n\n\n- d\n\n\ntext"
    assert items(text) == ["- a\n  b\nlazy\n\n  c", "- d"]


def test_nested_items_belong_to_their_parents() -> None:
    text = "1. a\n   - b\n     * c\n\n     more b\n   - d\n2. e\n"
    document = parse(text)
    assert [text[item.start : item.own_end].strip() for item in document.items] == [
        "1. a",
        "- b",
        "* c",
        "- d",
        "2. e",
    ]
    assert [item.parent for item in document.items] == [-1, 0, 1, 0, -1]
    assert [item.depth for item in document.items] == [0, 1, 2, 1, 0]
    assert [item.list_number for item in document.items] == [0, 1, 2, 1, 0]
    assert [item.ordered for item in document.items] == [True, False, False, False, True]
    assert [(item.line, item.end_line) for item in document.items] == [(0, 6), (1, 5), (2, 3), (5, 6), (6, 7)]
    assert text[document.items[1].start : document.items[1].end] == "- b\n     * c\n\n     more b"
    assert text[document.items[2].content_start :].startswith("c\n")


def test_another_marker_begins_another_list() -> None:
    assert [item.list_number for item in parse("- a\n* b\n+ c\n1. d\n1) e\n").items] == [0, 1, 2, 3, 4]


def test_items_in_quotes_and_without_text() -> None:
    text = "> - a\n>   b\n> -\n\n-\n\n  no item\n"
    assert items(text) == ["- a\n>   b", "-", "-"]


def test_item_behind_a_task_box_or_four_spaces() -> None:
    text = "- [ ] a\n-     code\n- # b\n"
    document = parse(text)
    assert [text[item.content_start :].split("\n")[0] for item in document.items] == ["[ ] a", "code", "# b"]
    assert sources(document, "code") == ["code"]
    assert [(heading.content, heading.nested) for heading in document.headings] == [("b", True)]


def test_headings() -> None:
    text = "# A #\n##   B `#`  ## \n#\n#no\n\nC\nd\n===\n> ## Q\n\nE\n---"
    document = parse(text)
    assert [(heading.level, heading.content, heading.nested) for heading in document.headings] == [
        (1, "A", False),
        (2, "B `#`", False),
        (1, "", False),
        (1, "C\nd", False),
        (2, "Q", True),
        (2, "E", False),
    ]
    for heading in document.headings:
        assert text[heading.text_start : heading.text_end] == heading.content
    assert [text[heading.start : heading.end] for heading in document.headings][-3:] == [
        "C\nd\n===",
        "## Q",
        "E\n---",
    ]


def test_sections_nest_by_level() -> None:
    text = "intro\n# A\n### B\ntext\n## C\n\n# D\n> # quoted\n"
    document = parse(text)
    sections = document.sections
    assert [section.heading and section.heading.content for section in sections] == [None, "A", "B", "C", "D"]
    assert [section.parent for section in sections] == [-1, -1, 1, 1, -1]
    assert [section.last_descendant for section in sections] == [0, 3, 2, 3, 4]
    assert "".join(text[section.start : section.body_end] for section in sections) == text
    assert [text[section.body_start : section.body_end] for section in sections] == [
        "intro\n",
        "",
        "text\n",
        "\n",
        "> # quoted\n",
    ]
    assert document.section_at(text.index("text")).number == 2


def test_paragraph_lines_have_their_places() -> None:
    text = "> - one\n>   two\n  three\n\n    code\n"
    document = parse(text)
    (inline,) = document.inlines
    assert inline.content == "one\ntwo\nthree"
    assert [text[place:].split("\n")[0] for _, place in inline.places] == ["one", "two", "three"]
    assert [inline.content[position:].split("\n")[0] for position, _ in inline.places] == [
        "one",
        "two",
        "three",
    ]
    assert sources(document, "code") == ["code"]


def test_definitions_are_no_text() -> None:
    text = '[a]: /x\n   [b]:\n/y "t"\ntext\n\n> [c]: <z>\n\n[d] text\n\n[^1]: note\n'
    document = parse(text)
    assert sources(document, "definition") == ["[a]: /x", '[b]:\n/y "t"', "[c]: <z>"]
    assert [inline.content for inline in document.inlines] == ["text", "[d] text", "[^1]: note"]


def test_html_blocks() -> None:
    text = "<div>\na\n\n<!-- b\n\nc -->\n<br>\n\ntext <b>\n<p>\n\n<script>\n\nx</script>\n"
    assert sources(parse(text), "html") == [
        "<div>\na",
        "<!-- b\n\nc -->",
        "<br>",
        "<p>",
        "<script>\n\nx</script>",
    ]


def test_byte_order_mark_and_line_ends_keep_their_offsets() -> None:
    text = "\ufeff# A\r\n\r\n- a\r  b\r\n\0c"
    document = parse(text)
    assert [text[heading.start : heading.end] for heading in document.headings] == ["# A"]
    assert items(text) == ["- a\r  b\r\n\0c"]
    assert document.text == text
    assert document.line_count == 5
    assert [text[slice(*document.line_span(line))] for line in range(5)] == [
        "\ufeff# A",
        "",
        "- a",
        "  b",
        "\0c",
    ]
    assert document.inlines[1].content == "a\nb\n\ufffdc"


def test_only_line_ends_of_markdown_end_lines() -> None:
    text = "a\u2028b\x85c\fd\ve\x1cf\n- g\n"
    document = parse(text)
    assert document.line_count == 3
    assert document.position(text.index("- g")) == (2, 1)
    assert document.position(len(text)) == (3, 1)


def test_empty_texts() -> None:
    for text in ("", "\n", "\ufeff", "   ", "\r", "\ufeff\r\n"):
        document = parse(text)
        assert not document.blocks
        assert len(document.sections) == 1
        assert document.position(0) == (1, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: x\n---\n# A\n", "---\ntitle: x\n---"),
        ("--- \r\n# comment\r\n\r\n'a b': 1\r\n---\r\nx", "--- \r\n# comment\r\n\r\n'a b': 1\r\n---"),
        ("\ufeff---\na:\n---", "---\na:\n---"),
        ("---\nSome text: with a colon\nmore\n---\n", None),
        ("---\n\n# A\n\n---\n", None),
        ("---\ntitle: x\n", None),
        ("\n---\ntitle: x\n---\n", None),
        ("+++\ntitle = 'x'\n+++\n", None),
    ],
)
def test_front_matter(text: str, found: str | None) -> None:
    assert sources(parse(text), "front-matter") == ([found] if found else [])


def test_comments() -> None:
    text = (
        "<!-- a -->\n\n# B <!-- b -->\n\n`<!-- no -->` <!--\nc --> \\<!-- no --> ` <!-- d -->\n\n"
        "| x |\n|-|\n| y <!-- e --> | `<!-- no -->` |\n| <!-- no | no --> |\n\n"
        "    <!-- code -->\n\n> - <!--> <!---> f -->\n\n```\n<!-- code -->\n```\n<div> <!-- g --> <!-- h\n"
    )
    document = parse(text)
    assert [comment.body for comment in document.comments] == [
        " a ",
        " b ",
        "\nc ",
        " d ",
        " e ",
        "",
        "",
        " g ",
    ]
    for comment in document.comments:
        source = text[comment.start : comment.end]
        assert source.startswith("<!--")
        assert source.endswith(("-->", "<!-->"))
        assert comment.body in source


def test_comment_over_two_lines_of_a_quote() -> None:
    text = "> text <!-- a\n> b --> text\n"
    (comment,) = parse(text).comments
    assert text[comment.start : comment.end] == "<!-- a\n> b -->"
    assert comment.body == " a\nb "


def test_too_deep_nesting_is_said_and_skipped() -> None:
    text = "> " * MAX_NESTING + "read\n\n" + "> " * (MAX_NESTING + 1) + "left out\n\n- read too\n"
    document = parse(text)
    assert [inline.content for inline in document.inlines] == ["read", "read too"]
    assert sources(document, "unparsed") == ["> left out"]
    (notice,) = document.notices
    assert "32" in notice.message
    assert text[notice.start : notice.end] == "> left out"


def test_lazy_lines_of_many_quotes_are_read_a_few_times_only() -> None:
    text = ">" * MAX_NESTING + "a\n" + "b\n" * 30_000
    document = parse(text)
    assert [block.kind for block in document.blocks] == ["unparsed", "paragraph"]
    assert [notice.message for notice in document.notices] == ["too many lines in nested quotes"]
    assert not parse(">" * 10 + "a\n" + "b\n" * 500).notices


def check_spans(document: Document) -> None:
    text = document.text
    source = text.replace("\0", "\ufffd")
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(text)
        assert document.line_of(block.start) == block.line
        assert document.line_of(block.end) == block.end_line - 1
    starts = [block.start for block in document.blocks]
    assert starts == sorted(starts)
    for heading in document.headings:
        assert heading.start <= heading.text_start <= heading.text_end <= heading.end
    for number, item in enumerate(document.items):
        assert item.number == number
        assert item.start < item.content_start <= item.own_end <= item.end <= len(text)
        assert text[item.start] in "-*+0123456789"
        if item.parent >= 0:
            parent = document.items[item.parent]
            assert parent.start < item.start
            assert item.end <= parent.end
    for inline in document.inlines:
        lines = inline.content.split("\n")
        for line, (position, place) in zip(lines, inline.places, strict=True):
            assert source.startswith(line, place)
            assert inline.content.startswith(line, position)
    for table in document.tables:
        assert table.start < table.end
        for row in (table.header, table.delimiter, *table.rows):
            assert row.cells
            assert row.start <= row.cells[0].start
            assert row.cells[-1].end <= row.end
    assert "".join(text[section.start : section.body_end] for section in document.sections) == text
    assert "".join(text[slice(*document.full_line_span(line))] for line in range(document.line_count)) == text
    for comment in document.comments:
        assert text.startswith("<!--", comment.start)


def test_spans_of_generated_documents_are_exact() -> None:
    for seed in range(100_000, 101_500):
        check_spans(parse(generate_document(seed)))


@given(st.text(alphabet="ab|-:> \t\n\r*#`<![]()1.\\=~\ufeff\0\u2028\v\f", max_size=60))
def test_any_text_has_exact_spans(text: str) -> None:
    check_spans(parse(text))


@pytest.mark.parametrize("text", ["|\r\f", "a\n\v\n\f", "a\n\f\n===\n", "> a\n> \f\n", "\f\n\v\n"])
def test_lines_of_white_space_alone_that_are_not_blank(text: str) -> None:
    document = parse(text)
    check_spans(document)
    assert document.links == ()


@given(st.text())
def test_no_text_is_refused(text: str) -> None:
    check_spans(parse(text))


def test_text_of_paragraphs_is_what_markdown_it_reads() -> None:
    text = (
        "# A\n\ntext *x*\n  more\n\n- item\n  goes on\nlazily\n\n  second\n\n> quote\n> - in it\n\n"
        "1. a\n2. b\n   - c\n\nSetext\n---\n\n<div>\n\nlast\n"
    )
    theirs = [
        "\n".join(line.strip() for line in token.content.split("\n"))
        for token in MarkdownIt("commonmark").parse(text)
        if token.type == "inline"
    ]
    assert [inline.content for inline in parse(text).inlines] == theirs


@pytest.mark.parametrize(
    "shape",
    [
        ">",
        "[",
        "- ",
        "* ",
        "1. ",
        "*",
        "`",
        "<",
        "<a ",
        "<!-- ",
        ">- ",
        "![[]()",
        "a\n",
        "-\n",
        "- a\n",
        "> a\n",
        "[a]: b\n",
        "[a]: b '\n",
        '[a]: b "\n[c]: d (\n',
        "<br>\n",
        "```\n",
        "- >\n",
        "a\n=\n",
        "`<!--`",
        "<!---->",
        ">" * 31 + "a\n" + "b\n" * 200,
        "- " * 31 + "a\n" + "\n" * 99,
        "<a b='x c=\"y",
        "\r\n",
        "# a\n",
        "\t",
        "\\",
    ],
)
def test_time_grows_with_length(shape: str) -> None:
    small, large = (shape * (size // len(shape)) for size in (20_000, 80_000))
    assert grows_at_most(lambda: parse(small), lambda: parse(large), 6, noise=0.01)
