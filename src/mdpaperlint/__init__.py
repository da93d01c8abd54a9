"""A linter for research-paper lists kept in Markdown.

:func:`lint` and :func:`fix` are what the command line calls. The names below are imported when they are used,
so that ``mdpaperlint --version`` stays quick.
"""

from __future__ import annotations

# `typing` is not loaded for it: until the command line's `main` has begun, an interrupt shows a traceback.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from mdpaperlint.engine.findings import Finding
    from mdpaperlint.engine.linter import Linter, LinterSettings
    from mdpaperlint.engine.results import FileReport, Run
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
    "FileReport": "mdpaperlint.engine.results",
    "Finding": "mdpaperlint.engine.findings",
    "Linter": "mdpaperlint.engine.linter",
    "Run": "mdpaperlint.engine.results",
    "UserError": "mdpaperlint.user_error",
}


def lint(
    paths: Iterable[str | os.PathLike[str]] = (),
    *,
    verdicts: Mapping[str, Verdict] | None = None,
    **settings: Unpack[LinterSettings],
) -> Run:
    """Checks files and folders; without any, the ``README.md`` of the current folder.

    Files that cannot be read are told of in the result, with the rest. ``settings`` are the arguments of
    :class:`~mdpaperlint.engine.linter.Linter`. ``verdicts``, when given, is what is known of URLs, and
    selects the rules that need it; nothing here opens a connection.
    Raises :class:`~mdpaperlint.user_error.ConfigError`.
    """
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.runs import run

    linter = Linter(**settings, online=verdicts is not None)
    return run(linter, _names(paths), verdicts=verdicts or {})


def fix(
    paths: Iterable[str | os.PathLike[str]] = (),
    *,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    verdicts: Mapping[str, Verdict] | None = None,
    **settings: Unpack[LinterSettings],
) -> Run:
    """Mends files and reports what remains. Takes what :func:`lint` takes, and raises what it raises.

    ``unsafe`` also applies the fixes that may change what a list says. With ``write`` off, files stay as they
    are and only the result holds the new texts. ``in_place`` writes into the file itself where it cannot be
    replaced (a read-only folder, hard links): a crash in that moment can lose the text.
    """
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.engine.listed_file import Fixing
    from mdpaperlint.engine.runs import run

    linter = Linter(**settings, online=verdicts is not None)
    return run(linter, _names(paths), Fixing(unsafe, write, in_place), verdicts or {})


def lint_text(
    text: str, *, name: str | os.PathLike[str] | None = None, **settings: Unpack[LinterSettings]
) -> FileReport:
    """Checks a text that need not be in a file.

    ``name`` is the file that the text stands for: configuration, baseline and relative links count from its
    folder. Without a name the configuration of the current folder counts, and no relative link is looked up.
    ``settings`` and what is raised are those of :func:`lint`.
    """
    from mdpaperlint.engine.runs import run

    return run(_linter_of_text(text, name, settings), ["-"]).files[0]


def fix_text(
    text: str,
    *,
    name: str | os.PathLike[str] | None = None,
    unsafe: bool = False,
    **settings: Unpack[LinterSettings],
) -> FileReport:
    """Mends a text and reports what remains. ``text`` of the report is the mended one; no file is written.

    ``unsafe`` is as in :func:`fix`, all else as in :func:`lint_text`.
    """
    from mdpaperlint.engine.listed_file import Fixing
    from mdpaperlint.engine.runs import run

    return run(_linter_of_text(text, name, settings), ["-"], Fixing(unsafe)).files[0]


def _linter_of_text(text: str, name: str | os.PathLike[str] | None, settings: LinterSettings) -> Linter:
    from os import fspath

    from mdpaperlint.engine.linter import Linter

    settings["stdin_filename"] = None if name is None else fspath(name)
    return Linter(**settings, stdin_text=text, online=False)


def _names(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    from os import fspath

    return [fspath(path) for path in ([paths] if isinstance(paths, str) else paths)]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
