"""The real lists in the folder that MDPAPERLINT_CORPUS names. A test of them is marked ``corpus``."""

from __future__ import annotations

import csv
import os
from pathlib import Path

FOLDER = os.environ.get("MDPAPERLINT_CORPUS")


def real_lists() -> list[Path]:
    assert FOLDER, "MDPAPERLINT_CORPUS names no folder"
    return sorted(Path(FOLDER).glob("*.md"))


def some_real_lists(first: int) -> list[Path]:
    """Every twelfth list, for what takes seconds a list and holds for each by itself. Tests that begin with
    different ones see different lists.
    """
    return real_lists()[first::12]


def read_list(name: str) -> str:
    """The text of a real list, as ``Document.text`` has it."""
    assert FOLDER, "MDPAPERLINT_CORPUS names no folder"
    return (Path(FOLDER) / name).read_bytes().decode("utf-8")


def built_on() -> list[str]:
    """The lists that INDEX.tsv beside them gives free for building on; the others are for a last look."""
    assert FOLDER, "MDPAPERLINT_CORPUS names no folder"
    with (Path(FOLDER) / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        return [row["file"] for row in csv.DictReader(index, delimiter="\t") if row["half"] == "build"]
