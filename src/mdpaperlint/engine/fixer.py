"""Applies fixes until nothing changes, and checks the result. Text that commands add is checked the same
way.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from mdpaperlint.engine.document_check import NO_CONTEXT, ActiveRule, Report, check_document
from mdpaperlint.engine.edits import Candidate, EditMap, Selection, apply_edits, candidates, select
from mdpaperlint.engine.fix_guard import damage
from mdpaperlint.engine.known_violations import KnownViolations, counts_of
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Violation
from mdpaperlint.rules.base import Context
from mdpaperlint.user_error import UserError

if TYPE_CHECKING:
    from mdpaperlint.engine.listed_file import ListedFile


# Every pass applies at least one fix, so sound rules need no more passes than there are fixes. The surplus
# is for fixes that others make possible.
SURPLUS_PASSES = 50


class FixResult(NamedTuple):
    """``applied`` are the violations whose fixes went in, as reported in the pass that applied them (their
    offsets are those of that pass's text). ``report`` is what remains, with places in ``text``, of which
    ``document`` is the parse. ``passes`` counts the passes that changed something.
    """

    text: str
    applied: tuple[Violation, ...]
    report: Report
    passes: int
    document: Document


class FixError(UserError):
    """Fixes that must not be written. ``rules`` are those that caused it."""

    def __init__(self, rules: Sequence[str], reason: str) -> None:
        self.rules = tuple(sorted(set(rules)))
        self.reason = reason
        super().__init__(f"{', '.join(self.rules)}: {reason}")


def fix_document(
    document: Document,
    rules: Sequence[ActiveRule],
    context: Context[Any] = NO_CONTEXT,
    known: KnownViolations | None = None,
    *,
    unsafe: bool = False,
) -> FixResult:
    """Applies the safe fixes, and with ``unsafe`` the others after them, to a fixpoint. The other arguments
    are those of :func:`~mdpaperlint.engine.document_check.check_document`.

    Fixes of violations that are suppressed or known are never applied, nor fixes that one of these shares.

    Raises :class:`FixError` when fixes undo each other, when they never end, and when the list would lose or
    change more than they say (:mod:`mdpaperlint.engine.fix_guard`).
    """

    report = check_document(document, rules, context, known)
    applied: list[Violation] = []
    passes: list[tuple[str, ...]] = []
    seen = {_digest(document.text): 0}
    limit: int | None = None
    while True:
        offered = candidates(document.text, report.violations, (*report.suppressed, *report.known))
        safe = [candidate for candidate in offered if candidate.fix.safe]
        # Unsafe fixes go in passes of their own, so that the guard can hold safe ones to more.
        selection = select(document.text, safe)
        if unsafe and not selection.chosen:
            selection = select(document.text, offered)
        if not selection.chosen:
            return FixResult(document.text, tuple(applied), report, len(passes), document)
        if limit is None:
            limit = len(offered) + SURPLUS_PASSES
        chosen = sorted({candidate.rule for candidate in selection.chosen})
        if len(passes) >= limit:
            raise FixError(chosen, f"still has something to fix after {len(passes)} passes")
        document = _apply(document, selection, chosen)
        applied += [violation for candidate in selection.chosen for violation in candidate.violations]
        passes.append(tuple(chosen))
        earlier = seen.setdefault(_digest(document.text), len(passes))
        if earlier != len(passes):
            culprits = [rule for names in passes[earlier:] for rule in names]
            raise FixError(culprits, "the fixes undo each other and would never end")
        report = check_document(document, rules, context, known)


def _apply(document: Document, selection: Selection, rules: Sequence[str]) -> Document:
    edits = selection.edits()
    fixed = parse(apply_edits(document.text, edits))
    safe = selection.chosen[0].fix.safe
    found = damage(document, fixed, EditMap(edits), safe=safe)
    if found is not None:
        raise FixError(_culprits(document, selection.chosen) or rules, found)
    return fixed


def _culprits(document: Document, chosen: Sequence[Candidate]) -> list[str]:
    """The rules whose fixes alone do damage."""
    culprits: list[str] = []
    for rule in sorted({candidate.rule for candidate in chosen}):
        own = select(document.text, (candidate for candidate in chosen if candidate.rule == rule))
        edits = own.edits()
        fixed = parse(apply_edits(document.text, edits))
        if damage(document, fixed, EditMap(edits), safe=chosen[0].fix.safe) is not None:
            culprits.append(rule)
    return culprits


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Addition(NamedTuple):
    """``harm`` is what of the list would be lost or changed, in words; ``violations`` are those that were not
    there before, with places in ``document``.
    """

    document: Document
    harm: str | None
    violations: tuple[Violation, ...]


def try_addition(file: ListedFile, edit: Edit, moved: Edit | None = None) -> Addition:
    """The document of a file with the edit, which inserts text and replaces at most blanks, as does
    ``moved``. Safe fixes within the new text are applied.
    """
    others = [] if moved is None else [moved]
    tried = _try(file, sorted([edit, *others]))
    # The offset where the new text begins then.
    at = edit.start - sum(each.end - each.start for each in others if each.start < edit.start)
    fixes = [each.fix.edits for each in tried.violations if each.fix is not None and each.fix.safe]
    inside = [
        each
        for edits in fixes
        for each in edits
        if at <= each.start and each.end <= at + len(edit.replacement)
    ]
    if tried.harm is not None or not inside or len(inside) < sum(map(len, fixes)):
        return tried
    within = [each._replace(start=each.start - at, end=each.end - at) for each in inside]
    mended_edit = edit._replace(replacement=apply_edits(edit.replacement, within))
    mended = _try(file, sorted([mended_edit, *others]))
    return tried if mended.violations else mended


def _try(file: ListedFile, edits: list[Edit]) -> Addition:
    document = file.document
    after = file.linter.file(file.path, apply_edits(document.text, edits))
    harm = damage(document, after.document, EditMap(edits), safe=True)
    before = file.examine().violations
    known = KnownViolations(counts_of(document, before), document, before)
    new, _ = known.split(after.document, after.examine().violations)
    return Addition(after.document, harm, tuple(new))
