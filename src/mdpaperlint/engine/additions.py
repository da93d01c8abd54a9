"""What commands add to a list: it may neither harm what is there nor bring a violation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdpaperlint.engine.edits import EditMap, apply_edits
from mdpaperlint.engine.fix_guard import damage
from mdpaperlint.engine.known_violations import KnownViolations, counts_of
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Violation

if TYPE_CHECKING:
    from mdpaperlint.engine.listed_file import ListedFile


class Addition(NamedTuple):
    """``harm`` is what of the list would be lost or changed, in words; ``violations`` are those that were not
    there before, with places in ``document``.
    """

    document: Document
    harm: str | None
    violations: tuple[Violation, ...]


def try_addition(file: ListedFile, edit: Edit) -> Addition:
    """What the document of a file would be with the edit, which puts in text and replaces none but blanks.
    What the rules can mend of the new text is mended.
    """
    tried = _try(file, edit)
    fixes = [each.fix.edits for each in tried.violations if each.fix is not None and each.fix.safe]
    inside = [
        each
        for edits in fixes
        for each in edits
        if edit.start <= each.start and each.end <= edit.start + len(edit.replacement)
    ]
    if tried.harm is not None or not inside or len(inside) < sum(map(len, fixes)):
        return tried
    moved = [each._replace(start=each.start - edit.start, end=each.end - edit.start) for each in inside]
    mended = _try(file, edit._replace(replacement=apply_edits(edit.replacement, moved)))
    return tried if mended.violations else mended


def _try(file: ListedFile, edit: Edit) -> Addition:
    document = file.document
    after = file.linter.file(file.path, apply_edits(document.text, [edit]))
    harm = damage(document, after.document, EditMap([edit]), safe=True)
    before = file.examine().violations
    messages = frozenset(violation.message for violation in before)
    known = KnownViolations(counts_of(document, before), document, messages)
    new, _ = known.split(after.document, after.examine().violations)
    return Addition(after.document, harm, tuple(new))
