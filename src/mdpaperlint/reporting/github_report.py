"""Workflow commands of GitHub Actions: one annotation for each violation, the most useful first.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. The runner takes every
line that begins with ``::`` for a command, and older ``##[…]`` anywhere in a line. So all that comes from
files stands inside of commands, escaped. Lines and columns count from 1, columns in characters. The end
column is that of the last character, and GitHub wants it only where a violation stays on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.results import Run
from mdpaperlint.reporting import ReportOptions, path_from_root
from mdpaperlint.reporting.terminal import Style, harmless, printable
from mdpaperlint.reporting.text_report import summary

# GitHub shows so many errors and so many warnings of a step as annotations, those that come first.
MOST_SHOWN = 10


def where_the_rest_is(run: Run) -> str:
    """What the log says where the job has a summary: nothing when GitHub shows all."""
    if max(run.errors, run.warnings) <= MOST_SHOWN:
        return ""
    return f"GitHub shows {MOST_SHOWN} errors and {MOST_SHOWN} warnings of a step; the job summary has all.\n"


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    for problem in run.problems:
        yield _command("error", {"title": "mdpaperlint"}, problem)
    found: list[tuple[str, Finding]] = []
    for file in run.files:
        path = path_from_root(file.path, options.root)
        for problem in file.problems:
            yield _command("error", {"file": path, "title": "mdpaperlint"}, problem)
        found += ((path, finding) for finding in file.findings)
    for path, finding in _most_useful_first(found):
        yield _annotation(path, finding)
    for file in run.files:
        path = path_from_root(file.path, options.root)
        for remark in file.remarks:
            place = {"file": path, "line": str(remark.line), "col": str(remark.column)}
            yield _command("notice", {**place, "title": "mdpaperlint"}, remark.message)
    yield harmless(summary(run, options._replace(style=Style()))) + "\n"


def _most_useful_first(found: list[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    """Errors first; then one of each rule before the second of any, and what repeats a fault with the same
    remedy behind all that does not.
    """
    repeats: Counter[object] = Counter()
    of_rule: Counter[str] = Counter()
    ranked = []
    for path, finding in found:
        repeats[finding.habit] += 1
        repeat, rule = repeats[finding.habit], finding.violation.rule
        of_rule[rule] += repeat == 1
        rank = (finding.violation.severity != "error", repeat, of_rule[rule] if repeat == 1 else 0)
        ranked.append((rank, path, finding))
    ranked.sort(key=lambda each: each[0])
    return [(path, finding) for _, path, finding in ranked]


def _annotation(path: str, finding: Finding) -> str:
    place, violation = finding.place, finding.violation
    properties = {"file": path, "line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:
        properties["col"] = str(place.column)
        properties["endColumn"] = str(max(place.column, place.end_column - 1))
    properties["title"] = violation.rule
    return _command(violation.severity, properties, "\n".join(advice(finding)))


def advice(finding: Finding) -> Iterator[str]:
    """The message and how to follow it: the corrected line where there is one."""
    fix = finding.violation.fix
    yield printable(finding.violation.message)
    if fix is None:
        return
    unsafe = "" if fix.safe else " (look at it: the fix is not certain)"
    if finding.corrected is not None and is_copied_whole(finding.corrected):
        line = finding.edits[0].place.line
        which = "the line" if line == finding.place.line else f"line {line}"
        yield f"Write {which} like this{unsafe}:"
        yield finding.corrected
    elif unsafe or fix.message not in finding.violation.message:
        yield f"Fix{unsafe}: {printable(fix.message)}"


def is_copied_whole(line: str) -> bool:
    """Whether a line can be shown so that copying it gives the line itself."""
    return printable(line) == line.replace("\t", " ")


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name}{' ' if listed else ''}{listed}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    """What ``escapeData`` of GitHub's toolkit does; other line ends and controls are made visible."""
    text = "\n".join(each if is_copied_whole(each) else printable(each) for each in text.split("\n"))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
