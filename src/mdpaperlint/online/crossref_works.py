"""What Crossref says of a DOI, one request for each.

Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.model.paper import Identifier, PartialDate
from mdpaperlint.model.paper_record import PaperRecord
from mdpaperlint.model.wording import one_line
from mdpaperlint.online.http_messages import Failure, Request, Response, Transport

_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_TEXT = 2000


def crossref_record(
    doi: str, settings: LinkSettings, *, transport: Transport | None = None
) -> PaperRecord | None:
    """None for a DOI that Crossref does not know. ``transport`` stands in for the network.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when there was no answer.
    """
    from mdpaperlint.online.http_client import HttpClient

    client = transport or HttpClient(allow_private=settings.allow_private)
    timeout = settings.timeout
    request = Request(
        "GET",
        f"{settings.registries.crossref.rstrip('/')}/{quote(doi, safe='')}",
        {"Accept": "application/json"},
        body_limit=_MOST_BYTES,
        timeout=timeout,
        time_limit=2 * timeout,
        trusted=True,
    )
    try:
        return _record(doi, client.send(request))
    finally:
        if transport is None:
            client.close()


def _record(doi: str, outcome: Response | Failure) -> PaperRecord | None:
    if isinstance(outcome, Failure):
        raise OnlineError(f"Crossref could not be asked: {outcome.reason}")
    if outcome.status == 404:
        return None
    if outcome.status != 200:
        raise OnlineError(f"Crossref answers {outcome.status}")
    try:
        work: dict[str, Any] = json.loads(outcome.body)["message"]
        names = (
            " ".join(filter(None, (each.get("given"), each.get("family")))) for each in work.get("author", ())
        )
        return PaperRecord(
            Identifier("doi", doi),
            _text(work.get("title")),
            tuple(one_line(name) for name in names if name),
            _date(work),
            _text(work.get("container-title")),
            doi,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        raise OnlineError("Crossref's answer could not be read") from None


def _text(texts: list[str] | None) -> str:
    return one_line(texts[0], longest=_LONGEST_TEXT) if texts else ""


def _date(work: dict[str, Any]) -> PartialDate | None:
    """The earliest of the dates that the publisher gave."""
    dates = (
        work.get(kind, {}).get("date-parts", [[]])[0]
        for kind in ("published-online", "published-print", "issued")
    )
    known = [PartialDate(*map(int, parts[:3])) for parts in dates if parts and parts[0]]
    return min(known, key=PartialDate.first_day, default=None)
