"""What a user is told, and what stays as it was, when a command cannot do all that it was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("terminals and limits of a process are other there", allow_module_level=True)

import pty
import resource

from cli_runner import run_cli
from mdpaperlint.cli import main

SHORT = "# L\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"
GOOD = SHORT.replace("| A |\n", "| A | - |\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(SHORT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--baseline", "b.json", "--no-baseline"], "--baseline and --no-baseline exclude each other"),
        (["--diff", "--output", "report.txt"], "--output goes with a report, not with --diff"),
        (["--write-baseline", "--since", "HEAD"], "--write-baseline goes with neither"),
        (["--config", "pyproject.toml"], "pyproject.toml: there is no table [tool.mdpaperlint] in it"),
        (["rule", "--plugin", "none.py", "ragged-row"], "plug-in none.py: no such file"),
        (["stats", "--format", "jsn"], "jsn"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    before = sorted(folder.iterdir())
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("mdpaperlint: error: ")
    assert said in err
    assert err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_a_rule_is_shown_although_a_plug_in_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule", "--plugin", "none.py"]) == 2
    captured = capsys.readouterr()
    assert "ragged-row" in captured.out
    assert captured.err == "mdpaperlint: error: plug-in none.py: no such file\n"


@pytest.mark.parametrize("command", ["check", "stats", "outline"])
def test_a_folder_without_lists(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    main([command, "empty"])
    captured = capsys.readouterr()
    assert "no Markdown files found" in captured.err
    assert "Traceback" not in captured.err


def test_a_diff_on_a_terminal_has_colours_and_no_control_characters_of_the_list(folder: Path) -> None:
    (folder / "README.md").write_text(SHORT + "| 2021 | B\x1b[2J |\r\n", encoding="utf-8", newline="")
    leader, follower = pty.openpty()
    ended = subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint", "--diff"],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", "COLUMNS": "80"},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    assert ended.wait() == 1
    lines = shown.decode().split("\r\n")
    removed = [line for line in lines if "-| 2020 | A |" in line]
    added = [line for line in lines if "+| 2020 | A | |" in line]
    assert len(removed) == len(added) == 1
    assert removed[0].startswith("\x1b[")
    assert added[0].startswith("\x1b[")
    assert removed[0][:5] != added[0][:5]
    assert "\x1b[2J" not in shown.decode()


def test_half_a_configuration_is_not_left_behind(folder: Path) -> None:
    (folder / "README.md").write_text(
        GOOD + "".join(f"| {2019 - n} | B{n} | - |\n" for n in range(8)), encoding="utf-8"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "init"],
        capture_output=True,
        text=True,
        check=False,
        # Stands for a disk with room for a file's beginning.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ended.returncode == 2
    assert ended.stderr == "mdpaperlint: error: mdpaperlint.toml: cannot be written: File too large\n"
    assert not (folder / "mdpaperlint.toml").exists()


def test_counts_are_given_to_the_steps_that_follow(folder: Path) -> None:
    (folder / "outputs").write_text("earlier=1\n", encoding="utf-8")
    outputs = str(folder / "outputs")
    result = run_cli("--format", "github", cwd=folder, GITHUB_ACTIONS="true", GITHUB_OUTPUT=outputs)
    assert result.code == 0
    assert (folder / "outputs").read_text(encoding="utf-8") == (
        "earlier=1\nviolations=1\nerrors=0\nwarnings=1\nfixable=1\n"
    )


@pytest.mark.parametrize("name", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
def test_a_file_of_the_job_that_cannot_be_written(name: str, folder: Path) -> None:
    environment: dict[str, Any] = {"GITHUB_ACTIONS": "true", name: str(folder)}
    result = run_cli("--format", "github", cwd=folder, **environment)
    assert result.code == 2
    assert result.err == f"mdpaperlint: error: {name}: {folder}: is a folder\n"
    assert "ragged-row" in result.out


def test_a_summary_that_github_would_refuse_is_left_out(folder: Path) -> None:
    summary = folder / "summary.md"
    for size, grows in ((999_900, False), (0, True)):
        summary.write_bytes(b"x" * size)
        run_cli("--format", "github", cwd=folder, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
        assert (summary.stat().st_size > size) is grows


def test_a_report_goes_to_a_device_and_over_an_older_one(folder: Path) -> None:
    assert run_cli("--format", "json", "--output", os.devnull, cwd=folder).code == 0
    report = folder / "report.json"
    report.write_text("old", encoding="utf-8")
    assert run_cli("--format", "json", "--output", "report.json", cwd=folder).code == 0
    assert report.read_text(encoding="utf-8").startswith("{")
    result = run_cli("--format", "json", "--output", ".", cwd=folder)
    assert result.code == 2
    assert result.err.startswith("mdpaperlint: error: --output .: ")
    assert sorted(each.name for each in folder.iterdir()) == [".git", "README.md", "report.json"]


@pytest.mark.parametrize("arguments", [["--fix"], ["--fix", "--in-place"]])
def test_what_cannot_be_fixed_is_still_reported(arguments: list[str], folder: Path) -> None:
    """A hard link keeps a file from being replaced; a full disk keeps it from being written in place."""
    (folder / "twin.md").hardlink_to(folder / "README.md")
    (folder / "binary.md").write_bytes(b"\xff")
    ended = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", *arguments, "README.md", "binary.md"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (len(SHORT), len(SHORT))),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ended.returncode == 2
    assert "README.md\n5:1: warning ragged-row" in ended.stdout
    errors = sorted(ended.stderr.splitlines())
    assert len(errors) == 2
    if "--in-place" in arguments:
        assert errors[0] == (
            "mdpaperlint: error: README.md: cannot be written: File too large; it is left as it was"
        )
    else:
        assert errors[0].startswith("mdpaperlint: error: README.md: has 2 hard links")
    assert errors[1].startswith("mdpaperlint: error: binary.md: not UTF-8")
    assert (folder / "twin.md").read_text(encoding="utf-8") == SHORT
    assert (folder / "README.md").samefile(folder / "twin.md")


def test_completion_behind_a_word_that_is_no_command_is_no_failure(folder: Path) -> None:
    for words in ("mdpaperlint --version nothing ", "mdpaperlint --help nothing ru"):
        result = run_cli(
            cwd=folder,
            _MDPAPERLINT_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split(" ")) - 1),
        )
        assert (result.code, result.err) == (0, "")
