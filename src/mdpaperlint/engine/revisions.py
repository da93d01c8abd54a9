"""Files as they were at another revision. The git command is asked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.rules.base import Files, FileState
from mdpaperlint.user_error import ConfigError, reason_of

# Above this much of a file changed, git does not take it for a renamed one.
_SIMILAR = "-M50%"
# With this much of it in a list that was changed as well, a new one is a part of that one: of three, say.
_PART = "-C30%"

# A pull request can bring a folder that git takes for a bare repository, with a configuration of its own, and
# an unpacked archive a configuration that names commands to run.
_TRUST_NOTHING = (
    "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false",
)  # fmt: skip
# In seconds: the largest repositories take a few.
PATIENCE = 60


class _Repository(NamedTuple):
    """``base`` is the commit that is compared with; ``renamed`` maps a path of today to its path there, and
    ``gone`` are the files and folders that were there and are no more.
    """

    root: str
    base: str
    renamed: dict[str, str]
    gone: frozenset[str]


class Revision:
    """Files as they were where the current commit left ``revision``: at their merge base.

    Uncommitted changes count as changes. Each file may lie in a repository of its own.
    """

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self._texts: dict[str, str | None] = {}
        self._repositories: dict[str, _Repository] = {}
        self._roots: dict[str, str] = {}
        self._parts: dict[str, dict[str, str]] = {}

    def text_before(self, path: str) -> str | None:
        """The file's text at the merge base, under the name that it had there; of a list that was cut out of
        another, that one's; None for a file that was not there. What is not UTF-8 in it is replaced.

        Raises :class:`ConfigError`.
        """
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def former_path(self, path: str) -> str:
        """The path that a file had at the merge base, whether or not it was there.

        Raises :class:`ConfigError`.
        """
        repository, name = self._place(path)
        folder = os.path.dirname(os.path.abspath(path))
        former = repository.renamed.get(name, name)
        return os.path.normpath(os.path.join(folder, os.path.relpath(former, os.path.dirname(name) or ".")))

    def _place(self, path: str) -> tuple[_Repository, str]:
        """The repository that holds a file, and the file's name in it today."""
        real = os.path.realpath(path)
        repository = self._repository(os.path.dirname(real))
        return repository, os.path.relpath(real, repository.root).replace(os.sep, "/")

    def _read(self, path: str) -> str | None:
        repository, name = self._place(path)
        name = repository.renamed.get(name, name)
        listed = self._listed(repository, name)
        if not listed:
            name = self._cut_out_of(repository).get(name, name)
            listed = self._listed(repository, name)
        mode, _, rest = listed.partition(b" ")
        if mode not in (b"100644", b"100755"):
            return None
        blob = rest.split(b"\t", 1)[0].split(b" ")[1].decode("ascii")
        shown = _git(repository.root, "cat-file", "blob", blob)
        if shown.returncode != 0:
            raise ConfigError(_complaint(shown, f"cannot read {name} at {self.revision}"))
        return shown.stdout.decode("utf-8", "replace")

    def _listed(self, repository: _Repository, name: str) -> bytes:
        listed = _git(repository.root, "ls-tree", "-z", repository.base, "--", f":(literal){name}")
        if listed.returncode != 0:
            raise ConfigError(_complaint(listed, f"cannot read {name} at {self.revision}"))
        return listed.stdout

    def _cut_out_of(self, repository: _Repository) -> dict[str, str]:
        """For files that were not there, the paths of those that they are parts of."""
        if repository.root not in self._parts:
            changes = self._changes(repository.root, repository.base, _PART, "CR")
            self._parts[repository.root] = {new: old for _, old, new in changes}
        return self._parts[repository.root]

    def files_beside(self, path: str, files: Files | None) -> Files | None:
        """The files beside a document: those of today, and those that were there and are gone."""
        return None if files is None else _FilesBefore(path, files, self)

    def was_there(self, path: str, target: str) -> bool:
        """Whether what ``target``, a relative URL path in the file ``path``, names was there and is gone now.

        Raises :class:`ConfigError`.
        """
        folder = os.path.dirname(os.path.realpath(path))
        repository = self._repository(folder)
        top = repository.root if target.startswith("/") else folder
        place = os.path.normpath(os.path.join(top, target.strip("/")))
        return os.path.relpath(place, repository.root).replace(os.sep, "/") in repository.gone

    def _repository(self, folder: str) -> _Repository:
        if folder not in self._roots:
            found = _git(folder, "rev-parse", "--show-toplevel")
            root = os.fsdecode(found.stdout).removesuffix("\n")
            if found.returncode != 0 or not root:
                raise ConfigError(
                    _complaint(found, f"--since needs a git repository, and {folder} is in none")
                )
            self._roots[folder] = os.path.realpath(root)
        root = self._roots[folder]
        if root not in self._repositories:
            base = self._merge_base(root)
            self._repositories[root] = _Repository(root, base, *self._moves(root, base))
        return self._repositories[root]

    def _merge_base(self, root: str) -> str:
        revision = self.revision
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if found.returncode != 0:
            hint = (
                "this clone is shallow: fetch the whole history (in GitHub Actions, fetch-depth: 0)"
                if _is_shallow(root)
                else f"fetch it (git fetch origin {revision.removeprefix('origin/')}), or name another"
            )
            raise ConfigError(f"--since {revision}: there is no such revision in {root}; {hint}")
        commit = found.stdout.decode("ascii").strip()
        base = _git(root, "merge-base", commit, "HEAD")
        if base.returncode == 0:
            return base.stdout.decode("ascii").split()[0]
        if _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode != 0:
            raise ConfigError(f"--since {revision}: {root} has no commit yet")
        hint = (
            "this clone is shallow: fetch the whole history (in GitHub Actions, fetch-depth: 0)"
            if _is_shallow(root)
            else "name a revision of the same history"
        )
        raise ConfigError(f"--since {revision}: it has no common ancestor with HEAD; {hint}")

    def _moves(self, root: str, base: str) -> tuple[dict[str, str], frozenset[str]]:
        deleted = _git(root, "ls-files", "--deleted", "-z")
        if deleted.returncode != 0:
            raise ConfigError(_complaint(deleted, f"cannot compare with {self.revision}"))
        renamed: dict[str, str] = {}
        gone: set[str] = set()
        for status, old, new in self._changes(root, base, _SIMILAR, "DR"):
            if status.startswith("R"):
                renamed[new] = old
            _note_gone(old, gone)
        for name in os.fsdecode(deleted.stdout).split("\0"):
            _note_gone(name, gone)
        return renamed, frozenset(gone)

    def _changes(self, root: str, base: str, likeness: str, kinds: str) -> Iterator[tuple[str, str, str]]:
        """Git's letter for each change of these kinds, the path before and that of today, if there is one.

        The index is compared: to compare the files, git would run the filters that the repository names.
        """
        command = ("diff", "--cached", "--name-status", "-z", likeness, f"--diff-filter={kinds}", base, "--")
        found = _git(root, *command)
        if found.returncode != 0:
            raise ConfigError(_complaint(found, f"cannot compare with {self.revision}"))
        fields = iter(os.fsdecode(found.stdout).split("\0"))
        for status in fields:
            if status:
                yield status, next(fields), "" if status == "D" else next(fields)


