from __future__ import annotations

import os

import pytest
from cmark_oracle import Structure, cmark_structure, our_structure
from generated_markdown import generate_document

from cpu_time import grows_at_most
from mdpaperlint.markdown.blocks.table_block import MAX_COLUMNS, MAX_COMPLETED_CELLS, delimiter_width
from mdpaperlint.markdown.parser import parse
from real_lists import real_lists

#: How many generated documents are compared; the suite takes a sample of them.
GENERATED = int(os.environ.get("MDPAPERLINT_GENERATED_DOCUMENTS", "3000"))

# Each kind of example that https://github.github.com/gfm/#tables-extension- has, and what people do to them.
LIKE_THE_SPECIFICATION = {
    "plain": "| name | year |\n| --- | --- |\n| one | 2020 |\n",
    "ragged edges, alignment": "| name | longer column |\n:-: | -----------:\none | two\n",
    "escaped pipe": "| n\\|ame |\n| ------ |\n| one `\\|` two |\n| three **\\|** four |\n",
    "ended by a quote": "| name | year |\n| --- | --- |\n| one | two |\n> three\n",
    "text is a row": "| name | year |\n| --- | --- |\n| one | two |\nthree\n\nfour\n",
    "delimiter of another width": "| name | year |\n| --- |\n| one |\n",
    "short and long rows": "| name | year |\n| --- | --- |\n| one |\n| one | two | three |\n",
    "no body": "| name | year |\n| --- | --- |\n",
    "no pipe in the delimiter row": "name\n:-\none\n",
    "setext heading": "| name |\n---\n| one |\n",
    "no pipe in the header": "name\n|---|\n| one |\n",
    "second delimiter row": "a | b\n|---|\n|---|---|\n| c | d |\n",
    "header ends a paragraph": "some text\n| a | b |\n| - | - |\n| c | d |\n",
    "header indented": "some text\n      | a | b |\n| - | - |\n",
    "delimiter indented": "| a | b |\n    | - | - |\n",
    "row indented": "| a | b |\n| - | - |\n    | c | d |\n",
    "ended by a heading": "| a |\n| - |\n| b |\n# c\n",
    "ended by a list": "| a |\n| - |\n| b |\n2. c\n",
    "ended by an empty list item": "| a |\n| - |\n| b |\n*\n",
    "ended by a lone tag": "| a |\n| - |\n| b |\n<br>\n",
    "ended by a comment": "| a |\n| - |\n| b |\n<!-- c -->\n| d |\n",
    "ended by a pipe": "| a |\n| - |\n| b |\n|\n| d |\n",
    "ended by a fence": "| a |\n| - |\n| b |\n```\n| d |\n```\n",
    "in a quote": "> | a | b |\n> | - | - |\n> | c | d |\n| e | f |\n",
    "in a list": "- | a | b |\n  | - | - |\n  | c | d |\n| e | f |\n",
    "delimiter without its quote": "> | a | b |\n| - | - |\n",
    "header without its quote": "> text\n| a | b |\n> | - | - |\n",
    "header without its list indent": "- text\n | a | b |\n  | - | - | - |\n",
    "indented quote mark": "> | a |\n    > | - |\n",
    "tabs": "| a\t|\tb |\n|\t-\t|\t-\t|\n\t| c | d |\n",
    "tab in nested quotes": ">> > | a |\n>> > | - |\n>> > \t| b |\n",
    "byte order mark": "\ufeff| a |\n| - |\n| b |\n",
    "CRLF": "| a |\r\n| - |\r\n| b |\r\n",
    "CR": "| a |\r| - |\r| b |\r",
    "no-break space": "\u00a0\n| - |\n",
    "vertical tab and form feed": "| a |\v\n\f| - |\n| b |\f\n",
    "definition as header": "[r]: https://example.org\n| - |\n",
    "backslash before backslash": "a \\\\| b | c\n- | -\n",
    "fullwidth pipe": "| a ｜ b |\n| - | - |\n",
    "code span over a pipe": "| `a | b` |\n| - | - |\n",
    "empty header cell": "| | a |\n| - | - |\n|| b |\n",
}


@pytest.mark.parametrize("text", LIKE_THE_SPECIFICATION.values(), ids=LIKE_THE_SPECIFICATION.keys())
def test_tables_are_where_cmark_gfm_finds_them(text: str) -> None:
    assert our_structure(text) == cmark_structure(text)
    around = f"Some text.\n\n{text}\nMore of it.\n"
    assert our_structure(around) == cmark_structure(around)


