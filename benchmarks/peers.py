"""mdpaperlint beside other Markdown linters and formatters: whole processes, the same inputs, in turn.

    python benchmarks/peers.py --scratch /some/folder
    python benchmarks/peers.py --scratch /some/folder --lists path/to/real/lists --runs 7
    python benchmarks/peers.py --scratch /some/folder --only mdpaperlint rumdl

Installs the others into the scratch folder at the versions named below, from PyPI and npm, and prints
Markdown tables: the median of the wall time, the ratio to mdpaperlint's, and the peak memory of the largest
process.
Needs npm and a POSIX system. What each tool prints is thrown away.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate import paper_list
from measuring import PATIENCE_SECONDS, Measure, machine, measure

PYPI = {"rumdl": "0.3.0", "mdformat": "0.7.22", "mdlint": "0.3.0", "pymarkdownlnt": "0.9.41"}
NPM = {"prettier": "3.10.1", "remark-cli": "12.0.1", "markdownlint-cli2": "0.22.1"}


class Tool(NamedTuple):
    name: str
    version: str
    command: list[str]


def install(scratch: Path) -> list[Tool]:
    python = scratch / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python)], check=True)
    pip = [str(python / "bin" / "pip"), "install", "--quiet"]
    subprocess.run([*pip, *(f"{name}=={version}" for name, version in PYPI.items())], check=True)
    node = scratch / "node"
    node.mkdir(exist_ok=True)
    if not (node / "package.json").exists():
        (node / "package.json").write_text('{"private": true}', encoding="utf-8")
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
    subprocess.run([*npm, *(f"{name}@{version}" for name, version in NPM.items())], cwd=node, check=True)
    binary, script = python / "bin", node / "node_modules" / ".bin"
    return [
        Tool("rumdl `--no-cache`", PYPI["rumdl"], [str(binary / "rumdl"), "check", "--no-cache"]),
        Tool("mdformat `--check`", PYPI["mdformat"], [str(binary / "mdformat"), "--check"]),
        Tool("mdlint", PYPI["mdlint"], [str(binary / "mdlint"), "check"]),
        Tool("pymarkdownlnt", PYPI["pymarkdownlnt"], [str(binary / "pymarkdown"), "scan"]),
        Tool("prettier `--check`", NPM["prettier"], [str(script / "prettier"), "--check"]),
        Tool("remark-cli", NPM["remark-cli"], [str(script / "remark")]),
        Tool("markdownlint-cli2", NPM["markdownlint-cli2"], [str(script / "markdownlint-cli2")]),
    ]


def ourselves() -> Tool:
    script = Path(sysconfig.get_path("scripts")) / "mdpaperlint"
    version = subprocess.run([str(script), "--version"], capture_output=True, text=True, check=True).stdout
    return Tool("**mdpaperlint**", version.split()[-1], [str(script), "--offline", "--exit-zero"])


def inputs(scratch: Path, lists: Path | None) -> Iterator[tuple[str, Path, list[str]]]:
    """A name, the folder to run in, and the files."""
    made = scratch / "inputs"
    shutil.rmtree(made, ignore_errors=True)
    for name, rows, bullets in (("table", 10_000, False), ("bullets", 10_000, True)):
        folder = made / name
        folder.mkdir(parents=True)
        text = paper_list(rows, bullets=bullets)
        (folder / "README.md").write_text(text, encoding="utf-8")
        kind = "bullets" if bullets else "table rows"
        yield f"{rows:,} {kind}, {len(text.encode()) / 1e6:.1f} MB", folder, ["README.md"]
    for count, rows in ((20, 130), (200, 130)):
        folder = made / f"lists-{count}"
        folder.mkdir(parents=True)
        for number in range(count):
            text = paper_list(rows, bullets=number % 2 == 1, seed=number)
            (folder / f"list{number:03}.md").write_text(text, encoding="utf-8")
        names = sorted(path.name for path in folder.iterdir())
        size = sum(path.stat().st_size for path in folder.iterdir())
        yield f"{count} lists, {size / 1e6:.1f} MB", folder, names
    if lists is not None:
        folder = made / "real"
        folder.mkdir(parents=True)
        for path in sorted(lists.glob("*.md")):
            shutil.copyfile(path, folder / path.name)
        names = sorted(path.name for path in folder.iterdir())
        size = sum(path.stat().st_size for path in folder.iterdir())
        yield f"{len(names)} real lists, {size / 1e6:.1f} MB", folder, names


def compare(tools: list[Tool], folder: Path, files: list[str], runs: int) -> dict[str, list[Measure]]:
    results: dict[str, list[Measure]] = {}
    left = list(tools)
    for turn in range(runs + 1):
        for tool in list(left):
            result = measure([*tool.command, *files], folder)
            if result is None:
                left.remove(tool)
            elif turn > 0 or result.seconds > PATIENCE_SECONDS / 4:
                results.setdefault(tool.name, []).append(result)
                if turn == 0:
                    left.remove(tool)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scratch", type=Path, required=True, help="where the peers and the inputs go")
    parser.add_argument("--lists", type=Path, help="a folder of real lists, read and not changed")
    parser.add_argument("--runs", type=int, default=5, help="counted runs, after one to warm up")
    parser.add_argument("--only", nargs="*", help="names of tools, or parts of them")
    parser.add_argument("--inputs", nargs="*", help="titles of inputs, or parts of them: rows, bullets, real")
    arguments = parser.parse_args()
    scratch = arguments.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    us = ourselves()
    tools = [us, *install(scratch)]
    if arguments.only:
        tools = [tool for tool in tools if any(name in tool.name for name in arguments.only)]
    print(machine(arguments.runs) + "\n")
    for title, folder, files in inputs(scratch, arguments.lists):
        if arguments.inputs and not any(words in title for words in arguments.inputs):
            continue
        results = compare(tools, folder, files, arguments.runs)
        base = median(result.seconds for result in results[us.name])
        print(
            f"| {title} | version | wall | × mdpaperlint | CPU | memory |\n"
            "| --- | --- | --- | --- | --- | --- |"
        )
        for tool in tools:
            if tool.name not in results:
                print(f"| {tool.name} | {tool.version} | over {PATIENCE_SECONDS} s | – | – | – |")
                continue
            measured = results[tool.name]
            wall = median(result.seconds for result in measured)
            cpu = median(result.cpu for result in measured)
            megabytes = max(result.megabytes for result in measured)
            print(
                f"| {tool.name} | {tool.version} | {wall:.3f} s | {wall / base:.2f} | {cpu:.3f} s "
                f"| {megabytes:.0f} MB |"
            )
        print(flush=True)


if __name__ == "__main__":
    main()
