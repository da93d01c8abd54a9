"""What a list does throughout is one report, which can be silenced and adopted like any other."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cli_runner import run_cli

FORMS = "# Papers\n\n" + "".join(
    f"- [Paper {n}](https://arxiv.org/{'pdf' if n % 6 == 0 else 'abs'}/2401.{n:05})\n" for n in range(1, 31)
)
WORDS = "# Papers\n\n| Title | Notes |\n| --- | --- |\n" + "".join(
    f"| [Paper {n}](https://arxiv.org/abs/2401.{n:05}) | {'here' if n % 6 == 0 else '[here](n.md)'} |\n"
    for n in range(1, 133)
)
SHORT = "\n".join(
    "| Date | Title | Code |\n| - | - | - |\n"
    + "".join(
        f"| 2020.0{n} | [Paper {table}{n}](https://arxiv.org/abs/200{table}.0000{n}) |\n" for n in range(1, 6)
    )
    + "".join(
        f"| 2020.0{n} | [Paper {table}{n}](https://arxiv.org/abs/200{table}.0000{n}) | [c](https://a.b) |\n"
        for n in range(6, 9)
    )
    for table in (1, 2)
)
EMPTY = "# Papers\n\n" + "".join(
    f"- [Paper {n}](https://arxiv.org/abs/2401.{n:05}) [[code]()]\n" for n in range(1, 22)
)
HABITS = [
    ("inconsistent-arxiv-link", FORMS),
    ("unlinked-text", WORDS),
    ("ragged-row", SHORT),
    ("empty-link", EMPTY),
    ("empty-section", "# Papers\n\n" + "##\n\n- [Paper](https://arxiv.org/abs/2401.00001)\n\n" * 4),
]


@pytest.mark.parametrize(("rule", "text"), HABITS)
def test_a_habit_is_reported_once_silenced_once_and_adopted_once(
    rule: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "n.md").write_text("# Notes\n", encoding="utf-8")
    readme = tmp_path / "README.md"

    def reports(*arguments: str) -> list[str]:
        result = run_cli("README.md", "--select", rule, *arguments, cwd=tmp_path)
        return [line for line in result.out.splitlines() if re.match(r"\d+:\d+: ", line)]

    readme.write_text(text, encoding="utf-8")
    (report,) = reports()
    place = int(report.split(":")[0]) - 1
    lines = text.splitlines(keepends=True)
    lines[place] = lines[place].rstrip("\n|").rstrip() + f" <!-- mdpaperlint-disable-line {rule} -->"
    lines[place] += " |\n" if text.splitlines()[place].endswith("|") else "\n"
    readme.write_text("".join(lines), encoding="utf-8")
    assert reports() == []
    readme.write_text(text, encoding="utf-8")
    assert run_cli("README.md", "--select", rule, "--write-baseline", cwd=tmp_path).code == 0
    assert reports() == []
    # What stands first may change: the habit stays the same.
    readme.write_text(text.replace("Paper 1", "Study 1").replace("Paper](", "Work](", 1), encoding="utf-8")
    assert reports() == []


@pytest.mark.parametrize(("rule", "text"), HABITS)
def test_a_habit_that_was_there_before_is_no_new_one(rule: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("# Notes\n", encoding="utf-8")
    readme = tmp_path / "README.md"
    readme.write_text("# Papers\n", encoding="utf-8")

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org")
        subprocess.run(("git", *identity, *arguments), cwd=tmp_path, check=True, capture_output=True)

    def found() -> int:
        return run_cli("README.md", "--select", rule, "--since", "HEAD", cwd=tmp_path).out.count(f" {rule}: ")

    git("init")
    git("add", ".")
    git("commit", "--message", "Begin the list")
    readme.write_text(text, encoding="utf-8")
    assert found() == 1
    git("commit", "--all", "--message", "Add papers")
    # The first of those that have the habit is another than before.
    readme.write_text(text.replace("Paper 1", "Study 1").replace("Paper](", "Work](", 1), encoding="utf-8")
    assert found() == 0
