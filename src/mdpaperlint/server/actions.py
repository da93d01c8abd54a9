"""Violations as an editor shows them, and what it offers: single fixes, all safe ones, silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from mdpaperlint.engine.edits import in_order
from mdpaperlint.engine.line_diff import changes
from mdpaperlint.engine.linter import Linter
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Violation
from mdpaperlint.pages import page_url
from mdpaperlint.server.open_file import OpenFile
from mdpaperlint.server.positions import Positions, split_lines

FIX_ALL = "source.fixAll.mdpaperlint"

_COMMENT = re.compile(r"<!--\s*mdpaperlint-disable-line\s+(?=[\w-])")
# A definition, an underline of a heading, a fence; and a heading in which closing #s stand last.
_NO_PLACE = re.compile(r" {0,3}(?:\[[^\]\n]+\]:|(?:=+|-+)[ \t]*$|```|~~~|#.*\s#+[ \t]*$)")


SOURCE = "mdpaperlint"

_SEVERITIES = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}


def diagnostic(violation: Violation, positions: Positions, uri: str, *, related: bool) -> types.Diagnostic:
    """``related`` tells that the client can show further places."""
    information = None
    if related:
        information = [
            types.DiagnosticRelatedInformation(
                types.Location(uri, positions.range(each.start, each.end)), each.message
            )
            for each in violation.related
            if each.path is None
        ]
    url = page_url(violation.rule)
    return types.Diagnostic(
        positions.range(violation.start, violation.end),
        violation.message,
        severity=_SEVERITIES[violation.severity],
        code=violation.rule,
        code_description=None if url is None else types.CodeDescription(url),
        source=SOURCE,
        related_information=information or None,
    )


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


def silencers(
    file: OpenFile, linter: Linter, wanted: types.Range, *, related: bool
) -> Iterator[tuple[types.CodeAction, list[types.TextEdit]]]:
    """For each rule that reports something in the range, what silences it on that line: a comment at the end
    of the line, in a row of a table inside its last cell.
    """
    reading = file.reading(linter)
    document, positions = reading.document, file.positions(reading.document)
    start, end = file.offset(wanted.start), file.offset(wanted.end)
    done: dict[tuple[int, str], types.CodeAction] = {}
    for violation in reading.report.violations:
        if not (violation.start <= end and violation.end >= start):
            continue
        line = document.line_of(violation.start)
        shown = diagnostic(violation, positions, file.uri, related=related)
        if (line, violation.rule) in done:
            done[line, violation.rule].diagnostics = [*(done[line, violation.rule].diagnostics or ()), shown]
            continue
        edit = _silencing(document, line, violation.rule)
        if edit is None:
            continue
        title = f"Silence {violation.rule} on this line"
        action = types.CodeAction(title, kind=types.CodeActionKind.QuickFix, diagnostics=[shown])
        done[line, violation.rule] = action
        place = positions.range(edit.start, edit.end)
        yield action, [types.TextEdit(place, edit.replacement)]


def _silencing(document: Document, line: int, rule: str) -> Edit | None:
    """None where a comment would be part of something else, and for what comments do not silence."""
    start, end = document.line_span(line)
    if rule == "unused-suppression" or _NO_PLACE.match(document.text, start, end):
        return None
    # One more name in a comment that is there.
    written = _COMMENT.search(document.text, start, end)
    if written is not None:
        return Edit(written.end(), written.end(), f"{rule}, ")
    comment = f"<!-- mdpaperlint-disable-line {rule} -->"
    table = document.table_at(start) or document.table_at(end)
    row = table.row_on(line) if table is not None else None
    if row is None:
        return Edit(end, end, f" {comment}") if table is None and end > start else None
    at = row.cells[-1].end if row.cells else end
    before = "" if document.text[at - 1 : at].isspace() else " "
    behind = " " if document.text[at : at + 1] == "|" else ""
    return Edit(at, at, f"{before}{comment}{behind}")


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
