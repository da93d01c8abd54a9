"""Violations as an editor shows them."""

from __future__ import annotations

from lsprotocol import types

from mdpaperlint.model.violation import Violation
from mdpaperlint.pages import page_url
from mdpaperlint.server.positions import Positions

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
