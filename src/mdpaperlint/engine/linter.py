"""What is the same for all files of a run, and what is done with each of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from mdpaperlint.configuration.settings import ConfigError, Settings
from mdpaperlint.engine.configurations import Configurations
from mdpaperlint.engine.discovery import STANDARD_INPUT, Discovery, default_path, discover
from mdpaperlint.engine.document_check import ActiveRule, Surroundings, check_document
from mdpaperlint.engine.inputs import Inputs
from mdpaperlint.engine.listed_papers import ListedPapers
from mdpaperlint.engine.past import Past, PastError
from mdpaperlint.engine.rule_selection import RuleSelection
from mdpaperlint.markdown.links.web_links import web_links, web_urls
from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting.findings import Change, FileReport, Obsolete, locate, locate_notices
from mdpaperlint.rules.base import Rule

if TYPE_CHECKING:
    from mdpaperlint.engine.document_check import Report
    from mdpaperlint.engine.fixer import FixResult
    from mdpaperlint.engine.known_violations import Counts, History
    from mdpaperlint.engine.source_text import Source
    from mdpaperlint.model.document import Document
    from mdpaperlint.model.paper import ListedPaper
    from mdpaperlint.model.verdict import Verdict

NO_VERDICTS: Mapping[str, Verdict] = {}


class Linter:
    """Files are named by paths as they were given, ``-`` for standard input, folders with a slash at the end.

    ``select``, ``extend_select`` and ``ignore`` are names of rules, or ``all``; ``select`` takes the place of
    all three lists of the configuration, the others add to them. ``config`` is one configuration file for
    all files; without it, each file has the nearest one. ``plugins`` are Python files that define rules: they
    are run. ``stdin_text`` takes the place of the standard input. ``online`` tells that verdicts on links
    will be there, and so selects the rules that need them; None leaves it to the configuration. ``baseline``
    is a file of known violations, which are neither reported nor fixed; None leaves it to the configuration,
    and then to the nearest
    ``.mdpaperlint-baseline.json``; False is for none. ``since`` is a git revision: only what came after it is
    reported and fixed.

    ``problems`` holds what went wrong with plug-ins, one line each.
    Raises :class:`~mdpaperlint.configuration.settings.ConfigError` for names that no rule bears.
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
        stdin_text: str | None = None,
        online: bool | None = None,
        baseline: str | os.PathLike[str] | Literal[False] | None = None,
        since: str | None = None,
    ) -> None:
        self._selection = RuleSelection(
            select=select, extend_select=extend_select, ignore=ignore, plugins=plugins, online=online
        )
        self.rules: Mapping[str, Rule[Any]] = self._selection.rules
        self.problems: Sequence[str] = self._selection.problems
        self._configurations = Configurations(config, self.rules)
        self._inputs = Inputs(stdin_filename, stdin_text)
        self._past = Past(baseline, since)
        self._active: dict[tuple[str | None, frozenset[str]], tuple[ActiveRule, ...]] = {}
        self._listed = ListedPapers()
        self._listed_before = ListedPapers()

    def settings_for(self, path: str) -> Settings:
        """The settings of a file. Raises :class:`~mdpaperlint.configuration.settings.ConfigError`."""
        return self._configurations.settings(self._inputs.place(path))

    def rules_for(self, path: str) -> tuple[ActiveRule, ...]:
        """The rules that run on a file. Raises :class:`~mdpaperlint.configuration.settings.ConfigError`."""
        settings = self.settings_for(path)
        ignored = self._configurations.ignored_rules(self._inputs.place(path))
        key = (settings.path, ignored)
        if key not in self._active:
            self._active[key] = self._selection.active(settings, ignored)
        return self._active[key]

    def is_excluded(self, path: str) -> bool:
        """Whether the configuration excludes a file, or a folder (written with a slash at its end)."""
        return self._configurations.excludes(self._inputs.place(path))

    def label(self, path: str) -> str:
        """The name of a file in reports."""
        return self._inputs.label(path)

    def place(self, path: str) -> str:
        """The absolute path that configuration, baselines and relative links count from."""
        return self._inputs.place(path)

    def read(self, path: str) -> Source:
        """Raises :class:`~mdpaperlint.engine.source_text.SourceError`."""
        return self._inputs.read(path)

    def asks_links(self, path: str) -> bool:
        """Whether a rule that runs on the file needs verdicts, and the network may be asked for them."""
        return self._selection.online(self.settings_for(path)) and any(
            active.rule.online for active in self.rules_for(path)
        )

    def asks_other_files(self, path: str) -> bool:
        """Whether a rule that runs on the file compares it with those that were checked before."""
        return any(active.rule.asks_other_files(active.options) for active in self.rules_for(path))

    def text_before(self, path: str) -> str | None:
        """The file as it was at the revision that ``since`` names; None when it was not there.

        Raises :class:`~mdpaperlint.configuration.settings.ConfigError`.
        """
        if not self._inputs.has_place(path):
            return None
        try:
            return self._past.text_before(self._inputs.place(path))
        except PastError as error:
            raise ConfigError([str(error)]) from None

    def _known(self, path: str) -> Counts:
        """What the baseline knows of a file.

        Raises :class:`~mdpaperlint.configuration.settings.ConfigError`.
        """
        try:
            return self._past.known(self.settings_for(path).baseline, self._inputs.place(path))
        except PastError as error:
            raise ConfigError([str(error)]) from None

    def _history(self, path: str, verdicts: Mapping[str, Verdict]) -> History | None:
        known, before = self._known(path), self.text_before(path)
        if not known and before is None:
            return None
        from mdpaperlint.engine.known_violations import History, count, merged

        messages: frozenset[str] = frozenset()
        if before is not None:
            document = parse(before)
            report = check_document(
                document,
                self.rules_for(path),
                Surroundings(
                    self._past.files_before(self._inputs.place(path), self._inputs.files_beside(path)),
                    verdicts,
                    known_rules=self.rules,
                    listed_elsewhere=self._elsewhere(path, self._listed_before),
                ),
            )
            known = merged(known, count(document, report.violations))
            messages = frozenset(violation.message for violation in report.violations)
            self._note(path, document, self._listed_before)
            document.readings.clear()
        return History(known, before, messages)

    def _obsolete(self, path: str, document: Document, report: Report) -> tuple[Obsolete, ...]:
        """What the baseline knows of the file and is gone, as far as the rules that ran can say."""
        known = self._known(path)
        if not known:
            return ()
        from mdpaperlint.engine.known_violations import count, missing

        ran = {active.rule.name for active in self.rules_for(path)}
        ran -= {failure.rule for failure in report.failures}
        known = {rule: counts for rule, counts in known.items() if rule in ran}
        found = count(document, (*report.violations, *report.known))
        return tuple(
            Obsolete(rule, about, number)
            for rule, counts in sorted(missing(known, found).items())
            for about, number in sorted(counts.items())
        )

    def web_urls(self, path: str, *, fix: bool = False, unsafe: bool = False) -> frozenset[str]:
        """The different URLs of http and https that a file links to, without fragments; with ``fix``, as it
        will be when all is mended that needs no verdicts. Of a file that is compared with a revision, only
        the lines that changed count. Empty for a file that cannot be read.
        """
        from mdpaperlint.engine.source_text import SourceError

        try:
            text = self.read(path).text
        except SourceError:
            # The check that follows tells of it.
            return frozenset()
        if fix:
            from mdpaperlint.engine.fixer import FixError

            with suppress(FixError):
                text = self.fix_text(text, path, unsafe=unsafe).text
        document = parse(text)
        before = self.text_before(path)
        if before is None:
            return web_urls(document)
        from mdpaperlint.engine.changed_lines import changed_lines
        from mdpaperlint.engine.known_violations import lines_of

        changed = changed_lines(before, lines_of(document))
        return frozenset(
            each.url for each in web_links(document) if document.line_of(each.link.start) in changed
        )

    def check(self, path: str, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FileReport:
        from mdpaperlint.engine.source_text import SourceError

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
        return check_document(document, self.rules_for(path), self._around(path, verdicts))

    def _around(self, path: str, verdicts: Mapping[str, Verdict]) -> Surroundings:
        return Surroundings(
            self._inputs.files_beside(path),
            verdicts,
            known_rules=self.rules,
            history=self._history(path, verdicts),
            listed_elsewhere=self._elsewhere(path, self._listed),
        )

    def fix_text(
        self,
        text: str,
        path: str,
        *,
        unsafe: bool = False,
        verdicts: Mapping[str, Verdict] = NO_VERDICTS,
    ) -> FixResult:
        """Raises :class:`~mdpaperlint.engine.fixer.FixError`. ``path`` is as in :meth:`check_text`."""
        from mdpaperlint.engine.fixer import fix_text

        return fix_text(text, self.rules_for(path), self._around(path, verdicts), unsafe=unsafe)

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
        from mdpaperlint.engine.fixer import FixError
        from mdpaperlint.engine.source_text import SourceError
        from mdpaperlint.engine.writer import write_source

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

    def _elsewhere(self, path: str, listed: ListedPapers) -> Mapping[tuple[str, str], ListedPaper]:
        """What the files list that were reported on before."""
        return listed.elsewhere(self.label(path)) if self.asks_other_files(path) else {}

    def _note(self, path: str, document: Document, listed: ListedPapers) -> None:
        if self.asks_other_files(path):
            listed.note(self.label(path), document)

    def _report(self, path: str, document: Document, report: Report) -> FileReport:
        label = self.label(path)
        file_report = FileReport(
            label,
            findings=locate(document, report.violations),
            problems=tuple(f"{label}: rule {failure.rule}: {failure.message}" for failure in report.failures),
            remarks=locate_notices(document),
            remote_links=web_urls(document),
            known=len(report.known),
            obsolete=self._obsolete(path, document, report),
        )
        self._note(path, document, self._listed)
        # Some readings hold the document that holds them. Without this, documents would stay in memory until
        # garbage is looked for, which happens seldom.
        document.readings.clear()
        return file_report

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The files to read, and one-line problems.

        Raises :class:`~mdpaperlint.configuration.settings.ConfigError` before anything is read or written.
        """
        named = list(paths)
        if not named:
            readme = default_path()
            if readme is None:
                problem = "there is no README.md in this folder: name the files or folders to check"
                return Discovery((), (problem,))
            named = [readme]
        found = discover(named, is_excluded=self.is_excluded)
        for path in found.paths:
            self.rules_for(path)
            self._known(path)
            self.text_before(path)
        return found
