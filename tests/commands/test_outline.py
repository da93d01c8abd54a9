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


def test_each_fault_of_a_configuration_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mdpaperlint.toml").write_text("selec = []\nignor = []\n", encoding="utf-8")
    for command in ("outline", "stats", "check"):
        assert main([command]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err == (
            f'mdpaperlint: error: {folder}/mdpaperlint.toml: selec: no such key; did you mean "select"?\n'
            f'mdpaperlint: error: {folder}/mdpaperlint.toml: ignor: no such key; did you mean "ignore"?\n'
        )


def test_what_cannot_be_read_does_not_keep_the_others_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "binary.md").write_bytes(b"\xff\xfe")
    assert main(["outline", "binary.md", "README.md", "none.md"]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("README.md:\nPapers  (line 1)\n")
    told = captured.err.splitlines()
    assert [line.split(": ")[:3] for line in told] == [
        ["mdpaperlint", "error", "none.md"],
        ["mdpaperlint", "error", "binary.md"],
    ]
    (folder / "empty").mkdir()
    assert main(["outline", "empty"]) == 2
    assert capsys.readouterr().err == "mdpaperlint: error: no Markdown files found\n"
