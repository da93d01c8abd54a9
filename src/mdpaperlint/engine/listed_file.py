"""One list of a run. It is read, parsed, fixed and compared with its earlier text at most once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mdpaperlint.engine.document_check import ActiveRule, Report, check_document
from mdpaperlint.engine.findings import locate
from mdpaperlint.engine.results import Change, FileReport, Obsolete, locate_notices, locate_passed_over
from mdpaperlint.engine.source_text import STANDARD_INPUT, Source, SourceError
from mdpaperlint.engine.writer import write_source
from mdpaperlint.markdown.links.link_targets import web_links, web_urls
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.memoize import is_memoized
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.rules.base import Context, Options

if TYPE_CHECKING:
    from mdpaperlint.engine.fixer import FixResult
    from mdpaperlint.engine.known_violations import KnownViolations
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.model.document import Document
    from mdpaperlint.model.verdict import Verdict

NO_VERDICTS: Mapping[str, Verdict] = {}


class Fixing(NamedTuple):
    """``unsafe`` also applies the fixes that may change what a list says. With ``write`` off, only the report
    holds the new text. ``in_place`` and ``allow_outside`` are those of
    :func:`~mdpaperlint.engine.writer.write_source`.
    """

    unsafe: bool = False
    write: bool = True
    in_place: bool = False
    allow_outside: bool = False


class ListedFile:
    """``path`` is as it was named; ``text`` is what is checked in place of the file's own text.

    Every method raises :class:`~mdpaperlint.user_error.ConfigError` for a faulty configuration, baseline or
    revision; :attr:`source` and :attr:`document` raise :class:`~mdpaperlint.engine.source_text.SourceError`.
    """

    def __init__(self, linter: Linter, path: str, text: str | None = None) -> None:
        self.linter = linter
        self.path = path
        self.label = linter.label(path)
        self._text = text
        self._fixed_offline: FixResult | None = None
        self._known: dict[bool, KnownViolations | None] = {}

    @cached_property
    def source(self) -> Source:
        if self._text is not None:
            return Source(Path(self.label), self._text)
        return self.linter.inputs.read(self.path)

    @cached_property
    def document(self) -> Document:
        return parse(self.source.text)

    @cached_property
    def text_before(self) -> str | None:
        """The text at the revision that the run compares with; None when the file was not there."""
        revision = self.linter.revision
        if revision is None or not self.linter.inputs.has_path(self.path):
            return None
        return revision.text_before(self.linter.absolute_path(self.path))

    @property
    def rules(self) -> tuple[ActiveRule, ...]:
        """The rules that run on the file."""
        return self.linter.rules_for(self.path)

    @property
    def asks_links(self) -> bool:
        """Whether a rule that runs on the file needs verdicts, and the network may be asked for them."""
        return self.linter.may_ask_links(self.path) and any(active.rule.online for active in self.rules)

    @property
    def asks_other_files(self) -> bool:
        """Whether a rule that runs on the file compares it with those that were checked before."""
        return any(active.rule.asks_other_files(active.options) for active in self.rules)

    def urls_to_ask(self, *, fix: bool, unsafe: bool) -> frozenset[str]:
        """The different URLs that the rules of the file want asked; with ``fix``, of what it will be when all
        is fixed that needs no verdicts. Of a file that is compared with a revision, only the lines that
        changed count. Empty for a file that cannot be read: its report says so.
        """
        from mdpaperlint.engine.links_to_ask import urls_to_ask

        try:
            document = self.document
        except SourceError:
            return frozenset()
        if fix:
            from mdpaperlint.engine.fixer import FixError

            with suppress(FixError):
                self._fixed_offline = self.fixed(unsafe=unsafe)
                document = self._fixed_offline.document
        changed = None
        if self.text_before is not None:
            from mdpaperlint.engine.line_diff import changed_lines

            changed = changed_lines(self.text_before, document)
        urls = urls_to_ask(document, self.rules, changed)
        document.memoized.clear()
        return urls

    def examine(self, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> Report:
        """The report of the rules on the file as it is."""
        return check_document(
            self.document, self.rules, self._context(verdicts), self._known_violations(verdicts)
        )

    def fixed(self, *, unsafe: bool = False, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FixResult:
        """The text with all fixes in it, and what remains. No file is written.

        Raises :class:`~mdpaperlint.engine.fixer.FixError`.
        """
        from mdpaperlint.engine.fixer import fix_document

        begun = self._fixed_offline
        result = fix_document(
            self.document if begun is None else begun.document,
            self.rules,
            self._context(verdicts),
            self._known_violations(verdicts),
            unsafe=unsafe,
        )
        return result if begun is None else result._replace(applied=(*begun.applied, *result.applied))

    def check(self, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FileReport:
        try:
            report = self.examine(verdicts)
        except SourceError as error:
            return FileReport(self.label, problems=tuple(error.problems))
        return self._report(self.document, report, verdicts)

    def fix(self, fixing: Fixing, verdicts: Mapping[str, Verdict] = NO_VERDICTS) -> FileReport:
        """Applies the fixes and reports what remains.

        Nothing is written for standard input, and when the fixes fail.
        """
        from mdpaperlint.engine.fixer import FixError

        try:
            before = self.source
            result = self.fixed(unsafe=fixing.unsafe, verdicts=verdicts)
            if fixing.write and self.path != STANDARD_INPUT:
                write_source(
                    before, result.text, in_place=fixing.in_place, allow_outside=fixing.allow_outside
                )
        except FixError as error:
            checked = self.check(verdicts)
            problem = f"{self.label}: nothing was fixed: {error}"
            return checked._replace(problems=(problem, *checked.problems), text=before.text)
        except SourceError as error:
            checked = self.check(verdicts)
            # A file that cannot be read is reported once, one that cannot be written is checked as it is.
            problems = dict.fromkeys((*error.problems, *checked.problems))
            return checked._replace(problems=tuple(problems))
        counts = Counter(violation.rule for violation in result.applied)
        return self._report(result.document, result.report, verdicts)._replace(
            fixed=tuple(sorted(counts.items())),
            text=result.text,
            change=Change(before.text, result.text) if result.text != before.text else None,
        )

    def forget(self) -> None:
        """Frees the memory that the parsed texts take."""
        self.__dict__.pop("document", None)
        self._fixed_offline = None
        self._forget_readings_of_before()
        self._known.clear()

    def _forget_readings_of_before(self) -> None:
        # Some memoized results refer to the document. Without this, documents would stay in memory until the
        # next garbage collection, which is rare.
        for known in self._known.values():
            if known is not None and known.before is not None:
                known.before.memoized.clear()

    def _context(self, verdicts: Mapping[str, Verdict]) -> Context[Any]:
        linter = self.linter
        return Context(
            Options(),
            files=linter.inputs.files_beside(self.path),
            verdicts=verdicts,
            listed_elsewhere=linter.listed.elsewhere(self.label) if self.asks_other_files else {},
            rule_names=linter.rules,
        )

    def _known_violations(self, verdicts: Mapping[str, Verdict]) -> KnownViolations | None:
        """What need not be reported. Rules that need verdicts say nothing of the earlier text without them,
        so that it is checked once with and once without, at the most.
        """
        online = bool(verdicts)
        if online not in self._known:
            self._known[online] = self._look_back(verdicts)
        return self._known[online]

    def _look_back(self, verdicts: Mapping[str, Verdict]) -> KnownViolations | None:
        counts, before = self.linter.known_counts(self.path), self.text_before
        if not counts and before is None:
            return None
        from mdpaperlint.engine.known_violations import KnownViolations, counts_of

        if before is None:
            return KnownViolations(counts)
        document, linter, context = parse(before), self.linter, self._context(verdicts)
        assert linter.revision is not None
        context = context._replace(
            files=linter.revision.files_beside(linter.absolute_path(self.path), context.files),
            listed_elsewhere=linter.listed_before.elsewhere(self.label) if self.asks_other_files else {},
        )
        violations = check_document(document, self.rules, context).violations
        if self.asks_other_files:
            linter.listed_before.note(self.label, document)
        return KnownViolations(counts | counts_of(document, violations), document, violations)

    def _report(self, document: Document, report: Report, verdicts: Mapping[str, Verdict]) -> FileReport:
        # A run of rules about links alone does not read entries.
        looked = is_memoized(document, papers)
        file_report = FileReport(
            self.label,
            findings=locate(document, report.violations),
            problems=tuple(
                f"{self.label}: rule {failure.rule}: {failure.message}" for failure in report.failures
            ),
            papers=len(papers(document)) if looked else None,
            remarks=locate_notices(document) + (locate_passed_over(document) if looked else ()),
            remote_links=web_urls(document),
            link_lines=_link_lines(document) if verdicts else (),
            known=len(report.known),
            obsolete=self._obsolete(document, report),
        )
        if self.asks_other_files:
            self.linter.listed.note(self.label, document)
        document.memoized.clear()
        self._forget_readings_of_before()
        return file_report

    def _obsolete(self, document: Document, report: Report) -> tuple[Obsolete, ...]:
        """The violations in the baseline that the file no longer has, for the rules that ran."""
        counts = self.linter.known_counts(self.path)
        if not counts:
            return ()
        from mdpaperlint.engine.known_violations import counts_of

        ran = {active.rule.name for active in self.rules} - {failure.rule for failure in report.failures}
        gone = counts - counts_of(document, (*report.violations, *report.known))
        return tuple(Obsolete(*each, number) for each, number in sorted(gone.items()) if each[0] in ran)


def _link_lines(document: Document) -> tuple[tuple[str, tuple[int, ...]], ...]:
    lines: dict[str, dict[int, None]] = {}
    for each in web_links(document):
        lines.setdefault(each.url, {})[document.line_of(each.link.start) + 1] = None
    return tuple((url, tuple(of_url)) for url, of_url in lines.items())
