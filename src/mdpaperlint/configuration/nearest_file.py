"""The folders above a file, up to the root of its repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator


def folders_upwards(folder: str) -> Iterator[str]:
    """The folder as an absolute path, then each one above it."""
    folder = os.path.abspath(folder)
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        yield (folder := parent)


def is_repository_root(folder: str) -> bool:
    """Whether the folder holds ``.git``: a folder, or a file in work trees."""
    return os.path.exists(os.path.join(folder, ".git"))


def repository_root(folder: str) -> str | None:
    """The nearest repository root from ``folder`` upwards."""
    return next(filter(is_repository_root, folders_upwards(folder)), None)


def link_out(path: str | os.PathLike[str]) -> str | None:
    """The target of a path whose symbolic links leave the repository; None when they stay inside."""
    named, target = os.path.abspath(path), os.path.realpath(path)
    return target if target != named and leads_outside(target, os.path.dirname(named)) else None


def leads_outside(path: str | os.PathLike[str], folder: str) -> bool:
    """Whether a path, its symbolic links followed, lies outside of the repository that holds ``folder``, or
    outside of ``folder`` itself where it is in none.
    """
    root = os.path.realpath(repository_root(folder) or folder)
    real = os.path.realpath(path)
    return real != root and not real.startswith(os.path.join(root, ""))


def nearest_file(
    folder: str, look: Callable[[str], str | None], answers: dict[str, str | None]
) -> str | None:
    """The first result of ``look`` in the folders from ``folder`` upwards, up to the repository's root.

    ``answers`` holds the answers so far, by folder.
    """
    passed: list[str] = []
    found: str | None = None
    for each in folders_upwards(folder):
        if each in answers:
            found = answers[each]
            break
        passed.append(each)
        found = look(each)
        if found is not None or is_repository_root(each):
            break
    answers.update(dict.fromkeys(passed, found))
    return found
