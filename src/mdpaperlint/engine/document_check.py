"""Runs rules over one document. Only this module applies severities and suppressions, and catches rules
that fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Severity, Violation
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.user_error import UserError, described

if TYPE_CHECKING:
    from mdpaperlint.engine.known_violations import KnownViolations
    from mdpaperlint.engine.suppressions import Suppressions
    from mdpaperlint.model.suppression import Suppression


class ActiveRule(NamedTuple):
    """A rule with its options. ``severity`` overrides that of the rule; None leaves it to the rule."""

    rule: Rule[Any]
    options: Options
    severity: Severity | None = None


class RuleFailure(NamedTuple):
    """A rule that raised, or reported a violation against the contract. ``message`` names the file and
    line.
    """

    rule: str
    message: str


class Report(NamedTuple):
    """Violations by span, then by rule. ``suppressed`` are those that a comment silences, ``known`` those
    that a baseline or an earlier text has, too.
    """

    violations: tuple[Violation, ...] = ()
    failures: tuple[RuleFailure, ...] = ()
    suppressed: tuple[Violation, ...] = ()
    known: tuple[Violation, ...] = ()


class _ContractError(Exception):
    """A violation that the contract of :class:`Violation` forbids."""


NO_CONTEXT: Context[Any] = Context(Options())


def check_document(
    document: Document,
    rules: Sequence[ActiveRule],
    context: Context[Any] = NO_CONTEXT,
    known: KnownViolations | None = None,
) -> Report:
    """Runs the rules over the document. A rule that raises becomes a failure and the others still report.

    ``context`` is what all rules may ask; its options and suppressions are filled in for each. Without a
    ``today`` in it, the clock decides which suppressions are past their date. ``known`` is what need not be
    reported again.
    """
    today = context.today or date.today()
    context = context._replace(known_violations=known, today=today)
    suppressions: Suppressions | None = None
    if document.comments:
        from mdpaperlint.engine.suppressions import Suppressions

        suppressions = Suppressions(document, today=today)
    found = _Found([], [], [])
    last = [active for active in rules if active.rule.after_suppressions]
    ran = {
        active.rule.name
        for active in rules
        if not active.rule.after_suppressions and _run(active, document, context, suppressions, found)
    }
    if last and suppressions:
        if any(active.rule.online for active in rules):
            from mdpaperlint.engine.links_to_ask import use_comments_of_unknown_links

            use_comments_of_unknown_links(document, rules, context, suppressions)
        context = context._replace(suppressions=_outcomes(document, suppressions, rules, ran, context))
        for active in last:
            _run(active, document, context, suppressions, found)
    new, old = found.violations, list[Violation]()
    if known is not None:
        # A difference from an entry of another file may be new, since that file may have changed.
        comparing = {
            active.rule.name
            for active in rules
            if active.rule.compares_entries and not active.rule.asks_other_files(active.options)
        }
        new, old = known.split(document, new, comparing)
    return Report(_by_place(new), tuple(found.failures), _by_place(found.suppressed), _by_place(old))


class _Found(NamedTuple):
    violations: list[Violation]
    failures: list[RuleFailure]
    suppressed: list[Violation]


def _run(
    active: ActiveRule,
    document: Document,
    context: Context[Any],
    suppressions: Suppressions | None,
    found: _Found,
) -> bool:
    """Adds the violations of the rule. Returns whether the rule ran without a failure."""
    try:
        for violation in _told_apart(active, document, context._replace(options=active.options)):
            if suppressions and suppressions.covers(violation, of_comments=active.rule.after_suppressions):
                found.suppressed.append(violation)
            else:
                found.violations.append(violation)
    except (_ContractError, UserError) as error:
        found.failures.append(RuleFailure(active.rule.name, str(error)))
        return False
    except MemoryError:
        # The run reports it: the rest of the check needs memory, too.
        raise
    except Exception as error:
        code = getattr(type(active.rule).check, "__code__", None)
        message = described(error, code.co_filename if code is not None else "")
        found.failures.append(RuleFailure(active.rule.name, message))
        return False
    return True


def _told_apart(active: ActiveRule, document: Document, context: Context[Any]) -> Iterator[Violation]:
    known = context.known_violations
    for violation in _checked(active, document, context):
        yield from (violation,) if known is None else known.told_apart(document, violation)


def _outcomes(
    document: Document,
    suppressions: Suppressions,
    rules: Sequence[ActiveRule],
    ran: set[str],
    context: Context[Any],
) -> tuple[Suppression, ...]:
    from mdpaperlint.rules import RULES

    names = {rule.name for rule in RULES} | {active.rule.name for active in rules} | set(context.rule_names)
    # A rule about links on the web reports nothing where there are none.
    has_links = "://" in document.text or "www." in document.text
    expected = {
        rule.name
        for rule in RULES
        if rule.default and not rule.after_suppressions and (has_links or not rule.online)
    }
    return suppressions.outcomes(names=names, ran=ran, expected=expected)


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
        # Violations may share one fix of many edits. It is checked once, and kept alive so that its id stays
        # its own.
        if fix is not None and id(fix) not in seen:
            seen[id(fix)] = fix
            _check_edits(violation, length)
        if severity is not None:
            parts = tuple(part._replace(severity=severity) for part in violation.parts)
            violation = violation._replace(severity=severity, parts=parts)
        yield violation


def _check_edits(violation: Violation, length: int) -> None:
    assert violation.fix is not None
    behind = 0
    for edit in sorted(violation.fix.edits, key=lambda edit: (edit.start, edit.end)):
        if not 0 <= edit.start <= edit.end <= length:
            raise _ContractError(f"offered an edit outside of the text: {edit.start} to {edit.end}")
        if edit.start < behind:
            raise _ContractError(f"offered a fix whose edits overlap at {edit.start}")
        behind = edit.end


def _by_place(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(violations, key=lambda each: (each.start, each.rule, each.end, each.message)))
