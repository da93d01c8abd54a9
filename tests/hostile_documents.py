"""Lists of papers made by chance from the shapes of real ones, from accidents, and from what can do harm.

A document is made of parts, a part of its own number: the same numbers give the same text, and hypothesis
makes a failing document smaller by leaving numbers out.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

LINE_ENDS = ("\n", "\r\n", "\r")

_TITLES = [
    "Attention Revisited", "Sparse **Mixtures** of Experts", "A `code|span` Title", r"Cost \| Benefit",
    "On $p(y|x)$ and Beyond", "大语言模型综述", "Übersicht e\u0301tude", "🎓 Learning 👩‍👩‍👧",
    "עברית \u202etxet\u202c end", "line\u2028separator", "form\ffeed", "tab\there", "nul\0byte",
    "<b>Bold</b> <br> break", "x", "*it*alic_", "Title &amp; More &#124; yet", "a \\\\| b", "`", "``x`",
    "escape \x1b[31mred", "bell\x07", "no\u00a0break", "~~struck~~", "[unclosed", "![", "a_b*c", "\\",
    "https", "coming soon", "Paper: A Survey (2023)",
]  # fmt: skip
_DATES = [
    "2023-05-01", "2023-05", "2023.05", "2023.5", "2024", "May 2024", "05/2024", "2024/05/01", "12-14",
    "2021-13", "**2022-11**", "&nbsp;2023-01&nbsp;", "CVPR 2023", "NeurIPS'22", "2022年3月", "", "-",
    "9999-99-99", "0000", "1" * 40, "2023-05-01 ", "20230501", "1 Jan 2020", "Jan.2020", "2023-02-30",
    "٢٠٢٣-٠٥",
]  # fmt: skip
_LINKS = [
    "[Paper](https://arxiv.org/abs/2301.00001)", "[pdf](http://arxiv.org/pdf/2405.12345v2.pdf)",
    "[link](https://arxiv.org/abs//2307.02628)", "[abs](https://www.arxiv.org/abs/2313.00001v1)",
    "[p](https://arxiv.org/abs/2408.082827)", "[old](https://arxiv.org/abs/hep-th/9901001)",
    "[hf](https://huggingface.co/papers/2301.00001)", "[doi](https://doi.org/10.1145/3292500.3330701)",
    "[code](https://github.com/owner/name)",
    "[![star](https://img.shields.io/github/stars/o/n)](https://github.com/o/n)", "[]()", "[x]()", "[x](#)",
    "[here](#section-1)", "[up](../../issues)", "[file](docs/none.md)", "[out](../../../../etc/passwd)",
    "[Website] (https://example.org)", "(text)[https://example.org]", "[a](https://example.org/a b)",
    "[b](<https://example.org/c d>)", "https://example.org/bare?q=1&x=2.", "www.example.org",
    "<https://example.org/auto>", '<a href="https://example.org/html">html</a>', "[ref]", "[text][ref]",
    "![ref]", "![t][ref]", "[![ref]][ref]",
    "[c](github.com/owner/name)", "[d](htps://example.org)", "](](", "[e](%5Bhttps://x.org%5D)",
    "[or](https://openreview.net/forum?id=abc)", "[acl](https://aclanthology.org/2023.acl-long.1/)",
    "[v](https://arxiv.org/abs/2301.00002v)", "[two](https://arxiv.org/abs/2301.00003https://x.org)",
    "[par](https://example.org/a_(b))", r"[esc](https://example.org/a\)b)",
    r"[pipe](https://example.org/a\|b)", "[中](https://example.org/论文)", "![image](figures/x.png 'title')",
    "[t](https://example.org \"t|t\")", "arXiv:2301.00001", "[sp](<>)",
    "[Paper](https://arxiv.org/abs/2401.0000)",
]  # fmt: skip
_COMMENTS = [
    "<!-- mdpaperlint-disable-line -->", "<!-- mdpaperlint-disable-line unordered-rows -->",
    "<!-- mdpaperlint-disable-line ragged-row, no-such-rule -- a reason -->", "<!-- a | b -->", "<!--",
    "[//]: # (note)", "<!-- mdpaperlint-disable-line until 2020-01-01 -->",
]  # fmt: skip
_HEADERS = [
    ["Date", "Title", "Links"], ["Title", "Venue", "Year", "Paper"], ["Year", "Paper"],
    ["日期", "标题", "链接"],
    ["Paper", "Code"], ["Title"], ["", "Title", ""], ["Name", "Value"],
    ["&nbsp;Date&nbsp;", "**Title**", "Link", "Code"], ["Pub. & Date", "Title", "Links"],
    ["Date", "Title \\| Name", "`a|b`"],
]  # fmt: skip
_PREFIXES = ["", "", "", "", "", "> ", "  ", "   ", ">", "> > ", "\t", "- ", "1. ", "> - ", "- > ", "* "]
_BLOCKS = [
    "", "", "Some text between tables.", "text | with | pipes", "```\n| a | b |\n|---|---|\n[x](y)\n```",
    "<div align='center'>\n<a href='x.md'>x</a>\n</div>", "<details>\n<summary>More</summary>\n",
    "</details>", "<!-- a comment\nof two lines -->", "[ref]: https://example.org/ref 'title'",
    "[ref]: <https://example.org/r f>", "[^1]: a footnote", "---", "***", "===",
    "<a name=\"section-1\"></a>", "<!-- mdpaperlint-disable ragged-row -->", "<!-- mdpaperlint-enable -->",
    "<!-- mdpaperlint-enable ragged-row -->", "<!-- mdpaperlint-disable -->",
    "<!-- mdpaperlint-disable-next-line -->", "<!-- mdpaperlint-disable-file blank-row -->",
    "<!-- mdpaperlint-disable-next-line blank-row unordered-rows -->", "| loose | row |",
    "| a | b |\n| 1 | 2 |", "|---|---|", "@article{x,\n  url = {https://arxiv.org/abs/2301.00001},\n}",
    "    indented code", "\f", "\v", "\u2028", "\ufeff", "\0", "1.", "-", "+", ">", "|", "||", "<script>",
    "</script>", "<?php", "<![CDATA[", "\\", "&#0;",
    "- [Section](#section-1)\n- [Papers](#papers-1)\n  - [None](#nowhere)", "~~~", "$$\na | b\n$$",
    "{% raw %}",
]  # fmt: skip
_HEADINGS = [
    "# Papers", "## Papers", "## Section 1", "### 2023", "### 🎓 Schools", "## 论文",
    "## [Linked](https://example.org)", "## Papers ##", "Setext\n======", "Two\nlines\n---",
    "####### seven", "## `a|b` <br>", "# \u202eevil", "#", "## News", "### 2023", "## Title ![i](x.png)",
]  # fmt: skip


def line_end_of(number: int) -> str:
    return (*LINE_ENDS, "mixed")[number % 4]


def document(parts: Sequence[int], line_end: str = "\n", *, mark: bool = False, last: bool = True) -> str:
    """``line_end`` may be ``mixed``. With ``mark``, a byte order mark stands in front."""
    lines = [line for number in parts for line in part(Random(number))]
    random = Random(len(lines))
    ends = [random.choice(LINE_ENDS) if line_end == "mixed" else line_end for _ in lines]
    if lines and not last:
        ends[-1] = ""
    return "\ufeff" * mark + "".join(line + end for line, end in zip(lines, ends, strict=True))


def part(random: Random) -> list[str]:
    kind = random.random()
    prefix = random.choice(_PREFIXES) if random.random() < 0.3 else ""
    if kind < 0.42:
        lines = _table(random)
    elif kind < 0.62:
        lines = _bullets(random)
    elif kind < 0.76:
        lines = [*random.choice(_HEADINGS).split("\n"), *random.choice(([], [""]))]
    elif kind < 0.92:
        lines = [*random.choice(_BLOCKS).split("\n"), *random.choice(([], [""]))]
    else:
        lines = [" ".join(_cell(random) for _ in range(random.randint(1, 3)))]
    return [_behind(random, prefix, number) + line for number, line in enumerate(lines)]


def _behind(random: Random, prefix: str, number: int) -> str:
    """What stands before a line: where a container goes on, its list marks become an indent."""
    if number == 0 or random.random() < 0.03:
        return prefix
    if random.random() < 0.03:
        return ""
    return "".join(" " if character in "-*1." else character for character in prefix)


def _cell(random: Random) -> str:
    kind = random.random()
    if kind < 0.4:
        cell = random.choice(_TITLES)
    elif kind < 0.75:
        cell = random.choice(_LINKS)
    else:
        cell = random.choice(_DATES)
    if random.random() < 0.2:
        cell += random.choice((" ", "<br>", ", ")) + random.choice(_LINKS)
    if random.random() < 0.05:
        cell += " " + random.choice(_COMMENTS)
    return cell


def _paper(random: Random, names: Sequence[str]) -> list[str]:
    cells = []
    for name in names:
        low = name.lower()
        if any(word in low for word in ("date", "year", "日期")):
            year, month = random.randint(2020, 2024), random.randint(1, 12)
            usual = random.choice((f"{year}-{month:02}", f"{year}-{month:02}", f"{year}.{month}", str(year)))
            cells.append(usual if random.random() < 0.75 else random.choice(_DATES))
        elif any(word in low for word in ("link", "paper", "code", "链接")):
            number = f"{random.randint(20, 24)}{random.randint(1, 12):02}.{random.randint(1, 40):05}"
            form = random.choice(
                ("https://arxiv.org/abs/", "https://arxiv.org/pdf/", "http://arxiv.org/abs/")
            )
            usual = f"[paper]({form}{number})"
            cells.append(usual if random.random() < 0.6 else random.choice(_LINKS))
        else:
            cells.append(random.choice(_TITLES) if random.random() < 0.8 else _cell(random))
    return cells


def _row(random: Random, cells: Sequence[str]) -> str:
    space = random.choice((" ", " ", " ", "", "\t", "  "))
    line = "|".join(f"{space}{cell}{space}" for cell in cells)
    opening, closing = random.choice((("|", "|"),) * 6 + (("|", ""), ("", "|"), ("", ""), ("|", "||")))
    return f"{opening}{line}{closing}" + random.choice(("",) * 8 + (" ", "\t"))


def _table(random: Random) -> list[str]:
    names = random.choice(_HEADERS)
    width = len(names) if random.random() < 0.93 else random.randint(1, 5)
    rows = [_row(random, names), _row(random, [random.choice(("---", ":-:", "-", "--:"))] * width)]
    if random.random() < 0.05:
        del rows[random.randint(0, 1)]
    for _ in range(random.choice((0, 1, 3, 5, 8))):
        kind = random.random()
        cells = _paper(random, names)
        if kind < 0.06:
            cells = [""] * random.randint(1, len(names))
        elif kind < 0.14:
            cells = cells[: random.randint(1, len(cells))]
        elif kind < 0.22:
            cells += [_cell(random) if random.random() < 0.7 else "" for _ in range(random.randint(1, 2))]
        elif kind < 0.26:
            rows.append(random.choice(("", "text under a table", "<br>", "|", "> quote", "- item", "| |")))
            continue
        elif kind < 0.32 and len(rows) > 2:
            rows.append(rows[-1])
            continue
        rows.append(_row(random, cells))
    return [*rows, *random.choice(([], [""], [""]))]


def _bullets(random: Random) -> list[str]:
    marker = random.choice(("- ", "- ", "* ", "+ ", "1. ", "2) "))
    lines = []
    for _ in range(random.randint(1, 6)):
        indent = random.choice(("", "", "", "", "  ", "    ", "\t"))
        number = f"{random.randint(20, 24)}{random.randint(0, 13):02}.{random.randint(0, 30):05}"
        entry = random.choice(
            (
                f"[{random.choice(_TITLES)}](https://arxiv.org/abs/{number}) {random.choice(_DATES)}",
                f"**{random.choice(_TITLES)}**, {random.choice(_DATES)}. {random.choice(_LINKS)}",
                f"({random.choice(_DATES)}) {random.choice(_TITLES)} {random.choice(_LINKS)}",
                _cell(random),
            )
        )
        lines.append(f"{indent}{marker}{entry}")
        if random.random() < 0.15:
            lines.append(f"{indent}  {random.choice(_LINKS)} {random.choice(_COMMENTS)}")
        if random.random() < 0.08:
            lines.append("")
    return [*lines, *random.choice(([], [""]))]


def mutated(text: str, random: Random) -> str:
    """The text with a few accidents: characters and lines lost, doubled, swapped, put in."""
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        if not text:
            return text
        start = random.randrange(len(text))
        end = min(len(text), start + random.choice((1, 1, 2, 5, 30)))
        kind = random.random()
        if kind < 0.3:
            text = text[:start] + text[end:]
        elif kind < 0.45:
            text = text[:start] + text[start:end] * 2 + text[end:]
        elif kind < 0.7:
            text = text[:start] + random.choice(_PUT_IN) + text[start:]
        elif kind < 0.85:
            lines = text.split("\n")
            first, second = random.randrange(len(lines)), random.randrange(len(lines))
            lines[first], lines[second] = lines[second], lines[first]
            text = "\n".join(lines)
        else:
            text = text[:start] + "\n".join(part(random)) + text[start:]
    return text


_PUT_IN = [
    "|", "\\", "`", "[", "]", "(", ")", "<", ">", "!", "#", "*", "_", "-", "\n", "\r", "\r\n", "\t", " ",
    "\0", "&", "\ufeff", "\u2028", "\u202e", "\u0301", "\x1b", "\f", "\v", "\x85", "$", "~", ":", "://",
    "<!--", "-->", "\n\n", "| ", "\n> ", "\n- ", "\n    ", "2023-05", "http://", "\\|", "🎓", "表", "\u200d",
    "```", "%", "=",
]  # fmt: skip
