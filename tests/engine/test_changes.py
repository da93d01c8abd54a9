from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cli_runner import run_cli
from mdpaperlint.engine import revisions
from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import Run
from mdpaperlint.engine.revisions import Revision
from mdpaperlint.engine.runs import run
from mdpaperlint.user_error import ConfigError

HEAD = "# Papers\n\n| Date | Title | Link |\n| --- | --- | --- |\n"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        [
            "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false",
            "-c", "init.defaultBranch=main", "-C", str(folder), *arguments,
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()  # fmt: skip


def row(month: int, number: int, end: str = " |") -> str:
    date = f"{2020 + month // 12}-{month % 12 + 1:02}"
    return f"| {date} | Paper number {number} | [abs](https://arxiv.org/abs/2001.{number:05}){end}"


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        git(folder, "init", "-q")

    def commit(self, text: str, name: str = "README.md") -> str:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "-m", "change")
        return git(self.folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def since(revision: str, *paths: str, select: list[str] | None = None) -> Run:
    return run(Linter(since=revision, select=select), paths or ("README.md",))


def reported(result: Run) -> list[tuple[str, int]]:
    assert not result.failed
    return [(finding.violation.rule, finding.place.line) for finding in result.findings]


def test_only_what_came_after_the_revision_is_reported(repository: Repository) -> None:
    rows = [row(number, number) for number in range(1, 8)]
    rows[3] = row(4, 4, " | lost |")
    base = repository.commit(HEAD + "\n".join(rows) + "\n")
    repository.commit(HEAD + "\n".join([row(0, 99), *rows, row(9, 9, " | lost |")]) + "\n")
    result = since(base)
    assert reported(result) == [("ragged-row", 13)]
    assert result.known == 1


def test_uncommitted_changes_count(repository: Repository) -> None:
    base = repository.commit(HEAD + row(1, 1) + "\n" + row(2, 2) + "\n")
    (repository.folder / "README.md").write_text(HEAD + row(1, 1) + "\n" + row(2, 2, " | lost |") + "\n")
    assert reported(since(base)) == [("ragged-row", 6)]


def test_what_the_other_branch_did_meanwhile_does_not_count(repository: Repository) -> None:
    rows = [row(number, number) for number in range(1, 6)]
    repository.commit(HEAD + "\n".join([*rows, row(7, 7, " | lost |")]) + "\n")
    git(repository.folder, "checkout", "-q", "-b", "work")
    repository.commit(HEAD + "\n".join([*rows, row(7, 7, " | lost |"), row(8, 8)]) + "\n")
    git(repository.folder, "checkout", "-q", "main")
    repository.commit(HEAD + "\n".join([*rows, row(7, 7)]) + "\n")
    git(repository.folder, "checkout", "-q", "work")
    assert reported(since("main")) == []


@pytest.mark.parametrize("place", [0, 1])
def test_the_added_row_is_named_of_two_that_contradict_each_other(repository: Repository, place: int) -> None:
    # Taking away either of the two rows mends the order: the later one is not always the new one.
    months = [1, 2, 3, 4, 5, 6, 7, 8]
    rows = [row(month, month) for month in months]
    base = repository.commit(HEAD + "\n".join(rows) + "\n")
    added = [*rows[:-1], row(30, 99), rows[-1]] if place == 0 else [*rows, row(7, 99)]
    repository.commit(HEAD + "\n".join(added) + "\n")
    assert reported(since(base)) == [("unordered-rows", 12 if place == 0 else 13)]


def test_a_moved_row_is_named_where_it_stands_now(repository: Repository) -> None:
    rows = [row(month, month) for month in range(1, 9)]
    base = repository.commit(HEAD + "\n".join(rows) + "\n")
    rows[3], rows[4] = rows[4], rows[3]
    repository.commit(HEAD + "\n".join(rows) + "\n")
    assert [line in (8, 9) for _, line in reported(since(base))] == [True]


def test_old_disorder_is_not_blamed_on_a_new_row_that_is_in_order(repository: Repository) -> None:
    rows = [row(month, month) for month in range(1, 11)]
    old = [*rows, row(9, 50)]
    base = repository.commit(HEAD + "\n".join(old) + "\n")
    # With two rows of this month at the end, the smallest set would be the row before them.
    repository.commit(HEAD + "\n".join([*rows, row(9, 50), row(9, 51)]) + "\n")
    assert reported(since(base)) == [("unordered-rows", 16)]
    repository.commit(HEAD + "\n".join([*old, row(11, 52)]) + "\n")
    assert reported(since(base)) == []


def test_files_are_compared_with_each_other_as_they_were(repository: Repository) -> None:
    (repository.folder / ".mdpaperlint.toml").write_text('[rules.duplicate-paper]\nscope = "project"\n')
    repository.commit(HEAD + row(1, 1) + "\n" + row(2, 2) + "\n", "a.md")
    base = repository.commit(HEAD + row(1, 1) + "\n" + row(3, 3) + "\n", "b.md")
    assert reported(since(base, ".", select=["duplicate-paper"])) == []
    repository.commit(HEAD + row(1, 1) + "\n" + row(2, 2) + "\n" + row(3, 3) + "\n", "a.md")
    assert reported(since(base, ".", select=["duplicate-paper"])) == [("duplicate-paper", 6)]


def test_renamed_files_are_followed(repository: Repository) -> None:
    text = HEAD + "\n".join([*(row(number, number) for number in range(1, 9)), row(9, 9, " | lost |")]) + "\n"
    base = repository.commit(text)
    (repository.folder / "lists").mkdir()
    git(repository.folder, "mv", "README.md", "lists/Größe: a «list».md")
    assert reported(since(base, "lists")) == []
    repository.commit(text + row(12, 12, " | lost |") + "\n", "lists/Größe: a «list».md")
    assert reported(since(base, "lists")) == [("ragged-row", 14)]


def test_the_parts_of_a_list_that_is_cut_in_three_are_compared_with_it(repository: Repository) -> None:
    head = "# Papers\n\n| Date | Title | Link |\n| --- | --- | --- |\n"
    rows = [row(month, month, " | lost |" if month % 6 == 2 else " |") for month in range(1, 31)]
    base = repository.commit(head + "\n".join(rows) + "\n")
    cuts = {
        "README.md": rows[:10],
        "b.md": [
            *rows[10:20],
            "| 2022-07 | On figs and plums | [abs](https://arxiv.org/abs/2207.00001) | lost |",
        ],
        "c.md": rows[20:],
    }
    for name, part in cuts.items():
        repository.commit(head + "\n".join(part) + "\n", name)
    assert reported(since(base, ".")) == [("ragged-row", 15)]


def test_a_link_to_a_file_that_the_change_took_away_is_reported(repository: Repository) -> None:
    links = "[a](docs/a.md) [b](/docs/b.md) [c](docs) [d](other.md) [old](never/there.md)\n"
    for name in ("docs/a.md", "docs/b.md", "other.md"):
        repository.commit(f"# {name}\n", name)
    base = repository.commit("# Papers\n\n" + links)
    assert reported(since(base)) == []
    git(repository.folder, "rm", "-q", "docs/a.md")
    git(repository.folder, "mv", "docs/b.md", "b.md")
    (repository.folder / "docs").rmdir()
    result = since(base)
    columns = [links[finding.place.column - 1 :].split(")")[0] for finding in result.findings]
    assert columns == ["docs/a.md", "/docs/b.md", "docs"]
    assert result.known == 1


def test_a_new_file_is_reported_whole(repository: Repository) -> None:
    base = repository.commit("# nothing\n", "other.md")
    repository.commit(HEAD + row(1, 1) + "\n" + row(2, 2, " | lost |") + "\n")
    assert reported(since(base)) == [("ragged-row", 6)]


def test_fix_mends_only_what_is_new(repository: Repository) -> None:
    short = "| 2021-01 | A short row with words |"
    base = repository.commit(HEAD + row(1, 1) + "\n" + short + "\n")
    text = HEAD + row(1, 1) + "\n" + short + "\n" + "| 2022-01 | Another row that is short |"
    repository.commit(text + "\n")
    assert run_cli("--fix", "--since", base, cwd=repository.folder).code == 0
    assert (repository.folder / "README.md").read_text() == text + " |\n"


def test_a_baseline_and_a_revision_are_used_together(repository: Repository) -> None:
    lost = [row(number, number, " | lost |" if number in (2, 4) else " |") for number in range(1, 7)]
    (repository.folder / "README.md").write_text(HEAD + "\n".join(lost[:3]) + "\n")
    assert run_cli("--write-baseline", cwd=repository.folder).code == 0
    base = repository.commit(HEAD + "\n".join(lost[:5]) + "\n")
    repository.commit(HEAD + "\n".join([*lost, row(9, 9, " | lost |")]) + "\n")
    result = since(base)
    assert reported(result) == [("ragged-row", 11)]
    assert result.known == 2


def test_a_row_that_is_corrected_keeps_its_other_faults(repository: Repository) -> None:
    """Another link makes another paper of it for a baseline; it is still the row that was there."""
    rows = [row(number, number) for number in range(1, 8)]
    lost = row(4, 4, " | lost |").replace("Paper number", "A paper about pears, number")
    base = repository.commit(HEAD + "\n".join([*rows[:3], lost, *rows[4:]]) + "\n")
    other = lost.replace("2001.00004", "2001.44444")
    repository.commit(HEAD + "\n".join([*rows[:3], other, *rows[4:]]) + "\n")
    assert reported(since(base)) == []
    # A new row with the same fault beside it is news, and so is one in place of it.
    repository.commit(HEAD + "\n".join([*rows[:3], other, row(4, 9, " | lost |"), *rows[4:]]) + "\n")
    assert reported(since(base)) == [("ragged-row", 9)]
    repository.commit(HEAD + "\n".join([*rows[:3], "| 2020-05 | On figs | none | lost |", *rows[4:]]) + "\n")
    assert reported(since(base)) == [("ragged-row", 8)]


def test_a_fault_that_the_change_made_elsewhere_says_so(repository: Repository) -> None:
    base = repository.commit("# Papers\n\n- [Figs](#figs)\n\n## Figs\n\n" + HEAD + row(1, 1) + "\n")
    repository.commit("# Papers\n\n- [Figs](#figs)\n\n## Ripe plums\n\n" + HEAD + row(1, 1) + "\n")
    (finding,) = since(base).findings
    assert (finding.violation.rule, finding.place.line) == ("missing-anchor", 3)
    told = "; this line did not change, a change elsewhere made the fault"
    assert finding.violation.message.endswith(told)
    repository.commit("# Papers\n\n- [Fig](#figs)\n\n## Ripe plums\n\n" + HEAD + row(1, 1) + "\n")
    (finding,) = since(base).findings
    assert told not in finding.violation.message


def test_a_renamed_list_keeps_its_baseline(repository: Repository) -> None:
    text = (
        HEAD
        + "\n".join(row(month, month, " | lost |" if month == 4 else " |") for month in range(1, 9))
        + "\n"
    )
    (repository.folder / "README.md").write_text(text)
    assert run_cli("--write-baseline", cwd=repository.folder).code == 0
    repository.commit(text)
    assert reported(run(Linter(), ["README.md"])) == []
    (repository.folder / "lists").mkdir()
    git(repository.folder, "mv", "README.md", "lists/papers.md")
    assert reported(run(Linter(), ["lists"])) == []
    repository.commit(text + row(12, 12, " | lost |") + "\n", "lists/papers.md")
    assert reported(run(Linter(), ["lists"])) == [("ragged-row", 13)]
    # A list that is new beside it has no part in it.
    repository.commit(HEAD + row(4, 4, " | lost |") + "\n" + row(5, 5) + "\n", "other.md")
    assert reported(run(Linter(), ["other.md"])) == [("ragged-row", 5)]
    # Under the new name all stays known, also what other rules found.
    assert run_cli("--write-baseline", "--select", "unordered-rows", "lists", cwd=repository.folder).code == 0
    baseline = (repository.folder / ".mdpaperlint-baseline.json").read_text()
    assert "README.md" not in baseline
    assert '"lists/papers.md": {\n   "ragged-row": {\n    "arxiv:2001.00004": 1' in baseline


def test_a_folder_below_the_root_is_no_hindrance(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEAD + row(1, 1) + "\n" + row(2, 2, " | lost |") + "\n"
    base = repository.commit(text, "a/b/README.md")
    monkeypatch.chdir(repository.folder / "a" / "b")
    assert reported(since(base)) == []
    # A hook may hand its own, relative place of the repository down.
    monkeypatch.setenv("GIT_DIR", ".git")
    assert reported(since(base)) == []


def test_standard_input_is_compared_under_its_name(repository: Repository) -> None:
    text = HEAD + row(1, 1) + "\n" + row(2, 2, " | lost |") + "\n"
    base = repository.commit(text)
    new = text + row(3, 3, " | lost |") + "\n"
    arguments = ("-", "--quiet", "--since", base)
    named = run_cli(*arguments, "--stdin-filename", "README.md", cwd=repository.folder, stdin=new.encode())
    assert [line.split(":")[1] for line in named.out.splitlines()] == ["7"]
    unnamed = run_cli(*arguments, cwd=repository.folder, stdin=new.encode())
    assert [line.split(":")[1] for line in unnamed.out.splitlines()] == ["6", "7"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_becomes_known_text_only_if_it_is_a_file(repository: Repository) -> None:
    repository.commit(HEAD + row(1, 1) + "\n", "target.md")
    (repository.folder / "README.md").symlink_to("target.md")
    base = repository.commit("x\n", "z.txt")
    assert Revision(base).text_before("README.md") == HEAD + row(1, 1) + "\n"


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "", "HEAD..HEAD", "HEAD:README.md"])
def test_a_missing_revision_is_said(repository: Repository, revision: str) -> None:
    repository.commit(HEAD)
    result = run_cli(f"--since={revision}", cwd=repository.folder)
    assert result.code == 2
    assert "there is no such revision" in result.err
    assert result.err.count("\n") == 1


def test_a_shallow_clone_is_said(repository: Repository, tmp_path: Path) -> None:
    old = repository.commit(HEAD)
    repository.commit(HEAD + row(1, 1) + "\n")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}", str(clone))
    result = run_cli("--since", old, cwd=clone)
    assert result.code == 2
    assert "this clone is shallow: fetch the whole history (in GitHub Actions, fetch-depth: 0)" in result.err


