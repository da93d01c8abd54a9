from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.pages import pages_folder
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Context, Options, Rule
from page_runner import page_problems

PAGES = Path(pages_folder())
NAMES = [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_page(rule: Rule[Any], tmp_path: Path) -> None:
    page = PAGES / f"{rule.name}.md"
    assert page.is_file(), f"{rule.name} has no page"
    problems = page_problems(page.read_text(encoding="utf-8"), rule, tmp_path)
    assert not problems, "\n".join(problems)


def test_the_page_of_the_example_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PAGES.parent / "examples" / "mdpaperlint-placeholders" / "src"
    if not folder.is_dir():
        pytest.skip("the examples are not part of the installed package")
    monkeypatch.syspath_prepend(str(folder))
    module = importlib.import_module("mdpaperlint_placeholders")
    source = Path(str(module.__file__))
    page = (source.parent / "leftover-placeholder.md").read_text(encoding="utf-8")
    plugin = tmp_path / "plugin.py"
    plugin.write_bytes(source.read_bytes())
    assert page_problems(page, module.LeftoverPlaceholder(), tmp_path / "examples", [plugin]) == []


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.default and not rule.online], ids=lambda rule: rule.name
)
def test_the_page_of_a_rule_that_is_on_says_how_it_was_measured(rule: Rule[Any]) -> None:
    page = (PAGES / f"{rule.name}.md").read_text(encoding="utf-8")
    assert "\n## Measured\n\nOn 22 real lists that nobody had looked at" in page


def test_every_page_belongs_to_a_rule() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert pages == set(NAMES)


def test_rules_stand_once_and_in_modules_of_their_names() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for rule in RULES:
        assert type(rule).__module__ == f"mdpaperlint.rules.{rule.name.replace('-', '_')}"


PLUGIN = """
from mdpaperlint.rules.base import Options, Rule
from mdpaperlint.model.violation import Edit, Fix
from typing import Literal

class NoShouting(Rule):
    name = "no-shouting"
    summary = "A line ends with an exclamation mark."

    class Options(Options):
        mark: str = "!"
        severity: Literal["loud", "quiet"] = "loud"
        words: tuple[str, ...] = ()

    def check(self, document, context):
        for number in range(document.line_count):
            start, end = document.line_span(number)
            if document.text[start:end].endswith(context.options.mark):
                fix = Fix((Edit(end - 1, end, "."),), True, "whisper")
                yield self.violation(end - 1, end, "do not shout", fix=fix)
"""

OUTPUT = "README.md:1:6: error no-shouting: do not shout [fix]"

GOOD_PAGE = """\
# no-shouting

A line ends with an exclamation mark.

Why it matters: it does not.

## Incorrect

```markdown
Hello!
```

```text
README.md:1:6: error no-shouting: do not shout [fix]
```

## Fixed

```markdown
Hello.
```

## Incorrect

```toml
[rules.no-shouting]
mark = "?"
```

```markdown
Hello?
```

```text
README.md:1:6: error no-shouting: do not shout [fix]
```

## Correct

```markdown
Hello.
```

## Options

```toml
[rules.no-shouting]
mark = "!"
severity = "loud"
# words = ["a"]
```
"""


class NoShouting(Rule[Any]):
    """What the plug-in above defines, as the runner needs to know it."""

    name = "no-shouting"
    summary = "A line ends with an exclamation mark."

    class Options(Options):
        mark: str = "!"
        severity: Literal["loud", "quiet"] = "loud"
        words: tuple[str, ...] = ()

    def check(self, document: Document, context: Context[Any]) -> Iterator[Violation]:
        fix = Fix((Edit(0, 0, ""),), True, "")
        yield self.violation(0, 0, "", fix=fix)


def problems_of(page: str, folder: Path) -> list[str]:
    plugin = folder / "plugin.py"
    plugin.write_text(PLUGIN, encoding="utf-8")
    return page_problems(page, NoShouting(), folder / "examples", [plugin])


def test_a_good_page_passes(tmp_path: Path) -> None:
    assert problems_of(GOOD_PAGE, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# no-shouting\n", "# no-shouts\n", "the page is named"),
        ("A line ends", "A row ends", "the page's summary"),
        ("Hello!\n", "Hello.\n", "and the output is"),
        ("README.md:1:6: error", "README.md:1:5: error", "and the output is"),
        (f"```text\n{OUTPUT}\n```\n\n## Fixed", "## Fixed", "does not say"),
        ("## Fixed\n\n```markdown\nHello.", "## Fixed\n\n```markdown\nHello", "the fixed text is"),
        ("## Correct\n\n```markdown\nHello.", "## Correct\n\n```markdown\nHello!", "is reported"),
        ("## Correct", "## Right", "a heading must be one of"),
        ('mark = "!"', 'mark = "?"', "the default of mark"),
        ('severity = "loud"\n', "", "the option severity is not shown"),
        ("# words", "# wrods", "the option words is not shown"),
        ('severity = "loud"\n', 'severity = "loud"\nvolume = 1\n', "has no option volume"),
        ("## Options", "## Correct", "no markdown block"),
        ("```markdown\nHello?", "```md\nHello?", "a block is marked 'md'"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_true_fails(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    assert old in GOOD_PAGE
    problems = problems_of(GOOD_PAGE.replace(old, new, 1), tmp_path)
    assert any(complaint in problem for problem in problems), problems


def test_a_page_without_examples_fails(tmp_path: Path) -> None:
    page = GOOD_PAGE[: GOOD_PAGE.index("## Incorrect")] + GOOD_PAGE[GOOD_PAGE.index("## Options") :]
    assert problems_of(page, tmp_path) == ["a page needs an Incorrect and a Correct example"]


def test_fixes_without_a_fixed_example_fail(tmp_path: Path) -> None:
    start, end = GOOD_PAGE.index("## Fixed"), GOOD_PAGE.index("## Incorrect", GOOD_PAGE.index("## Fixed"))
    problems = problems_of(GOOD_PAGE[:start] + GOOD_PAGE[end:], tmp_path)
    assert problems == ["the rule offers fixes and the page has no Fixed example"]


def test_a_fixed_example_that_is_still_bad_fails(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(PLUGIN.replace('Edit(end - 1, end, "."),), True', 'Edit(end - 1, end, "."),), False'))
    problems = page_problems(GOOD_PAGE, NoShouting(), tmp_path / "examples", [plugin])
    assert any("after fixing there is still" in problem for problem in problems)
