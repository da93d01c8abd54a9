"""DOIs at the handle registry
(https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation).

The publisher behind a DOI is never asked: publishers answer 403 to programs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

from mdpaperlint.online.exchange import Answer, Failure, Request
from mdpaperlint.online.hop import Hop, read_answer
from mdpaperlint.online.probe import Again, Done, Repeats, Step, Throttled, read_failure, throttled
from mdpaperlint.online.retry_after import retry_after
from mdpaperlint.online.settings import Settings
from mdpaperlint.online.urls import service_of

_FOUND, _NOT_FOUND = 1, 100
# The handle exists but has no value of the kind that was asked for.
_NO_VALUES = 200
_MOST_BYTES = 65_536


class DoiProbe:
    """Asks for one DOI; one that is not known is asked for twice."""

    def __init__(self, doi: str, key: str, settings: Settings) -> None:
        self.key = key
        self.host = service_of(settings.registries.doi)
        self.last: Hop | None = None
        self._url = f"{settings.registries.doi.rstrip('/')}/{quote(doi, safe='/()')}"
        self._settings = settings
        self._repeats = Repeats(settings)
        self._was_absent = False

    def request(self) -> Request:
        timeout = self._settings.timeout
        return Request(
            "GET", self._url, body_limit=_MOST_BYTES, timeout=timeout, time_limit=2 * timeout, trusted=True
        )

    def take(self, outcome: Answer | Failure, may_look_closer: Callable[[], bool]) -> Step:
        step = self._take(outcome)
        if not isinstance(step, Again):
            self.last = step.hop
        return step

    def _take(self, outcome: Answer | Failure) -> Step:
        if isinstance(outcome, Failure):
            hop = read_failure(outcome)
            # The registry's own host: that it cannot be found says nothing of the DOI.
            return self._repeats.next(Hop("unsure", f"doi.org could not be asked: {hop.reason}"))
        if outcome.status == 429:
            step = throttled(outcome, self._settings)
            return Throttled(step.delay, Hop("blocked", "doi.org: too many requests (429)"))
        code = _response_code(outcome)
        if code in (_FOUND, _NO_VALUES):
            return Done(Hop("there", "doi.org knows the DOI"))
        if code == _NOT_FOUND:
            if self._was_absent:
                return Done(Hop("absent", "doi.org does not know this DOI"))
            self._was_absent = True
            return Again(self._settings.backoff)
        hop = Hop("unsure", f"doi.org: {read_answer(outcome).reason}")
        if outcome.status >= 500:
            wait = retry_after(outcome.headers.get("retry-after"), cap=self._settings.retry_after_cap)
            return self._repeats.next(hop, asked=wait)
        return Done(hop)


def _response_code(answer: Answer) -> int | None:
    """The registry's own word. A 404 without it may come from anything on the way."""
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    code = data.get("responseCode") if isinstance(data, dict) else None
    return code if isinstance(code, int) else None
