"""Replays the commits of real lists and counts what `--since` their parent reports of each.

    python benchmarks/histories.py CLONE... [--reports FILE]

A clone is the folder of a git repository without merges, in which README.md is the list; it is checked out
commit by commit. A report is *old* when the text before had the same report of the same line; it is on an
*untouched* line when the commit neither wrote nor moved that line. Reports on added lines are compared with
all that the rules find there without `--since`: what is *left out* was known under another line.
"""

import argparse
import json
import os
import subprocess
from collections import Counter
from pathlib import Path

from mdpaperlint import lint
from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.line_diff import changed_lines
from mdpaperlint.markdown.parser import parse


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, encoding="utf-8", errors="replace"
    ).stdout


def as_data(finding: Finding, kind: str, revision: str) -> dict[str, object]:
    return {
        "revision": revision,
        "kind": kind,
        "line": finding.place.line,
        "rule": finding.violation.rule,
        "message": finding.violation.message,
        "related": [each.message for each in finding.related],
        "source": finding.source,
    }


def replay(folder: Path) -> tuple[Counter[str], list[dict[str, object]]]:
    """Counts and reports of one list, in the order of its commits."""
    revisions = git(folder, "rev-list", "--reverse", "HEAD").split()
    counts: Counter[str] = Counter()
    reports = []
    os.chdir(folder)
    before: list[Finding] = []
    for number, revision in enumerate(revisions):
        git(folder, "checkout", "-q", "--force", revision)
        # Of a repository, the bundles hold the list alone.
        now = list(lint(["README.md"], ignore=["missing-file"]).findings)
        if number:
            counts["commits"] += 1
            counts["all reports"] += len(now)
            old = Counter((each.violation.rule, each.violation.message, each.source) for each in before)
            earlier = git(folder, "show", f"{revisions[number - 1]}:README.md")
            text = parse(Path("README.md").read_text(encoding="utf-8", errors="replace"))
            touched = changed_lines(earlier, text)
            found = list(lint(["README.md"], ignore=["missing-file"], since=revisions[number - 1]).findings)
            for each in found:
                untouched = each.place.line - 1 not in touched
                key = each.violation.rule, each.violation.message, each.source
                same = untouched and old[key] > 0
                kind = "old" if same else "untouched" if untouched else "touched"
                counts[kind] += 1
                reports.append(as_data(each, kind, revision))
            told = {(each.violation.rule, each.place.line) for each in found}
            for each in now:
                if each.place.line - 1 in touched:
                    counts["found on touched lines"] += 1
                    if (each.violation.rule, each.place.line) not in told:
                        counts["left out"] += 1
                        reports.append(as_data(each, "left out", revision))
        before = now
    return counts, reports


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clones", type=Path, nargs="+")
    parser.add_argument("--reports", type=Path, help="write the reports there, one JSON object on a line")
    given = parser.parse_args()
    total: Counter[str] = Counter()
    lines = []
    place = given.reports and given.reports.absolute()
    for clone in [each.absolute() for each in given.clones]:
        counts, reports = replay(clone)
        print(clone.name, dict(sorted(counts.items())), flush=True)
        total += counts
        lines += [json.dumps({"list": clone.name, **each}) for each in reports]
    print("all", dict(sorted(total.items())))
    if place:
        place.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return int(total["old"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
