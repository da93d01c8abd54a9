from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from mdpaperlint.engine.linter import Linter
from mdpaperlint.server.actions import fix_all_edits
from mdpaperlint.server.open_file import OpenFile
from mdpaperlint.server.positions import Encoding, TextBuffer
from real_lists import some_real_lists

FIXTURES = Path(__file__).parents[1] / "fixtures"


def check(file: Path, encoding: Encoding) -> int:
    """How many edits there were. Made in the editor, they give what the fixer gives."""
    linter = Linter(online=False)
    text = file.read_bytes().decode()
    opened = OpenFile(types.TextDocumentItem(file.as_uri(), "markdown", 1, text), encoding)
    edits = fix_all_edits(opened, linter)
    buffer = TextBuffer(text, encoding)
    for edit in reversed(edits):
        buffer.apply(types.TextDocumentContentChangePartial(edit.range, edit.new_text))
    assert buffer.text == opened.reading(linter).all_fixed.text, file.name
    return len(edits)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_fixtures(encoding: Encoding) -> None:
    assert sum(check(file, encoding) for file in sorted(FIXTURES.glob("*.md"))) > 10


@pytest.mark.corpus
@pytest.mark.slow
def test_real_lists() -> None:
    assert sum(check(file, "utf-16") for file in some_real_lists(8)) > 100
