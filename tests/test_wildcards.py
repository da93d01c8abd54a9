"""Patterns mean what git says, and cost no more than their length, whoever wrote them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from cpu_time import within
from mdpaperlint.cli import main
from mdpaperlint.wildcards import IgnorePatterns, star_pattern

FILES = (
    "b.md", "ba", "aab", "a b", "[a]", "-", "a\\b", "a/a", "a/b", "a/aa/b", "b/a/b", "ab/a/b/a", "b/ab/ba"
)  # fmt: skip
GLOB = st.text(st.sampled_from("ab*?/"), min_size=1, max_size=7)
LINE = st.one_of(
    GLOB,
    GLOB.map("!{}".format),
    GLOB.map("/{}".format),
    GLOB.map("**/{}".format),
    GLOB.map("{}/**".format),
    st.text(st.sampled_from("ab*?/![]^-\\ .:"), max_size=8),
    st.sampled_from(
        r"a/**/b **/a/**/b a**b [ab] [!a] [^a]* []a] [a-b]b [a a\ \!a \# #a / // !"
        " ** *** ***/? a/***/b a/*** a//b [b-a] [!b-a] b.md\r".split(" ")
    ),
    st.sampled_from(["a ", "a\\ b", "a/ ", "ba\\ ", "# a"]),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name in FILES:
        path = folder / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text("")
    return folder


def ignored_by_git(repository: Path, lines: list[str]) -> set[str]:
    tree = repository / "tree"
    (tree / ".gitignore").write_bytes("".join(line + "\n" for line in lines).encode())
    names = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    asked = subprocess.run(
        ["git", "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(names).encode(),
        cwd=tree,
        capture_output=True,
        check=False,
    )
    assert asked.returncode in (0, 1), asked.stderr
    return set(asked.stdout.decode().split("\0")) - {""}


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(lines=st.lists(LINE, min_size=1, max_size=4))
def test_a_tree_is_ignored_as_git_ignores_it(repository: Path, lines: list[str]) -> None:
    # No name holds a slash; a backslash or a named class between brackets is known to git alone.
    assume(not any(re.search(r"\[[!^]?\]?[^\]]*(?:[/\\]|\[:)", line) for line in lines))
    # Git takes the stars of `a**/b` for any number of folders, against what gitignore(5) says.
    assume(not any(re.search(r"[^/!*]\*\*+/", line) for line in lines))
    tree = repository / "tree"
    expected = ignored_by_git(repository, lines)
    patterns = IgnorePatterns(lines)
    names = [path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()]
    assert {name for name in names if patterns.match(name)} == expected


@pytest.mark.parametrize("line", ["[[:alpha:]]*", "[\\a]*", "[a", "a\\"])
def test_a_line_that_cannot_be_read_matches_nothing(line: str) -> None:
    assert not any(IgnorePatterns([line]).match(name) for name in FILES)


@given(line=GLOB, path=st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_pattern_means_what_pathspec_says(line: str, path: list[str]) -> None:
    name = "/".join(path)
    if "//" not in line and line != "/":
        assert IgnorePatterns([line]).match(name) == GitIgnoreSpec.from_lines([line]).match_file(name)


@given(st.text("ab/*", max_size=8), st.text("ab/\n", max_size=12))
def test_a_star_stands_for_any_characters(pattern: str, text: str) -> None:
    expected = re.fullmatch(pattern.replace("*", ".*"), text, re.DOTALL) is not None
    assert bool(star_pattern(pattern).fullmatch(text)) == expected


# Linux knows no longer one.
LONGEST_PATH = "a/" * 2047 + "a"


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a*a*a*a*a*a*a*a*a*a*a*ab", "a" * 200),
        ("*a*a*a*a*a*a*a*a*a*a*a*ab", "a" * 50_000),
        ("**/a/**/a/**/a/**/a/**/a/**/a/**/ab", LONGEST_PATH),
        ("**/*a*/**/*a*/**/*a*/**/*a*/**/*ab", LONGEST_PATH),
        ("?*" * 500 + "b", "a" * 50_000),
        ("*[ab]" * 500 + "c", "ab" * 25_000),
        ("*" * 100_000 + "b", "a" * 50_000),
    ],
)
def test_no_pattern_takes_for_ever(pattern: str, name: str) -> None:
    found = []
    assert within(2, lambda: found.append(IgnorePatterns([pattern]).match(name)), attempts=2)
    assert not any(found)


def test_an_excluded_name_of_a_stranger_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ("a" * 200)).write_text("# A list\n")
    star = "*a" * 40 + "b"
    (tmp_path / "mdpaperlint.toml").write_text(f'exclude = ["{star}"]\n')
    (tmp_path / ".gitignore").write_text(star + "\n")
    assert within(5, lambda: main(["a" * 200, "."]))
