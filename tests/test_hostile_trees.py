"""What a stranger's tree holds beside its lists: none of it hangs, escapes or fools a run.

Every tree is linted by a process of its own, whose CPU time and memory are bounded, and which ends at once
when it connects anywhere, runs anything but git, or opens a file outside of the tree for writing.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from test_hostile_output import ACTS

pytestmark = ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the bounds are those of Linux")

# Three times what SECURITY.md promises, for a machine that is busy; in seconds and bytes.
CPU, MEMORY = 6, 900 << 20
GUARD = """
import os, sys
tree = os.path.realpath(os.getcwd()) + os.sep
def watch(event, arguments):
    escape = None
    if event in ("socket.connect", "os.system", "os.exec"):
        escape = arguments
    elif event == "socket.getaddrinfo" and arguments[0] != "127.0.0.1":
        escape = arguments
    elif event == "subprocess.Popen" and arguments[1][0] != "git":
        escape = arguments[1]
    elif event == "open" and isinstance(arguments[0], (str, bytes)) and (arguments[2] or 0) & 3:
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not (path + os.sep).startswith(tree) and path != os.devnull:
            escape = path
    if escape is not None:
        os.write(2, f"ESCAPE {event} {escape}".encode())
        os._exit(99)
sys.addaudithook(watch)
from mdpaperlint.cli import run
run()
"""
ROW = "| 2023-01 | [A Title](https://arxiv.org/abs/2301.00001) |"
#: One violation: the last row lacks a cell.
LIST = f"# Papers\n\n| Date | Title |\n| --- | --- |\n{ROW}\n| 2024 |\n"
EVIL = "\x1b[31m\u202e\r::error::x%0A::set-output name=a::b"
#: As a value in TOML or JSON.
ESCAPED = EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00")
TOML = "mdpaperlint.toml"
BASELINE = ".mdpaperlint-baseline.json"

Making = Callable[[Path], object]


class Tree(NamedTuple):
    """``files`` are put beside a README.md with one violation; ``make`` does what no text can say. ``said``
    is what the run must name, ``unsaid`` what it must not.
    """

    name: str
    code: int
    said: str = ""
    files: Mapping[str, str | bytes] = MappingProxyType({})
    make: Making = lambda tree: None
    arguments: tuple[str, ...] = ()
    unsaid: str = "fault in mdpaperlint"
    environment: Mapping[str, str] = MappingProxyType({})


def fifo(name: str) -> Making:
    def make(tree: Path) -> None:
        (tree / name).unlink(missing_ok=True)
        (tree / name).parent.mkdir(exist_ok=True)
        os.mkfifo(tree / name)

    return make


def link(name: str, to: str) -> Making:
    def make(tree: Path) -> None:
        (tree / name).unlink(missing_ok=True)
        (tree / name).symlink_to(to)

    return make


def bound_socket(tree: Path) -> None:
    (tree / "README.md").unlink()
    there = os.getcwd()
    os.chdir(tree)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("README.md")
    os.chdir(there)


def sparse(name: str, size: int) -> Making:
    def make(tree: Path) -> None:
        with (tree / name).open("wb") as stream:
            stream.truncate(size)

    return make


def config(name: str, text: str | bytes, code: int = 2, said: str = TOML) -> Tree:
    return Tree(f"configuration: {name}", code, said, {TOML: text})


def baseline(name: str, text: str | bytes, said: str = BASELINE) -> Tree:
    return Tree(f"baseline: {name}", 2, said, {BASELINE: text})


def ignore(name: str, text: str | bytes, code: int = 1, said: str = "6:1: warning ragged-row") -> Tree:
    return Tree(f"ignore file: {name}", code, said, {".gitignore": text}, arguments=(".",))


def deep(tree: Path) -> None:
    """Deeper than a path may be long."""
    place = os.open(tree, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("d" * 100, dir_fd=place)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)


def evil_names(tree: Path) -> None:
    for number, name in enumerate(("\x1b[31m", "\u202e", "\n::error::x", "::set-output name=a::b", "\udcff")):
        (tree / f"{name}{number}.md").write_text(LIST)
        (tree / f"{name}{number}").mkdir()
        (tree / f"{name}{number}" / "a.md").write_text(LIST)


def git(tree: Path, *arguments: str) -> str:
    command = ["git", "-C", os.fspath(tree), "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def repository(*settings: str, attributes: str = "") -> Making:
    """A repository of two commits, then ``key=value`` in its configuration. What a value runs leaves a file
    outside of the tree.
    """

    def make(tree: Path) -> None:
        shutil.rmtree(tree / ".git")
        git(tree, "init", "-q")
        (tree / ".gitattributes").write_text(attributes)
        git(tree, "add", "-A")
        git(tree, "commit", "-qm", "one")
        (tree / "README.md").write_text(LIST + ROW.replace("00001", "00002") + "\n")
        (tree / "old.md").write_text(LIST)
        git(tree, "add", "-A")
        git(tree, "commit", "-qm", "two")
        (tree / "README.md").write_text(LIST + "| 2025 |\n")
        (tree / "old.md").rename(tree / "new.md")
        hook = tree.parent / "run"
        hook.write_text(f"#!/bin/sh\ntouch {tree.parent / 'ran'}\ncat\n")
        hook.chmod(0o755)
        for setting in settings:
            key, value = setting.split("=", 1)
            git(tree, "config", key, value.replace("RUN", os.fspath(hook)))

    return make


def bare_repository_inside(tree: Path) -> None:
    """What a pull request can bring: a folder that git takes for a repository of its own."""
    repository()(tree)
    (tree / "docs").mkdir()
    git(tree / "docs", "init", "-q", "--bare", ".")
    git(tree / "docs", "config", "core.bare", "false")
    git(tree / "docs", "config", "core.worktree", os.fspath(tree / "docs"))
    git(tree / "docs", "config", "core.fsmonitor", os.fspath(tree.parent / "run"))
    (tree / "docs" / "a.md").write_text(LIST)


def missing_object(tree: Path) -> None:
    """A clone without all objects, whose other end is a program."""
    repository(
        "remote.o.url=.", "remote.o.promisor=true", "remote.o.uploadpack=RUN", "extensions.partialClone=o"
    )(tree)
    blob = git(tree, "rev-parse", "HEAD~1:README.md").strip()
    (tree / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


def nested(tree: Path) -> None:
    (tree / "lib" / ".git").mkdir(parents=True)
    (tree / "lib" / "b.md").write_text(LIST)
    (tree / "sub").mkdir()
    (tree / "sub" / ".git").write_text("gitdir: /dev/zero\n")
    (tree / "sub" / "c.md").write_text(LIST)


def git_file(content: str) -> Making:
    def make(tree: Path) -> None:
        shutil.rmtree(tree / ".git")
        (tree / ".git").write_text(content)

    return make


def git_pipe(tree: Path) -> None:
    shutil.rmtree(tree / ".git")
    os.mkfifo(tree / ".git")


def hard_link(tree: Path) -> None:
    os.link(tree / "README.md", tree / "other.md")


def sticky(tree: Path) -> None:
    (tree / "lists").mkdir()
    (tree / "lists" / "a.md").write_text(LIST)
    (tree / "lists").chmod(0o1777)


def ignored_folders(tree: Path) -> None:
    for _ in range(100):
        tree /= "d"
        tree.mkdir()
        (tree / ".gitignore").write_text("x\n" * 1000)


def folder_as_list(tree: Path) -> None:
    (tree / "README.md").unlink()
    (tree / "README.md").mkdir()


def attributes_pipe(tree: Path) -> None:
    repository()(tree)
    fifo(".gitattributes")(tree)


def git_loop(tree: Path) -> None:
    (tree / ".git").rmdir()
    (tree / ".git").symlink_to(".git")


def git_elsewhere(tree: Path) -> None:
    (tree / ".git").rmdir()
    (tree / ".git").symlink_to("/etc")


def trap(tree: Path) -> None:
    """What a killed run leaves, as a link."""
    (tree / ".README.md.mdpaperlint-01234567.tmp").symlink_to("../outside.md")


ODD_LINKS = (
    "\n[a](x%00y.md) [b](x\0y.md) [c](%ff%fe.md) [d](../../../../../../etc/passwd) [e](file:///etc/passwd)"
    rf" [f](//evil/share) [g](C:\x) [h](\\evil\share) [i]({'../' * 5000}x) [j]({'a/' * 5000}x.md)"
    f" [k]({'a' * 5000}.md) [l](p.md#x)\n"
)
DISABLED = "\n<!-- mdpaperlint-disable-line {} -->\n"
PRIVATE = LIST.replace("https://arxiv.org/abs/2301.00001", "http://127.0.0.1:1/a")
ONLINE = ("--online", "--cache-dir", ".")
OUTSIDE, DEEP = "../outside.md", 20_000
SINCE = ("--since", "HEAD~1")
CANNOT = "cannot read README.md at HEAD~1"
SECRET = "ghp_secret"
TREES = [
    config("nested arrays", "select = " + "[" * DEEP),
    config("nested tables", "a = " + "{a=" * DEEP),
    config("keys of many parts", ".".join("a" * DEEP) + " = 1", said="a key has more than a hundred parts"),
    config("a long key", "a" * 900_000 + " = 1", said="no such key"),
    config("many keys", "".join(f"k{n} = 1\n" for n in range(DEEP)), said="the rest was not looked at"),
    config("many tables", "".join(f"[t{n}]\n" for n in range(DEEP)), said="the rest was not looked at"),
    config("many unknown rules", f"select = {[f'no-{n}' for n in range(DEEP)]}", said="the rest was not"),
    config("a huge number", "select = " + "9" * DEEP),
    config("a huge hexadecimal number", "select = 0x" + "f" * DEEP, said="select: must be a list"),
    config("a date", "select = 2020-01-01", said="select: must be a list of strings, not a date"),
    config("not a number", "[severity]\nragged-row = nan", said="severity.ragged-row"),
    config("a byte order mark", b"\xef\xbb\xbfselect = []"),
    config("carriage returns alone", "select = []\r\rexclude = []\r"),
    config("one line of ten megabytes", "#" * (10 << 20), said="is larger than 1 MiB"),
    config("NUL in a path", r'baseline = "a\u0000b"', said="baseline: must be the name of a file"),
    config("NUL in a pattern", r'exclude = ["a\u0000b"]', 1, "6:1: warning ragged-row"),
    config("a lone surrogate", r'select = ["\ud800"]'),
    config("NUL", "select = []\0"),
    config("not UTF-8", b"select = ['\xff']"),
    config("UTF-16", "select = []".encode("utf-16")),
    config("more than a megabyte", "#" * (1 << 20) + "\n", said="is larger than 1 MiB"),
    config("escapes in a rule's name", f'select = ["{ESCAPED}"]', said="no rule is named"),
    config("escapes in a key", f'"{ESCAPED}" = 1', said="no such key"),
    config("escapes in a value", f'[severity]\nragged-row = "{ESCAPED}"', said="severity.ragged-row"),
    config("escapes in a table", f'[rules."{ESCAPED}"]\na = 1', said="rules"),
    config("plug-ins", 'plugins = ["evil.py"]', said="plugins: no such key"),
    config("a rule of a plug-in", "[rules.evil]\na = 1", said="no rule is named"),
    config("online as a word", 'online = "::set-output::"', said="online: must be true or false"),
    config("a line end in a header", '[links]\nuser-agent = "a\\r\\nX: y"', said="links.user-agent"),
    config("a baseline that never ends", 'baseline = "/dev/zero"', said="/dev/zero: lies outside"),
    config("a baseline above", 'baseline = "../../b.json"', said="../../b.json: lies outside"),
    config("a folder as a baseline", 'baseline = "."', said="is a folder"),
    config("stars", f'exclude = ["{"*a" * 5000}b"]', 1, "6:1: warning ragged-row"),
    config("many patterns", f"exclude = {[f'*a*{n}*b' for n in range(DEEP)]}", said="at most 2,000 patterns"),
    config("as many patterns as there may be", f"exclude = {[f'*a*{n}*b' for n in range(2000)]}", 1, "6:1:"),
    config(
        "many patterns of files",
        "[per-file-ignores]\n" + "".join(f'"*a*{n}*b" = ["ragged-row"]\n' for n in range(DEEP)),
        said="per-file-ignores: must be at most 2,000 patterns",
    ),
    config(
        "many patterns of links", f"[links]\nignore = {[f'*a*{n}*b' for n in range(DEEP)]}",
        said="links.ignore: must be at most 2,000 patterns",
    ),
    config("a pattern of brackets", f'exclude = ["{"[a-z]" * 100_000}"]', said="at most 2,000 patterns"),
    config("brackets that never close", 'exclude = ["[[[[", "!", "[!]", "[z-a]", "**["]', 1, "6:1: warning"),
    config(
        "a pattern of many states",
        "[rules.table-schema.columns.Title]\npattern = '((a|b)*a(a|b){150})*'",
        said="table-schema",
    ),
    config(
        "a pattern that looks back",
        "[rules.table-schema.columns.Title]\npattern = '(?P<x>a+)+(?P=x)$'",
        said="table-schema",
    ),
    Tree("configuration: a link outside", 2, "leads out of the repository", make=link(TOML, OUTSIDE)),
    Tree("configuration: a link to a device", 1, "6:1: warning ragged-row", make=link(TOML, "/dev/zero")),
    Tree("configuration: a link to itself", 1, "6:1: warning ragged-row", make=link(TOML, TOML)),
    Tree("configuration: a pipe", 1, "6:1: warning ragged-row", make=fifo(TOML)),
    Tree("configuration: a folder", 1, "6:1: warning ragged-row", make=lambda tree: (tree / TOML).mkdir()),
    Tree("configuration: a folder as pyproject.toml", 1, "6:1: warning ragged-row",
        make=lambda tree: (tree / "pyproject.toml").mkdir()),
    Tree("configuration: a pipe as pyproject.toml", 1, "6:1: warning ragged-row",
        make=fifo("pyproject.toml")),
    Tree("configuration: a link of pyproject.toml to a device", 1, "6:1: warning ragged-row",
        make=link("pyproject.toml", "/dev/zero")),
    Tree("configuration: another's pyproject.toml", 1, "6:1: warning", {"pyproject.toml": "[" * DEEP}),
    Tree("configuration: of Python", 2, "no such key",
        {"pyproject.toml": f'[tool.mdpaperlint]\n"{ESCAPED}"=1'}),
    baseline("nested arrays", "[" * 1_000_000),
    baseline("a huge number", '{"version": ' + "9" * 100_000 + "}"),
    baseline("other types", '{"version": 1, "files": {"README.md": [1]}}'),
    baseline("escapes", '{"version": 1, "files": {"README.md": "' + ESCAPED + '"}}'),
    baseline("not UTF-8", b"\xff\xfe"),
    baseline("nested objects", '{"a":' * 100_000),
    baseline("not a number", '{"version": 1, "files": {"README.md": {"ragged-row": {"x": NaN}}}}'),
    baseline("less than none", '{"version": 1, "files": {"README.md": {"ragged-row": {"x": -5}}}}'),
    baseline("many values", '{"version": 1, "files": [' + "[]," * 600_000 + "[]]}", "more than 500,000"),
    Tree("baseline: other files", 1, "6:1: warning ragged-row",
        {BASELINE: '{"version": 1, "files": {"../../x": {"ragged-row": {"x": 1}}}}'}),
    Tree("baseline: more than 64 MiB", 2, "is larger than 64 MiB", make=sparse(BASELINE, (64 << 20) + 1)),
    Tree("baseline: a link outside", 2, "lies outside", make=link(BASELINE, OUTSIDE)),
    Tree("baseline: a pipe", 2, "is not a regular file", {TOML: 'baseline = "b.json"'}, fifo("b.json")),
    Tree(
        "baseline: written through a link", 2, "leads out", {},
        link(BASELINE, "../none"), (f"--write-baseline={BASELINE}",),
    ),
    ignore("stars", "*a*a*a*a*a*b\n" * 2000),
    ignore("one long pattern", "*a" * 20_000 + "b"),
    ignore("brackets", "[[[[\n[!a-\n[z-a]\n\\\n!\n/\n**\\\n"),
    ignore("NUL and other bytes", b"\0\n\xff*\n\r\n"),
    ignore("a hundred thousand lines", "a\n" * 100_000, 2, ".gitignore: more than 2,000 patterns"),
    ignore("blanks", " " * 900_000 + "\n"),
    ignore("comments", "# a\n" * 200_000),
    ignore("backslashes", "\\" * 900_000, 2, "more than 2,000 patterns"),
    ignore("UTF-16", "*.md\n".encode("utf-16")),
    Tree("ignore file: one in each of a hundred folders", 2, "more than 2,000 patterns",
        {}, ignored_folders, (".",)),
    ignore("more than a megabyte", "#" * (1 << 20) + "\n", 2, ".gitignore: is larger than 1 MiB"),
    Tree("ignore file: a pipe", 2, ".gitignore: is not a regular file", {}, fifo(".gitignore"), (".",)),
    Tree("ignore file: a link", 1, "6:1: warning ragged-row", {}, link(".gitignore", "../ignores"), (".",)),
    Tree(
        "ignore file: a folder", 2, ".gitignore: is a folder", {},
        lambda tree: (tree / ".gitignore").mkdir(), (".",),
    ),
    Tree(
        "ignore file: a pipe in .git", 2, ".git/info/exclude: is not", {},
        fifo(".git/info/exclude"), (".",),
    ),
    Tree("list: a pipe", 2, "there is no README.md", make=fifo("README.md")),
    Tree("list: a pipe in a folder", 0, "no Markdown files found", {}, fifo("README.md"), (".",)),
    Tree("list: a socket", 2, "there is no README.md", make=bound_socket),
    Tree("list: a link to a device", 2, "there is no README.md", make=link("README.md", "/dev/zero")),
    Tree("list: a device by name", 2, "is not a regular file", arguments=("/dev/zero",)),
    Tree("list: a link to itself", 2, "README.md", {}, link("README.md", "README.md"), ("README.md",)),
    Tree("list: a link to passwords", 2, "leads out of the repository; name /etc/passwd itself",
        make=link("README.md", "/etc/passwd"), unsaid="root:"),
    Tree("list: a link to the environment", 2, "leads out", {}, link("README.md", "/proc/self/environ"),
        environment={"GITHUB_HEAD_REF": "(www.arxiv.org/abs//2313.00001)"}),
    Tree("list: a link to the environment, by name", 2, "leads out", {}, link("a.md", "/proc/self/environ"),
        ("a.md",), environment={"GITHUB_HEAD_REF": "(www.arxiv.org/abs//2313.00001)"}),
    Tree("list: a link to a program's memory", 2, "leads out", make=link("README.md", "/proc/self/mem")),
    Tree("list: UTF-16", 2, "not UTF-8 (it looks like UTF-16)", {"README.md": LIST.encode("utf-16")}),
    Tree("list: a lone surrogate", 2, "not UTF-8", {"README.md": LIST.encode() + b"\xed\xa0\x80"}),
    Tree("list: another encoding, fixed", 2, "not UTF-8", {"README.md": LIST.encode() + b"\xe9"},
        arguments=("--fix",)),
    Tree("list: a folder", 2, "there is no README.md",
        make=folder_as_list),
    Tree("list: links to odd places", 1, "missing-file", {"README.md": LIST + ODD_LINKS}, fifo("p.md")),
    Tree("list: numbers without end", 1, "ragged-row",
        {"README.md": f"{LIST}| {'9' * DEEP}-01 | a |\n\n{'9' * DEEP}. a\n\n# {'9' * DEEP}\n"}),
    Tree("list: a comment of many rules", 1, "ragged-row",
        {"README.md": LIST + DISABLED.format(", ".join(f"a{n}" for n in range(100_000)))}),
    Tree("list: comments of many rules", 1, "ragged-row",
        {"README.md": LIST + DISABLED.format("a, b, c, d, e, f, g, h, i") * 9000}),
    Tree("list: fixed through a link", 2, "leads out", {}, link("README.md", OUTSIDE), ("--fix",)),
    Tree("list: fixed with hard links", 2, "has 2 hard links", {}, hard_link, ("--fix",)),
    Tree("list: fixed in a sticky folder", 0, "Fixed 1 violation", {}, sticky, ("--fix", "lists")),
    Tree("list: a trap for leftovers", 0, "Fixed 1 violation", {}, trap, ("--fix",)),
    Tree("list: more than 64 MiB", 2, "is larger than 64 MiB", make=sparse("README.md", (64 << 20) + 1)),
    Tree("list: NUL bytes alone", 1, "oversized-file", make=sparse("README.md", 1 << 20)),
    Tree("list: two kinds of line ends", 1, "ragged-row",
        {"README.md": LIST.replace("\n", "\r") + "a\n\rb\r"}),
    Tree("list: nested quotes", 0, "not read", {"README.md": ">" * 200_000}),
    Tree("list: escapes in cells", 1, "ragged-row", {"README.md": LIST + f"| {EVIL} | {EVIL} | a | b |\n"}),
    Tree("list: commands on lines", 1, "ragged-row",
        {"README.md": LIST + "\n ::error::a\r::stop-commands::b\n"}),
    Tree("outline: commands", 0, "Papers",
        {"README.md": f"{LIST}\n# ::error::a\n\n# {EVIL}\n"}, arguments=("outline",)),
    Tree("stats: commands", 0, "README.md",
        {"README.md": f"{LIST}\n# ::error::a\n\n# {EVIL}\n"}, arguments=("stats",)),
    Tree(
        "report: commands", 1, "ragged-row", {"README.md": LIST + f"| {EVIL} | {EVIL} | a | b |\n"},
        arguments=("--format", "json"),
    ),
    Tree("report: through a link", 2, "--output r.json: leads out",
        {}, link("r.json", OUTSIDE), ("--output", "r.json")),
    Tree("report: into a list", 2, "one of the files to check", arguments=("--output", "README.md")),
    Tree("export: through a link", 2, "leads out",
        {}, link("r.bib", OUTSIDE), ("export", "--format", "bibtex", "-o", "r.bib")),
    Tree("names: escapes", 1, "ragged-row", {}, evil_names, (".",)),
    Tree("names: options", 1, "./--fix.md",
        {"--fix.md": LIST, "-.md": LIST}, arguments=("./--fix.md", "./-.md")),
    Tree("names: a walk over options", 1, "--fix.md",
        {"--fix.md": LIST, "--plugin=e.py.md": LIST}, arguments=(".",)),
    Tree("folders: deeper than a path", 2, "File name too long", {}, deep, (".",)),
    Tree("folders: a link to the folder above", 1, "6:1: warning ragged-row", {}, link("loop", "."), (".",)),
    Tree("folders: a link to everything", 1, "6:1: warning ragged-row", {}, link("all", "/"), (".",)),
    Tree("folders: a link to everything, by name", 2, "docs: leads out of the repository; name / itself",
        {}, link("docs", "/"), ("docs",)),
    Tree("folders: fixed through a link", 2, "docs: leads out", {}, link("docs", ".."), ("--fix", "docs")),
    Tree("folders: a file behind a link", 2, "leads out",
        {}, link("docs", ".."), ("--fix", "docs/outside.md")),
    *(
        Tree(f"folders: {command[0]} through a link", 2, "leads out", {}, link("README.md", OUTSIDE), command)
        for command in (
            ("outline",), ("stats",), ("export", "--format", "bibtex"), ("toc", "README.md"),
            ("add", "--offline", "--file", "README.md", "2301.00009"),
        )
    ),
    Tree("folders: other repositories", 1, "in 1 file", {}, nested, (".",), unsaid="b.md"),
    Tree("folders: none of their code", 1, "ragged-row",
         dict.fromkeys(("mdpaperlint.py", "click.py", "sitecustomize.py"), "open('../ran', 'w')")),
    Tree("git: .git is a file", 1, "6:1: warning ragged-row", make=git_file("gitdir: /dev/zero\n")),
    Tree("git: .git is a file, compared", 2, "git repository", {}, git_file("gitdir: /dev/zero\n"), SINCE),
    Tree("git: .git is a pipe", 1, "6:1: warning ragged-row", make=git_pipe),
    Tree("git: a monitor", 1, "in 1 file", {}, repository("core.fsmonitor=RUN"), SINCE),
    Tree("git: hooks", 1, "in 1 file", {}, repository("core.hooksPath=.."), SINCE),
    Tree("git: filters", 1, "in 1 file", {}, repository(
        "filter.x.clean=RUN", "filter.x.process=RUN", attributes="* filter=x\n"), SINCE),
    Tree("git: what shows differences", 1, "in 1 file", {}, repository(
        "diff.x.textconv=RUN", "diff.x.command=RUN", "diff.external=RUN", attributes="* diff=x\n"), SINCE),
    Tree("git: pager, editor and aliases", 1, "in 1 file", {}, repository(
        "core.pager=RUN", "core.editor=RUN", "alias.diff=!RUN", "alias.ls-tree=!RUN"), SINCE),
    Tree("git: signatures", 1, "in 1 file", {BASELINE: '{"version": 1, "files": {}}'}, repository(
        "log.showSignature=true", "gpg.program=RUN")),
    Tree("git: a repository in a folder", 2, "--since", {}, bare_repository_inside, (*SINCE, "docs/a.md")),
    Tree("git: objects elsewhere", 2, CANNOT, {}, missing_object, SINCE),
    Tree("git: a configuration that never ends", 2, "git repository",
        {}, repository("include.path=/dev/zero"), SINCE),
    Tree("git: a work tree elsewhere", 2, "no such revision", {}, repository("core.worktree=/"), SINCE),
    Tree("git: attributes that are a pipe", 1, "in 1 file", {}, attributes_pipe, SINCE),
    Tree("git: .git is a link to itself", 2, "Too many levels of symbolic links", {}, git_loop, (".",)),
    Tree("git: .git is a link to passwords' folder", 1, "6:1: warning ragged-row", {}, git_elsewhere, (".",)),
    Tree("git: a relative GIT_DIR", 1, "in 1 file", {}, repository(), SINCE, environment={"GIT_DIR": "evil"}),
    *(
        Tree(f"git: revision {word}", 2, "there is no such revision", {}, repository(), (f"--since={word}",))
        for word in ("--output=x", "-p", "--git-dir=/x", "$(touch x)", "HEAD:README.md", "@{u}", EVIL)
    ),
    *(
        Tree(f"cache: {name}", 1, "6:1: warning", {"README.md": PRIVATE}, make, ONLINE)
        for name, make in (
            ("a pipe", fifo("links.sqlite3")), ("a folder", lambda tree: (tree / "links.sqlite3").mkdir()),
            ("no database", sparse("links.sqlite3", 1 << 20)),
            ("a journal elsewhere", link("links.sqlite3-wal", "../outside-wal")),
        )
    ),
    *(
        Tree(f"cache: {name}", 2, "leads out of the repository", {"README.md": PRIVATE}, made, online)
        for name, made, online in (
            ("a device", link("links.sqlite3", "/dev/zero"), ONLINE),
            ("a link outside", link("links.sqlite3", "../new.sqlite3"), ONLINE),
            ("a folder outside", link("cache", ".."), ("--online", "--cache-dir", "cache")),
        )
    ),
]  # fmt: skip


def run(tree: Path, arguments: tuple[str, ...], environment: Mapping[str, str]) -> tuple[int, str]:
    import resource

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    if arguments[:1] not in [(each,) for each in ("outline", "stats", "export", "init", "toc", "add")]:
        arguments = ("--strict", *arguments)
    ended = subprocess.run(
        [sys.executable, "-P", "-B", "-c", GUARD, *arguments],
        cwd=tree,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        # Far more than the CPU time: only what waits for ever takes it.
        timeout=120,
        preexec_fn=bound,
        env={**os.environ, "GITHUB_ACTIONS": "true", "NO_COLOR": "1", "TOKEN": SECRET, **environment},
        check=False,
    )
    return ended.returncode, ended.stdout.decode() + ended.stderr.decode()


def grow(case: Tree, tree: Path) -> None:
    (tree / ".git").mkdir(parents=True)
    (tree.parent / "outside.md").write_text(LIST)
    (tree.parent / "ignores").write_text("*\n")
    (tree / "README.md").write_text(LIST)
    for name, content in case.files.items():
        (tree / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    case.make(tree)


@pytest.mark.parametrize("case", TREES, ids=[each.name for each in TREES])
def test_a_hostile_tree(case: Tree, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    grow(case, tree)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    code, shown = run(tree, case.arguments, case.environment)
    assert (code, case.said in shown) == (case.code, True), shown[-2000:]
    assert case.unsaid not in shown
    assert "Traceback" not in shown
    assert SECRET not in shown
    assert not ACTS.search(shown), shown[-2000:]
    assert not re.search(r"^\s*::|^##\[", shown, re.MULTILINE), shown[-2000:]
    assert (tmp_path / "outside.md").read_text() == LIST
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert after.keys() == before.keys(), "something was written, or run, outside of the tree"


def test_there_are_enough_of_them() -> None:
    assert len({each.name for each in TREES}) == len(TREES) >= 60
