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


def try_addition(file: ListedFile, edit: Edit, moved: Edit | None = None) -> Addition:
    """What the document of a file would be with the edit, which puts in text and replaces none but blanks, as
    does ``moved``. What the rules can mend of the new text is mended.
    """
    others = [] if moved is None else [moved]
    tried = _try(file, sorted([edit, *others]))
    # Where the new text begins then.
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
