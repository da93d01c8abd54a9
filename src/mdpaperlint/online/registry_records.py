"""What arXiv and Crossref say of papers, for whoever wants to know what a paper is rather than whether a link
works.

Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import quote

from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.model.paper_records import ArxivRecord
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.online.request_scheduler import Check, RequestScheduler

_MOST_BYTES = 8 * 1024 * 1024


def arxiv_records(ids: Iterable[str], settings: LinkSettings) -> dict[str, ArxivRecord]:
    """The records of papers by their arXiv IDs (canonical, without version), from the cache or from arXiv. An
    ID that arXiv does not know is missing. Hundreds cost one request; ``settings.budget`` bounds the wait for
    a turn, in seconds.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when arXiv gave no answer on one of them,
    and :class:`~mdpaperlint.online.link_checker.Interrupted` on Ctrl-C.
    """
    urls = {f"https://arxiv.org/abs/{each}": each for each in ids}
    verdicts = check_links(urls, settings._replace(ignores=()))
    for verdict in verdicts.values():
        if verdict.kind == "unsure":
            raise OnlineError(verdict.reason)
    return {urls[url]: verdict.record for url, verdict in verdicts.items() if verdict.record is not None}


def crossref_works(dois: Iterable[str], settings: LinkSettings) -> dict[str, bytes]:
    """What Crossref answers (JSON), by DOI, one request for each. A DOI that Crossref does not know is
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
    with RequestScheduler(settings, lambda _key, _found: None) as scheduler:
        for each in wanted:
            scheduler.add((each,), ask(each))
        scheduler.run(time.monotonic() + settings.budget, lambda: None)
    works = {}
    for each in wanted:
        outcome = found.get(each, Failure("given-up", "the time was used up"))
        if isinstance(outcome, Failure):
            raise OnlineError(f"Crossref could not be asked: {outcome.reason}")
        if outcome.status not in (200, 404):
            raise OnlineError(f"Crossref answers {outcome.status}")
        if outcome.status == 200:
            works[each] = outcome.body
    return works
