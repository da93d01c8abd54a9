"""arXiv's records of papers, for whoever wants to know what a paper is rather than whether a link works."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mdpaperlint.model.arxiv_record import ArxivRecord
from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.online.http_messages import Transport
from mdpaperlint.online.link_checker import check_links


def records(
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
