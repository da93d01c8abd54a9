"""reviewdog's diagnostic format, which becomes comments on a pull request that offer the fix by a click.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns count bytes of UTF-8 from 1, and ends
are exclusive. A fix is suggested where it stays on the line of its violation, as one piece from its first
edit to its last. Several suggestions would be alternatives to each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.results import Run
from mdpaperlint.pages import HOME, page_url
from mdpaperlint.reporting import ReportOptions, path_from_root
from mdpaperlint.reporting.terminal import printable


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    diagnostics = [
        _diagnostic(path_from_root(file.path, options.root), finding)
        for file in run.files
        for finding in file.findings
    ]
    source = {"name": "mdpaperlint", "url": HOME}
    yield json.dumps({"source": source, "diagnostics": diagnostics}, indent=1) + "\n"


def _diagnostic(path: str, finding: Finding) -> dict[str, Any]:
    violation, place, line = finding.violation, finding.place, finding.source
    on_one_line = place.line == place.end_line
    data: dict[str, Any] = {
        "message": printable(violation.message),
        "location": {
            "path": path,
            "range": _range(place.line, line, place.column, place.end_column)
            if on_one_line
            else {"start": {"line": place.line}, "end": {"line": place.end_line}},
        },
        "severity": violation.severity.upper(),
        "code": {"value": violation.rule},
    }
    if url := page_url(violation.rule):
        data["code"]["url"] = url
    if violation.fix is None:
        return data
    if not violation.fix.safe:
        data["message"] += "\nThe fix is not certain: look at it."
    edits = finding.edits
    if edits and all(each.place.line == place.line == each.place.end_line for each in edits):
        start = min(each.place.column for each in edits)
        end = max(each.place.end_column for each in edits)
        first = min(each.edit.start for each in edits)
        moved = [
            each.edit._replace(start=each.edit.start - first, end=each.edit.end - first) for each in edits
        ]
        text = apply_edits(line[start - 1 : end - 1], moved)
        data["suggestions"] = [{"range": _range(place.line, line, start, end), "text": text}]
    return data


def _range(number: int, line: str, start: int, end: int) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": number, "column": _in_bytes(line, start)},
        "end": {"line": number, "column": _in_bytes(line, end)},
    }


def _in_bytes(line: str, column: int) -> int:
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1
