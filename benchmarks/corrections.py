"""Makes edits of real lists and counts what `--since` reports of each.

    python benchmarks/corrections.py LIST... [--edits 500] [--seed 1]

Half of the edits only correct something: a fix that the tool offers, a padded cell, an address with https, a
date that its arXiv ID tells, an entry less of two, an address where there was none. None of them may bring a
report, but for a corrected date that no longer fits its place, which is counted apart. The other half add a
line with faults of its own: all that the rules find on it without `--since` must be reported with it.
"""

import argparse
import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mdpaperlint import lint
from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.engine.findings import Finding

LINK = re.compile(r"\]\(http://[^()\s]+\)")
EMPTY = re.compile(r"\[([^\[\]]+)\]\(\)")
ARXIV = re.compile(r"arxiv\.org/(abs|pdf)/(\d{4})\.(\d{5})")


def git(folder: Path, *arguments: str) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *author, "-C", folder, *arguments], check=True, capture_output=True)


class List:
    """A list in a repository of its own, as it was committed."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "README.md"
        self.text = source.read_text(encoding="utf-8")
        git(folder, "init", "-q")
        self.path.write_text(self.text, encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "list")
        self.findings = self.found()

    def found(self, since: str | None = None) -> list[Finding]:
        return list(lint([self.path], ignore=["missing-file"], since=since, config=False).findings)

    def with_text(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")


def by_a_fix(each: List, chance: random.Random) -> str | None:
    fixes = [finding.violation.fix for finding in each.findings if finding.violation.fix is not None]
    return apply_edits(each.text, chance.choice(fixes).edits) if fixes else None


def by_padding(each: List, chance: random.Random) -> str | None:
    rows = [found.start() for found in re.finditer(r" \| ", each.text)]
    at = chance.choice(rows) if rows else None
    return None if at is None else each.text[:at] + "   " + each.text[at:]


def by_https(each: List, chance: random.Random) -> str | None:
    links = list(LINK.finditer(each.text))
    if not links:
        return None
    at = chance.choice(links).start()
    return each.text[:at] + each.text[at:].replace("http://", "https://", 1)


def by_date(each: List, chance: random.Random) -> str | None:
    wrong = [each for each in each.findings if each.violation.rule == "date-before-arxiv-id"]
    if not wrong:
        return None
    violation = chance.choice(wrong).violation
    told = re.search(r"is before (\d{4})-(\d\d)", violation.message)
    written = each.text[violation.start : violation.end]
    if told is None or not re.fullmatch(r"\d{4}(?:.\d\d)?", written):
        return None
    date = told[1] + (written[4] + told[2] if len(written) > 4 else "")
    return each.text[: violation.start] + date + each.text[violation.end :]


def by_removal(each: List, chance: random.Random) -> str | None:
    doubles = [each for each in each.findings if each.violation.rule == "duplicate-paper"]
    lines = each.text.split("\n")
    numbers = [
        found.place.line - 1 for found in doubles if re.match(r"\s*[|*-]", lines[found.place.line - 1])
    ]
    if not numbers:
        return None
    del lines[chance.choice(numbers)]
    return "\n".join(lines)


def by_address(each: List, chance: random.Random) -> str | None:
    empty = list(EMPTY.finditer(each.text))
    if not empty:
        return None
    at = chance.choice(empty).end() - 1
    return f"{each.text[:at]}https://example.org/{chance.randrange(10**9)}{each.text[at:]}"


CORRECTIONS: tuple[Callable[[List, random.Random], str | None], ...] = (
    by_a_fix, by_a_fix, by_padding, by_https, by_date, by_removal, by_address,
)  # fmt: skip


def with_faults(each: List, chance: random.Random) -> tuple[str, int] | None:
    """The text with a line more, made of another one, and the line's number."""
    lines = each.text.split("\n")
    entries = [number for number, line in enumerate(lines) if ARXIV.search(line)]
    if not entries:
        return None
    number = chance.choice(entries)
    line = lines[number]
    fresh = f"arxiv.org/abs/2407.{chance.randrange(10**4, 10**5)}"
    kind = chance.randrange(5)
    if kind == 0:
        line = ARXIV.sub(fresh.replace("abs/", "abs//"), line, count=1)
    elif kind == 1:
        line = ARXIV.sub(fresh, line, count=1).replace("](", "] (", 1)
    elif kind == 2 and line.rstrip().endswith("|"):
        line = ARXIV.sub(fresh, line, count=1).rstrip() + " lost | lost |"
    elif kind == 3:
        line = ARXIV.sub(fresh.replace("arxiv", "www.arxiv"), line, count=1)
    at = chance.choice([place for place in entries if abs(place - number) < 200])
    return "\n".join([*lines[:at], line, *lines[at:]]), at + 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lists", type=Path, nargs="+")
    parser.add_argument("--edits", type=int, default=500, help="of each half")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        lists = []
        for number, source in enumerate(given.lists):
            folder = Path(scratch, str(number))
            folder.mkdir()
            lists.append(List(source, folder))
        while counts["corrections"] < given.edits:
            each, correct = chance.choice(lists), chance.choice(CORRECTIONS)
            text = correct(each, chance)
            if text is None or text == each.text:
                continue
            counts["corrections"] += 1
            counts[correct.__name__] += 1
            each.with_text(text)
            for found in each.found("HEAD"):
                violation = found.violation
                if correct is by_date and violation.rule == "unordered-rows":
                    counts["corrected dates out of place"] += 1
                    continue
                counts["reports of corrections"] += 1
                print(
                    each.path,
                    given.lists[lists.index(each)].name,
                    correct.__name__,
                    found.place.line,
                    end=" ",
                )
                print(violation.rule, violation.message, "|", found.source[:150])
        while counts["planted lines"] < given.edits:
            each = chance.choice(lists)
            planted = with_faults(each, chance)
            if planted is None:
                continue
            text, line = planted
            counts["planted lines"] += 1
            each.with_text(text)
            alone = {found.violation.rule for found in each.found() if found.place.line == line}
            told = {found.violation.rule for found in each.found("HEAD") if found.place.line == line}
            counts["planted faults"] += len(alone)
            counts["planted faults that are told"] += len(alone & told)
            for rule in sorted(alone - told):
                print(
                    "not told:",
                    given.lists[lists.index(each)].name,
                    line,
                    rule,
                    text.split("\n")[line - 1][:150],
                )
    print(dict(sorted(counts.items())))
    return int(bool(counts["reports of corrections"]))


if __name__ == "__main__":
    raise SystemExit(main())
