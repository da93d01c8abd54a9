"""GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mdpaperlint.engine.results import Run
from mdpaperlint.reporting import ReportOptions, path_from_root
from mdpaperlint.reporting.sarif_report import with_fingerprints

_SEVERITIES = {"error": "major", "warning": "minor"}


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    issues = []
    for file in run.files:
        path = path_from_root(file.path, options.root)
        for finding, stable in with_fingerprints(file, path):
            violation, place = finding.violation, finding.place
            issues.append(
                {
                    "check_name": violation.rule,
                    "description": violation.message,
                    "severity": _SEVERITIES[violation.severity],
                    "fingerprint": stable,
                    "location": {"path": path, "lines": {"begin": place.line, "end": place.end_line}},
                }
            )
    yield json.dumps(issues, indent=1) + "\n"