def test_generated_documents_have_the_structure_of_cmark_gfm() -> None:
    different = []
    tables = 0
    for seed in range(GENERATED):
        text = generate_document(seed)
        ours, theirs = our_structure(text), cmark_structure(text)
        tables += len(theirs.tables)
        if ours != theirs and not is_known_difference(text):
            different.append((seed, text))
    assert not different
    assert tables > GENERATED / 5


def is_known_difference(text: str) -> bool:
    """Without its footnote extension cmark-gfm takes ``[^1]: text`` for a definition; GitHub never does."""
    return "[^1]:" in text


def without_front_matter(text: str) -> str:
    """With blank lines in place of front matter, which GitHub shows as a table of its own and cmark-gfm takes
    for a thematic break and a heading.
    """
    document = parse(text)
    if not document.blocks or document.blocks[0].kind != "front-matter":
        return text
    end = document.blocks[0].end
    return "\n" * document.line_of(end) + text[end:]


@pytest.mark.corpus
def test_real_lists_have_the_structure_of_cmark_gfm() -> None:
    for file in real_lists():
        text = file.read_bytes().decode("utf-8")
        assert our_structure(text) == cmark_structure(without_front_matter(text)), file.name


def test_table_has_its_place_and_its_rows_as_written() -> None:
    text = "- x\n\n  > | a | b |\r\n  > |:-|-|\r\n  > | c\r\n  > | `d|e` | f |  \r\n"
    (table,) = parse(text).tables
    assert text[table.start : table.end] == text[text.index("| a") : text.rindex("\r\n")]
    assert (table.line, table.end_line, table.width, table.quoted, table.item) == (2, 6, 2, True, 0)
    rows = [table.header, table.delimiter, *table.rows]
    assert [text[row.start : row.end] for row in rows] == ["| a | b |", "|:-|-|", "| c", "| `d|e` | f |"]
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert [[text[cell.start : cell.end] for cell in row.cells] for row in table.rows] == [
        ["c"],
        ["`d", "e`", "f"],
    ]


def test_delimiter_row() -> None:
    widths = {
        "|-|": 1,
        "-": 1,
        ":-:|--": 2,
        "| - | - |": 2,
        "|": 0,
        "||": 0,
        "|-||": 0,
        "|:|": 0,
        "- -": 0,
        "a": 0,
    }
    assert {line: delimiter_width(line) for line in widths} == widths


def test_wide_table_is_left_out_and_said() -> None:
    width = MAX_COLUMNS + 1
    text = f"text\n\n{'|a' * width}|\n{'|-' * width}|\n| b |\n\nmore\n"
    document = parse(text)
    assert not document.tables
    assert [block.kind for block in document.blocks] == ["paragraph", "unparsed", "paragraph"]
    (notice,) = document.notices
    assert notice.message == "table of more than 1,000 columns"
    assert text[notice.start : notice.end].endswith("| b |")


def test_table_ends_where_cmark_gfm_has_completed_enough_cells() -> None:
    width = 1000
    rows = MAX_COMPLETED_CELLS // (width - 1) + 5
    text = f"{'|a' * width}|\n{'|-' * width}|\n" + "|b\n" * rows
    assert our_structure(text).tables == cmark_structure(text).tables
    assert len(parse(text).tables[0].rows) < rows


def test_structure_tells_differences_apart() -> None:
    table = "| a |\n| - |\n"
    empty = Structure((), (), (), (), ())
    assert cmark_structure("text") == our_structure("text") == empty
    assert cmark_structure(table).tables == ((1, 2, ()),) != our_structure("text").tables


@pytest.mark.parametrize(
    "shape",
    [
        "|a",
        "| a |\n|-|\n| b |\n\n",
        "a|b\n-|-|-\n",
        "|a|\n|-|\n\n",
        "x\n|--|\n",
        "| `<!-- x` <!-- |\n",
        "\\|",
    ],
)
def test_time_grows_with_length(shape: str) -> None:
    def read(size: int) -> None:
        text = "| a |\n|-|\n" + shape * (size // len(shape))
        for table in parse(text).tables:
            assert table.rows is not None

    # Four times the text; quadratic would be sixteen times.
    assert grows_at_most(lambda: read(10_000), lambda: read(40_000), 9)
