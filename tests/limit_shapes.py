"""Inputs that a careless reader pays for with more than their length: what each is, for any length."""

from __future__ import annotations

from collections.abc import Callable


def repeated(shape: str) -> Callable[[int], str]:
    return lambda size: shape * (size // len(shape))


def _numbered(line: Callable[[int], str], head: str = "") -> Callable[[int], str]:
    def make(size: int) -> str:
        lines = [head]
        length = len(head)
        number = 0
        while length < size:
            lines.append(line(number))
            length += len(lines[-1])
            number += 1
        return "".join(lines)

    return make


def _wide_table(size: int) -> str:
    columns = max(size // 10, 1)
    return f"{'|a' * columns}|\n{'|-' * columns}|\n{'|b ' * columns}|\n{'|c ' * columns}|\n"


def _date(number: int) -> str:
    """Days of twenty years in an order that has nothing to do with time."""
    day = number * 7919 % 7300
    return f"{2005 + day // 365}-{day % 365 // 31 + 1:02}-{day % 28 + 1:02}"


def _word(number: int) -> str:
    """A word of five letters, another one for each number up to some ten million."""
    return "".join(chr(ord("a") + number * 7919 // 26**place % 26) for place in range(5))


def _arxiv(number: int) -> str:
    return f"{number // 90000 % 20 + 5:02}{number % 12 + 1:02}.{number % 90000:05}"


def _paper(number: int) -> str:
    return f"[{_word(number)} for {_word(number * 7)}](https://arxiv.org/abs/{_arxiv(number)})"


def _row(number: int) -> str:
    paper = f"{_word(number)} for {_word(number * 7)}"
    return f"| {_date(number)} | {paper} | [paper](https://arxiv.org/abs/{_arxiv(number)}) |\n"


def _nested_items(size: int) -> str:
    lines, depth, length = [], 0, 0
    while length < size:
        lines.append("  " * (depth % 40) + "- x\n")
        length += len(lines[-1])
        depth += 1
    return "".join(lines)


_HEAD = "| Date | Title | Link |\n|---|---|---|\n"

SHAPES: dict[str, Callable[[int], str]] = {
    "wide table": _wide_table,
    "tables of 1,000 columns": _numbered(lambda n: f"{'|a' * 1000}|\n{'|-' * 1000}|\n{'|b' * 1000}|\n\n"),
    "many tiny tables": _numbered(lambda n: f"| Title |\n|---|\n| t{n} |\n\n"),
    "many tiny tables of papers": _numbered(
        lambda n: f"## S{n}\n\n{_HEAD}| {_date(n)} | T{n} | [p](https://arxiv.org/abs/2301.{n:05}) |\n\n"
    ),
    "nested quotes": repeated("> "),
    "nested quotes on many lines": repeated("> " * 40 + "a\n"),
    "nested lists": _nested_items,
    "nested brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "100,000 links": _numbered(lambda n: f"[a](b{n})\n"),
    "links on one line": _numbered(lambda n: f"[a](b{n}) "),
    "links to anchors": _numbered(lambda n: f"[a](#b{n})\n"),
    # The names of files are of one length, and so, by what the tests tell of files, all missing.
    "links to files": _numbered(lambda n: f"[a](f{n % 1000:04}/x{n:07}.md)\n"),
    "links to arXiv": _numbered(lambda n: f"- [T{n}](http://arxiv.org/pdf/2301.{n % 90000:05}v1)\n"),
    "malformed arXiv links": _numbered(lambda n: f"- [T{n}](https://arxiv.org/abs//2313.{n}) 2023\n"),
    "one link over and over": repeated("- [Title](https://arxiv.org/abs/2301.00001) 2023-01\n"),
    "one line": repeated("word "),
    "one word": repeated("a"),
    "one cell": lambda size: f"{_HEAD}| {'x' * size} |\n",
    "one row": lambda size: f"{_HEAD}{'| x ' * (size // 4)}|\n",
    "[": repeated("["),
    "![[]()": repeated("![[]()"),
    "*a_ ": repeated("*a_ "),
    "](": repeated("]("),
    "[a](": repeated("[a]("),
    "[a]( and as many )": lambda size: "[a](" * (size // 5) + ")" * (size // 5),
    "[a] (b)": repeated("[a] (b) "),
    "(a)[b]": repeated("(a)[b] "),
    "backticks": _numbered(lambda n: "`" * (n % 500) + " "),
    "<": repeated("<"),
    "<!--": repeated("<!--"),
    "<!-- x -->": repeated("<!-- mdpaperlint-disable-line x -->\n"),
    "<!-- mdpaperlint-disable x -->": _numbered(lambda n: f"<!-- mdpaperlint-disable x{n} -->\n\n"),
    "<a href=": repeated("<a href='x' "),
    "<a name=x>": _numbered(lambda n: f"<a name='x{n}'></a>\n"),
    "<a>": repeated("<a href='x'>"),
    "<br>": repeated("<br>"),
    "backslashes": repeated("\\"),
    "escaped pipes": lambda size: _HEAD + "| " + "\\|" * (size // 2) + " |\n",
    "pipes": repeated("|"),
    "rows of pipes": repeated("||||||||||\n"),
    "dollars": lambda size: f"{_HEAD}| {'$ | ' * (size // 4)} |\n",
    "entities": repeated("&amp;&#x41;&copy"),
    "entities in dates": lambda size: f"{_HEAD}| {'&nbsp;' * (size // 6)} | a | b |\n",
    "huge numbers in dates": lambda size: f"{_HEAD}| {'9' * size} | a | b |\n",
    "huge numbers in items": _numbered(lambda n: f"- {'9' * 500}-{'1' * 500} [a](b)\n"),
    "digits and dots": repeated("2023.01.02."),
    "dates out of order": _numbered(
        lambda n: f"| {_date(n)} | T{n} | [p](https://arxiv.org/abs/2301.{n % 90000:05}) |\n", _HEAD
    ),
    # Here, too.
    "years out of order": _numbered(lambda n: f"| {1990 + n * 7919 % 35} | T | [p](x{n:08}.org) |\n", _HEAD),
    "partial dates out of order": _numbered(
        lambda n: f"| {_date(n)[: (4, 7, 10)[n % 3]]} | T{n} | [p](https://x.org/{n}) |\n", _HEAD
    ),
    "two dates in turn": _numbered(
        lambda n: f"| {('2020-01', '2021-01')[n % 2]} | T{n} | [p](https://x.org/{n}) |\n", _HEAD
    ),
    "dated items": _numbered(lambda n: f"- ({_date(n)}) [T{n}](https://arxiv.org/abs/2301.{n % 90000:05})\n"),
    "duplicates": _numbered(
        lambda n: f"| {_date(n)} | T{n} | [p](https://arxiv.org/abs/2301.0000{n % 9 + 1}) |\n", _HEAD
    ),
    "one title for all": _numbered(
        lambda n: f"| 2023 | A Title of a Paper | [p](https://arxiv.org/abs/2301.{n:05}) |\n", _HEAD
    ),
    "words that are links elsewhere": _numbered(
        lambda n: f"| 2023 | T{n} | {('here', '[here](https://x.org)')[n % 2]} |\n", _HEAD
    ),
    "many titles of one link": _numbered(
        lambda n: f"- [Words {n} about {n * 7} models](https://arxiv.org/abs/2301.00001) 20{n % 20 + 5:02}\n"
    ),
    "many titles in words of one link": _numbered(
        lambda n: (
            f"- [{_word(n)} about {_word(n * 7)} {_word(n * 13)} on](https://arxiv.org/abs/2301.00001)\n"
        )
    ),
    "nearly the same headers": _numbered(lambda n: f"| Date | Titel{n} |\n|---|---|\n| 2023 | x |\n\n"),
    "unclosed links": repeated("[Title](https://example.org "),
    "unclosed links in paragraphs": repeated("[Title](https://example.org " * 14 + "\n\n"),
    "unclosed links in long paragraphs": repeated("[Title](https://example.org " * 140 + "\n\n"),
    "links with gaps": repeated("[Title] (https://example.org) "),
    "links with gaps in paragraphs": repeated("[Title] (https://example.org) and\n\n"),
    "links with other brackets": repeated("(code)[https://example.org] [code]{https://example.org} "),
    "links with full-width brackets": repeated("【论文】（https://example.org） "),
    "full-width brackets that close": repeated("】（https://example.org） "),
    "mangled schemes": repeated("[a](htps://example.org) "),
    "bare arXiv IDs": _numbered(lambda n: f"- T{n}, arXiv:2301.{n:05}, 2023\n"),
    "short rows": _numbered(lambda n: f"| T{n} |\n", _HEAD),
    "long rows": _numbered(lambda n: f"| T{n} | a | b | c | d |\n", _HEAD),
    "blank rows": repeated("| | | |\n"),
    "blank rows in a table": lambda size: _HEAD + "| | | |\n" * (size // 8) + "| 2023 | a | b |\n",
    "loose rows": repeated("| a b | c d |\n\n"),
    "loose rows under a table": lambda size: f"{_HEAD}| a | b | c |\n\n" + "| a | b | c |\n\n" * (size // 15),
    "rows without dashes": repeated("| ab | cd |\n| ab | cd |\n\n"),
    "dashes": repeated("|---|---|\n"),
    "tables under text": repeated("| a | b |\n|---|---|---|\n"),
    "headings": _numbered(lambda n: f"## Heading {n}\n"),
    "empty sections": repeated("## Papers\n\n"),
    "one heading over and over": repeated("## A\n\n[a](#a-1)\n\n"),
    "headings and links to them": _numbered(lambda n: f"## H{n}\n\n[x](#h{n * 7 % 1000})\n\n"),
    "links to no heading": _numbered(lambda n: f"## Heading {n}\n\n[x](#topic-{n})\n\n"),
    "links to headings in capitals": _numbered(lambda n: f"## Heading {n}\n\n[x](#Heading-{n})\n\n"),
    "headings ever deeper": _numbered(lambda n: f"{'#' * (n % 6 + 1)} H\n"),
    "definitions": _numbered(lambda n: f"[r{n}]: https://example.org/{n}\n"),
    "definitions with parentheses": repeated(f"[r]: {'(x' * 500}\n"),
    "references": _numbered(lambda n: f"[a][r{n}] [r{n}]\n", "[r1]: x\n\n"),
    "one label over and over": repeated("[r]: x\n"),
    "bare URLs": _numbered(lambda n: f"https://example.org/{n}?a=(b "),
    "www.": repeated("www."),
    "://": repeated("a://"),
    "http://": repeated("http://"),
    "emphasis": repeated("*a **b "),
    "tildes": repeated("~~a "),
    "tabs": repeated("\t|\t"),
    "blank lines": repeated("\n"),
    "carriage returns": repeated("a\r"),
    "CRLF": repeated("| a | b |\r\n"),
    "NUL": repeated("\0"),
    "ideographs": repeated("论文 "),
    "emoji": repeated("👩‍👩‍👧 "),
    "combining marks": lambda size: "a" + "\u0301" * size,
    "bidirectional controls": repeated("\u202e"),
    "line separators": repeated("a\u2028"),
    "indented code": repeated("    a\n\n"),
    "fences": repeated("```\n"),
    "HTML blocks": repeated("<div>\n\n"),
    "front matter": lambda size: "---\n" + "a: b\n" * (size // 5),
    "rows of a list": _numbered(_row, _HEAD),
    "rows in reverse order": _numbered(
        lambda n: (
            f"| {2999 - n // 360}-{12 - n // 30 % 12:02}-{28 - n % 28:02} | T{n} | [p](x{n:08}.org) |\n"
        ),
        _HEAD,
    ),
    "rows in quotes": _numbered(lambda n: f"> {_row(n)}", "> " + _HEAD.replace("\n|", "\n> |")),
    "tables in quotes": _numbered(lambda n: f"> {_HEAD}> {_row(n)}\n".replace("\n|-", "\n> |-")),
    "tables in items": _numbered(lambda n: f"- {_HEAD}  {_row(n)}\n".replace("\n|-", "\n  |-")),
    "rows under groups": _numbered(lambda n: f"| **Group {n}** | | |\n" if n % 4 == 0 else _row(n), _HEAD),
    "tables of 300 columns": _numbered(
        lambda n: f"{'|a' * 300}|\n{'|-' * 300}|\n" + f"{'|b' * 300}|\n" * 2 + "\n"
    ),
    "rows of 300 cells": _numbered(lambda n: f"{'| b' * 300} |\n", _HEAD),
    "items of a list": _numbered(
        lambda n: f"- {_paper(n)}, A. Author, *ICML {2000 + n % 24}*. [[code]](https://github.com/o/r{n})\n"
    ),
    "nested bullets": _numbered(
        lambda n: (
            f"- {_word(n)} of {_word(n * 7)}\n  - [paper](https://arxiv.org/abs/{_arxiv(n)})\n  - 2023\n"
        )
    ),
    "paragraphs of papers": _numbered(
        lambda n: (
            f"**{_word(n)} for {_word(n * 7)}**\n*A. Author, B. Author*, ICML 2023. [[paper]](https://arxiv.org/abs/{_arxiv(n)})\n\n"
        )
    ),
    "HTML rows": lambda size: (
        "<table>\n"
        + _numbered(
            lambda n: (
                f"<tr><td>{_date(n)}</td><td>T{n}</td><td><a href='https://arxiv.org/abs/{_arxiv(n)}'>p</a></td></tr>\n"
            )
        )(size)
        + "</table>\n"
    ),
    "HTML items": lambda size: (
        "<ul>\n"
        + _numbered(
            lambda n: f"<li><a href='https://arxiv.org/abs/{_arxiv(n)}'>{_word(n)} {n}</a>, 2023</li>\n"
        )(size)
        + "</ul>\n"
    ),
    "one title over and over": repeated("- A Survey of Large Language Models, 2023\n"),
    "one title over and over with other links": _numbered(
        lambda n: f"- [A Survey of Large Language Models](https://example.org/{n})\n"
    ),
    "one row over and over": repeated(_row(7)),
    "setext headings": _numbered(lambda n: f"Heading {n}\n===\n\n"),
    "setext headings of many lines": repeated("Heading\nand more\n---\n"),
    "headings of papers": _numbered(lambda n: f"### {_paper(n)}\n\n2023\n\n"),
    "a table of contents": lambda size: (
        _numbered(lambda n: f"- [Topic {n}](#topic-{n})\n")(size // 2)
        + "\n"
        + _numbered(lambda n: f"## Topic {n}\n\n")(size // 2)
    ),
    "a stale table of contents": lambda size: (
        "## Contents\n\n"
        + _numbered(lambda n: f"- [Topic {n}](#topik-{n})\n")(size // 2)
        + "\n"
        + _numbered(lambda n: f"## Topic {n}\n\nText.\n\n")(size // 2)
    ),
    "lone pipes": repeated("|\n"),
    "lone pipes in paragraphs": repeated("a | b\n\n"),
    "broken links": _numbered(lambda n: f"- [T{n}](https://example.org/a b {n})\n"),
    "links without an end": _numbered(lambda n: f"- [T{n}](https://example.org/{n}\n"),
    "lost brackets": _numbered(lambda n: f"- T{n}](https://example.org/{n})\n"),
    "lost brackets in rows": _numbered(
        lambda n: f"| {_date(n)} | T{n} | p](https://example.org/{n}) |\n", _HEAD
    ),
    "replacement characters": repeated("\ufffd"),
    "replacement characters in rows": _numbered(lambda n: f"| {_date(n)} | T\ufffd{n} | x |\n", _HEAD),
    "quotes that go on": lambda size: "> a\n" + "b\n" * (size // 2),
    "unclosed HTML": _numbered(lambda n: f"<details><summary>{n}\n\n"),
    "unclosed attributes": repeated("<a href='"),
    "an unclosed comment": lambda size: "<!-- " + _numbered(_row)(size),
    "unclosed comments on lines": repeated("a <!-- b\n\n"),
    "unclosed fences": lambda size: "```\n" + _numbered(_row, _HEAD)(size),
    "unclosed instructions": repeated("<?a "),
    "unclosed declarations": repeated("<![CDATA[ "),
    "papers on one line": _numbered(lambda n: f"{_paper(n)}, 2023; "),
    "papers in one cell": _numbered(
        lambda n: f"{_paper(n)}, 2023<br>",
        f"{_HEAD}| 2023 | ",
    ),
    "dates on one line": _numbered(lambda n: f"{_date(n)} "),
    "months on one line": repeated("May 2023, "),
    "arXiv IDs on one line": _numbered(lambda n: f"arXiv:{_arxiv(n)} "),
    "broken links on one line": _numbered(lambda n: f"[T{n}](https://example.org/a b) "),
    "lost brackets on one line": _numbered(lambda n: f"T{n}](https://example.org/{n}) "),
    "HTML links on one line": _numbered(lambda n: f"<a href='https://example.org/{n}'>T{n}</a> "),
    "images on one line": _numbered(lambda n: f"![i](https://img.shields.io/{n}) "),
    "badges on one line": _numbered(
        lambda n: f"[![i](https://img.shields.io/{n})](https://github.com/o/r{n}) "
    ),
    "references on one line": _numbered(lambda n: f"[a][r{n}] ![r1] ", "[r1]: https://example.org\n\n"),
    "comments on one line": repeated("<!-- a --> "),
    "code on one line": repeated("`a` "),
    "one title of many words": _numbered(
        lambda n: f"{_word(n)} ",
        "- [",
    ),
    "one heading": lambda size: "# " + "word " * (size // 5) + "\n",
    "one label": lambda size: f"[{'a' * (size // 2)}]: x\n\n[{'a' * (size // 2)}]\n",
    "one destination": lambda size: f"[a](https://example.org/{'a' * size})\n",
    "one alignment row": lambda size: f"| a |\n|{'-' * size}|\n| b |\n",
    "one number of an item": lambda size: f"{'1' * size}. a\n",
    "one address of a paper": lambda size: f"- [T](https://arxiv.org/abs/{'2301.' * (size // 5)})\n",
}
