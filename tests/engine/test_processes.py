"""Runs over more than one process takes long to look through: the same as with one process, only sooner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
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
SIZES = (2_000, 500, 3_000, 1, 1_500, 2_500)

# What a rule of this plug-in does, it does once for each file.
PLUGIN = """
import os, signal, sys, time
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
        if what == "wait":
            open(os.environ["PROBE_FOLDER"] + "/" + str(os.getpid()), "w").close()
            while True:
                time.sleep(0.01)
        if what == "deaf" and os.getpid() != FIRST:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            open(os.environ["PROBE_FOLDER"] + "/" + str(os.getpid()), "w").close()
            while True:
                time.sleep(0.01)
        if what == "deaf":
            while not os.listdir(os.environ["PROBE_FOLDER"]):
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)
        yield self.violation(0, 1, "process " + ("one" if os.getpid() == FIRST else "other"))

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
    assert {line.rpartition(" ")[2] for line in reports} == {"one", "other"}
    # What a rule prints is neither lost nor repeated.
    assert ended.stdout.count("checked") == len(SIZES)


@pytest.mark.parametrize("arguments", [(), ("--format", "json"), ("--diff",), ("--statistics",)])
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
    reports = [line for line in ended.stdout.splitlines() if "probe" in line]
    assert len(reports) == len(SIZES)
    assert all(line.endswith("one") for line in reports)
    assert ended.stderr == ""


def test_an_interrupt_ends_all_processes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    started = tmp_path_factory.mktemp("started")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, ".", "--plugin", "probe.py", "--select", "probe"],
        cwd=folder,
        env={**os.environ, "PROBE": "wait", "PROBE_FOLDER": str(started)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while len(names := os.listdir(started)) < 2:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.strip()) == (130, b"")
    assert not any(Path(f"/proc/{name}").exists() for name in names)


def test_a_process_that_does_not_hear_an_interrupt_is_ended(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    started = tmp_path_factory.mktemp("started")
    ended = probe(folder, PROBE="deaf", PROBE_FOLDER=str(started))
    assert ended.returncode == 130
    (name,) = os.listdir(started)
    assert not Path(f"/proc/{name}").exists()
