"""Which links a run asks for: with --since those of changed lines, of unreadable files none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, Servers, answer

from cli_runner import Result, run_cli

GONE = {"HEAD": [answer(404)], "GET": [answer(404)]}
OK = {"HEAD": [answer(200)]}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with Servers() as servers:
        yield servers.serve("127.0.2.9", {"/old": GONE, "/new": GONE, "/ok": OK, "/note": OK})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    return folder


def run(folder: Path, *arguments: str) -> Result:
    cache = str(folder.parent / "cache")
    return run_cli("--online", "--allow-private", *arguments, cwd=folder, XDG_CACHE_HOME=cache)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_since_a_revision_only_links_of_changed_lines_are_asked_for(
    folder: Path, server: ScriptedServer
) -> None:
    text = f"# L\n\n- [A]({server.url}/old)\n- [B]({server.url}/ok)\n"
    readme = folder / "README.md"
    readme.write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    assert run(folder, "--since", "HEAD").code == 0
    assert server.requests == []
    readme.write_text(f"{text}- [C]({server.url}/new)\n", encoding="utf-8")
    (folder / "more.md").write_text(f"# M\n\n- [D]({server.url}/ok)\n", encoding="utf-8")
    result = run(folder, "--since", "HEAD", "README.md", "more.md")
    assert result.code == 1
    assert "README.md\n5:7: error unreachable-link: gone" in result.out
    assert "/old" not in result.out
    assert "2 links: 1 alive, 1 gone" in result.out
    assert {target for _, target in server.requests} == {"/new", "/ok"}


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_asked_for(
    folder: Path, server: ScriptedServer
) -> None:
    (folder / "binary.md").write_bytes(b"\xff http://127.0.2.9/")
    (folder / "README.md").write_text(f"# L\n\n- [A]({server.url}/old)\n", encoding="utf-8")
    result = run(folder, "binary.md", "README.md")
    assert result.code == 2
    assert "unreachable-link: gone" in result.out
    assert result.err.count("error: binary.md: not UTF-8") == 1
    assert {target for _, target in server.requests} == {"/old"}


def test_files_of_two_configurations_are_asked_for_by_each_of_them(
    folder: Path, server: ScriptedServer
) -> None:
    (folder / ".git").mkdir()
    (folder / "a").mkdir()
    for path in ("README.md", "a/README.md"):
        (folder / path).write_text(
            f"# L\n\n- [A]({server.url}/old)\n- [B]({server.url}/ok#b)\n", encoding="utf-8"
        )
    (folder / "a" / "mdpaperlint.toml").write_text(
        f"[links]\nignore = ['{server.url}/old', {{ pattern = 'b.example', until = 2020-01-01 }}]\n",
        encoding="utf-8",
    )
    result = run(folder, "a/README.md", "README.md", "--no-cache")
    assert "a/mdpaperlint.toml: the ignore of b.example ended on 2020-01-01" in result.err
    assert server.requests.count(("HEAD", "/ok")) == 1
    assert "1 alive" in result.out
    quiet = run(folder, "a/README.md", "--quiet")
    assert quiet.code == 0
    assert "asking" not in quiet.err


def test_a_run_without_links_says_nothing_of_them(folder: Path, server: ScriptedServer) -> None:
    (folder / "README.md").write_text("# L\n\ntext\n", encoding="utf-8")
    result = run(folder)
    assert (result.code, result.err) == (0, "")
    assert "link" not in result.out
    assert server.connections == 0
