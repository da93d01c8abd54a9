"""The report for people: each file with its errors before its warnings, one report for one habit.

With ``quiet``, it is one line for each violation, which is stable and made for other programs, too:
``path:line:col: severity rule-name: message [fix]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import count_of
from mdpaperlint.reporting import ReportOptions
from mdpaperlint.reporting.terminal import Style, excerpt, printable

# More places than this with one fault and one remedy are a habit: the first stands for all.
MOST_ALIKE = 3
# Of a rule with more reports than the first, as many are shown with their lines; with more than the second,
# the rest is counted. Behind the third, a file shows the line of the first report of each rule alone.
MOST_WITH_LINES, MOST_TOLD, MOST_LINES = 5, 10, 15


class _Habit(NamedTuple):
    """Places of a file with one fault and one remedy."""

    findings: list[Finding]

    @property
    def violation(self) -> Violation:
        return self.findings[0].violation


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    if options.statistics:
        yield from _statistics(run, options.style)
    elif options.quiet:
        for file in run.files:
            for finding in file.findings:
                place, violation = finding.place, finding.violation
                where = f"{printable(file.path)}:{place.line}:{place.column}:"
                yield violation_line(where, violation, options.style) + "\n"
    else:
        shortened = False
        for file in run.files:
            rules = _by_rule(file, full=options.full)
            yield from _file(file, rules, options)
            shortened = shortened or any(
                len(of_rule) > MOST_WITH_LINES or any(len(each.findings) > 1 for each in of_rule)
                for of_rule in rules
            )
        if shortened and not options.full:
            ways = "--full shows every place; --quiet each in one line; --write-baseline takes all as known."
            yield options.style.faint(ways) + "\n"
    if not options.quiet:
        yield summary(run, options) + "\n"


def violation_line(where: str, violation: Violation, style: Style) -> str:
    """``WHERE severity rule-name: message [fix]``, without the line end."""
    mark = ""
    if violation.fix is not None:
        mark = " " + style.good("[fix]" if violation.fix.safe else "[unsafe fix]")
    severity = style.of(violation.severity)(violation.severity)
    return (
        f"{style.strong(where)} {severity} {style.strong(printable(violation.rule))}:"
        f" {printable(violation.message)}{mark}"
    )


def _habits(findings: Sequence[Finding]) -> list[_Habit]:
    alike: dict[object, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.habit, []).append(finding)
    found = []
    for group in alike.values():
        found += [_Habit(group)] if len(group) > MOST_ALIKE else [_Habit([each]) for each in group]
    return sorted(found, key=lambda each: each.violation.start)


def _by_rule(file: FileReport, *, full: bool) -> list[list[_Habit]]:
    """Those of a severity and rule together, errors first, then as the first of them stand in the file."""
    together = [_Habit([each]) for each in file.findings] if full else _habits(file.findings)
    rules: dict[tuple[str, str], list[_Habit]] = {}
    for habit in together:
        rules.setdefault((habit.violation.severity, habit.violation.rule), []).append(habit)
    return sorted(rules.values(), key=lambda each: each[0].violation.severity != "error")


def _file(file: FileReport, rules: list[list[_Habit]], options: ReportOptions) -> Iterator[str]:
    style, lines = options.style, 0
    if file.findings or file.remarks:
        yield style.strong(printable(file.path)) + "\n"
    for of_rule in rules:
        told = of_rule if options.full else of_rule[:MOST_TOLD]
        for number, habit in enumerate(told):
            place = habit.findings[0].place
            yield violation_line(f"{place.line}:{place.column}:", habit.violation, style) + "\n"
            if options.full or number == 0 or (number < MOST_WITH_LINES and lines < MOST_LINES):
                lines += 1
                yield from _details(file.path, habit, options)
        if len(told) < len(of_rule):
            more = sum(len(habit.findings) for habit in of_rule[len(told) :])
            yield style.faint(f"… and {more:,} more of {printable(habit.violation.rule)}") + "\n"
    for remark in file.remarks:
        yield f"{style.strong(f'{remark.line}:{remark.column}:')} note: {printable(remark.message)}\n"


def _details(path: str, habit: _Habit, options: ReportOptions) -> Iterator[str]:
    finding, style = habit.findings[0], options.style
    place, violation, fix = finding.place, finding.violation, finding.violation.fix
    number = str(place.line)
    gutter = " " * (len(number) + 2)
    room = options.columns - len(gutter) - 2
    if finding.source.strip():
        end = place.end_column - 1 if place.end_line == place.line else len(finding.source)
        shown, before, marked = excerpt(finding.source, place.column - 1, end, room)
        yield f" {style.faint(number + ' |')} {shown}\n"
        caret = style.of(violation.severity)("^" * marked)
        yield f"{gutter}{style.faint('|')} {' ' * before}{caret}\n"
    if finding.corrected is not None:
        line = printable(finding.corrected)
        if not options.full:
            line = excerpt(finding.corrected, *finding.corrected_part, room)[0]
        yield f"{gutter}{style.faint('=')} {style.good(line)}\n"
    elif fix is not None and fix.message not in violation.message:
        yield f"{gutter}{style.faint('=')} {style.good('fix:')} {printable(fix.message)}\n"
    for related in finding.related:
        where = [] if related.path is None else [printable(related.path)]
        if related.place is not None:
            where += [str(related.place.line), str(related.place.column)]
            if not related.path and re.search(rf"\bline {where[0]}\b", violation.message):
                continue
        yield f"{gutter}{style.faint('>')} {':'.join(where)}: {printable(related.message)}\n"
    if len(habit.findings) > 1:
        lines = [each.place.line for each in habit.findings[1:]]
        more = count_of(len(lines), "more place")
        span = f"line {lines[0]}" if lines[0] == lines[-1] else f"lines {lines[0]} to {lines[-1]}"
        yield style.faint(f"{gutter}… and the same at {more}, {span}") + "\n"


def _statistics(run: Run, style: Style) -> Iterator[str]:
    counts = run.by_rule()
    if not counts:
        return
    digits = max(len(str(count)) for count in counts.values())
    longest = max(map(len, counts))
    fixes = Counter(
        (finding.violation.rule, finding.violation.fix.safe)
        for finding in run.findings
        if finding.violation.fix is not None
    )
    for rule, count in counts.items():
        marks = [f"{fixes[rule, True]} [fix]"] if fixes[rule, True] else []
        marks += [f"{fixes[rule, False]} [unsafe fix]"] if fixes[rule, False] else []
        name = style.strong(printable(rule)) + " " * (longest - len(rule))
        yield f"{count:>{digits}}  {name}  {style.good(', '.join(marks))}".rstrip() + "\n"


def summary(run: Run, options: ReportOptions) -> str:
    """What was found, what can be fixed and what was not checked, in one line."""
    files = count_of(len(run.files), "file")
    # Those that were not read, not wholly checked or not written: no violation there says nothing.
    failed = sum(bool(file.problems) for file in run.files)
    parts: list[str] = []
    fixed = f"Fixed {count_of(run.fixed, 'violation')}; " if run.fixed else ""
    if run.errors or run.warnings:
        found = [count_of(run.errors, "error")] if run.errors else []
        found += [count_of(run.warnings, "warning")] if run.warnings else []
        opening = f"{fixed}{'remaining: ' if fixed else 'Found '}{' and '.join(found)} in {files}"
        parts.append(options.style.strong(opening))
    elif failed == len(run.files) and not run.fixed:
        parts.append(options.style.strong(f"No file was {'wholly ' if failed else ''}checked"))
        failed = 0
    else:
        files = count_of(len(run.files) - failed, "file")
        parts.append(options.style.strong(f"{fixed}{'no' if fixed else 'No'} violations in {files}"))
    if run.without_papers:
        parts.append("no papers recognised")
    if failed:
        parts.append(f"{count_of(failed, 'file')} failed")
    if run.fixable:
        parts.append(f"{run.fixable} can be fixed with --fix")
    if run.unsafe:
        more = "more " if run.fixable else ""
        parts.append(f"{run.unsafe} {more}with --fix --unsafe-fixes")
    if options.tell_unasked and not options.checked_links and run.remote_links:
        verb = "was" if run.remote_links == 1 else "were"
        parts.append(f"{count_of(run.remote_links, 'remote link')} {verb} not checked (--online checks them)")
    if run.known:
        parts.append(f"{count_of(run.known, 'known violation')} left out")
    if run.obsolete:
        verb, them = ("is", "it") if run.obsolete == 1 else ("are", "them")
        parts.append(f"{run.obsolete:,} in the baseline {verb} gone (--write-baseline drops {them})")
    if options.link_counts:
        parts.append(options.link_counts)
    return "; ".join(parts) + "."
