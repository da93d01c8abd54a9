"""Runs a rule's page: what it says the rule reports and mends is what the rule must report and mend.

An example is what stands under a heading ``## Incorrect`` or ``## Correct``: a ``markdown`` block and, when
it needs them, a ``toml`` block (its configuration), a ``files`` block (paths beside it, one a line; a
slash at the end makes a folder) and a ``verdicts`` block (TOML: a URL = a table of the fields of a
:class:`~mdpaperlint.model.verdict.Verdict`). A bad example has a ``text`` block with the output that is
expected, line by line. ``## Fixed`` belongs to the bad example before it: unsafe fixes are applied when the
output of that example offers any. An example whose ``toml`` says what to select runs that, too; else the
page's rule runs alone, but for a rule that judges suppressions, which needs the default rules beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import mdpaperlint
from mdpaperlint.configuration.configuration_file import convert, option_types
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.reporting import ReportOptions, render
from mdpaperlint.reporting.terminal import Style
from mdpaperlint.rules.base import Rule

FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<body>(?:.*\n)*?)(?P=fence)[ \t]*$", re.M)
SECTIONS = ("Incorrect", "Fixed", "Correct", "Options", "Measured")
LANGUAGES = ("markdown", "toml", "files", "verdicts", "text")


class Example(NamedTuple):
    kind: str
    line: int
    blocks: dict[str, str]


class Page(NamedTuple):
    name: str
    summary: str
    examples: tuple[Example, ...]
    problems: tuple[str, ...]


def read_page(text: str) -> Page:
    problems: list[str] = []
    fences = list(FENCE.finditer(text))

    def in_fence(offset: int) -> bool:
        return any(fence.start() <= offset < fence.end() for fence in fences)

    headings = [match for match in re.finditer(r"^## (.+)$", text, re.M) if not in_fence(match.start())]
    opening = text[: headings[0].start() if headings else len(text)].strip().split("\n")
    name = opening[0].removeprefix("# ") if opening[0].startswith("# ") else ""
    summary = next((line for line in opening[1:] if line.strip()), "")
    examples: list[Example] = []
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(text)
        line = text.count("\n", 0, heading.start()) + 1
        kind = heading[1].strip()
        if kind not in SECTIONS:
            problems.append(f"line {line}: a heading must be one of {', '.join(SECTIONS)}, not {kind!r}")
            continue
        blocks: dict[str, str] = {}
        for fence in fences:
            if heading.end() <= fence.start() < end:
                language = fence["info"].strip()
                if language not in LANGUAGES:
                    problems.append(
                        f"line {line}: a block is marked {language!r}, not {' or '.join(LANGUAGES)}"
                    )
                elif language in blocks:
                    problems.append(f"line {line}: two {language} blocks; give each example its own heading")
                else:
                    blocks[language] = fence["body"]
        examples.append(Example(kind, line, blocks))
    return Page(name, summary, tuple(examples), tuple(problems))


def page_problems(text: str, rule: Rule[Any], folder: Path, plugins: Sequence[Path] = ()) -> list[str]:
    """Everything in which the page and the rule do not agree; examples run in folders of their own below."""
    page = read_page(text)
    problems = list(page.problems)
    if page.name != rule.name:
        problems.append(f"the page is named {page.name!r} and the rule {rule.name!r}")
    if page.summary != rule.summary:
        problems.append(f"the page's summary is {page.summary!r} and the rule's {rule.summary!r}")
    bad = [example for example in page.examples if example.kind == "Incorrect"]
    if not bad or not any(example.kind == "Correct" for example in page.examples):
        problems.append("a page needs an Incorrect and a Correct example")
    problems += _options(page, rule)
    fixed = False
    offers = False
    before: Example | None = None
    for number, example in enumerate(page.examples):
        where = f"{example.kind}, line {example.line}"
        if example.kind in ("Options", "Measured"):
            continue
        if "markdown" not in example.blocks:
            problems.append(f"{where}: no markdown block")
            continue
        if example.kind == "Fixed":
            fixed = True
            if before is None:
                problems.append(f"{where}: follows no Incorrect example")
            else:
                place = folder / str(number)
                problems += (f"{where}: {each}" for each in _fixed(before, example, rule, place, plugins))
            continue
        before = example if example.kind == "Incorrect" else None
        output = _run(example, rule, folder / str(number), plugins)
        expected = example.blocks.get("text", "")
        offers = offers or "fix]\n" in output
        if example.kind == "Correct" and output:
            problems.append(f"{where}: is reported:\n{output}")
        elif example.kind == "Incorrect" and not expected.strip():
            problems.append(f"{where}: does not say its output, which is:\n{output}")
        elif example.kind == "Incorrect" and output != expected:
            problems.append(f"{where}: says\n{expected}and the output is\n{output}")
    if offers and not fixed:
        problems.append("the rule offers fixes and the page has no Fixed example")
    return problems


def _options(page: Page, rule: Rule[Any]) -> Iterator[str]:
    types = option_types(rule.Options)
    sections = [example for example in page.examples if example.kind == "Options"]
    if bool(types) != bool(sections):
        yield "the rule has options and the page does not show them" if types else "the rule has no options"
        return
    if not sections:
        return
    block = sections[0].blocks.get("toml", "")
    shown = tomllib.loads(block).get("rules", {}).get(rule.name, {})
    defaults = rule.Options()
    for name, annotation in types.items():
        key = name.replace("_", "-")
        default = getattr(defaults, name)
        if key in shown:
            value = convert(shown.pop(key), annotation)
            if value != default:
                yield f"the default of {key} is {default!r}, not {value!r}"
        elif default or not re.search(rf"^# *{re.escape(key)} *=", block, re.M):
            # An option that is not set unless somebody sets it is shown in a comment.
            yield f"the option {key} is not shown"
    for key in shown:
        yield f"the rule has no option {key}"


def _prepare(example: Example, folder: Path, markdown: str) -> dict[str, Verdict] | None:
    (folder / ".git").mkdir(parents=True)
    # As bytes: an example's line ends are part of it.
    (folder / "README.md").write_bytes(markdown.encode())
    if "toml" in example.blocks:
        (folder / "mdpaperlint.toml").write_text(example.blocks["toml"], encoding="utf-8")
    for path in example.blocks.get("files", "").split("\n"):
        if path.endswith("/"):
            (folder / path).mkdir(parents=True, exist_ok=True)
        elif path.strip():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text("", encoding="utf-8")
    if "verdicts" not in example.blocks:
        return None
    return {url: _verdict(fields) for url, fields in tomllib.loads(example.blocks["verdicts"]).items()}


def _verdict(fields: dict[str, Any]) -> Verdict:
    record = fields.pop("record", None)
    return Verdict(**fields, record=None if record is None else ArxivRecord(**record))


def _selection(example: Example, rule: Rule[Any]) -> dict[str, Any]:
    chosen = tomllib.loads(example.blocks.get("toml", ""))
    if rule.after_suppressions or "select" in chosen or "extend-select" in chosen:
        return {"extend_select": [rule.name]}
    return {"select": [rule.name]}


def _run(example: Example, rule: Rule[Any], folder: Path, plugins: Sequence[Path]) -> str:
    verdicts = _prepare(example, folder, example.blocks["markdown"])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run = mdpaperlint.lint(["README.md"], verdicts=verdicts, plugins=plugins, **_selection(example, rule))
    return "".join([*render("text", run, ReportOptions(Style(), quiet=True)), *_failures(run)])


def _fixed(
    example: Example, fixed: Example, rule: Rule[Any], folder: Path, plugins: Sequence[Path]
) -> Iterator[str]:
    verdicts = _prepare(example, folder, example.blocks["markdown"])
    unsafe = "[unsafe fix]\n" in example.blocks.get("text", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run = mdpaperlint.fix(
            ["README.md"], unsafe=unsafe, verdicts=verdicts, plugins=plugins, **_selection(example, rule)
        )
    text = (folder / "README.md").read_bytes().decode()
    if text != fixed.blocks["markdown"]:
        yield f"the fixed text is\n{text}"
    remaining = "".join([*render("text", run, ReportOptions(Style(), quiet=True)), *_failures(run)])
    if remaining:
        yield f"after fixing there is still\n{remaining}"


def _failures(run: mdpaperlint.Run) -> Iterator[str]:
    for problem in (*run.problems, *(each for file in run.files for each in file.problems)):
        yield f"failed: {problem}\n"
