"""The hooks as pre-commit runs them: installed from a git repository, on real commits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1]
BAD = "# Papers\n\n| Year | Title |\n| --- | --- |\n| 2020 | A | lost |\n"
SHORT = "# Papers\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"
SHORT_FIXED = SHORT.replace("| A |\n", "| A | |\n")
WHAT_SHIPS = ("src", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def run(
    *command: str | Path, cwd: Path, check: bool = True, **environment: str
) -> subprocess.CompletedProcess[str]:
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH"))
    }
    finished = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**inherited, **environment}
    )
    if check:
        assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished


def git_init(folder: Path) -> None:
    run("git", "init", "-q", "-b", "main", cwd=folder)
    run("git", "config", "user.name", "A Maintainer", cwd=folder)
    run("git", "config", "user.email", "maintainer@example.org", cwd=folder)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds the project as it is in the work tree now."""
    folder = tmp_path_factory.mktemp("mdpaperlint")
    for name in WHAT_SHIPS:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git_init(folder)
    run("git", "add", "-A", cwd=folder)
    run("git", "commit", "-q", "-m", "The project", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pre-commit's cache, shared so that the hooks are installed once."""
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git_init(tmp_path)
    return tmp_path


def pre_commit(*arguments: str | Path, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return run(
        sys.executable, "-m", "pre_commit", *arguments, cwd=cwd, check=False, PRE_COMMIT_HOME=str(home)
    )


def test_commits(hooks: Path, home: Path, repository: Path) -> None:
    revision = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()

    def configure(hook: str) -> None:
        (repository / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n", encoding="utf-8"
        )

    def commit(message: str) -> subprocess.CompletedProcess[str]:
        run("git", "add", ".", cwd=repository)
        return run("git", "commit", "-m", message, cwd=repository, check=False, PRE_COMMIT_HOME=str(home))

    readme = repository / "README.md"
    configure("mdpaperlint")
    installed = pre_commit("install", cwd=repository, home=home)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    readme.write_text(BAD, encoding="utf-8")
    (repository / "notes.txt").write_text(BAD, encoding="utf-8")
    stopped = commit("A bad list")
    assert stopped.returncode != 0
    assert "README.md\n5:" in stopped.stdout + stopped.stderr
    assert "error ragged-row: " in stopped.stdout + stopped.stderr
    assert "notes.txt" not in stopped.stdout + stopped.stderr
    assert run("git", "rev-list", "--all", "--count", cwd=repository).stdout.strip() == "0"

    # A warning stops no commit, and is seen all the same.
    readme.write_text(SHORT, encoding="utf-8")
    warned = commit("A list with a short row")
    assert warned.returncode == 0, warned.stdout + warned.stderr
    assert "warning ragged-row: " in warned.stdout + warned.stderr

    configure("mdpaperlint-fix")
    readme.write_text(SHORT + "\n", encoding="utf-8")
    mended = commit("A list to be mended")
    assert mended.returncode != 0
    assert "files were modified by this hook" in mended.stdout + mended.stderr
    assert readme.read_text(encoding="utf-8") == SHORT_FIXED + "\n"
    again = commit("The mended list")
    assert again.returncode == 0, again.stdout + again.stderr
    assert run("git", "show", "HEAD:README.md", cwd=repository).stdout == SHORT_FIXED + "\n"