def test_unrelated_histories_are_said(repository: Repository) -> None:
    repository.commit(HEAD)
    git(repository.folder, "checkout", "-q", "--orphan", "other")
    repository.commit(HEAD + row(1, 1) + "\n")
    result = run_cli("--since", "main", cwd=repository.folder)
    assert result.code == 2
    assert "no common ancestor with HEAD; name a revision of the same history" in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes there")
def test_git_is_not_waited_for_without_end(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(HEAD)
    (repository.folder / ".git" / "HEAD").unlink()
    os.mkfifo(repository.folder / ".git" / "HEAD")
    monkeypatch.setattr(revisions, "PATIENCE", 1)
    with pytest.raises(ConfigError, match="--since: git did not answer within 1 seconds"):
        Revision("HEAD").text_before("README.md")


def test_no_repository_and_no_git_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text(HEAD)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = run_cli("--since", "HEAD", cwd=tmp_path)
    assert result.code == 2
    assert "needs a git repository" in result.err
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="needs git, which cannot be run"):
        Revision("HEAD").text_before(str(tmp_path / "README.md"))


def test_a_repository_without_commits_is_said(repository: Repository) -> None:
    (repository.folder / "README.md").write_text(HEAD)
    assert "there is no such revision" in run_cli("--since", "HEAD", cwd=repository.folder).err


