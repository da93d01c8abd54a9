from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mdpaperlint.configuration.nearest_file import repository_root
from mdpaperlint.engine.discovery import default_path, discover


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


def found(*paths: str) -> list[str]:
    return [path.replace(os.sep, "/") for path in discover(paths).paths]


def test_markdown_files_sorted_with_folders_behind(folder: Path) -> None:
    touch(folder, "b.md", "a.markdown", "C.MD", "note.txt", "x/z.md", "x/y.md", "a/1.md")
    assert found(".") == ["C.MD", "a.markdown", "b.md", "a/1.md", "x/y.md", "x/z.md"]
    assert found("x", "b.md", "x/y.md", "./b.md") == ["x/y.md", "x/z.md", "b.md"]


def test_folders_that_hold_nothing_of_the_list_are_left_out(folder: Path) -> None:
    touch(
        folder,
        ".github/a.md",
        "node_modules/p/README.md",
        "env/lib/a.md",
        "env/pyvenv.cfg",
        ".venv/a.md",
        "k.md",
    )
    assert found(".") == ["k.md"]
    assert found(".github", ".github/a.md") == [".github/a.md"]


def test_a_repository_in_a_folder_is_entered_only_when_it_is_named(folder: Path) -> None:
    touch(folder, ".git/HEAD", "a.md", "nested/.git/HEAD", "nested/b.md", "nested/c/d.md", "docs/module/e.md")
    # As submodules and work trees have it.
    (folder / "docs/module/.git").write_text("gitdir: ../../.git/modules/module\n", encoding="utf-8")
    assert found(".") == ["a.md"]
    assert found("docs") == []
    assert found("nested", "docs/module") == ["nested/b.md", "nested/c/d.md", "docs/module/e.md"]
    assert found("nested/c") == ["nested/c/d.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_symbolic_links_are_read_where_they_lead(folder: Path) -> None:
    touch(folder, "docs/list.md")
    (folder / "README.md").symlink_to("docs/list.md")
    (folder / "loop").symlink_to(".")
    assert found(".") == ["docs/list.md"]
    assert found("README.md") == ["README.md"]


def test_a_named_file_is_read_whatever_it_is_called(folder: Path) -> None:
    touch(folder, "list.txt", ".gitignore", "ignored.md")
    (folder / ".gitignore").write_text("ignored.md\n")
    assert found("list.txt", "ignored.md") == ["list.txt", "ignored.md"]
    assert discover(["none.md"]).problems == ("none.md: no such file or folder",)
    assert discover([""]).problems == ("(a blank path): no such file or folder",)


def test_a_pattern_in_quotes_is_expanded(folder: Path) -> None:
    touch(folder, "b.md", "a.md", "docs/c.md", "docs/deep/d.md", "odd[1].md")
    assert found("*.md") == ["a.md", "b.md", "odd[1].md"]
    assert found("docs/**/*.md", "[ab].md") == ["docs/c.md", "docs/deep/d.md", "a.md", "b.md"]
    assert found("odd[1].md") == ["odd[1].md"]
    assert discover(["*.txt"]).problems == ("*.txt: no such file or folder",)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_broken_link_is_called_one(folder: Path) -> None:
    (folder / "list.md").symlink_to("nowhere.md")
    problem = "list.md: a symbolic link that leads nowhere: nowhere.md"
    assert discover(["list.md"]).problems == (problem,)


def test_a_temporary_file_of_a_killed_run_is_no_list(folder: Path) -> None:
    name = ".README.md.mdpaperlint-0123abcd.tmp"
    touch(folder, name)
    assert found(name) == []


GIT_IGNORE = {
    ".gitignore": "*.tmp.md\nbuild/\n/top.md\n!keep.tmp.md\n# a comment\ndocs/**/draft.md\n",
    "sub/.gitignore": "!b.tmp.md\nlocal.md\n/only-here.md\n",
}
NAMES = (
    "a.tmp.md", "keep.tmp.md", "build/a.md", "top.md", "sub/top.md", "sub/a.tmp.md", "sub/b.tmp.md",
    "sub/local.md", "sub/deep/local.md", "sub/only-here.md", "sub/deep/only-here.md", "docs/draft.md",
    "docs/x/y/draft.md", "docs/final.md", "sub/build/x.md", "excluded.md", "plain.md",
)  # fmt: skip


def test_gitignore_is_read_as_git_reads_it(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], check=True)
    touch(folder, *NAMES)
    for name, text in GIT_IGNORE.items():
        (folder / name).write_text(text)
    with (folder / ".git" / "info" / "exclude").open("a") as stream:
        stream.write("excluded.md\n")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "*.md"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    expected = set(listed.stdout.split())
    assert "plain.md" in expected
    assert "a.tmp.md" not in expected
    assert set(found(".")) == expected
    assert set(found("sub")) == {name for name in expected if name.startswith("sub/")}


def test_gitignore_counts_without_a_repository_below_the_folder(folder: Path) -> None:
    touch(folder, "a.md", "b.md")
    (folder / ".gitignore").write_text("b.md\n")
    assert found(".") == ["a.md"]


def test_readme_of_a_folder(folder: Path) -> None:
    assert default_path() is None
    touch(folder, "readme.md")
    assert default_path() == "readme.md"
    touch(folder, "README.md")
    assert default_path() == "README.md"


def test_repository_root(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    assert repository_root("a/b") != str(folder)
    # In a work tree, .git is a file.
    touch(folder, ".git")
    assert repository_root("a/b") == str(folder)
