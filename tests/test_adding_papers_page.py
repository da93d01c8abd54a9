"""The workflow of the page on adding papers: a form that a stranger filled becomes a pull request, or a word
why not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "adding-papers.md").read_text(encoding="utf-8")
LIST = """# Papers

## Agents

- [Sorted by rumour](https://arxiv.org/abs/2403.00001) (2024)
- [Plans made in a hurry](https://arxiv.org/abs/2311.00002) (2023)
- [Counting slow queries](https://arxiv.org/abs/2302.00003) (2023)
"""
# Asks nobody, and is the code of this checkout.
PIPX = f"""#!/bin/sh
shift 2; shift
exec {sys.executable} -m mdpaperlint add --offline "$@"
"""
GH = """#!/bin/sh
echo "$1 $2" >> "$STATE/calls"
while [ $# -gt 1 ]; do [ "$1" = --body-file ] && cat "$2" >> "$STATE/calls"; shift; done
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflow's shell is a Unix one")


def block(name: str) -> str:
    (found,) = re.findall(rf"```yaml\n(# {re.escape(name)}\n.*?)```", PAGE, re.DOTALL)
    return str(found)


def form(paper: str, section: str = "Agents", code: str = "_No response_") -> str:
    labels = [
        each["attributes"]["label"]
        for each in yaml.safe_load(block(".github/ISSUE_TEMPLATE/paper.yml"))["body"]
    ]
    answers = (paper, section, code)
    return "\r\n\r\n".join(
        f"### {label}\r\n\r\n{answer}" for label, answer in zip(labels, answers, strict=True)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "List")
    tools = tmp_path / "tools"
    tools.mkdir()
    # All but the push is real: there is nowhere to push to.
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    push = f'#!/bin/sh\nif [ "$1" = push ]; then echo "$3" >> "$STATE/calls"; else exec {real} "$@"; fi\n'
    for name, text in (("gh", GH), ("pipx", PIPX), ("git", push)):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    return folder


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def run(folder: Path, body: str) -> str:
    """What GitHub was told."""
    steps = yaml.safe_load(block(".github/workflows/add-paper.yml"))["jobs"]["add"]["steps"]
    environment = {
        **os.environ,
        "PATH": f"{folder.parent / 'tools'}{os.pathsep}{os.environ['PATH']}",
        "STATE": str(folder.parent),
        "BODY": body,
        "NUMBER": "7",
        "GH_TOKEN": "secret",
        "GITHUB_REPOSITORY": "owner/list",
    }
    script = textwrap.dedent(steps[-1]["run"])
    finished = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert "secret" not in finished.stdout + finished.stderr
    return (folder.parent / "calls").read_text(encoding="utf-8")


def test_a_filled_form_becomes_a_pull_request(folder: Path) -> None:
    told = run(folder, form("2312.00001", code="https://github.com/a/b"))
    assert told.startswith("add-paper-7\npr create\n")
    assert told.endswith("Closes #7.\n")
    assert git(folder, "log", "-1", "--format=%s") == "Add a paper (#7)\n"
    changed = git(folder, "diff", "HEAD~1", "--unified=0").splitlines()
    assert [line for line in changed if line.startswith("+-")] == [
        "+- [](https://arxiv.org/abs/2312.00001) (2023)"
    ]


@pytest.mark.parametrize(
    ("paper", "section", "said"),
    [
        ("2403.00001", "Agents", "is there already"),
        ("nonsense", "Agents", "neither an arXiv ID"),
        ("2312.00001", "Nowhere", "no section is called Nowhere"),
        ("--again", "Agents", "neither an arXiv ID"),
        ('"; touch ../stolen; echo "', "$(touch ../stolen)`touch ../stolen`", "neither an arXiv ID"),
    ],
)
def test_what_cannot_be_added_is_said_in_the_issue(folder: Path, paper: str, section: str, said: str) -> None:
    told = run(folder, form(paper, section))
    assert told.startswith("issue comment\n")
    assert said in told
    assert (folder / "README.md").read_text(encoding="utf-8") == LIST
    assert not (folder.parent / "stolen").exists()


def test_no_expression_stands_in_a_command() -> None:
    workflow = yaml.safe_load(block(".github/workflows/add-paper.yml"))
    assert workflow["permissions"] == {}
    assert not any("${{" in step.get("run", "") for step in workflow["jobs"]["add"]["steps"])
