"""The faults of a real list that a reader meets as a click that leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.repository_files import RepositoryFiles
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.base import Context, Options
from mdpaperlint.rules.empty_section import EmptySection
from mdpaperlint.rules.missing_anchor import MissingAnchor
from mdpaperlint.rules.missing_file import MissingFile
from real_lists import read_list


@pytest.mark.corpus
def test_seed_list(tmp_path: Path) -> None:
    document = parse(read_list("seed-llm-paper-list.md"))
    active = [
        ActiveRule(rule, rule.Options(), None) for rule in (EmptySection(), MissingFile(), MissingAnchor())
    ]
    report = check_document(
        document, active, Context(Options(), RepositoryFiles(tmp_path / "README.md", tmp_path))
    )
    assert not report.failures
    found = sorted((document.position(each.start)[0], each.rule) for each in report.violations)
    assert found == [(5, "missing-file"), (8, "missing-file"), (86, "empty-section"), (94, "empty-section")]
