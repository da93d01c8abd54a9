"""Runs rules over a document: severity, suppression, order, and rules that fail, are decided here alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.paper import ListedPaper
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.model.violation import Severity, Violation
from mdpaperlint.rules.base import Context, Files, Options, Rule

if TYPE_CHECKING:
    from mdpaperlint.engine.known_violations import History
    from mdpaperlint.engine.suppressions import Suppressions
    from mdpaperlint.model.suppression import Suppression


class ActiveRule(NamedTuple):
    """A rule as it is to run. ``severity`` overrides what the rule says; None leaves it to the rule."""

    rule: Rule[Any]
    options: Options
    severity: Severity | None = None


class RuleFailure(NamedTuple):
    """A rule that raised, or that reported what cannot be. ``message`` names the file and line."""

    rule: str
    message: str


class Report(NamedTuple):
    """Violations by place, then by rule. ``suppressed`` are those that a comment silenced, ``known`` those
    that the history of the file holds.
    """

    violations: tuple[Violation, ...]
    failures: tuple[RuleFailure, ...]
    suppressed: tuple[Violation, ...] = ()
    known: tuple[Violation, ...] = ()


class Findings(NamedTuple):
    """As :class:`Report`, with the violations of each rule in the order in which it yielded them."""

    violations: list[Violation]
    failures: list[RuleFailure]
    suppressed: list[Violation]
    known: list[Violation]

    def report(self) -> Report:
        return Report(
            tuple(sorted(self.violations, key=_place)),
            tuple(self.failures),
            tuple(sorted(self.suppressed, key=_place)),
            tuple(sorted(self.known, key=_place)),
        )


class _ContractError(Exception):
    """A violation that the contract of :class:`Violation` forbids."""


class Surroundings(NamedTuple):
    """What is known beside the document itself.

    ``files``, ``verdicts`` and ``listed_elsewhere`` are as in :class:`mdpaperlint.rules.base.Context`.
    ``today`` decides what is past its date, or yet to come; None is the date of the clock. ``known_rules``
    are names that a suppression may use beside those of the shipped and of the given rules (plug-ins that
    are not selected). ``history`` is what need not be reported again.
    """

    files: Files | None = None
    verdicts: Mapping[str, Verdict] = MappingProxyType({})
    today: date | None = None
    known_rules: Collection[str] = ()
    history: History | None = None
    listed_elsewhere: Mapping[tuple[str, str], ListedPaper] = MappingProxyType({})


NOTHING_AROUND = Surroundings()


def check_document(
    document: Document, rules: Sequence[ActiveRule], around: Surroundings = NOTHING_AROUND
) -> Report:
    """Runs the rules over the document. A rule that raises becomes a failure and the others still report."""
    return find(document, rules, around).report()


def find(document: Document, rules: Sequence[ActiveRule], around: Surroundings = NOTHING_AROUND) -> Findings:
    """What :func:`check_document` reports, before it is put into order."""
    today = around.today or date.today()
    suppressions: Suppressions | None = None
    if document.comments:
        from mdpaperlint.engine.suppressions import Suppressions

        suppressions = Suppressions(document, today=today)
    violations: list[Violation] = []
    failures: list[RuleFailure] = []
    suppressed: list[Violation] = []
    known: list[Violation] = []
    past = around.history.of(document) if around.history is not None else None

    def run(active: ActiveRule, judged: tuple[Suppression, ...]) -> bool:
        context = Context(
            active.options,
            files=around.files,
            verdicts=around.verdicts,
            suppressions=judged,
            history=past,
            listed_elsewhere=around.listed_elsewhere,
            today=today,
        )
        try:
            for violation in _checked(active, document, context):
                if suppressions and suppressions.covers(violation, judges=active.rule.after_suppressions):
                    suppressed.append(violation)
                else:
                    violations.append(violation)
        except _ContractError as error:
            failures.append(RuleFailure(active.rule.name, str(error)))
            return False
        except Exception as error:
            failures.append(RuleFailure(active.rule.name, _description(error, active.rule)))
            return False
        return True

    ran = {active.rule.name for active in rules if not active.rule.after_suppressions and run(active, ())}
    last = [active for active in rules if active.rule.after_suppressions]
    if last and suppressions:
        judged = _judge(document, suppressions, rules, ran, around.known_rules)
        for active in last:
            run(active, judged)
    if past is not None:
        violations, known = past.split(violations)
    return Findings(violations, failures, suppressed, known)


def _judge(
    document: Document,
    suppressions: Suppressions,
    rules: Sequence[ActiveRule],
    ran: set[str],
    known_rules: Collection[str],
) -> tuple[Suppression, ...]:
    from mdpaperlint.rules import RULES

    known = {rule.name for rule in RULES} | {active.rule.name for active in rules} | set(known_rules)
    # A rule that asks the network has nothing to say where there is no link.
    has_links = "://" in document.text or "www." in document.text
    expected = {
        rule.name
        for rule in RULES
        if rule.default and not rule.after_suppressions and (has_links or not rule.online)
    }
    return suppressions.judged(known=known, ran=ran, expected=expected)


def _checked(active: ActiveRule, document: Document, context: Context[Any]) -> Iterator[Violation]:
    rule, severity = active.rule, active.severity
    length = len(document.text)
    seen: dict[int, object] = {}
    for violation in rule.check(document, context):
        if not isinstance(violation, Violation):
            raise _ContractError(f"yielded {type(violation).__name__}, not a Violation")
        if violation.rule != rule.name:
            raise _ContractError(f"reported under another name: {violation.rule}")
        if not 0 <= violation.start <= violation.end <= length:
            raise _ContractError(
                f"reported a place outside of the text: {violation.start} to {violation.end} of {length}"
            )
        fix = violation.fix
        # Violations may share one fix of many edits: it is looked at once, and kept alive meanwhile.
        if fix is not None and id(fix) not in seen:
            seen[id(fix)] = fix
            _check_edits(violation, length)
        yield violation if severity is None else violation._replace(severity=severity)


def _check_edits(violation: Violation, length: int) -> None:
    assert violation.fix is not None
    behind = 0
    for edit in sorted(violation.fix.edits, key=lambda edit: (edit.start, edit.end)):
        if not 0 <= edit.start <= edit.end <= length:
            raise _ContractError(f"offered an edit outside of the text: {edit.start} to {edit.end}")
        if edit.start < behind:
            raise _ContractError(f"offered a fix whose edits overlap at {edit.start}")
        behind = edit.end


def _description(error: Exception, rule: Rule[Any]) -> str:
    """``ValueError: what it says (my_rule.py:12)``: the last place in the rule's own file, if it has one."""
    own_file = getattr(type(rule).check, "__code__", None)
    own_name = own_file.co_filename if own_file is not None else None
    place: tuple[str, int] | None = None
    own_place: tuple[str, int] | None = None
    trace = error.__traceback__
    while trace is not None:
        place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        if place[0] == own_name:
            own_place = place
        trace = trace.tb_next
    said = " ".join(str(error).split())
    found = own_place or place
    where = f" ({PurePath(found[0]).name}:{found[1]})" if found else ""
    return f"{type(error).__name__}{': ' if said else ''}{said}{where}"


def _place(violation: Violation) -> tuple[int, str, int, str]:
    return (violation.start, violation.rule, violation.end, violation.message)
