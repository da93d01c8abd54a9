"""What an editor offers to mend: single fixes, and all safe ones at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from mdpaperlint.engine.edits import in_order
from mdpaperlint.engine.line_diff import changes
from mdpaperlint.engine.linter import Linter
from mdpaperlint.model.violation import Violation
from mdpaperlint.server.buffer import split_lines
from mdpaperlint.server.diagnostics import diagnostic
from mdpaperlint.server.open_file import OpenFile
from mdpaperlint.server.positions import Positions

FIX_ALL = "source.fixAll.mdpaperlint"


def is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind of action is among those asked for. Kinds are hierarchical, parted by dots."""
    if only is None:
        return True
    return any(not each or kind == each or kind.startswith(each + ".") for each in only)


def quick_fixes(
    file: OpenFile, linter: Linter, wanted: types.Range, *, related: bool
) -> Iterator[tuple[types.CodeAction, list[types.TextEdit]]]:
    """The fixes of the violations that the range touches, those nearest to its start first."""
    reading = file.reading(linter)
    start, end = file.offset(wanted.start), file.offset(wanted.end)
    for candidate in reading.fixes:
        touched = [each for each in candidate.violations if each.start <= end and each.end >= start]
        if not touched:
            continue
        positions = file.positions(reading.document)
        fix = candidate.fix
        action = types.CodeAction(
            _title(touched[0]),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(each, positions, file.uri, related=related) for each in touched],
            is_preferred=True if fix.safe else None,
        )
        edits = [
            types.TextEdit(positions.range(edit.start, edit.end), edit.replacement)
            for edit in in_order(fix.edits)
        ]
        yield action, edits


def _title(violation: Violation) -> str:
    fix = violation.fix
    assert fix is not None
    title = fix.message[:1].upper() + fix.message[1:]
    return f"{title} ({violation.rule})" if fix.safe else f"{title} ({violation.rule}, unsafe)"


def fix_all_edits(file: OpenFile, linter: Linter) -> list[types.TextEdit]:
    """What makes of the text what ``--fix`` makes of it, in whole lines.

    Raises :class:`~mdpaperlint.engine.fixer.FixError`.
    """
    reading = file.reading(linter)
    before, after = reading.document.text, reading.all_fixed.text
    if before == after:
        return []
    old, new = split_lines(before), split_lines(after)
    positions = Positions(reading.document, file.encoding)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    return [
        types.TextEdit(
            positions.range(starts[block.start], starts[block.end]),
            "".join(new[block.new_start : block.new_end]),
        )
        for block in changes(old, new)
    ]
