"""The report for people, whole: all findings of a few, the kinds of many, or the figures alone."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.engine.findings import FileReport, Run
from mdpaperlint.reporting import ReportOptions
from mdpaperlint.reporting.finding_text import details, remarks, violation_line
from mdpaperlint.reporting.summary import summary
from mdpaperlint.reporting.terminal import Style, printable

# Beyond this, a list is not read through but looked over.
MOST_IN_FULL = 50


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    if options.statistics:
        yield from _statistics(run, options.style)
    elif options.grouped and not options.quiet and run.errors + run.warnings > MOST_IN_FULL:
        from mdpaperlint.reporting.first_run import render_groups

        yield from render_groups(run, options)
    else:
        for file in run.files:
            yield from _file(file, options)
    if not options.quiet:
        yield summary(run, options) + "\n"


def _file(file: FileReport, options: ReportOptions) -> Iterator[str]:
    style = options.style
    for finding in file.findings:
        place = finding.place
        yield violation_line(file.path, place.line, place.column, finding.violation, style) + "\n"
        if not options.quiet:
            yield from details(file.path, finding, options)
    if not options.quiet:
        yield from remarks(file, style)


def _statistics(run: Run, style: Style) -> Iterator[str]:
    counts = run.by_rule()
    if not counts:
        return
    digits = max(len(str(count)) for count in counts.values())
    longest = max(map(len, counts))
    fixable: dict[str, list[int]] = {}
    for finding in run.findings:
        if finding.violation.fix is not None:
            fixable.setdefault(finding.violation.rule, [0, 0])[not finding.violation.fix.safe] += 1
    for rule, count in counts.items():
        safe, unsafe = fixable.get(rule, (0, 0))
        marks = [f"{safe} [fix]"] if safe else []
        marks += [f"{unsafe} [unsafe fix]"] if unsafe else []
        name = style.strong(printable(rule)) + " " * (longest - len(rule))
        yield f"{count:>{digits}}  {name}  {style.good(', '.join(marks))}".rstrip() + "\n"
