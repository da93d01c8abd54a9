"""Which request goes out next: a heap of hosts that are ready, and threads that send.

A check is a generator that yields requests. Between them it waits in its host's queue, so that no thread ever
sleeps for a host: a slow or resting one holds as many threads as it has requests on the way. All but the
sending is done by the thread that calls.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable, Generator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, SimpleQueue

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.host_queues import HostQueue
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.http_messages import FailedError, Failure, Request, Response, Transport
from mdpaperlint.online.request_urls import has_name, service_of

_TICK = 0.25
# A request that has waited for so many seconds does not count among the total of connections, or a dozen dead
# hosts would hold up all the others; and how many such there may be, as a multiple of the total.
_SLOW = 1.0
_MOST_SLOW = 3
# So often one link is asked for that is refused while others of its host are answered.
_MOST_REFUSALS = 4
_REPEATED = ("timeout", "reset", "connect", "name-look-up", "unknown-name", "proxy")
# Speak of the method as much as of the host, when it was HEAD: GET will tell.
_OF_METHOD = ("timeout", "reset", "proxy")
# Do not show that names can be looked up.
_NO_LOOK_UP = ("unknown-name", "name-look-up", "invalid-url", "forbidden-address", "proxy", "given-up")


Tell = Callable[[str, Verdict | None], None]
"""Is given a key and what was found; None where a registry has no word on it."""
Check = Generator[Request, Response | Failure, Verdict | None]
"""Yields what to ask next, is sent what came of it, and returns what was found, if it has not told itself.

