"""Time and peak memory of a whole run over 1 MB of each input that could cost more than its length.

    python benchmarks/limits.py                  every shape, the rules that are on by default
    python benchmarks/limits.py --all --size 2   all rules, 2 MB
    python benchmarks/limits.py "[" "wide table"

Each shape is checked by a process of its own, start-up and report included. The exit code is 1 when one takes
more CPU time than --seconds or more memory than --megabytes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from limit_shapes import SHAPES


def measure(path: Path, arguments: list[str]) -> tuple[float, float, float]:
    """Seconds of CPU, seconds of the clock and MB at the peak, the interpreter included."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint", *arguments, str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit code {process.returncode}: {said}")
    memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="only these")
    parser.add_argument("--size", type=float, default=1.0, help="megabytes of each (default: 1)")
    parser.add_argument("--all", action="store_true", help="run the rules that are off by default, too")
    parser.add_argument("--fix", action="store_true", help="mend instead of checking (a copy)")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--megabytes", type=float, default=300.0)
    arguments = parser.parse_args()
    options = ["--offline", *(["--select", "all"] if arguments.all else [])]
    over = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "README.md")
        print(f"{'':30} {'CPU s':>7} {'clock s':>8} {'MB':>6}")
        for name in arguments.shapes or SHAPES:
            path.write_bytes(SHAPES[name](int(arguments.size * 1_000_000)).encode())
            seconds, clock, memory = measure(path, options + ["--fix"] * arguments.fix)
            too_much = seconds > arguments.seconds or memory > arguments.megabytes
            if too_much:
                over.append(name)
            mark = "  over" if too_much else ""
            print(f"{name:30} {seconds:7.2f} {clock:8.2f} {memory:6.0f}{mark}", flush=True)
    print(f"{len(over)} over {arguments.seconds:g} s or {arguments.megabytes:g} MB")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
