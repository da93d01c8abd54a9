"""SARIF 2.1.0 (OASIS), for code scanning and other readers of it.

Columns count Unicode code points, and say so (``columnKind``); an end column is behind the last character
(3.30.8). Files are relative references from ``%SRCROOT%``, the repository's root. ``partialFingerprints``
hold what a baseline knows a violation by, numbered where one thing has several.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from mdpaperlint.engine.findings import Finding, Place
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.pages import HOME, page_of, page_url
from mdpaperlint.reporting import ReportOptions, path_from_root

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "mdpaperlint/v1"


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    yield json.dumps(as_data(run, options), indent=1) + "\n"


def as_data(run: Run, options: ReportOptions) -> dict[str, Any]:
    from mdpaperlint import __version__

    names = list(dict.fromkeys([*options.rules, *(finding.violation.rule for finding in run.findings)]))
    index = {name: number for number, name in enumerate(names)}
    problems = [*run.problems, *(problem for file in run.files for problem in file.problems)]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mdpaperlint",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "informationUri": HOME,
                        "rules": [_rule(name, options) for name in names],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not run.failed,
                        "toolExecutionNotifications": [
                            {"level": "error", "message": {"text": problem}} for problem in problems
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "results": [result for file in run.files for result in _results(file, index, options.root)],
            }
        ],
    }


def _rule(name: str, options: ReportOptions) -> dict[str, Any]:
    rule = options.rules.get(name)
    if rule is None:
        return {"id": name}
    page, url = page_of(rule), page_url(name)
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        **({} if url is None else {"helpUri": url}),
        "defaultConfiguration": {"level": rule.severity, "enabled": rule.default},
    }


def _results(file: FileReport, index: dict[str, int], root: str) -> Iterator[dict[str, Any]]:
    uri = uri_from_root(file.path, root)
    for finding, stable in with_fingerprints(file, uri):
        yield _result(finding, uri, index, stable, root)


def with_fingerprints(file: FileReport, name: str) -> Iterator[tuple[Finding, str]]:
    """Each finding with what stays the same as long as the violation is about the same thing, wherever it
    stands.
    """
    seen: Counter[str] = Counter()
    for finding in file.findings:
        key = "\0".join((name, finding.violation.rule, finding.fingerprint))
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        seen[digest] += 1
        yield finding, f"{digest}:{seen[digest]}"


def _result(finding: Finding, uri: str, index: dict[str, int], stable: str, root: str) -> dict[str, Any]:
    violation = finding.violation
    result: dict[str, Any] = {
        "ruleId": violation.rule,
        "ruleIndex": index[violation.rule],
        "level": violation.severity,
        "message": {"text": violation.message},
        "locations": [{"physicalLocation": _location(uri, finding.place)}],
        "partialFingerprints": {FINGERPRINT: stable},
    }
    related = [
        {
            "id": number,
            "message": {"text": each.message},
            "physicalLocation": _location(
                uri if each.path is None else uri_from_root(each.path, root), each.place
            ),
        }
        for number, each in enumerate(finding.related, 1)
    ]
    if related:
        result["relatedLocations"] = related
    if violation.fix is not None:
        result["fixes"] = [
            {
                "description": {"text": violation.fix.message},
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(uri),
                        "replacements": [
                            {
                                "deletedRegion": _region(placed.place),
                                "insertedContent": {"text": placed.edit.replacement},
                            }
                            for placed in finding.edits
                        ],
                    }
                ],
            }
        ]
        result["properties"] = {"safeFix": violation.fix.safe}
    return result


def _artifact(uri: str) -> dict[str, str]:
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _location(uri: str, place: Place | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(uri)}
    if place is not None:
        location["region"] = _region(place)
    return location


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def uri_from_root(path: str, root: str) -> str:
    """A file's name as a relative reference (RFC 3986), percent-encoded byte by byte."""
    reference = quote(os.fsencode(path_from_root(path, root)), safe="/")
    # quote encodes the colon that would make the first part a scheme; a leading slash counts from a host.
    return reference if not reference.startswith("/") else "file://" + reference
