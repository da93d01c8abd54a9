"""What goes wrong around a run is said in a line, with the exit code that is documented."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mdpaperlint
from mdpaperlint.cli import main

LIST = "| Year | Title |\n| - | - |\n| 2020 |\n"
FIXED = "| Year | Title |\n| - | - |\n| 2020 | |\n"

INTERRUPTED_AT_IMPORT = """
import os, signal, sys
from mdpaperlint.cli import main

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
sys.exit(main(["--fix", "README.md"]))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(LIST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
@pytest.mark.parametrize(
    "module",
    [
        "click",
        "mdpaperlint.commands.root",
        "mdpaperlint.commands.check",
        "mdpaperlint.engine.linter",
        "markdown_it",
        "mdpaperlint.rules",
        "mdpaperlint.engine.fixer",
        "mdpaperlint.engine.writer",
        "mdpaperlint.reporting.text_report",
    ],
)
def test_an_interrupt_while_modules_load_is_130(folder: Path, module: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_IMPORT, module], capture_output=True, timeout=60, check=False
    )
    # At most the end of the line on which a terminal shows ^C.
    assert (ended.returncode, ended.stderr.strip()) == (130, b"")
    assert (folder / "README.md").read_text() in (LIST, FIXED)
    assert sorted(os.listdir(folder)) == [".git", "README.md"]


def test_nothing_is_loaded_before_main_that_python_has_not_loaded_itself() -> None:
    program = (
        "import sys; before = set(sys.modules); import mdpaperlint.cli; print(*set(sys.modules) - before)"
    )
    ended = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert set(ended.stdout.split()) <= {"mdpaperlint", "mdpaperlint.cli", "__future__", "atexit", "gc"}


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device elsewhere")
@pytest.mark.parametrize(
    "arguments", [[], ["--format", "json"], ["--diff"], ["rule"], ["outline", "README.md"]]
)
def test_a_full_disk_below_the_output(folder: Path, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "mdpaperlint", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr == b"mdpaperlint: error: cannot write the output: No space left on device\n"


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device elsewhere")
def test_errors_that_cannot_be_said_still_make_the_exit_code(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "mdpaperlint", "none.md"]
        assert subprocess.run(command, stderr=full, stdout=full, check=False).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
@pytest.mark.parametrize(("closing", "code"), [(">&-", 1), ("2>&-", 1), (">&- 2>&-", 1), ("<&-", 1)])
def test_closed_streams(folder: Path, closing: str, code: int) -> None:
    command = f'exec "{sys.executable}" -m mdpaperlint --strict {closing}'
    ended = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert ended.returncode == code
    assert b"error:" not in ended.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="takes root to become somebody else")
def test_several_files_of_which_one_cannot_be_written(folder: Path) -> None:
    locked = folder / "locked"
    locked.mkdir()
    for path in (folder / "a.md", locked / "b.md", folder / "c.md"):
        path.write_text(LIST)
        os.chown(path, 65534, 65534)
    os.chown(folder, 65534, 65534)
    let_in(folder)
    result = run_as_nobody("--fix", "a.md", "locked/b.md", "c.md", cwd=folder)
    assert result.returncode == 2
    assert b"locked/b.md: its folder cannot be written to; --in-place" in result.stderr
    assert result.stderr.count(b"error:") == 1
    texts = [(folder / name).read_text() for name in ("a.md", "locked/b.md", "c.md")]
    assert texts == [FIXED, LIST, FIXED]
    assert b"locked/b.md\n3:1: warning ragged-row" in result.stdout
    (folder / "c.md").chmod(0o444)
    (folder / "c.md").write_text(LIST)
    result = run_as_nobody("--fix", "--in-place", "locked/b.md", "c.md", cwd=folder)
    assert result.returncode == 2
    assert b"c.md: is read-only" in result.stderr
    assert [(folder / name).read_text() for name in ("locked/b.md", "c.md")] == [FIXED, LIST]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="takes root to become somebody else")
def test_a_file_of_another_owner_is_written_in_place_only(folder: Path) -> None:
    (folder / "a.md").write_text(LIST)
    (folder / "a.md").chmod(0o666)
    os.chown(folder, 65534, 65534)
    let_in(folder)
    refused = run_as_nobody("--fix", "a.md", cwd=folder)
    assert refused.returncode == 2
    assert b"a.md: would become a file of another owner or group; --in-place" in refused.stderr
    assert (folder / "a.md").read_text() == LIST
    assert not list(folder.glob(".*.tmp"))
    assert run_as_nobody("--fix", "--in-place", "a.md", cwd=folder).returncode == 0
    assert (folder / "a.md").read_text() == FIXED
    assert (folder / "a.md").stat().st_uid == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="takes root to become somebody else")
