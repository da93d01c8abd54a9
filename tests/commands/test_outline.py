from __future__ import annotations

from pathlib import Path

import pytest

from cli_runner import run_cli
from mdpaperlint.cli import main

LIST = "# Papers\n\n| Year | Title |\n| --- | --- |\n| 2020 | A |\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    return tmp_path


def test_no_path_means_the_readme(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outline"]) == 0
    assert capsys.readouterr().out.startswith("Papers  (line 1)\n")
    (folder / "README.md").unlink()
    assert main(["outline"]) == 2
    assert "there is no README.md in this folder" in capsys.readouterr().err


def test_a_folder_stands_for_its_lists(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "more.md").write_text("# More\n", encoding="utf-8")
    assert main(["outline", "."]) == 0
    out = capsys.readouterr().out
    assert out.startswith("README.md:\nPapers  (line 1)\n")
    assert out.endswith("more.md:\nMore  (line 1)\n")


def test_standard_input(folder: Path) -> None:
    assert run_cli("outline", "-", cwd=folder, stdin=b"# Here\n").out == "Here  (line 1)\n"


@pytest.mark.parametrize("command", ["outline", "init"])
def test_each_fault_of_a_configuration_is_told(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "pyproject.toml" if command == "init" else "mdpaperlint.toml"
    head = "[tool.mdpaperlint]\n" if command == "init" else ""
    (folder / name).write_text(head + "selec = []\nignor = []\n", encoding="utf-8")
    assert main([command]) == 2
    err = capsys.readouterr().err
    assert all(line.startswith("mdpaperlint: error: ") for line in err.splitlines())
    if command == "outline":
        assert err.count("\n") == 2
