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
}
