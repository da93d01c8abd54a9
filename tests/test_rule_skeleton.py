from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.repository_files import RepositoryFiles
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.rules.base import Context, Options

README = Path(__file__).parents[1] / "rules" / "README.md"
TEXT = README.read_text(encoding="utf-8")
LIST = """\
- [Learning to Fly](https://arxiv.org/abs/2401.00001), 2024
- [Learning to Swim](https://arxiv.org/abs/2401.00002)
- [Learning to Walk](https://arxiv.org/abs/2401.00003), 2024
"""


def test_the_rule_that_the_guide_opens_with_runs(tmp_path: Path) -> None:
    opening, _, rest = TEXT.partition("```python\n")
    assert "<!-- rule table: begin -->" not in opening
    code = rest.partition("```")[0]
    assert len(code.splitlines()) <= 15
    made: dict[str, Any] = {"__name__": "made_for_a_test"}
    exec(compile(code, str(README), "exec"), made)
    rule = made["UndatedEntry"]()
    context = Context(Options(), RepositoryFiles(tmp_path / "README.md", tmp_path))
    document = parse(LIST)
    report = check_document(document, [ActiveRule(rule, Options(), None)], context)
    assert not report.failures
    assert [document.position(found.start) for found in report.violations] == [(2, 1)]


def test_what_the_guide_says_can_be_asked_can_be() -> None:
    document = parse("| a | b |\n|---|---|\n|  |  |\n\n- c\n")
    (row,) = document.tables[0].rows
    assert row.is_blank
    assert document.cell_text(document.tables[0].header, 1) == "b"
    for name in re.findall(r"`(?:document\.)?(\w+_at)(?:\(offset\))?`", TEXT):
        assert callable(getattr(Document, name))
    assert document.table_at(row.start) is document.tables[0]
    assert document.item_at(len(document.text) - 1) == document.items[0]
    assert document.block_at(len(document.text) - 1) == document.blocks[-1]
    assert document.section_at(0) == document.sections[0]
