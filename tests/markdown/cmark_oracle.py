"""What cmark-gfm finds in a text, as comparable tuples."""

from __future__ import annotations

import re
from typing import NamedTuple

from cmarkgfm import cmark

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Heading

_OPTIONS = cmark.Options.CMARK_OPT_SOURCEPOS | cmark.Options.CMARK_OPT_UNSAFE
_ELEMENT = re.compile(
    r'<(table|tr|th|li|h[1-6]|pre|hr|blockquote)(?: align="\w+")? data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"'
)


class Structure(NamedTuple):
    """Lines count from 1. ``tables``: (width, last line, lines of the body rows); ``headings``: (level, first
    line); ``items``: (first line, last line that is not blank); ``code``: first lines; ``breaks``: lines.
    """

    tables: tuple[tuple[int, int, tuple[int, ...]], ...]
    headings: tuple[tuple[int, int], ...]
    items: tuple[tuple[int, int], ...]
    code: tuple[int, ...]
    breaks: tuple[int, ...]


def cmark_html(text: str) -> str:
    html: str = cmark.markdown_to_html_with_extensions(text, _OPTIONS, ["table"])
    return html


def cmark_structure(text: str) -> Structure:
    filled = [line.strip(" \t>") != "" for line in re.split("\r\n?|\n", text)]
    tables: list[tuple[int, int, list[int]]] = []
    headings, items, code, breaks = [], [], [], []
    for match in _ELEMENT.finditer(cmark_html(text)):
        kind, first, _, last, _ = match.groups()
        line, last_line = int(first), int(last)
        if kind == "table":
            tables.append((0, last_line, []))
        elif kind == "tr":
            tables[-1][2].append(line)
        elif kind == "th":
            width, end, rows = tables[-1]
            tables[-1] = (width + 1, end, rows)
        elif kind == "li":
            while last_line > line and not filled[last_line - 1]:
                last_line -= 1
            items.append((line, max(line, last_line)))
        elif kind == "pre":
            code.append(line)
        elif kind == "hr":
            breaks.append(line)
        elif kind != "blockquote":
            headings.append((int(kind[1]), line))
    return Structure(
        tuple((width, end, tuple(rows[1:])) for width, end, rows in tables),
        tuple(headings),
        tuple(items),
        tuple(code),
        tuple(breaks),
    )


def our_structure(text: str) -> Structure:
    document = parse(text)
    filled = [
        document.text[slice(*document.line_span(n))].strip(" \t>") != "" for n in range(document.line_count)
    ]
    items = []
    for item in document.items:
        last = item.end_line
        while last > item.line + 1 and not filled[last - 1]:
            last -= 1
        items.append((item.line + 1, last))
    definitions = {block.end_line: block for block in document.blocks if block.kind == "definition"}
    blocks = {block.start: block for block in document.blocks if block.kind == "heading"}

    def is_quoted(line: int) -> bool:
        return document.text[slice(*document.line_span(line))].lstrip().startswith(">")

    def first_line(heading: Heading) -> int:
        line, block = heading.line, blocks[heading.start]
        # cmark-gfm counts the definitions before a setext heading's text to the heading.
        while block.end_line - block.line > 1 and line in definitions:
            definition = definitions[line]
            if definition.item != block.item or is_quoted(definition.line) != is_quoted(block.end_line - 1):
                break
            line = definition.line
        return line + 1

    return Structure(
        tuple(
            (table.width, table.end_line, tuple(row.line + 1 for row in table.rows))
            for table in document.tables
        ),
        tuple((heading.level, first_line(heading)) for heading in document.headings),
        tuple(items),
        tuple(block.line + 1 for block in document.blocks if block.kind == "code"),
        tuple(block.line + 1 for block in document.blocks if block.kind == "thematic-break"),
    )
