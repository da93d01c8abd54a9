"""What arXiv and Crossref say of papers, for whoever wants to know what a paper is rather than whether a link
works.

Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.model.paper import Identifier, PartialDate
from mdpaperlint.model.paper_records import ArxivRecord, PaperRecord
from mdpaperlint.model.wording import one_line
from mdpaperlint.online.http_messages import Failure, Request, Response, Transport
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.online.request_scheduler import Check, RequestScheduler

_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_TEXT = 2000


def arxiv_records(
    ids: Iterable[str],
    settings: LinkSettings,
    *,
    warn: Callable[[str], None] = lambda _message: None,
    transport: Transport | None = None,
) -> dict[str, ArxivRecord]:
    """The records of papers by their arXiv IDs (canonical, without version), from the cache or from arXiv. An
    ID that arXiv does not know is missing. Hundreds cost one request; ``settings.budget`` bounds the wait for
    a turn, in seconds. ``transport`` stands in for the network.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when arXiv gave no answer on one of them,
    and :class:`~mdpaperlint.online.link_checker.Interrupted` on Ctrl-C.
    """
    urls = {f"https://arxiv.org/abs/{each}": each for each in ids}
    verdicts = check_links(urls, settings._replace(ignores=()), warn=warn, transport=transport)
    for verdict in verdicts.values():
        if verdict.kind == "unsure":
            raise OnlineError(verdict.reason)
    return {urls[url]: verdict.record for url, verdict in verdicts.items() if verdict.record is not None}


def crossref_records(
    dois: Iterable[str], settings: LinkSettings, *, transport: Transport | None = None
) -> dict[str, PaperRecord]:
    """The records of papers by their DOIs, one request for each. A DOI that Crossref does not know is
    missing. Crossref likes to see an address (``mailto:``) in the User-Agent, which is for the user to give.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when there was no answer on one of them.
    """
    found: dict[str, Response | Failure] = {}

    def ask(doi: str) -> Check:
        found[doi] = yield Request(
            "GET",
            f"{settings.registries.crossref.rstrip('/')}/{quote(doi, safe='')}",
            {"Accept": "application/json"},
            body_limit=_MOST_BYTES,
            timeout=settings.timeout,
            trusted=True,
        )
        return None

    wanted = dict.fromkeys(dois)
    with RequestScheduler(settings, lambda _key, _found: None, transport) as scheduler:
        for each in wanted:
            scheduler.add((each,), ask(each))
        scheduler.run(time.monotonic() + settings.budget, lambda: None)
    late = Failure("given-up", "the time was used up")
    records = {each: _record(each, found.get(each, late)) for each in wanted}
    return {doi: record for doi, record in records.items() if record is not None}


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
            each.get("name") or " ".join(filter(None, (each.get("given"), each.get("family"))))
            for each in work.get("author", ())
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
