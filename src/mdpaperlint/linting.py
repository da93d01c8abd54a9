"""A run over files: their configuration, their rules, what is found in them and what is mended."""

from __future__ import annotations

import os
import sys
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mdpaperlint.checking.engine import ActiveRule, check_document
from mdpaperlint.checking.past import Past, PastError
from mdpaperlint.checking.plugins import (
    PluginError,
    describe,
    find_entry_points,
    load_entry_point,
    load_file,
)
from mdpaperlint.config import ALL, ConfigError, Settings, find_config, load_config, unknown_rule
from mdpaperlint.discovery import STANDARD_INPUT, default_path, discover, repository_root
from mdpaperlint.reading.parser import parse
from mdpaperlint.reporting.findings import Change, FileReport, Obsolete, Run, locate, locate_notices
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Files, Rule

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from mdpaperlint.checking.engine import Report
    from mdpaperlint.checking.history import Counts, History
    from mdpaperlint.fixing.fixer import FixResult
    from mdpaperlint.fixing.source import Source
    from mdpaperlint.model.document import Document
    from mdpaperlint.model.paper import ListedPaper
    from mdpaperlint.model.verdict import Verdict

NO_VERDICTS: Mapping[str, Verdict] = {}


class Linter:
    """What is the same for all files of a run.

    ``select``, ``extend_select`` and ``ignore`` are names of rules, or ``all``; ``select`` takes the place of
    all three lists of the configuration, the others add to them. ``config`` is one configuration file for
    all files; without it, each file has the nearest one. ``plugins`` are Python files that define rules: they
    are run. ``online`` tells that verdicts on links will be there, and so selects the rules that need them;
    None leaves it to the configuration. ``baseline`` is a file of known violations, which are neither
    reported nor fixed; None leaves it to the configuration, and then to ``.mdpaperlint-baseline.json`` of the
    current folder; False is for none. ``since`` is a git revision: only what came after it is reported and
    fixed.

    Raises :class:`~mdpaperlint.config.ConfigError` for names that no rule bears. ``problems`` holds what went
    wrong with plug-ins, one line each.
    """

    def __init__(
        self,
        *,
        select: Sequence[str] | None = None,
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        config: str | os.PathLike[str] | None = None,
        plugins: Sequence[str | os.PathLike[str]] = (),
        stdin_filename: str | None = None,
        online: bool | None = None,
        baseline: str | os.PathLike[str] | Literal[False] | None = None,
        since: str | None = None,
    ) -> None:
        self.problems: list[str] = []
        self._past = Past(baseline, since)
        self.online = online
        self.rules: dict[str, Rule[Any]] = {rule.name: rule for rule in RULES}
        self._load_plugins(plugins)
        self._select = None if select is None else tuple(select)
        self._extend_select = tuple(extend_select)
        self._ignore = tuple(ignore)
        self._stdin_filename = stdin_filename
        self._standard_input: bytes | None = None
        unknown = [
            f"{option} {name}: {message}"
            for option, names in (
                ("--select", self._select or ()),
                ("--extend-select", self._extend_select),
                ("--ignore", self._ignore),
            )
            for name in names
            if name != ALL and (message := unknown_rule(name, self.rules))
        ]
        if unknown:
            raise ConfigError([*self.problems, *unknown])
        self._fixed_settings: Settings | None = None
        if config is not None:
            # Patterns count from the current folder, since the file may be anywhere.
            self._fixed_settings = load_config(os.fspath(config), self.rules, folder=os.getcwd())
        self._config_paths: dict[str, str | None] = {}
        self._settings: dict[str | None, Settings] = {None: Settings()}
        self._active: dict[tuple[str | None, frozenset[str]], tuple[ActiveRule, ...]] = {}
        self._patterns: dict[tuple[str, ...], GitIgnoreSpec] = {}
        self._listed: dict[str, dict[tuple[str, str], ListedPaper]] = {}
        self._listed_before: dict[str, dict[tuple[str, str], ListedPaper]] = {}

    def _load_plugins(self, files: Sequence[str | os.PathLike[str]]) -> None:
        sources: list[tuple[str, Callable[[], list[Rule[Any]]]]] = [
            (entry.source, partial(load_entry_point, entry)) for entry in find_entry_points()
        ]
        sources += [(os.fspath(file), partial(load_file, os.fspath(file))) for file in files]
        for source, load in sources:
            try:
                rules = load()
            except PluginError as error:
                self.problems.append(str(error))
                continue
            for rule in rules:
                if rule.name in self.rules:
                    self.problems.append(
                        f'plug-in {source}: there is already a rule named "{rule.name}"; give it another name'
                    )
                else:
                    self.rules[rule.name] = rule

    def settings_for(self, path: str) -> Settings:
        """The settings of a file. Raises :class:`~mdpaperlint.config.ConfigError`."""
        if self._fixed_settings is not None:
            return self._fixed_settings
        config = find_config(os.path.dirname(self._place(path)), self._config_paths)
        if config not in self._settings:
            assert config is not None
            self._settings[config] = load_config(config, self.rules)
        return self._settings[config]

    def asks_links(self, path: str) -> bool:
        """Whether a rule that runs on the file needs verdicts, and the network may be asked for them."""
        online = self.settings_for(path).online if self.online is None else self.online
        return online and any(active.rule.online for active in self.rules_for(path))

    def text_before(self, path: str) -> str | None:
        """The file as it was at the revision that ``since`` names; None when it was not there.

        Raises :class:`~mdpaperlint.config.ConfigError`.
        """
        if path == STANDARD_INPUT and self._stdin_filename is None:
            return None
        try:
            return self._past.text_before(self._place(path))
        except PastError as error:
            raise ConfigError([str(error)]) from None

    def _known(self, path: str) -> Counts:
        """What the baseline knows of a file. Raises :class:`~mdpaperlint.config.ConfigError`."""
        try:
            return self._past.known(self.settings_for(path).baseline, self._place(path))
        except PastError as error:
            raise ConfigError([str(error)]) from None

    def _history(self, path: str, verdicts: Mapping[str, Verdict]) -> History | None:
        known, before = self._known(path), self.text_before(path)
        if not known and before is None:
            return None
        from mdpaperlint.checking.history import History, count, merged

        messages: frozenset[str] = frozenset()
        if before is not None:
            document = parse(before)
            report = check_document(
                document,
                self.rules_for(path),
                files=self._past.files_before(self._place(path), self._files(path)),
                verdicts=verdicts,
                known_rules=self.rules,
                listed_elsewhere=self._listed_elsewhere(path, self._listed_before),
            )
            known = merged(known, count(document, report.violations))
            messages = frozenset(violation.message for violation in report.violations)
            self._note_entries(path, document, self._listed_before)
            document.readings.clear()
        return History(known, before, messages)

    def _obsolete(self, path: str, document: Document, report: Report) -> tuple[Obsolete, ...]:
        """What the baseline knows of the file and is gone, as far as the rules that ran can say."""
        known = self._known(path)
        if not known:
            return ()
        from mdpaperlint.checking.history import count, missing

        ran = {active.rule.name for active in self.rules_for(path)}
        ran -= {failure.rule for failure in report.failures}
        known = {rule: counts for rule, counts in known.items() if rule in ran}
        found = count(document, (*report.violations, *report.known))
        return tuple(
            Obsolete(rule, about, number)
            for rule, counts in sorted(missing(known, found).items())
            for about, number in sorted(counts.items())
        )

    def is_excluded(self, path: str) -> bool:
        """Whether the configuration excludes a file, or a folder (written with a slash at its end)."""
        settings = self.settings_for(path)
        return bool(settings.exclude) and self._matches(path, settings, settings.exclude)

    def rules_for(self, path: str) -> tuple[ActiveRule, ...]:
        """The rules that run on a file. Raises :class:`~mdpaperlint.config.ConfigError`."""
        settings = self.settings_for(path)
        ignored = frozenset(
            name
            for pattern, names in settings.per_file_ignores
            if self._matches(path, settings, (pattern,))
            for name in names
        )
        key = (settings.path, ignored)
        if key not in self._active:
            self._active[key] = self._activate(settings, ignored)
        return self._active[key]

    def _activate(self, settings: Settings, ignored: frozenset[str]) -> tuple[ActiveRule, ...]:
        everything = frozenset(self.rules)
        online = settings.online if self.online is None else self.online

        def names(given: Iterable[str]) -> frozenset[str]:
            given = frozenset(given)
            return everything if ALL in given else given

        if self._select is not None:
            chosen = names(self._select)
        else:
            if settings.select is not None:
                chosen = names(settings.select)
            else:
                chosen = frozenset(
                    name for name, rule in self.rules.items() if rule.default and (online or not rule.online)
                )
            chosen = (chosen | names(settings.extend_select)) - names(settings.ignore)
        chosen = (chosen | names(self._extend_select)) - names(self._ignore) - names(ignored)
        return tuple(
            ActiveRule(rule, settings.options.get(name) or rule.Options(), settings.severity.get(name))
            for name, rule in self.rules.items()
            if name in chosen
        )

    def _matches(self, path: str, settings: Settings, lines: tuple[str, ...]) -> bool:
        from mdpaperlint.discovery import patterns

        if lines not in self._patterns:
            self._patterns[lines] = patterns(lines)
        name = os.path.relpath(self._place(path), settings.folder or os.curdir).replace(os.sep, "/")
        return self._patterns[lines].match_file(name + "/" if path.endswith("/") else name)

    def _place(self, path: str) -> str:
        """The absolute path that configuration and relative links count from."""
        if path == STANDARD_INPUT:
            path = self._stdin_filename or os.path.join(os.curdir, "README.md")
        return os.path.abspath(path)

    def _files(self, path: str) -> Files | None:
        if path == STANDARD_INPUT and self._stdin_filename is None:
            return None
        from mdpaperlint.checking.files import RepositoryFiles

        document = self._place(path)
        root = repository_root(os.path.dirname(document)) or os.getcwd()
        return RepositoryFiles(Path(document), Path(root))

    def label(self, path: str) -> str:
        """The name of a file in reports."""
        return (self._stdin_filename or "<stdin>") if path == STANDARD_INPUT else path

    def read(self, path: str) -> Source:
        """Raises :class:`~mdpaperlint.fixing.source.SourceError`."""
        from mdpaperlint.fixing.source import Source, SourceError, read_source

        if path != STANDARD_INPUT:
            return read_source(path)
        label = Path(self.label(path))
        if self._standard_input is None:
            self._standard_input = sys.stdin.buffer.read()
        try:
            return Source(label, self._standard_input.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise SourceError(
                label, f"not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"
            ) from error

    def web_urls(self, path: str, *, fix: bool = False, unsafe: bool = False) -> frozenset[str]:
        """The different URLs of http and https that a file links to, without fragments; with ``fix``, as it
        will be when all is mended that needs no verdicts. Of a file that is compared with a revision, only
        the lines that changed count. Empty for a file that cannot be read.
        """
        from mdpaperlint.fixing.source import SourceError
        from mdpaperlint.reading.links.web_links import web_links

        try:
            text = self.read(path).text
        except SourceError:
            # The check that follows tells of it.
            return frozenset()
        if fix:
            from mdpaperlint.fixing.fixer import FixError

            with suppress(FixError):
                text = self.fix_text(text, path, unsafe=unsafe).text
        links = web_links(document := parse(text))
        before = self.text_before(path)
        if before is None:
            return frozenset(each.url for each in links)
        from mdpaperlint.checking.changed_lines import changed_lines
        from mdpaperlint.checking.history import lines_of

        changed = changed_lines(before, lines_of(document))
        return frozenset(each.url for each in links if document.line_of(each.link.start) in changed)

    def check(self, path: str, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FileReport:
        from mdpaperlint.fixing.source import SourceError

        try:
            source = self.read(path)
        except SourceError as error:
            return FileReport(self.label(path), problems=(str(error),))
        return self.check_text(source.text, path, verdicts)

    def check_text(self, text: str, path: str, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FileReport:
        """``path`` says which configuration counts and where relative links lead."""
        document = parse(text)
        return self._report(path, document, self.examine(document, path, verdicts))

    def examine(self, document: Document, path: str, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> Report:
        """What the rules say of a document that is parsed already. ``path`` is as in :meth:`check_text`."""
        return check_document(
            document,
            self.rules_for(path),
            files=self._files(path),
            verdicts=verdicts,
            known_rules=self.rules,
            history=self._history(path, verdicts),
            listed_elsewhere=self._listed_elsewhere(path, self._listed),
        )

    def fix_text(
        self,
        text: str,
        path: str,
        *,
        unsafe: bool = False,
        verdicts: Mapping[str, Verdict] = NO_VERDICTS,
    ) -> FixResult:
        """Raises :class:`~mdpaperlint.fixing.fixer.FixError`. ``path`` is as in :meth:`check_text`."""
        from mdpaperlint.fixing.fixer import fix_text

        return fix_text(
            text,
            self.rules_for(path),
            unsafe=unsafe,
            files=self._files(path),
            verdicts=verdicts,
            known_rules=self.rules,
            history=self._history(path, verdicts),
            listed_elsewhere=self._listed_elsewhere(path, self._listed),
        )

    def fix(
        self,
        path: str,
        *,
        unsafe: bool = False,
        write: bool = True,
        in_place: bool = False,
        verdicts: Mapping[str, Verdict] = NO_VERDICTS,
    ) -> FileReport:
        """Mends a file as far as its violations have fixes; what is reported is what remains.

        Nothing is written when ``write`` is off, for standard input, and when the fixes fail.
        """
        from mdpaperlint.fixing.fixer import FixError
        from mdpaperlint.fixing.source import SourceError
        from mdpaperlint.fixing.writer import write_source

        label = self.label(path)
        try:
            source = self.read(path)
        except SourceError as error:
            return FileReport(label, problems=(str(error),))
        try:
            result = self.fix_text(source.text, path, unsafe=unsafe, verdicts=verdicts)
        except FixError as error:
            checked = self.check_text(source.text, path, verdicts)
            return checked._replace(
                problems=(f"{label}: nothing was fixed: {error}", *checked.problems), text=source.text
            )
        if write and path != STANDARD_INPUT:
            try:
                write_source(source, result.text, in_place=in_place)
            except SourceError as error:
                checked = self.check_text(source.text, path, verdicts)
                return checked._replace(problems=(str(error), *checked.problems))
        counts: dict[str, int] = {}
        for violation in result.applied:
            counts[violation.rule] = counts.get(violation.rule, 0) + 1
        return self._report(path, result.document, result.report)._replace(
            fixed=tuple(sorted(counts.items())),
            text=result.text,
            change=Change(source.text, result.text) if result.text != source.text else None,
        )

    def _asks_other_files(self, path: str) -> bool:
        return any(active.rule.asks_other_files(active.options) for active in self.rules_for(path))

    def _listed_elsewhere(
        self, path: str, listed: Mapping[str, dict[tuple[str, str], ListedPaper]]
    ) -> Mapping[tuple[str, str], ListedPaper]:
        """What the files list that were reported on before."""
        if not listed or not self._asks_other_files(path):
            return {}
        label = self.label(path)
        return ChainMap(*(entries for other, entries in listed.items() if other != label))

    def _note_entries(
        self, path: str, document: Document, listed: dict[str, dict[tuple[str, str], ListedPaper]]
    ) -> None:
        if self._asks_other_files(path):
            from mdpaperlint.reading.papers.paper_identity import first_entries

            label = self.label(path)
            listed[label] = first_entries(document, label)

    def _report(self, path: str, document: Document, report: Report) -> FileReport:
        label = self.label(path)
        file_report = FileReport(
            label,
            findings=locate(document, report.violations),
            problems=tuple(f"{label}: rule {failure.rule}: {failure.message}" for failure in report.failures),
            remarks=locate_notices(document),
            remote_links=remote_destinations(document),
            known=len(report.known),
            obsolete=self._obsolete(path, document, report),
        )
        self._note_entries(path, document, self._listed)
        # Some readings hold the document that holds them. Without this, documents would stay in memory until
        # garbage is looked for, which happens seldom.
        document.readings.clear()
        return file_report

    def discover(self, paths: Iterable[str]) -> tuple[list[str], list[str]]:
        """The files to read, and one-line problems.

        Raises :class:`~mdpaperlint.config.ConfigError`, and does so before anything is read or written.
        """
        named = list(paths)
        if not named:
            readme = default_path()
            if readme is None:
                return [], ["there is no README.md in this folder: name the files or folders to check"]
            named = [readme]
        found = discover(named, is_excluded=self.is_excluded)
        for path in found.paths:
            self.rules_for(path)
            self._known(path)
            self.text_before(path)
        return list(found.paths), list(found.problems)


def remote_destinations(document: Document) -> frozenset[str]:
    """The different ``http`` and ``https`` URLs that a document links to, as written, without fragments."""
    return frozenset(
        destination.partition("#")[0]
        for destination in {link.destination for link in document.links}
        if destination[:8].lower().startswith(("http://", "https://"))
    )


def run(
    linter: Linter,
    paths: Iterable[str],
    *,
    fix: bool = False,
    unsafe: bool = False,
    write: bool = True,
    in_place: bool = False,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
    discovered: tuple[list[str], list[str]] | None = None,
) -> Run:
    """``discovered`` is what :meth:`Linter.discover` said of the paths, when it was asked before.

    Raises :class:`~mdpaperlint.config.ConfigError` before any file is read.
    """
    files, problems = linter.discover(paths) if discovered is None else discovered

    def report(path: str) -> FileReport:
        try:
            if fix:
                return linter.fix(path, unsafe=unsafe, write=write, in_place=in_place, verdicts=verdicts)
            return linter.check(path, verdicts)
        except Exception as error:
            # A fault of ours over one file must not keep the others from being checked.
            label = linter.label(path)
            return FileReport(label, problems=(f"{label}: a fault in mdpaperlint itself: {describe(error)}",))

    return Run(tuple(map(report, files)), (*linter.problems, *problems))
