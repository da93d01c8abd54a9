"""A linter for research-paper lists kept in Markdown.

:func:`lint` and :func:`fix` are what the command line calls. The names below are imported when they are used,
so that ``mdpaperlint --version`` stays quick.
"""

from __future__ import annotations

# `typing` is not loaded for it: until the command line's `main` has begun, an interrupt shows a traceback.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from mdpaperlint.engine.findings import FileReport, Finding, Run
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.model.verdict import Verdict
    from mdpaperlint.user_error import ConfigError, UserError

__version__ = "0.1.0"
__all__ = [
    "ConfigError",
    "FileReport",
    "Finding",
    "Linter",
    "Run",
    "UserError",
    "__version__",
    "fix",
    "fix_text",
    "lint",
    "lint_text",
]

_PLACES = {
    "ConfigError": "mdpaperlint.user_error",
    "FileReport": "mdpaperlint.engine.findings",
    "Finding": "mdpaperlint.engine.findings",
    "Linter": "mdpaperlint.engine.linter",
    "Run": "mdpaperlint.engine.findings",
    "UserError": "mdpaperlint.user_error",
}


def lint(
    paths: Iterable[str | os.PathLike[str]] = (),
    *,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | os.PathLike[str] | Literal[False] | None = None,
    plugins: Sequence[str | os.PathLike[str]] = (),
    stdin_filename: str | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    baseline: str | os.PathLike[str] | Literal[False] | None = None,
    since: str | None = None,
) -> Run:
    """Checks files and folders; without any, the ``README.md`` of the current folder.

    Files that cannot be read are told of in the result, with the rest. The arguments are those of
    :class:`~mdpaperlint.engine.linter.Linter`. ``verdicts``, when given, is what is known of URLs, and
    selects the rules that need it; nothing here opens a connection.
    Raises :class:`~mdpaperlint.user_error.ConfigError`.
    """
    return _run(
        paths,
        {"verdicts": verdicts or {}},
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=config,
        plugins=plugins,
        stdin_filename=stdin_filename,
        online=verdicts is not None,
        baseline=baseline,
        since=since,
    )


def fix(
    paths: Iterable[str | os.PathLike[str]] = (),
    *,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | os.PathLike[str] | Literal[False] | None = None,
    plugins: Sequence[str | os.PathLike[str]] = (),
    stdin_filename: str | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    baseline: str | os.PathLike[str] | Literal[False] | None = None,
    since: str | None = None,
) -> Run:
    """Mends files and reports what remains. Takes what :func:`lint` takes, and raises what it raises.

    ``unsafe`` also applies the fixes that may change what a list says. With ``write`` off, files stay as they
    are and only the result holds the new texts. ``in_place`` writes into the file itself where it cannot be
    replaced (a read-only folder, hard links): a crash in that moment can lose the text.
    """
    return _run(
        paths,
        {"fix": True, "unsafe": unsafe, "write": write, "in_place": in_place, "verdicts": verdicts or {}},
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=config,
        plugins=plugins,
        stdin_filename=stdin_filename,
        online=verdicts is not None,
        baseline=baseline,
        since=since,
    )


def lint_text(
    text: str,
    *,
    name: str | os.PathLike[str] | None = None,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | os.PathLike[str] | Literal[False] | None = None,
    plugins: Sequence[str | os.PathLike[str]] = (),
) -> FileReport:
    """Checks a text that need not be in a file.

    ``name`` is the file that the text stands for: configuration, baseline and relative links count from its
    folder. Without a name the configuration of the current folder counts, and no relative link is looked up.
    The other arguments and what is raised are those of :func:`lint`.
    """
    return _run(
        ["-"],
        {},
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=config,
        plugins=plugins,
        stdin_filename=None if name is None else _names([name])[0],
        stdin_text=text,
        online=False,
    ).files[0]


def fix_text(
    text: str,
    *,
    name: str | os.PathLike[str] | None = None,
    unsafe: bool = False,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | os.PathLike[str] | Literal[False] | None = None,
    plugins: Sequence[str | os.PathLike[str]] = (),
) -> FileReport:
    """Mends a text and reports what remains. ``text`` of the report is the mended one; no file is written.

    ``unsafe`` is as in :func:`fix`, all else as in :func:`lint_text`.
    """
    return _run(
        ["-"],
        {"fix": True, "unsafe": unsafe},
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=config,
        plugins=plugins,
        stdin_filename=None if name is None else _names([name])[0],
        stdin_text=text,
        online=False,
    ).files[0]


def _run(paths: Iterable[str | os.PathLike[str]], what: Mapping[str, Any], **settings: Any) -> Run:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.runs import run

    return run(Linter(**settings), _names(paths), **what)


def _names(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    from os import fspath

    return [fspath(path) for path in ([paths] if isinstance(paths, str) else paths)]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