def last_change(path: str) -> Revision:
    """The commit that changed a file last, else HEAD."""
    folder, name = os.path.split(os.path.realpath(path))
    logged = _git(folder, "log", "-1", "--format=%H", "--", f":(literal){name}")
    return Revision(logged.stdout.decode("ascii", "replace").strip() or "HEAD")


def _note_gone(name: str, gone: set[str]) -> None:
    """Adds the file and the folders above it."""
    while name and name not in gone:
        gone.add(name)
        name = os.path.dirname(name)


class _FilesBefore:
    def __init__(self, path: str, files: Files, revision: Revision) -> None:
        self._path = path
        self._files = files
        self._revision = revision

    def state(self, target: str) -> FileState:
        state = self._files.state(target)
        if state == "missing" and self._revision.was_there(self._path, target):
            return "found"
        return state


def _is_shallow(root: str) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *_TRUST_NOTHING, "-C", folder, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=_environment(),
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        # A pipe in the place of one of its files, for example.
        raise ConfigError(f"--since: git did not answer within {PATIENCE} seconds") from None
    except OSError as error:
        if not os.path.isdir(folder):
            raise ConfigError(f"--since: {folder}: no such folder") from None
        raise ConfigError(f"--since needs git, which cannot be run: {reason_of(error)}") from None


def _environment() -> dict[str, str]:
    """Messages in one language, no lock on a repository that is only read, no object fetched from elsewhere,
    and no relative path of a hook, which would be looked for from another folder.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE") or os.path.isabs(value)
    }
    return {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}


def _complaint(finished: subprocess.CompletedProcess[bytes], otherwise: str) -> str:
    """What git itself says about what a user has to mend first (a repository of another owner, say)."""
    said = os.fsdecode(finished.stderr).strip().split("\n")[0].removeprefix("fatal: ")
    if not said or "not a git repository" in said:
        return otherwise
    return f"{otherwise}: {said}"