What is *gone* without an HTTP status is on a host that does not exist, as far as this machine can say.
"""


@dataclass(eq=False, slots=True)
class Job:
    """A check, whom a fault in it is told of, what it asks now, and how often that was repeated."""

    keys: tuple[str, ...]
    check: Check
    request: Request = field(init=False)
    host: str = ""
    repeats: int = 0
    refusals: int = 0
    started: float = 0.0


class RequestScheduler:
    """The only way out, to be used in a ``with`` block: whatever is asked of a server, one of these asks.

    ``tell`` is called by the thread that calls :meth:`run`. ``transport`` stands in for the network.
    ``names_are_found`` tells that some host's name was looked up in this run with success. Raises
    :class:`~mdpaperlint.model.link_settings.OnlineError` as
    :class:`~mdpaperlint.online.http_client.HttpClient` does.
    """

    def __init__(self, settings: LinkSettings, tell: Tell, transport: Transport | None = None) -> None:
        self.names_are_found = False
        self._own = transport is None
        self._transport = transport or HttpClient(
            allow_private=settings.allow_private, user_agent=settings.user_agent
        )
        self._settings = settings
        self._tell = tell
        self._hosts: dict[str, HostQueue] = {}
        self._heap: list[tuple[float, int, HostQueue]] = []
        self._numbers = count()
        self._open = 0
        self._running: set[Job] = set()
        self._most = settings.total_connections
        self._threads = 0
        self._to_send: SimpleQueue[Job | None] = SimpleQueue()
        self._sent: SimpleQueue[tuple[Job, Response | Failure]] = SimpleQueue()
        self._until = float("inf")

    def add(self, keys: tuple[str, ...], check: Check) -> None:
        """``keys`` is whom a fault in the check itself is told of."""
        self._open += 1
        self._advance(Job(keys, check), None)

    def run(self, until: float, tick: Callable[[], None]) -> None:
        """Until every check has come to its end, or ``until`` (of ``time.monotonic``); ``tick`` is called a
        few times a second.
        """
        self._until = until
        ticked = 0.0
        while self._open and (now := time.monotonic()) < until:
            if now - ticked >= _TICK:
                ticked = now
                self._transport.expire()
                slow = sum(now - job.started > _SLOW for job in self._running)
                total = self._settings.total_connections
                self._most = total + min(slow, _MOST_SLOW * total)
                tick()
            self._start(now)
            wait = min(_TICK, until - now)
            if self._heap and len(self._running) < self._most:
                wait = min(wait, max(0.0, self._heap[0][0] - now))
            with suppress(Empty):
                self._settle(*self._sent.get(timeout=wait))
                self.take_sent()

    def take_sent(self) -> None:
        """Learns what has come in meanwhile."""
        with suppress(Empty):
            while True:
                self._settle(*self._sent.get_nowait())

    def __enter__(self) -> RequestScheduler:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing more is sent; threads end when what they wait for is over."""
        for _ in range(self._threads):
            self._to_send.put(None)
        if self._own:
            self._transport.close()

    def _advance(self, job: Job, outcome: Response | Failure | None) -> None:
        """Tells a check what came of its request, and puts the next one into its host's queue."""
        while True:
            try:
                # A generator begins with None.
                job.request = job.check.send(outcome)  # type: ignore[arg-type]
            except StopIteration as end:
                self._open -= 1
                if end.value is not None:
                    self._tell(job.keys[0], end.value)
                return
            except Exception as error:
                self._open -= 1
                for key in job.keys:
                    self._tell(key, _fault(error))
                return
            job.repeats = job.refusals = 0
            job.host = service_of(job.request.url)
            host = self._hosts.get(job.host)
            if host is None:
                host = self._hosts[job.host] = HostQueue(job.host, self._settings)
            if host.given_up is None:
                delay = job.request.delay
                # What has begun comes before what has not.
                host.add(job, time.monotonic() + delay if delay else 0.0, in_front=outcome is not None)
                self._offer(host)
                return
            outcome = host.given_up

    def _offer(self, host: HostQueue) -> None:
        """Puts the host into the heap when it could start something."""
        when = host.next_start()
        if when is not None and (host.entry is None or host.entry > when):
            host.entry = when
            heapq.heappush(self._heap, (when, next(self._numbers), host))

    def _start(self, now: float) -> None:
        while self._heap and self._heap[0][0] <= now and len(self._running) < self._most:
            when, _, host = heapq.heappop(self._heap)
            if host.entry != when:
                continue
            host.entry = None
            job = host.take(now)
            self._offer(host)
            if job is None:
                continue
            if job.request.method == "HEAD" and host.refuses_head is not None:
                host.running -= 1
                self._advance(job, host.refuses_head)
                continue
            job.started = now
            self._running.add(job)
            if len(self._running) > self._threads:
                self._threads += 1
                threading.Thread(target=self._send_all, daemon=True, name="mdpaperlint-link").start()
            self._to_send.put(job)

    def _send_all(self) -> None:
        while (job := self._to_send.get()) is not None:
            self._sent.put((job, self._send(job.request)))

    def _send(self, request: Request) -> Response | Failure:
        try:
            with request.turn(self._until) if request.turn is not None else nullcontext():
                return self._transport.send(request)
        except FailedError as error:
            return error.failure
        except BaseException as error:
            # Whatever is wrong with one link, nobody must wait for it for ever.
            return Failure("protocol", _fault(error).reason)

    def _settle(self, job: Job, outcome: Response | Failure) -> None:
        host = self._hosts[job.host]
        host.running -= 1
        self._running.discard(job)
        again = self._learn(host, job, outcome)
        self._offer(host)
        for each in host.drain() if host.given_up is not None else ():
            self._advance(each, host.given_up)
        if not again:
            self._advance(job, outcome)

    def _learn(self, host: HostQueue, job: Job, outcome: Response | Failure) -> bool:
        """Whether the same is to be asked again; it is in the queue then."""
        request, settings, now = job.request, self._settings, time.monotonic()
        found = not isinstance(outcome, Failure) or outcome.kind not in _NO_LOOK_UP
        self.names_are_found = self.names_are_found or (found and has_name(request.url))
        if isinstance(outcome, Failure):
            again = outcome.kind in _REPEATED
            # Where HEAD is answered else, a reset is of the connection.
            of_host = outcome.kind == "reset" and host.answers_heads and job.repeats < settings.retries
            if request.method == "HEAD" and outcome.kind in _OF_METHOD and not of_host:
                return False
            if outcome.kind in ("connect", "reset", "timeout"):
                host.broke_off(job.started, now)
        elif host.refuses(request, outcome):
            host.refused(request, outcome, job.started, now)
            job.refusals += 1
            # HEAD and GET may be counted apart.
            again = request.method != "HEAD" and job.refusals < _MOST_REFUSALS and not request.once
            if again:
                host.add(job, in_front=True)
            return again
        else:
            host.answered(request)
            passing = outcome.status >= 500 and outcome.status not in {501, 999, *request.accepted}
            again = passing and request.method != "HEAD"
        if again and job.repeats < settings.retries and not request.once:
            wait = min(settings.backoff * 2**job.repeats, settings.retry_after_cap)
            job.repeats += 1
            host.add(job, now + wait)
            return True
        if isinstance(outcome, Failure):
            host.failed(outcome)
        return False


def _fault(error: BaseException) -> Verdict:
    return Verdict("unsure", f"a fault in mdpaperlint itself: {type(error).__name__}")
