"""The settings of a run: which rules run on which file, and what all files of the run share."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from mdpaperlint.configuration.file_settings import Configurations
from mdpaperlint.engine.baseline import Baselines
from mdpaperlint.engine.discovery import Discovery, default_path, discover
from mdpaperlint.engine.listed_file import ListedFile
from mdpaperlint.engine.plugins import RuleSelection
from mdpaperlint.engine.source_text import Inputs, SourceError
from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import ListedPaper

if TYPE_CHECKING:
    from mdpaperlint.configuration.file_settings import Settings
    from mdpaperlint.engine.document_check import ActiveRule
    from mdpaperlint.engine.known_violations import Counts
    from mdpaperlint.engine.revisions import Revision
    from mdpaperlint.rules.base import Rule


class ListedPapers:
    """The first entry of each paper in the files of a run, which are named by their labels."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[tuple[str, str], ListedPaper]] = {}

    def note(self, label: str, document: Document) -> None:
        from mdpaperlint.papers.entries.paper_identity import first_entries

        self._entries[label] = first_entries(document, label)

    def elsewhere(self, label: str) -> Mapping[tuple[str, str], ListedPaper]:
        """The first entry of each paper in all noted files but this one."""
        return ChainMap(*(entries for other, entries in self._entries.items() if other != label))


class LinterSettings(TypedDict, total=False):
    """What :func:`mdpaperlint.lint` passes on to :class:`Linter`."""

    select: Sequence[str] | None
    extend_select: Sequence[str]
    ignore: Sequence[str]
    config: str | os.PathLike[str] | Literal[False] | None
    plugins: Sequence[str | os.PathLike[str]]
    exclude: Sequence[str]
    stdin_filename: str | None
    baseline: str | os.PathLike[str] | Literal[False] | None
    since: str | None


class Linter:
    """Files are named by paths as they were given, ``-`` for standard input, folders with a slash at the end.

    ``select``, ``extend_select`` and ``ignore`` are names of rules, or ``all``; ``select`` takes the place of
    all three lists of the configuration, the others add to them. ``config`` is one configuration file for
    all files, False for none; without it, each file has the nearest one. ``exclude`` adds patterns as in
    ``.gitignore``, from the current folder. ``plugins`` are Python files that define rules: they
    are run. ``stdin_text`` takes the place of the standard input. ``online`` tells that verdicts on links
    will be there, and so selects the rules that need them; None leaves it to the configuration. ``baseline``
    is a file of known violations, which are neither reported nor fixed; None leaves it to the configuration,
    and then to the nearest ``.mdpaperlint-baseline.json``; False is for none. ``since`` is a git revision:
    only what came after it is reported and fixed. ``allow_outside`` follows symbolic links out of the
    repository.

    ``problems`` holds what went wrong with plug-ins, one line each. All methods, and this one for names that
    no rule bears, raise :class:`~mdpaperlint.user_error.ConfigError`.
    """

    def __init__(
        self,
        *,
        select: Sequence[str] | None = None,
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        config: str | os.PathLike[str] | Literal[False] | None = None,
        exclude: Sequence[str] = (),
        plugins: Sequence[str | os.PathLike[str]] = (),
        stdin_filename: str | None = None,
        stdin_text: str | None = None,
        online: bool | None = None,
        baseline: str | os.PathLike[str] | Literal[False] | None = None,
        since: str | None = None,
        allow_outside: bool = False,
    ) -> None:
        self._selection = RuleSelection(
            select=select, extend_select=extend_select, ignore=ignore, plugins=plugins, online=online
        )
        self.rules: Mapping[str, Rule[Any]] = self._selection.rules
        self.problems: Sequence[str] = self._selection.problems
        self.inputs = Inputs(stdin_filename, stdin_text)
        self._allow_outside = allow_outside
        self.revision: Revision | None = None
        if since is not None:
            from mdpaperlint.engine.revisions import Revision

            self.revision = Revision(since)
        # Rules compare a file with the files before it in this run, as they are and as they were.
        self.listed = ListedPapers()
        self.listed_before = ListedPapers()
        self._configurations = Configurations(config, self.rules, exclude)
        self._baselines = Baselines(baseline)
        self._active: dict[tuple[str | None, frozenset[str]], tuple[ActiveRule, ...]] = {}

    def label(self, path: str) -> str:
        """The name of a file in reports."""
        return self.inputs.label(path)

    def absolute_path(self, path: str) -> str:
        """The absolute path that configuration, baselines and relative links count from."""
        return self.inputs.absolute_path(path)

    def settings_for(self, path: str) -> Settings:
        return self._configurations.settings(self.absolute_path(path))

    def is_unconfigured(self, path: str) -> bool:
        """Whether a file has neither a configuration nor a baseline, as in a first run."""
        return self.settings_for(path).path is None and not self.known_counts(path)

    def rules_for(self, path: str) -> tuple[ActiveRule, ...]:
        """The rules that run on a file."""
        settings = self.settings_for(path)
        ignored = self._configurations.ignored_rules(self.absolute_path(path))
        key = (settings.path, ignored)
        if key not in self._active:
            self._active[key] = self._selection.active(settings, ignored)
        return self._active[key]

    def may_ask_links(self, path: str) -> bool:
        """Whether the network may be asked for the links of a file."""
        return self._selection.online(self.settings_for(path))

    def known_counts(self, path: str) -> Counts:
        """The violations of a file that the baseline knows."""
        return self._baselines.known(self.absolute_path(path), self.settings_for(path))

    def is_excluded(self, path: str) -> bool:
        """Whether the configuration excludes a file, or a folder (written with a slash at its end)."""
        return self._configurations.excludes(self.absolute_path(path))

    def file(self, path: str, text: str | None = None) -> ListedFile:
        """A file of the run; ``text`` is checked in place of its own, ``path`` then says which configuration
        counts and where relative links lead.
        """
        return ListedFile(self, path, text)

    def readable(self, found: Discovery, problems: list[str]) -> Iterator[ListedFile]:
        """The files that can be read, each freed when the next one is asked for; ``problems`` gets one line
        for what cannot be, and says why there is nothing to read.
        """
        problems += found.problems if found.paths or found.problems else (found.why_empty,)
        for file in map(self.file, found.paths):
            try:
                _ = file.document
            except SourceError as error:
                problems += error.problems
            else:
                yield file
            file.forget()

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The files to read, and one-line problems. What is wrong with the configuration, the baseline or the
        revision of any of them is raised here, before anything is read or written.
        """
        named = list(paths)
        if not named:
            readme = default_path()
            if readme is None:
                problem = "there is no README.md in this folder: name the files or folders to check"
                return Discovery((), (problem,))
            named = [readme]
        found = discover(named, is_excluded=self.is_excluded, allow_outside=self._allow_outside)
        for path in found.paths:
            self.rules_for(path)
            self.known_counts(path)
            _ = self.file(path).text_before
        return found
