"""Runs over more than one process takes long to look through: the same as with one process, only sooner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one process is all there is"
    ),
]

PROGRAM = "import sys; from mdpaperlint.cli import main; sys.exit(main(sys.argv[1:]))"
ON_ONE_PROCESSOR = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
ROW = "| 2023.0{month} | [A Study of Case {number}](http://arxiv.org/pdf/2301.{number:05}) | {words} |\n"
SIZES = (500, 200, 700, 1, 400, 600)

# What a rule of this plug-in does, it does once for each file.
PLUGIN = """
import os, signal, sys, time
from mdpaperlint.model.violation import Edit, Fix
from mdpaperlint.rules.base import Rule

FIRST = os.getpid()

class Probe(Rule):
    name = "probe"
    summary = "Does what the environment says."

    def check(self, document, context):
        print("checked", len(document.text))
        what = os.environ.get("PROBE")
        if what == "die" and os.getpid() != FIRST:
            os.kill(os.getpid(), signal.SIGKILL)
        if what in ("wait", "deaf"):
            if what == "deaf":
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            folder = os.environ["PROBE_FOLDER"]
            open(folder + "/" + str(os.getpid()), "w").close()
            while not os.path.exists(folder + "/go on"):
                time.sleep(0.01)
        yield self.violation(0, 1, f"process {'one' if os.getpid() == FIRST else os.getpid()}")
        fix = Fix((Edit(0, 0, "<!-- mended -->\\n\\n"),), True, "mend it")
        if what and not document.text.startswith("<!--"):
            yield self.violation(0, 1, "not mended", fix=fix)

RULES = [Probe()]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "probe.py").write_text(PLUGIN)
    for number, rows in enumerate(SIZES):
        table = "# List\n\n| Date | Paper | Notes |\n| --- | --- | --- |\n" + "".join(
            ROW.format(month=row % 9 + 1, number=row + 1, words="word " * 12) for row in range(rows)
        )
        (tmp_path / f"list{number}.md").write_text(table)
    return tmp_path


def run(
    folder: Path, *arguments: str, program: str = PROGRAM, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def probe(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, ".", "--plugin", "probe.py", "--select", "probe", "--quiet", **environment)


def test_several_processes_work(folder: Path) -> None:
    ended = probe(folder)
    reports = [line for line in ended.stdout.splitlines() if "probe" in line]
    assert [line.partition(":")[0] for line in reports] == [
        f"list{number}.md" for number in range(len(SIZES))
    ]
    workers = {line.rpartition(" ")[2] for line in reports}
    assert len(workers) > 1
    assert "one" not in workers
    # What a rule prints is neither lost nor repeated.
    assert ended.stdout.count("checked") == len(SIZES)


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--diff",)])
def test_the_report_is_that_of_one_process(folder: Path, arguments: tuple[str, ...]) -> None:
    several = run(folder, ".", *arguments)
    one = run(folder, ".", *arguments, program=ON_ONE_PROCESSOR + PROGRAM)
    assert (several.returncode, several.stdout, several.stderr) == (one.returncode, one.stdout, one.stderr)
    assert several.stdout


def test_the_fixes_are_those_of_one_process(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "lists"
    shutil.copytree(folder, other)
    several = run(folder, ".", "--fix")
    one = run(other, ".", "--fix", program=ON_ONE_PROCESSOR + PROGRAM)
    assert several.stdout == one.stdout
    assert "Fixed" in several.stdout
    for path in folder.glob("*.md"):
        assert path.read_bytes() == (other / path.name).read_bytes()
    assert "Fixed" not in run(folder, ".", "--fix").stdout


def test_a_file_with_two_names_is_mended_once(folder: Path) -> None:
    (folder / "again.md").hardlink_to(folder / "list0.md")
    ended = run(folder, ".", "--fix", "--in-place")
    assert "changed" not in ended.stderr
    assert ended.returncode in (0, 1)


def test_a_process_that_dies_leaves_nothing_unchecked(folder: Path) -> None:
    ended = probe(folder, PROBE="die")
    reports = [line for line in ended.stdout.splitlines() if "probe: process" in line]
    assert len(reports) == len(SIZES)
    assert all(line.endswith("one") for line in reports)
    assert ended.stderr == ""


def begun(folder: Path, started: Path, what: str) -> tuple[subprocess.Popen[bytes], list[str]]:
    """A run with `--fix` whose workers wait before they write, and their process IDs."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, ".", "--plugin", "probe.py", "--select", "probe", "--fix"],
        cwd=folder,
        env={**os.environ, "PROBE": what, "PROBE_FOLDER": str(started)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while len(names := os.listdir(started)) < 2:
        assert process.poll() is None
    return process, names


def is_running(name: str) -> bool:
    """Whether there is such a process that has not ended: nobody may have asked for its end yet."""
    try:
        return Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def end_of(names: list[str]) -> None:
    deadline = time.monotonic() + 30
    while any(map(is_running, names)):
        assert time.monotonic() < deadline


@pytest.mark.parametrize("what", ["wait", "deaf"])
@pytest.mark.parametrize(
    ("send", "code"),
    [
        (lambda process: os.killpg(process, signal.SIGINT), 130),
        (lambda process: os.kill(process, signal.SIGINT), 130),
        (lambda process: os.kill(process, signal.SIGTERM), -signal.SIGTERM),
        (lambda process: os.kill(process, signal.SIGKILL), -signal.SIGKILL),
    ],
    ids=["interrupt of all", "interrupt", "terminate", "kill"],
)
def test_no_process_writes_when_the_first_one_has_ended(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    what: str,
    send: Callable[[int], None],
    code: int,
) -> None:
    started = tmp_path_factory.mktemp("started")
    before = {path.name: path.read_bytes() for path in folder.glob("*.md")}
    process, names = begun(folder, started, what)
    send(process.pid)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.strip()) == (code, b"")
    # Whoever is left now would write.
    (started / "go on").touch()
    end_of(names)
    assert {path.name: path.read_bytes() for path in folder.glob("*.md")} == before


def test_files_are_fixed_although_a_process_is_killed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    started = tmp_path_factory.mktemp("started")
    process, names = begun(folder, started, "wait")
    os.kill(int(names[0]), signal.SIGKILL)
    (started / "go on").touch()
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.strip()) == (1, b"")
    end_of(names)
    assert all(path.read_bytes().startswith(b"<!-- mended -->") for path in folder.glob("*.md"))
