"""The weekly workflow of the page on links keeps one issue up to date, and its configuration is one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.rules import RULES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "links.md").read_text(encoding="utf-8")

GH = """#!/bin/sh
echo "$1 $2 $3 $4" >> "$STATE/calls"
case "$2" in
  list) cat "$STATE/open" 2>/dev/null; exit 0;;
  create) echo 7 > "$STATE/open";;
  close) rm "$STATE/open";;
esac
"""
PIPX = """#!/bin/sh
printf '# report\\n'
exit "$(cat "$STATE/code")"
"""


def script() -> str:
    (workflow,) = re.findall(r"```yaml\n(# \.github/workflows/links\.yml\n.*?)```", PAGE, re.DOTALL)
    (found,) = re.findall(r"- run: \|\n((?: {10}.*\n)+)", workflow)
    return textwrap.dedent(found)


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow's shell is a Unix one")
def test_one_issue_follows_the_links(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("gh", GH), ("pipx", PIPX)):
        (tools / name).write_text(text, encoding="ascii")
        (tools / name).chmod(0o755)

    def week(code: int) -> tuple[int, list[str]]:
        (tmp_path / "code").write_text(str(code), encoding="ascii")
        (tmp_path / "calls").unlink(missing_ok=True)
        finished = subprocess.run(
            ["bash", "-e", "-c", script()],
            cwd=tmp_path,
            env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "STATE": str(tmp_path), "TITLE": "T"},
            check=False,
        )
        calls = tmp_path / "calls"
        lines = calls.read_text(encoding="ascii").splitlines() if calls.exists() else []
        return finished.returncode, [line for line in lines if not line.startswith("issue list")]

    assert week(0) == (0, [])
    assert week(1) == (0, ["issue create --title T"])
    assert week(1) == (0, ["issue edit 7 --body-file"])
    assert week(2) == (2, [])
    assert week(0) == (0, ["issue close 7 --comment"])
    assert week(0) == (0, [])


def test_the_links_table_of_the_page_is_valid(tmp_path: Path) -> None:
    (table,) = re.findall(r"```toml\n(online = true.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "mdpaperlint.toml"
    file.write_text(table, encoding="utf-8")
    links = load_config(str(file), {rule.name: rule for rule in RULES}).links
    assert links is not None
    assert len(links.ignores) == 2
    defaults = re.findall(r"^(timeout|retries|connections|gap|budget) += +([\d.]+) +#", table, re.MULTILINE)
    from mdpaperlint.model.link_settings import LinkSettings

    assert {name: float(value) for name, value in defaults} == {
        name: float(getattr(LinkSettings(), name))
        for name in ("timeout", "retries", "connections", "gap", "budget")
    }
