"""Nothing of a file, a path, a URL or a plug-in reaches a terminal or a runner of workflows but as text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile_documents import document, line_end_of
from mdpaperlint.cli import main
from mdpaperlint.reporting import FORMATS

# C0 but the line feed and the tab, DEL, C1, bidirectional controls and marks, line and paragraph separators,
# byte order mark, lone surrogates: what acts on a terminal, or reorders what a person reads there.
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
PIECES = ["\x1b[31m", "\x9b2J", "\x1b]0;t\x07", "\r", "\u202e", "\u2066", "\u2028", "\x85", "\x7f", "\b"]
PIECES += ["::error::", "%0A", "%0D::", "##[group]", "\u200f", "a", " ", ".", ":", ",", "\t", "é", "表"]
EVIL = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
COMMANDS: list[list[str]] = [
    ["--strict"],
    ["--quiet"],
    ["--statistics"],
    ["--verbose"],
    ["--select", "all"],
    ["--fix"],
    *(["--format", name, "--select", "all"] for name in FORMATS),
    ["outline"],
    ["stats"],
]
PLUGIN = """
from mdpaperlint.model.violation import Related
from mdpaperlint.rules.base import Options, Rule

class Evil(Rule[Options]):
    name = "evil"
    summary = {evil!r}

    def check(self, document, context):
        yield self.violation(0, 0, {evil!r}, related=(Related(0, 0, {evil!r}, {evil!r}, 1),))
        raise ValueError({evil!r})
"""


def run(arguments: Sequence[str]) -> tuple[int, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return code, "".join(texts)


def assert_harmless(shown: str, arguments: Sequence[str]) -> None:
    found = ACTS.search(shown)
    assert found is None, (arguments, shown[max(found.start() - 60, 0) : found.end() + 20])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@given(parts=st.lists(st.integers(0, 2**30), max_size=4), evil=EVIL, name=EVIL)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_run_shows_is_text(
    command: list[str], folder: Path, parts: list[int], evil: str, name: str
) -> None:
    text = document(parts, line_end_of(len(parts)))
    table = f"| Date | {evil} | Link |\n|---|---|---|\n| 2023 | {evil} | [{evil}](<{evil}>) | lost |\n"
    row = f"\n\n## {evil}\n\n{table}"
    path = f"a{name}.md"
    Path(path).write_bytes((text + row + f"| 2023 | {evil} |\n").encode())
    plugin = f"p{name}.py"
    Path(plugin).write_text(PLUGIN.format(evil=evil), encoding="utf-8")
    arguments = [*command, path]
    if command[0] not in ("outline", "stats"):
        arguments += ["--plugin", plugin]
    code, shown = run(arguments)
    assert code in (0, 1, 2)
    assert "Traceback" not in shown
    assert "fault in mdpaperlint" not in shown
    assert_harmless(shown, arguments)


@given(evil=EVIL)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_said_of_wrong_words_is_text(folder: Path, evil: str) -> None:
    for arguments in (
        [f"none{evil}.md"],
        ["--select", f"x{evil}"],
        ["--config", f"x{evil}"],
        ["--plugin", f"x{evil}"],
        ["--format", f"x{evil}"],
        [f"--x{evil}"],
        ["rule", f"x{evil}"],
        ["outline", f"x{evil}"],
        ["stats", f"x{evil}"],
    ):
        code, shown = run(arguments)
        assert code == 2, arguments
        assert_harmless(shown, arguments)


def test_the_check_itself_tells_escapes_from_text() -> None:
    for harmful in ("\x1b[0m", "\u202e", "a\rb", "\x9b", "\udc80"):
        with pytest.raises(AssertionError):
            assert_harmless(harmful, [])
    assert_harmless("plain\ntext – 表 🎓", [])
