"""DOIs at the handle registry
(https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation).

The publisher behind a DOI is never asked: publishers answer 403 to programs.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict, VerdictKind
from mdpaperlint.online.http_messages import Request, Response
from mdpaperlint.online.redirect_chain import read
from mdpaperlint.online.request_scheduler import Check

# The handle is there; it is there without a value of the kind that was asked for; it is not.
_FOUND, _NO_VALUES, _NOT_FOUND = 1, 200, 100
_MOST_BYTES = 65_536


def check_doi(doi: str, settings: LinkSettings) -> Check:
    """One that is not known is asked for twice."""
    url = f"{settings.registries.doi.rstrip('/')}/{quote(doi, safe='/()')}"
    timeout = settings.timeout
    request = Request(
        "GET", url, body_limit=_MOST_BYTES, timeout=timeout, time_limit=2 * timeout, trusted=True
    )
    for delay in (0.0, settings.backoff):
        outcome = yield request._replace(delay=delay)
        if not isinstance(outcome, Response):
            # The registry's own host: that it cannot be found says nothing of the DOI.
            reason = f"doi.org could not be asked: {outcome.reason}"
            kind: VerdictKind = "blocked" if outcome.status == 429 else "unsure"
            return Verdict(kind, reason, asked=not outcome.host, given_up=outcome.host)
        if outcome.status == 429:
            return Verdict("blocked", "doi.org: too many requests (429)", status=429)
        code = _response_code(outcome)
        if code in (_FOUND, _NO_VALUES):
            return Verdict("alive", "doi.org knows the DOI", status=outcome.status)
        if code != _NOT_FOUND:
            return Verdict("unsure", f"doi.org: {read(url, outcome).reason}", status=outcome.status)
    return Verdict("gone", "doi.org does not know this DOI", status=404)


def _response_code(response: Response) -> int | None:
    """The registry's own word. A 404 without it may come from anything on the way."""
    try:
        data = json.loads(response.body)
    except (ValueError, RecursionError):
        return None
    code = data.get("responseCode") if isinstance(data, dict) else None
    return code if isinstance(code, int) else None
