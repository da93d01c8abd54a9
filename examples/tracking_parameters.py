"""A rule in one file: `mdpaperlint --plugin tracking_parameters.py README.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, Options, Rule

# The parameter with the `&` behind it, so that the others stay joined, or with the mark before it at the end.
PARAMETER = re.compile(
    r"(?<=[?&])(?:utm_\w+|fbclid|gclid)=[^&#]*&|[?&](?:utm_\w+|fbclid|gclid)=[^&#]*(?=#|$)"
)


class TrackingParameters(Rule[Options]):
    name = "tracking-parameters"
    summary = "A link carries parameters that tell a web site where its readers come from."
    severity = "warning"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for link in document.links:
            found = list(PARAMETER.finditer(link.destination))
            if not found:
                continue
            start = link.destination_start
            edits = tuple(Edit(start + match.start(), start + match.end(), "") for match in found)
            yield self.violation(
                edits[0].start,
                edits[-1].end,
                "the link tells where its readers come from",
                fix=Fix(edits, safe=True, message="remove the tracking parameters"),
            )
