"""Replays the commits of real lists and counts what `--since` their parent reports of each.

    python benchmarks/histories.py CLONE... [--reports FILE] [--command-line 20]

A clone is the folder of a git repository without merges, in which README.md is the list; nothing of it is
written. A report is *old* when the text before had the same report of the same line; it is on an *untouched*
line when the commit neither wrote nor moved that line, and the lines that the commit did change are written
beside it. Reports on added lines are compared with all that the rules find there without `--since`: what is
*left out* was known under another line.

Each text is read and checked once, for its own commit and as the text before of the next one. What
`mdpaperlint --since` itself prints is compared for one commit in so many as `--command-line` says.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mdpaperlint.engine.document_check import check_document
from mdpaperlint.engine.findings import Finding, locate
from mdpaperlint.engine.known_violations import UNTOUCHED, KnownViolations, counts_of
from mdpaperlint.engine.line_diff import Block, changes
from mdpaperlint.engine.linter import Linter
from mdpaperlint.markdown.parser import parse

LIST = "README.md"
LINE_NUMBER = re.compile(r"\bline \d+")
# So many changed lines are written beside a report on an untouched one.
SHOWN = 12


def git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True).stdout


def as_data(finding: Finding, kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "line": finding.place.line,
        "rule": finding.violation.rule,
        "message": finding.violation.message,
        "related": [f"{each.place.line if each.place else ''}: {each.message}" for each in finding.related],
        "source": finding.source,
    }


def key(finding: Finding, line: int | None = None) -> tuple[str, str, int]:
    """Equal for a report and what it was of the text before, in which its ``line`` is given."""
    message = LINE_NUMBER.sub("line", finding.violation.message.removesuffix(UNTOUCHED))
    return finding.violation.rule, message, finding.place.line if line is None else line


def lines_before(before: str, after: str) -> dict[int, int]:
    """For each line that is the same in both texts, counted from 1, its number in the text before."""
    old, new = before.splitlines(), after.splitlines()
    found: dict[int, int] = {}
    line = new_line = 0
    for block in [*changes(old, new), Block(len(old), len(old), len(new), len(new))]:
        found.update(
            zip(range(new_line + 1, block.new_start + 1), range(line + 1, block.start + 1), strict=True)
        )
        line, new_line = block.end, block.new_end
    return found


def changed(before: list[str], after: list[str], line: int) -> list[str]:
    """The changed lines that stand the nearest to a line."""
    blocks = sorted(changes(before, after), key=lambda block: abs(block.new_start + 1 - line))
    shown = [
        said
        for block in blocks[:SHOWN]
        for said in (
            *(f"{number + 1}- {before[number]}" for number in range(block.start, block.end)),
            *(f"{number + 1}+ {after[number]}" for number in range(block.new_start, block.new_end)),
        )
    ]
    return shown[:SHOWN]


def replay(folder: Path, every: int) -> Iterator[tuple[Counter[str], list[dict[str, object]]]]:
    """Counts and reports of each commit of one list, in their order."""
    linter = Linter(ignore=["missing-file"], config=False, baseline=False)
    rules = linter.rules_for(LIST)
    before, findings_before, known = "", Counter[tuple[str, str, int]](), None
    for number, revision in enumerate(git(folder, "rev-list", "--reverse", "HEAD").decode().split()):
        text = git(folder, "show", f"{revision}:{LIST}").decode("utf-8", "replace")
        document = parse(text)
        violations = check_document(document, rules).violations
        now = locate(document, violations)
        if known is not None:
            counts = Counter({"commits": 1, "all reports": len(now)})
            reports = []
            found = locate(document, check_document(document, rules, known=known).violations)
            same_lines = lines_before(before, text)
            touched = known.recent_lines(document)
            for each in found:
                untouched = each.place.line - 1 not in touched
                line = same_lines.get(each.place.line, -1)
                same = untouched and findings_before[key(each, line)] > 0
                kind = "old" if same else "untouched" if untouched else "touched"
                counts[kind] += 1
                reports.append(as_data(each, kind))
                if untouched:
                    nearest = changed(before.splitlines(), text.splitlines(), each.place.line)
                    reports[-1]["change"] = nearest
            told = {(each.violation.rule, each.place.line) for each in found}
            for each in now:
                if each.place.line - 1 in touched:
                    counts["found on touched lines"] += 1
                    if (each.violation.rule, each.place.line) not in told:
                        counts["left out"] += 1
                        reports.append(as_data(each, "left out"))
            if every and number % every == 0:
                counts["compared with the command line"] += 1
                printed = [(each.place.line, each.violation.rule, each.violation.message) for each in found]
                if printed != by_command_line(folder, revision):
                    counts["unlike the command line"] += 1
                    print("unlike the command line:", folder.name, revision, flush=True)
            yield counts, [{"list": folder.name, "revision": revision, **each} for each in reports]
            assert known.before is not None
            known.before.memoized.clear()
        before, findings_before = text, Counter(map(key, now))
        known = KnownViolations(counts_of(document, violations), document, violations)


def by_command_line(folder: Path, revision: str) -> list[tuple[int, str, str]]:
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch, "list")
        git(folder, "clone", "-q", "--no-checkout", folder.absolute().as_posix(), clone.as_posix())
        git(clone, "checkout", "-q", "--detach", revision)
        options = [
            "--format",
            "json",
            "--no-config",
            "--no-baseline",
            "--exit-zero",
            "--ignore",
            "missing-file",
        ]
        command = [sys.executable, "-m", "mdpaperlint", "check", *options, "--since", "HEAD~1", LIST]
        done = subprocess.run(command, cwd=clone, check=True, capture_output=True)
        found = json.loads(done.stdout)["files"][0]["violations"]
    return [(each["line"], each["rule"], each["message"]) for each in found]


def replay_all(clones: list[Path], every: int, reports: IO[str] | None) -> Counter[str]:
    total: Counter[str] = Counter()
    for clone in clones:
        of_list: Counter[str] = Counter()
        for counts, found in replay(clone, every):
            of_list += counts
            if reports:
                reports.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in found)
                reports.flush()
        print(clone.name, dict(sorted(of_list.items())), flush=True)
        total += of_list
    return total


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clones", type=Path, nargs="+")
    parser.add_argument("--reports", type=Path, help="add the reports there, one JSON object on a line")
    parser.add_argument("--command-line", type=int, default=20, help="0 for never")
    given = parser.parse_args()
    if given.reports:
        with given.reports.open("a", encoding="utf-8") as reports:
            total = replay_all(given.clones, given.command_line, reports)
    else:
        total = replay_all(given.clones, given.command_line, None)
    print("all", dict(sorted(total.items())))
    return int(total["old"] + total["unlike the command line"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
