from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mdpaperlint.cli import main
from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.rules import RULES

ROOT = Path(__file__).resolve().parent.parent


def block(page: str, language: str, containing: str) -> str:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    (found,) = (block for block in blocks if containing in block)
    return found


def test_the_example_says_what_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text(block("README.md", "markdown", "Folding at Scale"), encoding="utf-8")
    assert main(["--quiet", "README.md"]) == 1
    assert capsys.readouterr().out == block("README.md", "text", "README.md:")


def test_the_configuration_is_one(tmp_path: Path) -> None:
    path = tmp_path / "mdpaperlint.toml"
    text = block("docs/configuration.md", "toml", "extend-select")
    tomllib.loads(text)
    path.write_text(text, encoding="utf-8")
    load_config(str(path), {rule.name: rule for rule in RULES})
