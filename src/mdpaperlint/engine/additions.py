"""What commands add to a list: it may neither harm what is there nor bring a violation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mdpaperlint.engine.edits import EditMap, apply_edits, in_order
from mdpaperlint.engine.fix_guard import damage
from mdpaperlint.engine.known_violations import KnownViolations, count
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


def try_addition(file: ListedFile, edits: Sequence[Edit]) -> Addition:
    """What the document of a file would be with the edits, which put in text and replace none but blanks."""
    edits = in_order(edits)
    document = file.document
    after = file.linter.file(file.path, apply_edits(document.text, edits))
    harm = damage(document, after.document, EditMap(edits), safe=True)
    before = file.examine().violations
    messages = frozenset(violation.message for violation in before)
    known = KnownViolations(count(document, before), document, messages)
    new, _ = known.split(after.document, after.examine().violations)
    return Addition(after.document, harm, tuple(new))
