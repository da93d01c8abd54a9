from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median

import pytest

from mdpaperlint import lint
from mdpaperlint.cli import main
from mdpaperlint.reporting.terminal import width
from real_lists import FOLDER as CORPUS
from real_lists import built_on

HEAD = "# P\n\n| Date | Title | Link |\n| --- | --- | --- |\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def shown(text: str, *arguments: str) -> str:
    Path("README.md").write_text(text, encoding="utf-8")
    out = io.StringIO()
    with redirect_stdout(out):
        main([*arguments, "README.md"])
    return out.getvalue()


def reports(out: str) -> list[str]:
    return re.findall(r"^\d+:\d+: (?:error|warning) .*$", out, re.MULTILINE)


def test_errors_stand_before_warnings_and_the_path_stands_once() -> None:
    good = "".join(f"| 2020 | Good {number} | [x](https://a.org/{number}) |\n" for number in range(6))
    out = shown(f"{HEAD}| 2020 | Short |\n{good}| 2020 | Long | [x](https://a.org/7) | more |\n")
    assert [report.split(": ")[1] for report in reports(out)] == [
        "error ragged-row",
        "warning ragged-row",
    ]
    assert out.count("README.md") == 1


CONTENTS = "".join(f"- [Part {number}](#part-{number})\n" for number in range(30))


def test_one_habit_is_one_report_and_full_lists_its_places() -> None:
    text = f"# P\n\n{CONTENTS}\n## Here\n\n- [code]()\n"
    out = shown(text, "--select", "missing-anchor")
    assert len(reports(out)) == 1
    assert "… and the same at 29 more places, lines 4 to 32\n" in out
    out = shown(
        "# P\n\n- [code] (https://a.org) [data] (https://b.org) [page] (https://c.org) [talk] (https://d.org)\n"
    )
    assert "… and the same at 3 more places, line 3\n" in out
    assert "--full shows every place" in out
    whole = shown(text, "--select", "missing-anchor", "--full")
    assert [report.split(":")[0] for report in reports(whole)] == [str(line) for line in range(3, 33)]
    assert "--full" not in whole


def test_other_remedies_are_other_reports() -> None:
    """The nearest heading is offered for some of the anchors, and nothing for the others."""
    text = f"# P\n\n- [a](#survey)\n{CONTENTS}\n## Surveys\n"
    remedies = [report.split(": ")[-1] for report in reports(shown(text, "--select", "missing-anchor"))]
    assert remedies == ["did you mean #surveys?", "correct the link or remove it"]


def test_what_three_places_share_is_told_of_each() -> None:
    text = "# P\n\n" + "".join(f"- [Part {number}](#part-{number})\n" for number in range(3))
    assert len(reports(shown(text, "--select", "missing-anchor"))) == 3


def test_of_many_different_reports_the_first_are_told() -> None:
    rows = "".join(
        f"| 2020-01 | Paper {number} | [x](https://arxiv.org/abs/2001.{10000 + number}) |\n"
        for number in range(30)
    )
    out = shown(HEAD + rows + rows, "--select", "duplicate-paper")
    assert len(reports(out)) == 10
    assert len(re.findall(r"^ +\d+ \| ", out, re.MULTILINE)) == 5
    assert "… and 20 more of duplicate-paper\n" in out
    assert len(reports(shown(HEAD + rows + rows, "--select", "duplicate-paper", "--full"))) == 30


def test_of_a_file_with_many_reports_each_rule_shows_the_line_of_its_first() -> None:
    rows = [f"Paper {n} | [x](https://arxiv.org/abs/230{n}.1000{n}) |\n" for n in range(1, 8)]
    table = "".join(f"| 2020-0{n} | {row}" for n, row in enumerate(rows, 1))
    again = "".join(f"| 2020-1{n % 2} | {row}" for n, row in enumerate(rows, 1))
    names = ("apples", "cherries", "medlars", "oranges", "quinces", "raspberries")
    parts = "".join(f"## {name}\n\n- [a](#{name}x)\n\n" for name in names)
    broken = "- [Apples](htps://a.org)\n- [Pears](htps://b.org)\n- [Figs](htps://c.org)\n- [d]()\n- [e]()\n"
    out = shown(f"{HEAD}{table}{again}\n{parts}{broken}")
    told = re.split(r"^(?=\d+:\d+: )", out, flags=re.MULTILINE)[1:]
    with_lines = Counter(
        report.split()[2] for report in told if re.search(r"^ +\d+ \| ", report, re.MULTILINE)
    )
    assert with_lines == {
        "duplicate-paper:": 5,
        "unordered-rows:": 3,
        "missing-anchor:": 5,
        "broken-link-syntax:": 2,
        "empty-link:": 1,
    }
    assert len(told) == 21


