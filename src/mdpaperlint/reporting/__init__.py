"""Turns violations into what people and machines read.

A format is a module with a function ``render(run, options)`` that yields pieces of text; it is imported when
it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from mdpaperlint.engine.results import Run
    from mdpaperlint.model.verdict import Verdict
    from mdpaperlint.reporting.terminal import Style
    from mdpaperlint.rules.base import Rule

FORMATS = ("text", "json", "github", "gitlab", "sarif", "rdjson", "markdown")


class ReportOptions(NamedTuple):
    """``columns`` is the width that source lines are cut to. ``checked_links`` tells that remote links
    were asked; ``link_counts`` says how many got which verdict, in words, and ``verdicts`` which got which.
    ``tell_unasked`` lets the summary say how many were not asked.

    ``full`` has the text report show every place, and corrected lines from end to end. ``root`` is the folder
    that platforms name files from; empty leaves them as they were named. ``rules`` are all there are, by
    name.
    """

    style: Style
    columns: int = 100
    quiet: bool = False
    tell_unasked: bool = True
    statistics: bool = False
    checked_links: bool = False
    link_counts: str = ""
    verdicts: Mapping[str, Verdict] = MappingProxyType({})
    full: bool = False
    root: str = ""
    rules: Mapping[str, Rule[Any]] = MappingProxyType({})


def render(name: str, run: Run, options: ReportOptions) -> Iterator[str]:
    """The report in one of :data:`FORMATS`."""
    from importlib import import_module

    pieces: Iterator[str] = import_module(f"mdpaperlint.reporting.{name}_report").render(run, options)
    return pieces


def path_from_root(path: str, root: str) -> str:
    """The name that platforms know a file by: from ``root``, with slashes. A path that does not lie below
    ``root`` stays as it was named, and so do all where ``root`` is empty.
    """
    if root and not path.startswith("<"):
        try:
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
        except ValueError:
            # Another drive, on Windows.
            name = os.pardir
        if name.split(os.sep)[0] != os.pardir:
            return name.replace(os.sep, "/")
    return path.replace(os.sep, "/").removeprefix("./")