@pytest.mark.parametrize("named", [".", "docs"])
def test_a_folder_that_cannot_be_read_is_said(folder: Path, named: str) -> None:
    locked = folder / "docs" / "locked"
    locked.mkdir(parents=True)
    folder.chmod(0o755)
    locked.chmod(0)
    (folder / "a.md").write_text(FIXED)
    let_in(folder)
    result = run_as_nobody(named, cwd=folder)
    assert result.returncode == 2
    assert b"mdpaperlint: error: docs/locked: permission denied\n" in result.stderr
    assert result.stderr.count(b"error:") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="takes root to become somebody else")
def test_an_ignore_file_that_cannot_be_read_is_said(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / ".gitignore").write_text("README.md\n")
    (folder / ".gitignore").chmod(0)
    let_in(folder)
    result = run_as_nobody(".", cwd=folder)
    assert result.returncode == 2
    assert b"mdpaperlint: error: .gitignore: permission denied\n" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other bounds")
def test_a_path_that_is_too_long_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "d" * 250
    place = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir(name, dir_fd=place)
        inner = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    assert main(["."]) == 2
    error = capsys.readouterr().err
    assert f"error: {name}/{name}/" in error
    assert error.endswith(f"/{name}: File name too long\n")
    assert main([name * 20 + ".md"]) == 2
    assert f"{name}.md: no such file or folder" in capsys.readouterr().err


def let_in(folder: Path) -> None:
    for parent in folder.parents:
        if not os.stat(parent).st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