def test_the_corrected_line_is_cut_around_the_change() -> None:
    filler = "word " * 60
    rows = "".join(f"| 2020-0{number} | {filler} | x |\n" for number in range(1, 8))
    text = f"{HEAD}{rows}| 2020.8 | {filler} | x |\n".replace(
        "| Date | Title | Link |", "| Title | Date | Link |"
    )
    text = re.sub(r"^\| (20\S+) \| (.*?) \| x", r"| \2 | \1 | x", text, flags=re.MULTILINE)
    out = shown(text, "--select", "mixed-date-format")
    (line,) = re.findall(r"^ += (.*)$", out, re.MULTILINE)
    assert re.fullmatch(r"….* 2020-08 \| x \|", line)
    assert width(line) < 100
    (whole,) = re.findall(r"^ +=(.*)$", shown(text, "--select", "mixed-date-format", "--full"), re.MULTILINE)
    assert whole == f" | {filler} | 2020-08 | x |"


def on_terminal(*arguments: str, columns: int = 80) -> str:
    """What the command writes to a terminal that is so wide."""
    screen, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint", *arguments],
        stdout=child,
        stderr=child,
        env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {"TERM": "xterm"},
    )
    os.close(child)
    pieces = []
    try:
        while piece := os.read(screen, 65536):
            pieces.append(piece)
    except OSError:
        # So Linux says that the other end is closed.
        pass
    process.wait()
    os.close(screen)
    return b"".join(pieces).decode("utf-8")


def test_unasked_links_are_told_at_a_first_run_alone(folder: Path) -> None:
    (folder / "README.md").write_text("# P\n\n- [a](https://a.org)\n")
    told = "1 remote link was not checked"
    assert told in on_terminal("README.md")
    (folder / "mdpaperlint.toml").write_text("")
    assert told not in on_terminal("README.md")
    (folder / "mdpaperlint.toml").unlink()
    assert told not in shown("# P\n\n- [a](https://a.org)\n")
    assert told in shown("# P\n\n- [a](https://a.org)\n", "--verbose")


def test_a_terminal_has_its_width_and_warnings_are_yellow(folder: Path) -> None:
    rows = "".join(f"| 2020 | {'word ' * 40}| x |\n" for _ in range(3))
    (folder / "README.md").write_text(f"{HEAD}{rows}| 2020 | {'word ' * 40}|\n")
    out = on_terminal("--select", "ragged-row", "README.md", columns=60)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()
    assert max(width(line) for line in plain if " | " in line) in (59, 60)
    assert re.search("\x1b\\[1;33m\\^+", out)


def screens(first: int) -> Iterator[tuple[Path, str]]:
    """Every eighth list that is given free for building on, and what is shown of it."""
    for name in built_on()[first::8]:
        out = io.StringIO()
        with redirect_stdout(out):
            main([str(Path(CORPUS or "") / name)])
        yield Path(CORPUS or "") / name, out.getvalue()


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="MDPAPERLINT_CORPUS names no folder of real lists")
def test_reports_of_real_lists_can_be_looked_over() -> None:
    lengths = [sum(max(1, -(-width(line) // 100)) for line in shown.splitlines()) for _, shown in screens(1)]
    assert median(lengths) <= 40
    assert max(lengths) <= 150


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="MDPAPERLINT_CORPUS names no folder of real lists")
def test_on_real_lists_no_remedy_is_hidden_by_another() -> None:
    """Without the addresses, names and texts that they name, all remedies of a list are told."""
    for path, shown in screens(3):
        more = set(re.findall(r"^… and \S+ more of (\S+)$", shown, re.MULTILINE))
        told = {remedy(report) for report in reports(shown)}
        findings = [each.violation for each in lint([path]).findings if each.violation.rule not in more]
        assert {remedy(f"{each.rule}: {each.message}") for each in findings} <= told, path


def remedy(report: str) -> str:
    message = re.sub("“[^”]*”", "", report.split(": ", 1)[1] if report[0].isdigit() else report)
    message = re.sub(r"^(?:error|warning) | \[(?:unsafe )?fix\]$", "", message)
    return " ".join(word for word in message.split() if not re.search(r"[/#\d]|\.\w", word))
