"""The text report on a list that has hundreds of violations: what kinds there are, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.engine.findings import Finding, Run
from mdpaperlint.model.wording import count_of
from mdpaperlint.reporting import ReportOptions
from mdpaperlint.reporting.finding_text import details, remarks, violation_line
from mdpaperlint.reporting.terminal import printable

FIRST_FEW = 3


def render_groups(run: Run, options: ReportOptions) -> Iterator[str]:
    groups: dict[str, list[tuple[str, Finding]]] = {}
    for file in run.files:
        for finding in file.findings:
            groups.setdefault(finding.violation.rule, []).append((file.path, finding))
    style = options.style

    def urgency(rule: str) -> tuple[bool, int, str]:
        members = groups[rule]
        return (all(each.violation.severity == "warning" for _, each in members), -len(members), rule)

    for rule in sorted(groups, key=urgency):
        members = sorted(groups[rule], key=lambda each: each[1].violation.severity == "warning")
        yield f"{style.strong(printable(rule))}: {_extent(members)}\n"
        for path, finding in members[:FIRST_FEW]:
            place = finding.place
            yield violation_line(path, place.line, place.column, finding.violation, style) + "\n"
            yield from details(path, finding, options)
        if len(members) > FIRST_FEW:
            yield style.faint(
                f"… and {len(members) - FIRST_FEW:,} more; --select {printable(rule)} shows all"
            )
            yield "\n"
        yield "\n"
    for file in run.files:
        yield from remarks(file, style)
    yield from _ways_on(run)


def _extent(members: list[tuple[str, Finding]]) -> str:
    parts = []
    for severity in ("error", "warning"):
        number = sum(each.violation.severity == severity for _, each in members)
        if number:
            parts.append(count_of(number, severity))
    files = len({path for path, _ in members})
    fixes = [each.violation.fix.safe for _, each in members if each.violation.fix is not None]
    extent = " and ".join(parts) + (f" in {count_of(files, 'file')}" if files > 1 else "")
    if any(fixes):
        extent += f", {sum(fixes):,} [fix]"
    if not all(fixes):
        extent += f", {len(fixes) - sum(fixes):,} [unsafe fix]"
    return extent


def _ways_on(run: Run) -> Iterator[str]:
    yield "The ways on from here:\n"
    mends = f"mends {run.fixable:,} of them" if run.fixable else "mends none of them"
    yield f"  --fix             {mends}; --diff shows how\n"
    yield "  --write-baseline  takes them as known: from then on, only new ones are reported\n"
    yield "  mdpaperlint init  writes a configuration that fits the list\n"
    yield "--quiet shows all, one line each.\n\n"
