"""Time and peak memory of a whole run over 1 MB of each input that could cost more than its length.

    python benchmarks/limits.py            every shape
    python benchmarks/limits.py --size 2   2 MB of each
    python benchmarks/limits.py "[" "wide table"

Each shape is checked with the rules that are on by default, and then mended with all rules and all fixes, by
a process of its own, start-up and report included. What has too many parts to be read is measured a second
time, as long as it may be to be read. The exit code is 1 when one takes more CPU time than --seconds or more
memory than --megabytes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from limit_shapes import SHAPES
from mdpaperlint.markdown.parser import parse

CHECK = ["--offline"]
FIX = ["--offline", "--fix", "--unsafe-fixes", "--extend-select", "all"]


def measure(path: Path, arguments: list[str]) -> tuple[float, float]:
    """Seconds of CPU and MB at the peak, the interpreter included."""
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
        print(f"exit code {process.returncode}: {said}")
    memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return usage.ru_utime + usage.ru_stime, memory


def text_of(shape: Callable[[int], str], size: int) -> bytes:
    """So many bytes of a shape, which counts in characters."""
    whole = shape(size).encode()
    return whole if len(whole) < 1.2 * size else shape(size * size // len(whole)).encode()


def longest_read(name: str, size: int) -> int:
    """Within a hundredth, the size up to which a shape is read; 0 for one that is read, or never."""

    def is_read(size: int) -> bool:
        return all(block.kind != "unparsed" for block in parse(SHAPES[name](size)).blocks)

    if is_read(size):
        return 0
    read, unread = 0, size
    while unread - read > size // 100:
        middle = (read + unread) // 2
        read, unread = (middle, unread) if is_read(middle) else (read, middle)
    return read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="only these")
    parser.add_argument("--size", type=float, default=1.0, help="megabytes of each (default: 1)")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--megabytes", type=float, default=300.0)
    arguments = parser.parse_args()
    over = 0
    # What this process itself takes would count as memory of the runs.
    parser_process = ProcessPoolExecutor(1, get_context("spawn"))
    with tempfile.TemporaryDirectory() as folder, parser_process:
        path = Path(folder, "README.md")
        print(f"{'':48} {'check s':>8} {'MB':>5} {'fix s':>8} {'MB':>5}")
        for name in arguments.shapes or SHAPES:
            whole = text_of(SHAPES[name], int(arguments.size * 1_000_000))
            texts = {name: whole}
            longest = parser_process.submit(longest_read, name, len(whole.decode())).result()
            if longest:
                texts[f"{name}, {longest // 1000} kB"] = text_of(SHAPES[name], longest)
            for label, text in texts.items():
                path.write_bytes(text)
                figures = [measure(path, options) for options in (CHECK, FIX)]
                is_over = any(
                    seconds > arguments.seconds or memory > arguments.megabytes for seconds, memory in figures
                )
                over += is_over
                columns = " ".join(f"{seconds:8.2f} {memory:5.0f}" for seconds, memory in figures)
                print(f"{label:48} {columns}{'  over' if is_over else ''}", flush=True)
    print(f"{over} over {arguments.seconds:g} s or {arguments.megabytes:g} MB")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
