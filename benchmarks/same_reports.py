"""Writes what the tool says of every list of a folder as hashes, so that two versions can be compared.

    python benchmarks/same_reports.py LISTS --tool OLD/bin/mdpaperlint > old.json
    python benchmarks/same_reports.py LISTS --tool NEW/bin/mdpaperlint --compare old.json

A list's hashes are those of its JSON report with all rules, of `--diff`, and of `--diff --unsafe-fixes`.
With `--compare` the exit code is 1 when any of them differs; `--keep FOLDER` writes the outputs themselves.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

RUNS = {
    "report": ["--format", "json", "--extend-select", "all"],
    "diff": ["--diff"],
    "unsafe": ["--diff", "--unsafe-fixes"],
}


def outputs(tool: str, path: Path) -> dict[str, bytes]:
    """Returns the output of each run by its name.

    Raises:
        subprocess.CalledProcessError: the tool could not do its work.
    """
    found = {}
    for name, options in RUNS.items():
        done = subprocess.run(
            [tool, "check", "--offline", *options, path.name],
            cwd=path.parent,
            capture_output=True,
            timeout=300,
        )
        if done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(
                done.returncode, [tool, *options, path.name], stderr=done.stderr
            )
        found[name] = done.stdout
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lists", type=Path)
    parser.add_argument("--tool", default="mdpaperlint")
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    paths = sorted(given.lists.glob("*.md"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(paths, pool.map(lambda path: outputs(given.tool, path), paths), strict=True))
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        for path, texts in found.items():
            for name, text in texts.items():
                (given.keep / f"{path.stem}.{name}").write_bytes(text)
    hashes = {
        path.name: {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}
        for path, texts in found.items()
    }
    if not given.compare:
        print(json.dumps(hashes, indent=1))
        return 0
    before = json.loads(given.compare.read_text(encoding="utf-8"))
    differing = [
        f"{name}: {run}"
        for name in hashes
        for run in RUNS
        if hashes[name][run] != before.get(name, {}).get(run)
    ]
    print("\n".join(differing) or f"{len(hashes)} lists: equal")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
