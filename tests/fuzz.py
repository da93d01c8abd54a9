"""Tries the properties of `harmless_properties.py` on documents by chance, for as long as it is told.

    python tests/fuzz.py --seconds 60 --seed 1

The documents are made by `hostile_documents.py`, or are the fixtures, the examples of the rules' pages and,
when MDPAPERLINT_CORPUS names a folder, pieces of the lists in it, with accidents put in. What fails is made
small and printed; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from harmless_properties import PROPERTIES, Property, Setting
from hostile_documents import document, line_end_of, mutated

_HERE = Path(__file__).resolve().parent
_MOST_LINES = 60


def seeds() -> list[list[str]]:
    """Real shapes to start from, as lines with their line ends."""
    files = [*(_HERE / "fixtures").glob("*.md"), *(_HERE.parent / "rules").glob("*.md")]
    folder = os.environ.get("MDPAPERLINT_CORPUS")
    if folder:
        files += Path(folder).glob("*.md")
    return [path.read_bytes().decode("utf-8").splitlines(keepends=True) for path in sorted(files)]


def make(random: Random, starts: list[list[str]]) -> str:
    if random.random() < 0.5:
        lines = random.choice(starts)
        size = random.randint(3, _MOST_LINES)
        first = random.randrange(max(1, len(lines) - size))
        text = "".join(lines[first : first + size])
    else:
        parts = [random.randrange(2**30) for _ in range(random.randint(1, 6))]
        text = document(
            parts,
            line_end_of(random.randrange(8)) if random.random() < 0.5 else "\n",
            mark=random.random() < 0.05,
            last=random.random() < 0.8,
        )
    return mutated(text, random) if random.random() < 0.8 else text


def smaller(text: str, fails: Callable[[str], bool], seconds: float = 20) -> str:
    """The text without whatever it also fails without."""
    end = time.monotonic() + seconds
    size = max(1, len(text) // 2)
    while size >= 1:
        start = 0
        while start < len(text) and time.monotonic() < end:
            shorter = text[:start] + text[start + size :]
            if fails(shorter):
                text = shorter
            else:
                start += size
        size //= 2
    return text


def failure(check: Property, text: str, setting: Setting) -> str | None:
    try:
        check(text, setting)
    except Exception as error:
        return f"{type(error).__name__}: {error}".split("\n")[0][:300]
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--property", action="append", choices=list(PROPERTIES), help="only these")
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    starts = seeds()
    cases: Counter[str] = Counter()
    spent: dict[str, float] = dict.fromkeys(PROPERTIES, 0.0)
    failed: Counter[str] = Counter()
    shown: set[tuple[str, str]] = set()
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        text = make(random, starts)
        number = random.choice((0, 0, random.randrange(1, 1000)))
        setting = Setting(number)
        for name in arguments.property or PROPERTIES:
            check = PROPERTIES[name]
            begun = time.process_time()
            message = failure(check, text, setting)
            cases[name] += 1
            spent[name] += time.process_time() - begun
            if message is None:
                continue
            failed[name] += 1
            kind = (name, "".join(filter(str.isalpha, message))[:60])
            if kind not in shown:
                shown.add(kind)
                least = smaller(text, lambda each: failure(check, each, setting) is not None)  # noqa: B023
                sys.stdout.write(f"{name}: {failure(check, least, setting)}\n")
                sys.stdout.write(f"  options {number}: {least!a}\n")
                sys.stdout.flush()
    for name, count in cases.items():
        sys.stdout.write(f"{name:45} {count:7,} cases {spent[name]:7.1f} s {failed[name]:4} failed\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
