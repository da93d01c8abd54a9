"""The report as JSON, for programs.

One object: ``version`` is 1 as long as nothing that is there changes its meaning; keys may be added. Lines
and columns count from 1, columns in characters (Unicode code points); ends are exclusive. ``offset`` and
``end_offset`` count characters of the file's text from 0, a byte order mark included. ``about`` is what a
baseline knows the violation by. ``known`` counts what is left out because it was there before; ``obsolete``
is what the baseline holds and the file does not. ``links`` is there when links were asked for: what each URL
of a file got, with the HTTP status that came last (null where none did) and the lines on which it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mdpaperlint.engine.findings import Finding, Place
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.reporting import ReportOptions

VERSION = 1


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    # ASCII alone, so that neither an encoding nor a lone surrogate in a file name can get in the way.
    yield json.dumps(as_data(run, options), indent=2) + "\n"


def as_data(run: Run, options: ReportOptions) -> dict[str, Any]:
    data: dict[str, Any] = {"version": VERSION, "files": [_file(file) for file in run.files]}
    if options.checked_links:
        data["links"] = list(_links(run, options))
    if run.problems:
        data["problems"] = list(run.problems)
    data["summary"] = {
        "files": len(run.files),
        "errors": run.errors,
        "warnings": run.warnings,
        "fixable": run.fixable,
        "unsafe_fixable": run.unsafe,
        "fixed": run.fixed,
        "known": run.known,
        "obsolete": run.obsolete,
        "remote_links_not_checked": 0 if options.checked_links else run.remote_links,
        "rules": run.by_rule(),
    }
    return data


def _links(run: Run, options: ReportOptions) -> Iterator[dict[str, Any]]:
    for file in run.files:
        for url, lines in file.link_lines:
            verdict = options.verdicts.get(url)
            if verdict is not None:
                yield {
                    "path": file.path,
                    "url": url,
                    "verdict": verdict.kind,
                    "reason": verdict.reason,
                    "status": verdict.status or None,
                    "target": verdict.target,
                    "lines": list(lines),
                }


def _file(file: FileReport) -> dict[str, Any]:
    data: dict[str, Any] = {
        "path": file.path,
        "violations": [_violation(finding) for finding in file.findings],
    }
    if file.known:
        data["known"] = file.known
    if file.obsolete:
        data["obsolete"] = [
            {"rule": obsolete.rule, "about": obsolete.fingerprint, "number": obsolete.number}
            for obsolete in file.obsolete
        ]
    if file.problems:
        data["problems"] = list(file.problems)
    if file.remarks:
        data["remarks"] = [remark._asdict() for remark in file.remarks]
    if file.fixed:
        data["fixed"] = dict(file.fixed)
    return data


def _violation(finding: Finding) -> dict[str, Any]:
    violation = finding.violation
    fix = violation.fix
    return {
        "rule": violation.rule,
        "severity": violation.severity,
        "message": violation.message,
        "about": finding.fingerprint,
        **_place(finding.place),
        "offset": violation.start,
        "end_offset": violation.end,
        "related": [
            {"path": related.path, "message": related.message, **_place(related.place)}
            for related in finding.related
        ],
        "fix": None
        if fix is None
        else {
            "safe": fix.safe,
            "message": fix.message,
            "corrected_line": finding.corrected,
            "edits": [
                {
                    **_place(placed.place),
                    "offset": placed.edit.start,
                    "end_offset": placed.edit.end,
                    "replacement": placed.edit.replacement,
                }
                for placed in finding.edits
            ],
        },
    }


def _place(place: Place | None) -> dict[str, int]:
    return {} if place is None else place._asdict()
