"""How mdpaperlint's time grows, what it takes to start, and what fixing costs beside checking.

    python benchmarks/ratios.py
    python benchmarks/ratios.py --list a/short/list.md --runs 15

Prints a Markdown table of ratios of medians, each pair measured in turn.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate import paper_list
from measuring import machine, measure

CHECK = [str(Path(sysconfig.get_path("scripts")) / "mdpaperlint"), "--offline", "--exit-zero"]
IMPORTS = [sys.executable, "-c", "import markdown_it, click"]
# The lists are newest first.
ORDER = '[rules.unordered-rows]\norder = "oldest-first"\n'


def in_turn(
    commands: list[list[str]], folder: Path, runs: int, prepare: Callable[[], object] = lambda: None
) -> list[float]:
    """Medians of the wall times, after one round to warm up; ``prepare`` goes before each process."""
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(runs + 1):
        for command, seconds in zip(commands, times, strict=True):
            prepare()
            measured = measure(command, folder)
            assert measured is not None, f"{command} takes too long"
            if turn > 0:
                seconds.append(measured.seconds)
    return [median(seconds) for seconds in times]


def row(what: str, base: str, seconds: list[float]) -> None:
    first, second = seconds
    print(f"| {what} | {second:.3f} s | {base} | {first:.3f} s | {second / first:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--list", type=Path, help="a short list for the start-up, in place of a made one")
    parser.add_argument("--runs", type=int, default=9, help="counted runs, after one to warm up")
    arguments = parser.parse_args()
    runs = arguments.runs
    print(machine(runs) + "\n\n| | | beside | | ratio |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short = folder / "short.md"
        if arguments.list:
            shutil.copyfile(arguments.list, short)
        else:
            short.write_text(paper_list(80), encoding="utf-8")
        row(
            f"a list of {short.stat().st_size / 1000:.0f} kB",
            "`import markdown_it, click`",
            in_turn([IMPORTS, [*CHECK, "short.md"]], folder, 2 * runs),
        )
        for kind, bullets in (("rows", False), ("bullets", True)):
            for count in (10_000, 100_000):
                text = paper_list(count, bullets=bullets)
                (folder / f"{count}.md").write_text(text, encoding="utf-8")
            commands = [[*CHECK, "10000.md"], [*CHECK, "100000.md"]]
            row(f"100,000 {kind}", f"10,000 {kind}", in_turn(commands, folder, runs))
        for kind, bullets in (("rows", False), ("bullets", True)):
            text = paper_list(10_000, bullets=bullets)
            (folder / "order.toml").write_text(ORDER, encoding="utf-8")
            check = [*CHECK, "--config", "order.toml", "reversed.md"]

            def write(text: str = text) -> None:
                (folder / "reversed.md").write_text(text, encoding="utf-8")

            row(
                f"10,000 {kind} in reverse order, `--fix`",
                "their check",
                in_turn([check, [*check, "--fix"]], folder, runs, write),
            )


if __name__ == "__main__":
    main()
