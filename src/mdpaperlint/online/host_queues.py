"""What waits for one host, how much of it may be on the way at once, and when the next may start."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from mdpaperlint.online.http_messages import Failure, Request, Response

if TYPE_CHECKING:
    from mdpaperlint.model.link_settings import LinkSettings
    from mdpaperlint.online.request_scheduler import Job

_FIRST_CONNECTIONS = 3.0
# A host that never answered so many links, or refused or broke off so often with no good answer between, is
# given up.
_DOWN_AFTER = 3
_REFUSED_AFTER = 5
# After a refusal so many answers for each connection bring one more.
_SLOWLY = 4
_HEADS_REFUSED = 2


class HostQueue:
    """Times are of ``time.monotonic``. ``name`` is from :func:`~mdpaperlint.online.request_urls.service_of`.

    A host begins with few connections and gets one more with each good answer. A refusal halves them and lets
    the host rest for as long as it asks; from then on they grow slowly. A connection that breaks off halves
    them, too. ``given_up`` is what all that waits gets for an answer.
    """

    def __init__(self, name: str, settings: LinkSettings) -> None:
        self.name = name
        self.running = 0
        self.given_up: Failure | None = None
        # The time of the entry in the scheduler's heap that counts.
        self.entry: float | None = None
        host = name.rpartition(":")[0] or name
        self._settings = settings
        self._most = self._brink = float(max(1, settings.connections_of(host)))
        self._limit = min(self._most, _FIRST_CONNECTIONS)
        self._gap = settings.gap_of(host)
        self._waiting: list[tuple[float, int, Job]] = []
        self._numbers = count(1)
        self._next_start = self._rests_until = 0.0
        self._refusals = self._breaks = self._failed = self._heads_refused = 0
        self._answered = self.answers_heads = False
        self._refusal_of_head: Response | None = None

    @property
    def refuses_head(self) -> Response | None:
        """What it answers to HEAD, when that is refused again and again, and GET is not."""
        known = self._heads_refused >= _HEADS_REFUSED and not self._refusals
        return self._refusal_of_head if known else None

    def add(self, job: Job, when: float = 0.0, *, in_front: bool = False) -> None:
        """What is to start later lets the others pass."""
        number = next(self._numbers)
        heapq.heappush(self._waiting, (when, -number if in_front else number, job))

    def next_start(self) -> float | None:
        """When a job may start; None while none waits or the host is busy enough."""
        if not self._waiting or self.running >= int(self._limit):
            return None
        return max(self._waiting[0][0], self._next_start)

    def take(self, now: float) -> Job | None:
        """The next job if one may start now."""
        start = self.next_start()
        if start is None or start > now:
            return None
        self.running += 1
        self._next_start = max(self._next_start, now + self._gap)
        return heapq.heappop(self._waiting)[2]

    def drain(self) -> list[Job]:
        """All that waits, taken out."""
        jobs = [job for _, _, job in sorted(self._waiting)]
        self._waiting.clear()
        return jobs

    def answered(self, request: Request) -> None:
        if request.method == "HEAD":
            self._heads_refused = 0
            self.answers_heads = True
        self._answered = True
        self._refusals = self._breaks = 0
        growth = 1.0 if self._limit < self._brink else 1 / (_SLOWLY * self._limit)
        self._limit = min(self._most, self._limit + growth)

    def refuses(self, request: Request, response: Response) -> bool:
        """Whether it wants fewer requests (RFC 6585, 4; RFC 9110, 15.6.4). Some servers say nothing but 503,
        as nginx does: from one that had answered that is believed, too.
        """
        status = response.status
        waits = self._answered or retry_after(response, cap=1.0) is not None
        return (status == 429 or (status == 503 and waits)) and status not in request.accepted

    def refused(self, request: Request, response: Response, started: float, now: float) -> None:
        """A request that ``started`` then was told that there are too many."""
        self._answered = True
        cap = self._settings.retry_after_cap
        asked = retry_after(response, cap=cap)
        wait = asked or 0.0
        # Else it was on the way when another was refused.
        if started >= self._rests_until:
            if asked is None or self._refusals:
                wait = max(wait, min(self._settings.throttle_wait * 2**self._refusals, cap))
            if request.method == "HEAD":
                self._heads_refused += 1
                self._refusal_of_head = response
            # Who asks for more than anybody will wait means it.
            self._refusals += 1 if asked is None or asked < cap else 2
            self._halve()
        self._rests_until = max(self._rests_until, now + wait)
        self._next_start = max(self._next_start, self._rests_until)
        if self._refusals >= _REFUSED_AFTER:
            self._give_up(f"kept answering {response.status}", response.status)

    def broke_off(self, started: float, now: float) -> None:
        """A request that ``started`` then got no answer: some hosts refuse connections, and some die."""
        if self._answered and started >= self._rests_until:
            self._halve()
            wait = self._settings.backoff * 2**self._breaks if self._breaks else 0.0
            self._breaks += 1
            self._rests_until = self._next_start = now + min(wait, self._settings.retry_after_cap)
            if self._breaks >= _REFUSED_AFTER:
                self._give_up("gave no more answers")

    def _halve(self) -> None:
        self._limit = self._brink = max(1.0, self._limit / 2)

    def failed(self, failure: Failure) -> None:
        """A link of the host has come to its end without an answer."""
        if failure.kind == "unknown-name":
            self.given_up = failure
        elif failure.kind in ("connect", "timeout", "name-look-up") and not self._answered:
            self._failed += 1
            if self._failed >= _DOWN_AFTER:
                self._give_up(f"gave no answer to {self._failed} others")

    def _give_up(self, why: str, status: int = 0) -> None:
        self.given_up = Failure("given-up", f"not asked: {self.name} {why}", host=self.name, status=status)


def retry_after(response: Response, *, cap: float) -> float | None:
    """The seconds to wait (RFC 9110, 10.2.3), from 0 to ``cap``; None when the header is missing or says
    nothing usable.
    """
    try:
        # Python reads no number of thousands of digits.
        return min(float(Retry().parse_retry_after(response.headers.get("retry-after", "")[:100])), cap)
    except (InvalidHeader, ValueError, OverflowError):
        return None