class Edits:
    """A list that is edited by chance, with what each edit brings written down as it is made."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 100
        self.name = "README.md"
        # Rows of one table: month, number, the faults that the row has.
        self.rows: list[tuple[int, int, frozenset[str]]] = [
            (month, month, frozenset({"ragged-row"} if month % 7 == 0 else ())) for month in range(1, 31)
        ]

    def text(self) -> str:
        return HEAD + "".join(self._row(*each) + "\n" for each in self.rows)

    @staticmethod
    def _row(month: int, number: int, faults: frozenset[str]) -> str:
        end = " | lost |" if "ragged-row" in faults else " |"
        written = row(month, number, end)
        return written.replace("abs/", "abs//") if "malformed-arxiv-id" in faults else written

    def step(self) -> set[tuple[str, int]]:
        """Makes one edit. Returns rule and number of the paper of every violation that it brings."""
        kind = self.random.choice(
            ["add", "add", "add bad", "add bad", "misplace", "move", "fix", "delete", "break", "rename"]
        )
        if kind in ("add", "add bad"):
            rules = ("ragged-row", "malformed-arxiv-id")
            bad = frozenset(self.random.sample(rules, self.random.randint(1, 2)) if kind == "add bad" else ())
            self.number += 1
            self.rows.append((max(month for month, _, _ in self.rows) + 1, self.number, bad))
            return {(rule, self.number) for rule in bad}
        if kind == "misplace":
            self.number += 1
            self.rows.append((self.random.randint(2, 8), self.number, frozenset({"unordered-rows"})))
            # What follows is in order again.
            self.rows.append((max(month for month, _, _ in self.rows) + 1, self.number + 500, frozenset()))
            return {("unordered-rows", self.number)}
        sound = [place for place, each in enumerate(self.rows) if "unordered-rows" not in each[2]]
        place = self.random.choice(sound)
        month, number, faults = self.rows[place]
        if kind == "move":
            # A row with its faults goes elsewhere; there it is out of order, and that alone is new.
            del self.rows[place]
            far = 0 if place > len(self.rows) // 2 else len(self.rows)
            if (
                all(abs(month - other) > 3 for other, _, _ in (self.rows[far - 1], self.rows[far - 2]))
                or far == 0
            ):
                self.rows.insert(far, (month, number, faults | {"unordered-rows"}))
                return {("unordered-rows", number)}
            self.rows.insert(place, (month, number, faults))
        elif kind == "fix":
            faulty = [where for where, each in enumerate(self.rows) if each[2] and where in sound]
            if faulty:
                where = self.random.choice(faulty)
                self.rows[where] = (*self.rows[where][:2], frozenset())
        elif kind == "delete" and len(self.rows) > 20:
            del self.rows[place]
        elif kind == "break" and "ragged-row" not in faults:
            self.rows[place] = (month, number, faults | {"ragged-row"})
            return {("ragged-row", number)}
        elif kind == "rename":
            self.name = self.random.choice(["README.md", "LIST.md", "docs/list.md", "docs/déjà vu.md"])
        return set()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_each_of_thirty_commits_has_the_violations_that_it_brought(repository: Repository, seed: int) -> None:
    edits = Edits(seed)
    revisions = [repository.commit(edits.text())]
    brought: list[set[tuple[str, int]]] = []
    names = [edits.name]
    for _ in range(30):
        old = edits.name
        brought.append(edits.step())
        if edits.name != old:
            (repository.folder / old).unlink()
        else:
            # Every commit differs from the one before, also when an edit found nothing to do.
            (repository.folder / "log.txt").write_text(str(len(brought)))
        revisions.append(repository.commit(edits.text(), edits.name))
        names.append(edits.name)
    kinds = Counter(rule for each in brought for rule, _ in each)
    assert min(kinds[rule] for rule in ("ragged-row", "malformed-arxiv-id", "unordered-rows")) >= 1
    rules = ["ragged-row", "malformed-arxiv-id", "unordered-rows"]
    for number, (revision, name) in enumerate(zip(revisions[1:], names[1:], strict=True), 1):
        git(repository.folder, "checkout", "-q", revision)
        result = since(revisions[number - 1], name, select=rules)
        assert not result.failed
        found = [
            (finding.violation.rule, int(finding.source.split("2001.")[1][:5])) for finding in result.findings
        ]
        assert sorted(found) == sorted(brought[number - 1]), f"commit {number}"
