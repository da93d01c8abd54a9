from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cli_runner import run_cli
from mdpaperlint.cli import main

LIST = "| Year | Title |\n| --- | --- |\n| 2020 | A | lost |\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "README.md").write_text(LIST)
    return tmp_path


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "markdown", "github", "text"])
def test_the_report_goes_to_the_file_and_text_to_the_screen(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["--format", name, "--output", "report"]) == 1
    written = (folder / "report").read_text()
    shown = capsys.readouterr().out
    assert "\x1b[" in shown
    assert "\x1b[" not in written
    assert "Found 1 error in 1 file" in shown
    assert main(["--format", name]) == 1
    if name != "text":
        assert capsys.readouterr().out == written
    assert [each.name for each in sorted(folder.iterdir())] == ["README.md", "report"]


def test_gitlab(folder: Path) -> None:
    (folder / "README.md").write_text(LIST + "| 2020 | A | lost |\n| 2020 | B |\n")
    result = run_cli("--format", "gitlab", "--ignore", "duplicate-paper", cwd=folder)
    issues = json.loads(result.out)
    assert [issue["location"] for issue in issues] == [
        {"path": "README.md", "lines": {"begin": line, "end": line}} for line in (3, 4)
    ]
    assert {issue["severity"] for issue in issues} == {"major"}
    assert len({issue["fingerprint"] for issue in issues}) == 2


def test_a_list_is_not_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json", "--output", "./README.md"]) == 2
    assert (folder / "README.md").read_text() == LIST
    assert "that is one of the files to check" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json", "--output", "no/such/folder.json"]) == 2
    error = capsys.readouterr().err
    assert error == "mdpaperlint: error: --output no/such/folder.json: No such file or directory\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_a_device_is_no_file_to_replace(folder: Path) -> None:
    assert main(["--format", "json", "--output", "/dev/null"]) == 1
    assert Path("/dev/null").is_char_device()


def test_diff_has_no_report(folder: Path) -> None:
    assert main(["--diff", "--output", "x"]) == 2
