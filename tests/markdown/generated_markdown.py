"""Documents put together by chance from what lists of papers, and their accidents, are made of."""

from __future__ import annotations

from random import Random

_PREFIXES = [
    "",
    "",
    "",
    "",
    "",
    "> ",
    ">",
    "- ",
    "  ",
    "   ",
    "    ",
    "\t",
    "1. ",
    "2. ",
    "* ",
    "> > ",
    "> - ",
    " ",
]
_CELLS = [
    "a",
    "",
    " ",
    "Paper",
    "[Title](https://arxiv.org/abs/2401.00001)",
    "`a|b`",
    r"`a\|b`",
    r"x \| y",
    r"\\|",
    "\\",
    "论文",
    "*é*",
    "\u00a0",
    "\v",
    "<br>",
    "<!-- note -->",
    "2024-05",
    "`",
    "$p(y|x)$",
    "-",
    ":-:",
    "![i](x.png)",
    "\t",
    "\u2028",
]
_DELIMITER_CELLS = ["---", "-", ":-", "-:", ":---:", " --- ", "--", " :-: ", "\t-\t", "-\f", "- -", "::", ""]
_LINES = [
    "",
    "",
    "",
    "text",
    "more text | with pipe",
    "# Heading",
    "## Heading | two ##",
    "#nospace",
    "---",
    "===",
    "--",
    "***",
    "* * *",
    "- - -",
    "```",
    "```python",
    "~~~",
    "<div>",
    "</div>",
    "<br>",
    "<a href='x'>",
    "<!-- comment -->",
    "<!--",
    "-->",
    "<span>x</span>",
    "<details><summary>s</summary>",
    "<script>",
    "</script>",
    "<?php",
    "[r]: https://example.org/ref 'title'",
    "[r]:",
    "[r]: <",
    "[^1]: note",
    "|",
    "||",
    "| |",
    "-",
    "+",
    "*",
    "1.",
    "10) ten",
    "1) one",
    "- item",
    "* item | x",
    "+ [x] task",
    ">",
    "> quote",
    "    code",
    "\tcode",
    "\ufeff| a |",
    "\u00a0",
    "\v",
    "\f| a |",
    "\\",
    "\\| a",
    "|\\",
    "_ _ _",
    "***bold***",
    "**|**",
    "=",
]


def generate_document(seed: int) -> str:
    """The same text for the same seed, with any line ends, with and without byte order mark."""
    random = Random(seed)
    lines: list[str] = []
    prefix = ""
    while len(lines) < random.randint(2, 14):
        if random.random() < 0.4:
            prefix = "".join(random.choices(_PREFIXES, k=random.choice((1, 1, 2))))
        if random.random() < 0.45:
            lines += _table(random, prefix)
        else:
            lines.append(_prefix(random, prefix) + random.choice(_LINES))
    line_end = random.choice(("\n", "\n", "\n", "\r\n", "\r"))
    if random.random() < 0.05:
        text = "".join(line + random.choice(("\n", "\r\n", "\r")) for line in lines)
    else:
        text = line_end.join(lines)
    if random.random() < 0.7:
        text += line_end
    return "\ufeff" + text if random.random() < 0.04 else text


def _prefix(random: Random, prefix: str) -> str:
    """A container's prefix as the lines behind its first one have it, mostly."""
    chance = random.random()
    if chance < 0.7:
        return "".join(" " if character in "-*12." else character for character in prefix)
    return prefix if chance < 0.85 else random.choice(_PREFIXES)


def _row(random: Random, cells: list[str]) -> str:
    space = random.choice((" ", " ", "", "\t", "  "))
    line = "|".join(f"{space}{cell}{space}" for cell in cells)
    opening, closing = random.choice((("|", "|"), ("|", "|"), ("|", ""), ("", "|"), ("", ""), ("|", "||")))
    return f"{opening}{line}{closing}".strip(" " if random.random() < 0.5 else "")


def _table(random: Random, prefix: str) -> list[str]:
    width = random.choice((1, 1, 2, 2, 3, 4))
    header = _row(random, random.choices(_CELLS, k=width))
    delimiter_width = width if random.random() < 0.85 else random.randint(1, 4)
    cells = random.choices(_DELIMITER_CELLS[: 10 if random.random() < 0.9 else None], k=delimiter_width)
    lines = [prefix + header]
    if random.random() < 0.1:
        lines.append(_prefix(random, prefix) + random.choice(_LINES))
    lines.append(_prefix(random, prefix) + _row(random, cells))
    for _ in range(random.randint(0, 4)):
        if random.random() < 0.12:
            lines.append(_prefix(random, prefix) + random.choice(_LINES))
        else:
            row = _row(random, random.choices(_CELLS, k=random.randint(1, width + 1)))
            lines.append(_prefix(random, prefix) + row)
    return lines
