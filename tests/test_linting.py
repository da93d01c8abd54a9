from __future__ import annotations

import gc
from pathlib import Path

from mdpaperlint import lint
from mdpaperlint.model.document import Document


def test_no_document_waits_for_the_search_for_garbage(tmp_path: Path) -> None:
    """A run over many files would need the memory of all of them."""
    table = "| Date | Title |\n|---|---|\n| 2024-01 | [A](https://arxiv.org/abs/2401.00001) |\n"
    text = f"# A\n\n{table}\n- [B](b.md)\n"
    file = tmp_path / "README.md"
    file.write_text(text)
    gc.collect()
    gc.disable()
    try:
        assert lint([file]).files
        documents = [each for each in gc.get_objects() if isinstance(each, Document) and each.text == text]
    finally:
        gc.enable()
    assert not documents