def run_as_nobody(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """In a child that was forked from this process, since nobody may not read this installation elsewhere."""
    program = (
        "import os, sys; import mdpaperlint.engine.runs, mdpaperlint.commands.check;"
        "import mdpaperlint.reporting.text_report, mdpaperlint.commands.output;"
        "import mdpaperlint.reporting.unified_diff;"
        "import mdpaperlint.engine.fixer, mdpaperlint.engine.writer, mdpaperlint.engine.repository_files;"
        "from mdpaperlint.cli import main; main(['--version']);"
        "main(['--diff', 'a.md']); sys.stdout.flush();"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534); sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=cwd, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "config",
    [
        'select = ["\\u202e\\u001b[31m"]',
        'exclude = ["\\u0000", "[", "\\u2028", "!", "**a**/***"]\n[per-file-ignores]\n"\\u0000[" = ["all"]',
        "a = " + "[" * 5000,
        "a = " + "{a=" * 5000,
        "select = " + "9" * 5000,
        '[rules.ragged-row]\n"\\u202e" = 1',
        '[rules."\\u001b[2J"]\nx = 1',
        '[severity]\nragged-row = "\\u009b31m"',
    ],
)
def test_no_configuration_makes_a_traceback_or_acts_on_the_terminal(
    folder: Path, config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdpaperlint.toml").write_text(config)
    assert main(["README.md"]) in (0, 2)
    shown = "".join(capsys.readouterr())
    assert "fault in mdpaperlint" not in shown
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("encoded", [b'select = ["\xed\xa0\x80"]', b"\xff\xfe", b"\0"])
def test_a_configuration_that_is_not_utf_8(
    folder: Path, encoded: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdpaperlint.toml").write_bytes(encoded)
    assert main(["README.md"]) == 2
    assert "not readable as TOML" in capsys.readouterr().err


SURROGATE = "\udcff"


def test_lone_surrogates_in_options(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [SURROGATE],
        ["--config", SURROGATE],
        ["--plugin", SURROGATE],
        ["--select", SURROGATE],
        ["--ignore", SURROGATE],
        ["--format", SURROGATE],
        [f"--{SURROGATE}"],
        ["rule", SURROGATE],
        ["outline", SURROGATE],
    ):
        assert main(arguments) == 2, ascii(arguments)
        shown = "".join(capsys.readouterr())
        assert "fault in mdpaperlint" not in shown, ascii(arguments)
        assert shown.replace("\n", "").isprintable(), ascii(arguments)


def test_lone_surrogates_in_a_text_and_its_path() -> None:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.reporting import FORMATS, ReportOptions, render
    from mdpaperlint.reporting.terminal import Style

    text = "| Year | \ud800 |\n| - | - |\n| \udfff |\n"
    report = Linter().file(f"a{SURROGATE}.md", text).check()
    assert report.findings
    for name in FORMATS:
        "".join(render(name, mdpaperlint.Run((report,)), ReportOptions(Style()))).encode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
@pytest.mark.parametrize("in_place", [(), ("--in-place",)])
def test_a_fix_follows_no_link_out_of_the_repository(
    folder: Path, in_place: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    repository = folder / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "docs").mkdir()
    (folder / "outside.md").write_text(LIST)
    (repository / "inside.md").write_text(LIST)
    (repository / "docs" / "out.md").symlink_to(folder / "outside.md")
    (repository / "docs" / "in.md").symlink_to("../inside.md")
    (folder / "other").mkdir()
    (folder / "other" / "list.md").write_text(LIST)
    (repository / "up").symlink_to(folder / "other")
    os.chdir(repository)
    for name in ("docs/out.md", "up/list.md"):
        assert main(["--fix", *in_place, name]) == 2
        assert f"error: {name}: leads out of the repository; name " in capsys.readouterr().err
    assert (folder / "outside.md").read_text() == LIST
    assert (folder / "other" / "list.md").read_text() == LIST
    assert main(["--fix", *in_place, "docs/in.md"]) == 0
    assert (repository / "inside.md").read_text() == FIXED
    assert main(["--fix", *in_place, "--allow-outside", "docs/out.md"]) == 0
    assert (folder / "outside.md").read_text() == FIXED
    (folder / "outside.md").write_text(LIST)
    assert main(["--fix", *in_place, str(folder / "outside.md")]) == 0
    assert (folder / "outside.md").read_text() == FIXED


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_a_baseline_outside_of_the_repository_is_used_only_when_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = folder / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "README.md").write_text(LIST)
    os.chdir(repository)
    known = folder / "known.json"
    assert main(["--write-baseline", str(known)]) == 0
    text = known.read_text()
    capsys.readouterr()
    (repository / "mdpaperlint.toml").write_text('baseline = "../known.json"\n')
    for arguments in ([], ["--fix"], ["--write-baseline"]):
        assert main(arguments) == 2
        assert "../known.json: lies outside of the repository; --baseline" in capsys.readouterr().err
    assert main(["--strict", "--baseline", "../known.json"]) == 0
    assert main(["--strict", "--no-baseline"]) == 1
    (repository / "mdpaperlint.toml").unlink()
    (repository / ".mdpaperlint-baseline.json").symlink_to(known)
    capsys.readouterr()
    assert main([]) == 2
    assert ".mdpaperlint-baseline.json: lies outside of the repository" in capsys.readouterr().err
    known.write_text('{"version": 1, "files": {}}')
    assert main(["--write-baseline=.mdpaperlint-baseline.json"]) == 2
    assert "--allow-outside writes there" in capsys.readouterr().err
    assert known.read_text() == '{"version": 1, "files": {}}'
    assert main(["--write-baseline=.mdpaperlint-baseline.json", "--allow-outside"]) == 0
    assert "ragged-row" in known.read_text()
    assert (repository / "README.md").read_text() == LIST
    assert "ragged-row" in text


def test_a_list_that_is_too_large_is_an_error_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("large.md", "wb") as stream:
        stream.truncate((64 << 20) + 1)
    for arguments in (["large.md"], ["outline", "large.md"], ["--fix", "large.md"]):
        assert main(arguments) == 2
        assert capsys.readouterr().err == "mdpaperlint: error: large.md: is larger than 64 MiB\n"
    with open("large.md", "rb") as stream:
        command = [sys.executable, "-m", "mdpaperlint", "-"]
        ended = subprocess.run(command, stdin=stream, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, b"mdpaperlint: error: <stdin>: is larger than 64 MiB\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound memory in other ways")
@pytest.mark.parametrize("command", ["check", "outline"])
def test_a_list_that_memory_does_not_suffice_for_is_an_error_by_name(folder: Path, command: str) -> None:
    rows = "".join(f"| {number} | [a](https://a.org/{number}) |\n" for number in range(100_000))
    (folder / "a.md").write_text(f"# A\n\n| a | b |\n|---|---|\n{rows}")
    program = (
        "import resource, sys; from mdpaperlint.cli import main; main(['--version']); sys.stdout.flush();"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "resource.setrlimit(resource.RLIMIT_AS, (used + (32 << 20),) * 2); sys.exit(main(sys.argv[1:]))"
    )
    ended = subprocess.run([sys.executable, "-c", program, command, "a.md"], capture_output=True, check=False)
    assert ended.returncode == 2
    where = (
        b"a.md: there is not enough memory for it" if command == "check" else b"there is not enough memory"
    )
    assert ended.stderr == b"mdpaperlint: error: " + where + b"\n"
