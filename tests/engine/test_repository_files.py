from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mdpaperlint.engine.repository_files import RepositoryFiles
from mdpaperlint.rules.base import FileState

needs_symlinks = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "docs" / "images").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / ".git" / "config").touch()
    for name in ("README.md", "docs/Guide.md", "docs/index.md", "docs/images/fig 1.png", "论文.md"):
        (root / name).touch()
    (tmp_path / "outside.md").touch()
    return root


@pytest.mark.parametrize(
    ("document", "target", "state"),
    [
        ("README.md", "docs/Guide.md", "found"),
        ("README.md", "./docs/Guide.md", "found"),
        ("README.md", "docs//Guide.md", "found"),
        ("README.md", "docs/", "found"),
        ("README.md", "docs", "found"),
        ("README.md", ".", "found"),
        ("README.md", "/", "found"),
        ("README.md", "docs/images/fig 1.png", "found"),
        ("README.md", "论文.md", "found"),
        ("README.md", "docs/guide.md", "other-case"),
        ("README.md", "Docs/Guide.md", "other-case"),
        ("README.md", "readme.md", "other-case"),
        ("README.md", "docs/absent.md", "missing"),
        ("README.md", "README.md/more.md", "missing"),
        ("README.md", "docs/no-folder/../Guide.md", "found"),
        ("README.md", ".git/config", "missing"),
        ("README.md", "bad\0name", "missing"),
        ("README.md", "..", "outside"),
        ("README.md", "../outside.md", "outside"),
        ("README.md", "../repository/README.md", "outside"),
        ("README.md", "docs/../../outside.md", "outside"),
        ("README.md", "../../../../../../etc/passwd", "outside"),
        ("README.md", "/etc/passwd", "missing"),
        ("README.md", "/../outside.md", "outside"),
        ("docs/index.md", "Guide.md", "found"),
        ("docs/index.md", "../README.md", "found"),
        ("docs/index.md", "/README.md", "found"),
        ("docs/index.md", "README.md", "missing"),
        ("docs/index.md", "../../outside.md", "outside"),
    ],
)
def test_state(repository: Path, document: str, target: str, state: FileState) -> None:
    files = RepositoryFiles(repository / document, repository)
    assert files.state(target) == state
    assert files.state(target) == state


def test_decomposed_name_is_the_composed_one(repository: Path) -> None:
    (repository / "re\u0301sume\u0301.md").touch()
    files = RepositoryFiles(repository / "README.md", repository)
    assert files.state("r\u00e9sum\u00e9.md") == "found"
    assert files.state("R\u00e9sum\u00e9.md") == "other-case"


def test_relative_paths_of_document_and_root(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "docs")
    assert RepositoryFiles(Path("index.md"), Path("..")).state("../README.md") == "found"


def test_document_beside_the_root_counts_from_its_own_folder(repository: Path) -> None:
    files = RepositoryFiles(repository.parent / "outside.md", repository)
    assert files.state("repository/README.md") == "found"
    assert files.state("../x") == "outside"


@needs_symlinks
def test_symlinks_inside_are_followed(repository: Path) -> None:
    (repository / "link.md").symlink_to("docs/Guide.md")
    (repository / "folder").symlink_to("docs", target_is_directory=True)
    (repository / "absolute").symlink_to(repository / "docs", target_is_directory=True)
    (repository / "docs" / "up").symlink_to("../docs/images", target_is_directory=True)
    (repository / "dangling.md").symlink_to("docs/absent.md")
    (repository / "loop").symlink_to("loop")
    files = RepositoryFiles(repository / "README.md", repository)
    assert files.state("link.md") == "found"
    assert files.state("folder/Guide.md") == "found"
    assert files.state("absolute/Guide.md") == "found"
    assert files.state("docs/up/fig 1.png") == "found"
    assert files.state("dangling.md") == "missing"
    assert files.state("loop") == "missing"


@needs_symlinks
def test_symlinked_parent_of_the_document_is_resolved(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(repository / "docs", target_is_directory=True)
    files = RepositoryFiles(tmp_path / "elsewhere" / "index.md", repository)
    assert files.state("../README.md") == "found"
    assert files.state("../../outside.md") == "outside"


@needs_symlinks
def test_nothing_outside_of_the_root_is_touched(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").touch()
    (repository / "way-out").symlink_to(secret, target_is_directory=True)
    (repository / "relative-way-out").symlink_to("../secret", target_is_directory=True)
    (repository / "file-out").symlink_to(secret / "key")
    (repository / "absent-out").symlink_to(secret / "no-such-key")
    touched: list[str] = []
    for name in ("open", "stat", "lstat", "scandir", "listdir", "readlink", "access"):
        call = getattr(os, name)

        def recorded(path: str, *args: object, _call: Callable[..., object] = call, **kw: object) -> object:
            touched.append(os.fspath(path))
            return _call(path, *args, **kw)

        monkeypatch.setattr(os, name, recorded)
    files = RepositoryFiles(repository / "README.md", repository)
    for existing, absent in (
        ("way-out/key", "way-out/no-such-key"),
        ("relative-way-out/key", "relative-way-out/no-such-key"),
        ("file-out", "absent-out"),
        ("../secret/key", "../secret/no-such-key"),
    ):
        assert files.state(existing) == "outside"
        assert files.state(absent) == "outside"
    monkeypatch.undo()
    assert str(repository) in touched
    assert not [path for path in touched if path.startswith(str(secret))]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every folder")
def test_unreadable_folder_is_given_the_benefit_of_the_doubt(repository: Path) -> None:
    (repository / "docs").chmod(0)
    try:
        assert RepositoryFiles(repository / "README.md", repository).state("docs/Guide.md") == "found"
    finally:
        (repository / "docs").chmod(0o755)
