"""The base class of rules, and the context that a rule is given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar

from mdpaperlint.model.violation import Fix, Related, Severity, Violation

if TYPE_CHECKING:
    from datetime import date

    from mdpaperlint.model.document import Document
    from mdpaperlint.model.paper import ListedPaper
    from mdpaperlint.model.suppression import Suppression
    from mdpaperlint.model.verdict import Verdict


class Options:
    """The options of a rule: annotated class attributes whose values are the defaults.

    A subclass declares them; the configuration checks keys and values against the annotations (``bool``,
    ``int``, ``float``, ``str``, ``Literal[...]``, ``tuple[str, ...]``, ``dict[str, ...]``, and a subclass of
    this one for a table within the table). The name in a configuration file has hyphens for underscores. An
    ``__init__`` may raise :class:`ValueError` for values that do not go together.
    """

    def __init__(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self, name, value)


OptionsType = TypeVar("OptionsType", bound=Options)
OptionsType_contra = TypeVar("OptionsType_contra", bound=Options)

FileState = Literal["found", "missing", "other-case", "outside"]


class Files(Protocol):
    """Answers for the files beside a document, so that a rule opens nothing."""

    def state(self, target: str) -> FileState:
        """``target`` is a relative URL path, percent-decoded, without query and fragment; one that begins
        with ``/`` counts from the repository's root.
        """
        ...


class KnownViolations(Protocol):
    """The violations of an earlier text, for rules that can choose what to report. Lines count from 0.

    ``before`` is the earlier text; None when only a baseline is known.
    """

    @property
    def before(self) -> Document | None: ...

    def recent_lines(self, document: Document) -> frozenset[int]:
        """Lines that were written or moved last; empty when that is not known."""
        ...

    def lines(self, document: Document, rule: str) -> frozenset[int]:
        """The lines of rows, and the first lines of list items, whose violations of the rule are known."""
        ...

    def told_apart(self, document: Document, violation: Violation) -> Iterable[Violation]:
        """The violation, or its parts where some of these are known."""
        ...


class Context(NamedTuple, Generic[OptionsType]):
    """All that a rule may ask beside the document.

    ``files`` is None when there is no place that relative links could be looked up from (standard input).
    ``verdicts`` is empty when the run is offline; its keys are URLs without their fragment.
    ``suppressions`` is filled only for a rule with ``after_suppressions``. ``known_violations`` is None when
    no earlier text and no baseline is known. ``listed_elsewhere`` tells of other files of the run: for an
    identifier, as (scheme, value), or ("title", normalised title), the first entry that bears it. It is
    filled only for a rule that :meth:`Rule.asks_other_files`, and with the files that were checked before.
    ``today`` is None where a rule is to decide by the text alone. ``rule_names`` are those of the rules of
    plug-ins that do not run on this file.
    """

    options: OptionsType
    files: Files | None = None
    verdicts: Mapping[str, Verdict] = MappingProxyType({})
    suppressions: tuple[Suppression, ...] = ()
    known_violations: KnownViolations | None = None
    listed_elsewhere: Mapping[tuple[str, str], ListedPaper] = MappingProxyType({})
    today: date | None = None
    rule_names: Collection[str] = ()

    def recent_lines(self, document: Document) -> frozenset[int]:
        """The 0-based lines that were written or moved last; empty when that is not known."""
        known = self.known_violations
        return frozenset() if known is None else known.recent_lines(document)


class Rule(ABC, Generic[OptionsType]):
    """A check with a name. Rules are pure: they open nothing, print nothing and keep no state.

    A rule with ``after_suppressions`` runs when all others have, and is told what each comment silenced. One
    that is ``online`` needs verdicts, with ``records_only`` no more than what arXiv says of papers.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    default: ClassVar[bool] = True
    online: ClassVar[bool] = False
    records_only: ClassVar[bool] = False
    after_suppressions: ClassVar[bool] = False
    #: Whether the rule reports entries or sections for being unlike others. What stands on a line that did
    #: not change, or above a section that did not, is then no news, however the list around it changed.
    compares_entries: ClassVar[bool] = False
    Options: ClassVar[type[Options]] = Options

    @abstractmethod
    def check(self, document: Document, context: Context[OptionsType]) -> Iterator[Violation]: ...

    def asks_other_files(self, options: OptionsType) -> bool:
        """Whether the rule looks at what other files of the run list."""
        return False

    def violation(
        self,
        start: int,
        end: int,
        message: str,
        *,
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
        fingerprint: str = "",
        parts: tuple[Violation, ...] = (),
    ) -> Violation:
        severity = severity or self.severity
        return Violation(self.name, severity, message, start, end, fix, related, fingerprint, parts)
