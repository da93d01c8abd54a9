"""The table of all rules, as README.md and rules/README.md show it. Run as a program, it writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Rule
from page_runner import read_page

ROOT = Path(__file__).resolve().parent.parent
PLACES = {ROOT / "README.md": "rules/", ROOT / "rules" / "README.md": ""}
BEGIN, END = "<!-- rule table: begin -->", "<!-- rule table: end -->"


def _fix(page: str) -> str:
    """Fixes as the outputs on the page show them."""
    shown = "".join(example.blocks.get("text", "") for example in read_page(page).examples)
    marks = ((" [fix]\n", "safe"), (" [unsafe fix]\n", "unsafe"))
    return ", ".join(name for mark, name in marks if mark in shown) or "–"


def _on(rule: Rule[Any]) -> str:
    if rule.online:
        return "with `--online`"
    return "yes" if rule.default else "no"


def table(folder: str) -> str:
    lines = ["| rule | what it reports | fix | severity | on |", "| --- | --- | --- | --- | --- |"]
    for rule in RULES:
        page = (ROOT / "rules" / f"{rule.name}.md").read_text(encoding="utf-8")
        cells = (
            f"[`{rule.name}`]({folder}{rule.name}.md)",
            rule.summary.rstrip("."),
            _fix(page),
            rule.severity,
            _on(rule),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def with_table(text: str, folder: str) -> str:
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n\n{table(folder)}\n\n{END}", text)


if __name__ == "__main__":
    for path, folder in PLACES.items():
        path.write_text(with_table(path.read_text(encoding="utf-8"), folder), encoding="utf-8")
