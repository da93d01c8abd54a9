from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import mdpaperlint
from cli_runner import run_cli
from mdpaperlint.cli import main

BAD = "# L\n\n| Year | Title |\n| --- | --- |\n| 2020 | A | lost |\n"
SHORT = "# L\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"
SHORT_FIXED = SHORT.replace("| A |\n", "| A | |\n")
GOOD = "# L\n\n| Year | Title |\n| --- | --- |\n| 2020 | A |\n"

PLUGIN = """
from mdpaperlint.model.violation import Edit, Fix
from mdpaperlint.rules.base import Rule

class NoX(Rule):
    name = "no-x"
    summary = "There is an X."
    severity = "warning"
    def check(self, document, context):
        at = document.text.find("X")
        while at >= 0:
            yield self.violation(at, at + 1, "an X", fix=Fix((Edit(at, at + 1, "Y"),), False, "write Y"))
            at = document.text.find("X", at + 1)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_no_path_means_the_readme(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", BAD)
    assert main([]) == 1
    out = capsys.readouterr().out
    assert out.startswith("README.md\n5:")
    assert " error ragged-row: " in out.split("\n")[1]


def test_a_readme_in_other_letters_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "Readme.md", BAD)
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("Readme.md\n5:")


def test_no_readme_is_an_error_that_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        "mdpaperlint: error: there is no README.md in this folder: name the files or folders to check\n"
    )


def test_clean_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", GOOD)
    assert main(["README.md"]) == 0
    assert capsys.readouterr().out == "No violations in 1 file.\n"


@pytest.mark.parametrize("arguments", [["check", "README.md"], ["--quiet", "check", "README.md"]])
def test_check_can_be_named(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", BAD)
    assert main(arguments) == 1
    assert "ragged-row" in capsys.readouterr().out


def test_a_command_word_as_a_value_or_a_path_is_no_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "rule", BAD)
    assert main(["./rule"]) == 1
    assert capsys.readouterr().out.startswith("./rule\n5:")
    assert main(["--", "rule"]) == 1
    assert capsys.readouterr().out.startswith("rule\n5:")
    write(folder / "outline", "[rules.ragged-row]\nallow-short = true\n")
    write(folder / "README.md", SHORT)
    assert main(["--config", "outline"]) == 0


def test_exit_codes(folder: Path) -> None:
    write(folder / "README.md", SHORT)
    assert main([]) == 0
    assert main(["--strict"]) == 1
    assert main(["--strict", "--exit-zero"]) == 0
    write(folder / "README.md", BAD)
    assert main([]) == 1
    assert main(["--exit-zero"]) == 0
    assert main(["--exit-zero", "README.md", "none.md"]) == 2


def test_fix_writes_and_reports_what_remains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder / "README.md", SHORT)
    assert main(["--fix", "--strict"]) == 0
    assert capsys.readouterr().out == "Fixed 1 violation; no violations in 1 file.\n"
    assert path.read_text() == SHORT_FIXED
    before = path.stat()
    assert main(["--fix"]) == 0
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_diff_shows_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder / "README.md", SHORT)
    assert main(["--diff"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("--- a/README.md\n+++ b/README.md\n@@ -2,4 +2,4 @@\n")
    assert captured.out.endswith("-| 2020 | A |\n+| 2020 | A | |\n")
    assert captured.err == "mdpaperlint: --fix would mend 1 violation in 1 file\n"
    assert path.read_text() == SHORT
    write(path, GOOD)
    assert main(["--diff"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "| 2021 | B |"])
def test_git_applies_the_diff(end: str, last: str, folder: Path) -> None:
    (folder / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True, cwd=folder)
    subprocess.run(["git", "config", "core.autocrlf", "false"], check=True, cwd=folder)
    path = write(folder / "README.md", (SHORT + last).replace("\n", end))
    diff = run_cli("--diff", cwd=folder)
    assert diff.code == 1
    raw = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "--diff"], cwd=folder, capture_output=True, check=False
    ).stdout
    subprocess.run(["git", "apply"], input=raw, check=True, cwd=folder)
    patched = path.read_bytes()
    write(path, (SHORT + last).replace("\n", end))
    run_cli("--fix", cwd=folder)
    assert path.read_bytes() == patched


@pytest.mark.parametrize("named", ["./README.md", "sub/../README.md", "{folder}/README.md", "."])
def test_git_applies_the_diff_however_the_file_is_named(named: str, folder: Path) -> None:
    (folder / ".git").rmdir()
    (folder / "sub").mkdir()
    subprocess.run(["git", "init", "-q"], check=True, cwd=folder)
    path = write(folder / "README.md", SHORT)
    diff = run_cli("--diff", named.format(folder=folder), cwd=folder)
    subprocess.run(["git", "apply"], input=diff.out.encode(), check=True, cwd=folder)
    assert path.read_text() == SHORT_FIXED


def test_standard_input(folder: Path) -> None:
    result = run_cli("-", cwd=folder, stdin=BAD.encode())
    assert result.code == 1
    assert result.out.startswith("<stdin>\n5:")
    named = run_cli("-", "--stdin-filename", "docs/list.md", cwd=folder, stdin=BAD.encode())
    assert named.out.startswith("docs/list.md\n5:")


def test_fixed_standard_input_goes_to_standard_output(folder: Path) -> None:
    crlf = SHORT.replace("\n", "\r\n").encode()
    result = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "--fix", "-"],
        input=crlf, capture_output=True, cwd=folder, check=False,
    )  # fmt: skip
    assert result.returncode == 0
    assert result.stdout == SHORT_FIXED.replace("\n", "\r\n").encode()
    assert result.stderr == b"Fixed 1 violation; no violations in 1 file.\n"
    untouched = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "--fix", "-q", "-"],
        input=GOOD.encode(), capture_output=True, cwd=folder, check=False,
    )  # fmt: skip
    assert untouched.stdout == GOOD.encode()


def test_standard_input_that_is_not_utf_8(folder: Path) -> None:
    result = run_cli("-", cwd=folder, stdin=b"caf\xe9")
    assert (result.code, result.out.count("Traceback")) == (2, 0)
    assert "<stdin>: not UTF-8" in result.err


def test_one_unreadable_file_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.md").write_bytes(b"\xff\xfeh\x00")
    write(folder / "b.md", BAD)
    assert main(["none.md", "a.md", "b.md"]) == 2
    captured = capsys.readouterr()
    errors = captured.err.splitlines()
    assert errors[0] == "mdpaperlint: error: none.md: no such file or folder"
    assert errors[1].startswith("mdpaperlint: error: a.md: not UTF-8")
    assert len(errors) == 2
    assert captured.out.startswith("b.md\n5:")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--selct", "x"], "'--select'"),
        (["--select", "raged-row"], 'did you mean "ragged-row"?'),
        (["--ignore", "nothing-like-it"], "`mdpaperlint rule` lists them"),
        (["--format", "jason"], 'did you mean "json"?'),
        (["--config", "none.toml"], "none.toml: "),
        (["rule", "ragged-rows"], 'did you mean "ragged-row"?'),
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
        (["--select", ""], "--select names no rule"),
        (["--diff", "--format", "json"], "--diff shows a diff and no report"),
        (["--diff", "--statistics"], "--diff shows a diff and no report"),
        (["--statistics", "--format", "sarif"], "--statistics goes with --format text"),
        (["--select", " , "], "--select names no rule"),
        (["--plugin", "none.py"], "plug-in none.py: no such file"),
    ],
)
def test_a_wrong_option_is_one_line_and_2(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "README.md", GOOD)
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.startswith("mdpaperlint: error: ")
    assert err.count("\n") == 1


def test_select_ignore_and_extend_select(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", BAD + "\n# Empty\n\n| 2019 | X |\n")
    write(folder / "x.py", PLUGIN.replace('"warning"', '"warning"\n    default = False'))
    plugin = ["--plugin", "x.py", "--quiet"]

    def rules(*arguments: str) -> set[str]:
        main([*plugin, *arguments])
        return set(re.findall(r"^\S+ \w+ ([\w-]+):", capsys.readouterr().out, re.M))

    assert "no-x" not in rules()
    assert rules("--select", "no-x") == {"no-x"}
    assert rules("--select", "no-x,ragged-row") == {"no-x", "ragged-row"}
    assert "no-x" in rules("--extend-select", "no-x")
    assert "ragged-row" in rules("--extend-select", "no-x")
    assert "ragged-row" not in rules("--ignore", "ragged-row")
    assert rules("--ignore", "", "--extend-select", ",") == rules()
    assert {"no-x", "ragged-row"} <= rules("--select", "all")
    write(folder / "mdpaperlint.toml", 'ignore = ["no-x"]\nextend-select = ["no-x"]\n')
    assert "no-x" not in rules()
    assert rules("--select", "no-x") == {"no-x"}
    assert "no-x" in rules("--extend-select", "no-x")


def test_statistics(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", "X X X\n")
    write(folder / "x.py", PLUGIN)
    assert main(["--plugin", "x.py", "--select", "no-x", "--statistics"]) == 0
    assert capsys.readouterr().out == (
        "3  no-x  3 [unsafe fix]\nFound 3 warnings in 1 file; 3 with --fix --unsafe-fixes.\n"
    )


def test_unsafe_fixes_only_when_asked_for(folder: Path) -> None:
    path = write(folder / "README.md", "X\n")
    write(folder / "x.py", PLUGIN)
    main(["--plugin", "x.py", "--fix"])
    assert path.read_text() == "X\n"
    main(["--plugin", "x.py", "--fix", "--unsafe-fixes"])
    assert path.read_text() == "Y\n"


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", SHORT)
    assert main(["--format", "json", "--strict"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert data["summary"] == {
        "files": 1,
        "errors": 0,
        "warnings": 1,
        "fixable": 1,
        "unsafe_fixable": 0,
        "fixed": 0,
        "known": 0,
        "obsolete": 0,
        "remote_links_not_checked": 0,
        "rules": {"ragged-row": 1},
    }
    (file,) = data["files"]
    assert file["path"] == "README.md"
    (violation,) = file["violations"]
    assert (violation["rule"], violation["severity"]) == ("ragged-row", "warning")
    assert (violation["line"], violation["column"], violation["end_line"]) == (5, 1, 5)
    assert violation["related"] == []
    (edit,) = violation["fix"]["edits"]
    fixed = SHORT[: edit["offset"]] + edit["replacement"] + SHORT[edit["end_offset"] :]
    assert fixed == SHORT_FIXED
    assert violation["fix"]["safe"] is True


def test_json_stays_json_when_files_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_bytes(b"\xff")
    assert main(["--format", "json", "a.md", "none.md"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data["problems"] == ["none.md: no such file or folder"]
    assert data["files"][0]["problems"][0].startswith("a.md: not UTF-8")


def test_remote_links_are_counted_once_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        folder / "README.md",
        "[a](https://x.org/a) [b](https://x.org/a#b) <http://y.org> [c](c.md) [m](mailto:a@x.org)\n",
    )
    main(["--ignore", "missing-file", "--verbose"])
    assert "; 2 remote links were not checked (--online checks them)." in capsys.readouterr().out


def test_rule_lists_and_shows_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^ragged-row +A row has more or fewer cells than its header\.$", out, re.M)
    assert main(["rule", "ragged-row"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# ragged-row\n")
    assert out.endswith("\n\nhttps://mdpaperlint.github.io/mdpaperlint/rules/ragged-row/\n")
    write(folder / "x.py", PLUGIN)
    assert main(["rule", "no-x", "--plugin", "x.py"]) == 0
    assert capsys.readouterr().out == "# no-x\n\nThere is an X.\n"


def test_version_and_help(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"mdpaperlint {mdpaperlint.__version__}\n"
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for word in ("--fix", "--select", "--version", "check", "rule", "outline"):
        assert word in out


@pytest.mark.parametrize(
    ("words", "number", "expected"),
    [
        ("mdpaperlint --sta", 1, "--statistics"),
        ("mdpaperlint ru", 1, "rule"),
        ("mdpaperlint README.md --qui", 2, "--quiet"),
        ("mdpaperlint rule ragged", 2, "ragged-row"),
        ("mdpaperlint --select ragged-row,missing-", 2, "ragged-row,missing-file"),
        ("mdpaperlint --format js", 2, "json"),
    ],
)
def test_shell_completion(words: str, number: int, expected: str, folder: Path) -> None:
    result = run_cli(
        cwd=folder, _MDPAPERLINT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(number)
    )
    assert f"plain,{expected}" in result.out.splitlines()


def test_completion_offers_files(folder: Path) -> None:
    result = run_cli(
        cwd=folder, _MDPAPERLINT_COMPLETE="bash_complete", COMP_WORDS="mdpaperlint RE", COMP_CWORD="1"
    )
    assert "file,RE" in result.out.splitlines()


def test_colour(folder: Path) -> None:
    write(folder / "README.md", BAD)
    assert "\x1b[" not in run_cli(cwd=folder).out
    assert "\x1b[1;31merror\x1b[0m" in run_cli(cwd=folder, FORCE_COLOR="1").out
    assert "\x1b[" not in run_cli(cwd=folder, FORCE_COLOR="1", NO_COLOR="1").out


def test_nothing_of_a_file_reaches_the_terminal_raw(folder: Path) -> None:
    evil = "\x1b]0;owned\x07 \x9b31m \u202e gpj.exe \u2066"
    path = "a\x1b[2J\u202e.md"
    write(folder / path, f"| Year | Title |\n| - | - |\n| 2020 | {evil} | X lost [a](b\x1b.md) |\n")
    write(folder / "x.py", PLUGIN.replace('"an X"', f"{evil!r}"))
    for arguments in ([], ["--fix"], ["--diff"], ["--format", "json"], ["--verbose"], ["nope\x1b[1m"]):
        result = run_cli("--plugin", "x.py", path, *arguments, cwd=folder)
        shown = result.out + result.err if arguments != ["--diff"] else result.err
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", shown), arguments
        assert "Traceback" not in result.err
    assert "a\\x1b[2J\\u202e.md\n3:" in run_cli("--plugin", "x.py", path, cwd=folder).out


@pytest.mark.skipif(sys.platform != "linux", reason="file names there must be UTF-8")
def test_a_file_name_that_is_not_utf_8(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    write(folder / name, BAD)
    for arguments in ([], ["--format", "json"], ["--diff"]):
        result = run_cli(name, *arguments, cwd=folder)
        assert "Traceback" not in result.err
    assert run_cli(".", cwd=folder).out.startswith("caf\\xe9.md\n5:")


def test_a_terminal_that_knows_ascii_alone(folder: Path) -> None:
    write(folder / "README.md", "| Year | Title |\n| - | - |\n| 2020 | 文字 | lost |\n")
    result = run_cli(cwd=folder, PYTHONIOENCODING="ascii")
    assert result.code == 1
    assert r"\u6587" in result.out


def test_a_closed_pipe_is_silent(folder: Path) -> None:
    write(folder / "README.md", "| Year | Title |\n| - | - |\n" + "| 2020 | A | lost |\n" * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


@pytest.mark.parametrize("arguments", [["rule"], ["rule", "ragged-row"], ["outline"], ["stats"], ["--help"]])
def test_a_closed_pipe_is_no_violation(arguments: list[str], folder: Path) -> None:
    write(folder / "README.md", "| Year | Title |\n| - | - |\n| 2020 | A |\n\n" * 5_000)
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-u", "-m", "mdpaperlint", *arguments],
        cwd=folder,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert process.stderr == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
def test_an_interrupt_is_130_without_a_traceback(folder: Path) -> None:
    # The rule says when it runs, so that nothing depends on time.
    write(
        folder / "x.py",
        PLUGIN + "        print('running', flush=True)\n        import time\n        time.sleep(60)\n",
    )
    write(folder / "README.md", "X\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint", "--plugin", "x.py", "--select", "no-x"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"running\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def test_a_rule_that_raises_is_named_and_the_others_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "README.md", BAD)
    write(folder / "x.py", PLUGIN.replace("at = document.text.find", "at = document.txt.find", 1))
    assert main(["--plugin", "x.py"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("mdpaperlint: error: README.md: rule no-x: AttributeError: ")
    assert "x.py:10" in captured.err
    assert "ragged-row" in captured.out


def test_fixes_that_undo_each_other_write_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder / "README.md", SHORT + "\nX\n")
    back = PLUGIN.replace("NoX", "NoY").replace("no-x", "no-y").replace('"Y"', '"Z"')
    back = back.replace('"X"', '"Y"').replace('"Z"', '"X"')
    write(folder / "x.py", PLUGIN.replace("False", "True"))
    write(folder / "y.py", back.replace("False", "True"))
    assert main(["--plugin", "x.py", "--plugin", "y.py", "--fix"]) == 2
    captured = capsys.readouterr()
    assert "README.md: nothing was fixed: no-x, no-y: " in captured.err
    assert "no-x: an X" in captured.out
    assert path.read_text() == SHORT + "\nX\n"


def test_module_run_does_not_import_from_the_linted_folder(folder: Path) -> None:
    write(folder / "README.md", GOOD)
    write(folder / "click.py", "raise SystemExit('owned')")
    write(folder / "evil-1.0.dist-info" / "entry_points.txt", "[mdpaperlint.rules]\nx = evil:X\n")
    write(folder / "evil.py", "raise SystemExit('owned')")
    assert run_cli(cwd=folder).code == 0
    # Python itself looks for the module that it is to run in the current folder first, unless told not to.
    write(folder / "mdpaperlint.py", "raise SystemExit('owned')")
    command = [sys.executable, "-P", "-m", "mdpaperlint"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_row_between_two_kinds_of_line_ends_does_not_keep_others_from_being_fixed(folder: Path) -> None:
    text = "| a |\n|-|\r| b |\r||\n\ntext\n\n| a |\n|-|\n| b |\n"
    (folder / "README.md").write_bytes(f"{text}||\n".encode())
    assert main(["--fix", "--select", "blank-row"]) == 0
    assert (folder / "README.md").read_bytes() == text.encode()


def test_start_up_imports_only_what_it_must() -> None:
    allowed = {"click", "markdown_it", "mdurl"}
    program = (
        "import sys; before = set(sys.modules); import mdpaperlint.cli, mdpaperlint.commands.check;"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    foreign = {
        name
        for name in out.split()
        if name not in sys.stdlib_module_names and name != "mdpaperlint" and not name.startswith("_")
    }
    assert foreign <= allowed


def test_a_check_imports_no_dependency_that_it_does_not_need(folder: Path) -> None:
    write(folder / "README.md", BAD)
    program = (
        "import sys; from mdpaperlint.cli import main; main(['--quiet', 'README.md']);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=folder
    ).stdout
    loaded = set(out.splitlines()[-1].split())
    unwanted = {
        "requests",
        "urllib3",
        "wcwidth",
        "pathspec",
        "platformdirs",
        "filelock",
        "tomllib",
        "difflib",
    }
    assert "markdown_it" in loaded
    assert not loaded & (unwanted | {"json"})


def test_version_needs_no_parser() -> None:
    program = (
        "import sys; from mdpaperlint.cli import main; main(['--version']);"
        "sys.exit(any(name.startswith(('markdown_it', 'requests')) for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)


def test_a_named_file_that_is_excluded_is_told_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".mdpaperlint.toml").write_text('exclude = ["README.md"]\n')
    (folder / "README.md").write_text("# List\n")
    assert main(["README.md"]) == 0
    assert capsys.readouterr().err == "mdpaperlint: no Markdown files found: README.md is excluded\n"


def test_a_command_that_is_nearly_one_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc"]) == 2
    assert capsys.readouterr().err == (
        'mdpaperlint: error: there is neither a command nor a file chekc; did you mean "check"?\n'
    )
    write(folder / "chekc", BAD)
    assert main(["chekc"]) == 1
    assert main(["outlin.md"]) == 2
    assert capsys.readouterr().err.endswith("outlin.md: no such file or folder\n")


def test_options_that_leave_files_and_configurations_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "a.md", BAD)
    write(folder / "old" / "b.md", BAD)
    write(folder / "mdpaperlint.toml", 'ignore = ["ragged-row"]\nexclude = ["a.md"]\n')
    paths = [".", "--quiet", "--no-config", "--exclude"]
    assert main([*paths, "old/"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a.md"]
    assert main([*paths, "old/", "--exclude", "*.md"]) == 0
    assert main(["--exclude", "a.md", "a.md"]) == 0
    assert "a.md is excluded" in capsys.readouterr().err
    assert main(["--config", "mdpaperlint.toml", "--no-config"]) == 2


def test_settings_are_shown_as_toml(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "README.md", BAD)
    write(
        folder / "mdpaperlint.toml",
        'select = ["unordered-rows", "table-schema"]\nexclude = ["old/"]\n'
        '[severity]\nunordered-rows = "warning"\n'
        '[rules.unordered-rows]\norder = "newest-first"\n'
        '[rules.table-schema]\ncolumns = ["Year", "Title"]\n',
    )
    assert main(["--show-settings"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# README.md: ")
    data = tomllib.loads(out)
    assert data["select"] == ["unordered-rows", "table-schema"]
    assert (data["exclude"], data["severity"]) == (["old/"], {"unordered-rows": "warning"})
    assert data["rules"]["unordered-rows"]["order"] == "newest-first"
    assert data["rules"]["table-schema"]["columns"] == ["Year", "Title"]
    write(folder / "shown.toml", out)
    assert main(["--show-settings", "--config", "shown.toml"]) == 0
    assert tomllib.loads(capsys.readouterr().out) == data


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color=always"], {}, True),
        (["--color=always"], {"NO_COLOR": "1"}, True),
        (["--color=never"], {"FORCE_COLOR": "1"}, False),
        (["--color=auto"], {"FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_is_chosen(
    arguments: list[str], environment: dict[str, Any], coloured: bool, folder: Path
) -> None:
    write(folder / "README.md", BAD)
    assert ("\x1b[" in run_cli(*arguments, cwd=folder, **environment).out) is coloured
