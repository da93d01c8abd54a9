"""A finding for people: one line that says what is wrong and where, then the place itself.

The first line is stable and made for other programs, too:
``path:line:col: severity rule-name: message [fix]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.engine.findings import FileReport, Finding
from mdpaperlint.model.violation import Violation
from mdpaperlint.reporting import ReportOptions
from mdpaperlint.reporting.terminal import Style, printable, width

ELLIPSIS = "…"


def violation_line(
    path: str, line: int, column: int, violation: Violation, style: Style | None = None
) -> str:
    """``path:line:col: severity rule-name: message [fix]``, without the line end."""
    style = style or Style()
    mark = ""
    if violation.fix is not None:
        mark = " " + style.good("[fix]" if violation.fix.safe else "[unsafe fix]")
    severity = style.error("error") if violation.severity == "error" else style.warning("warning")
    return (
        f"{style.strong(f'{printable(path)}:{line}:{column}:')} {severity}"
        f" {style.strong(printable(violation.rule))}: {printable(violation.message)}{mark}"
    )


def details(path: str, finding: Finding, options: ReportOptions) -> Iterator[str]:
    style, place = options.style, finding.place
    number = str(place.line)
    gutter = " " * (len(number) + 2)
    if finding.source.strip():
        end = place.end_column - 1 if place.end_line == place.line else len(finding.source)
        shown, before, marked = excerpt(
            finding.source, place.column - 1, end, options.columns - len(gutter) - 2
        )
        yield f" {style.faint(number + ' |')} {shown}\n"
        yield f"{gutter}{style.faint('|')} {' ' * before}{style.error('^' * marked)}\n"
    fix = finding.violation.fix
    if finding.corrected is not None:
        yield f"{gutter}{style.faint('=')} {style.good(printable(finding.corrected))}\n"
    elif fix is not None and fix.message not in finding.violation.message:
        yield f"{gutter}{style.faint('=')} {style.good('fix:')} {printable(fix.message)}\n"
    for related in finding.related:
        where = printable(related.path if related.path is not None else path)
        if related.place is not None:
            where += f":{related.place.line}:{related.place.column}"
        yield f"{gutter}{style.faint('>')} {where}: {printable(related.message)}\n"


def remarks(file: FileReport, style: Style) -> Iterator[str]:
    for remark in file.remarks:
        where = style.strong(f"{printable(file.path)}:{remark.line}:{remark.column}:")
        yield f"{where} note: {printable(remark.message)}\n"


def excerpt(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """A line as it may be shown, how many columns stand before the marked part, and how many it takes.

    A line that is wider than ``columns`` is cut to a window around ``start``.
    """
    left, right = 0, len(line)
    # No character is wider than two columns and most are not wider than one: what lies further away than
    # the window is long cannot be seen, and is not measured.
    start = min(start, len(line))
    end = max(start, min(end, len(line), start + columns))
    if len(line) > 4 * columns:
        left, right = max(0, start - columns), min(len(line), start + columns)
    if left > 0 or right < len(line) or width(printable(line)) > columns:
        room = columns - 2
        context = room // 3
        near = _fit_before(line, left, start, context)
        far = _fit(line, near, right, room)
        if far == len(line) and near > left:
            # Nothing is cut on the right: the room there goes to the left.
            near = min(near, _fit_before(line, left, far, room))
        left, right = near, far
    prefix = ELLIPSIS if left > 0 else ""
    suffix = ELLIPSIS if right < len(line) else ""
    shown = printable(line[left:right])
    before = width(prefix + printable(line[left:start]))
    marked = width(printable(line[start : min(end, right)]))
    return prefix + shown + suffix, before, max(1, marked)


def _fit(line: str, left: int, right: int, room: int) -> int:
    """The largest end of a part from ``left`` that takes no more than ``room`` columns."""
    low, high = left, min(right, left + room)
    while low < high:
        middle = (low + high + 1) // 2
        if width(printable(line[left:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _fit_before(line: str, left: int, right: int, room: int) -> int:
    """The smallest start, not before ``left``, of a part up to ``right`` that takes no more columns."""
    low, high = max(left, right - room), right
    while low < high:
        middle = (low + high) // 2
        if width(printable(line[middle:right])) <= room:
            high = middle
        else:
            low = middle + 1
    return low
