"""Asking for one URL until it is known what it answers: HEAD, then GET, then again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from mdpaperlint.online.challenge import PAGE_START, is_challenge, may_hide_challenge
from mdpaperlint.online.exchange import Answer, Failure, Request
from mdpaperlint.online.hop import ABSENT, REDIRECTS, Hop, read_answer
from mdpaperlint.online.retry_after import retry_after
from mdpaperlint.online.settings import Settings

_REPEATED_FAILURES = frozenset({"timeout", "reset", "connect", "name-look-up", "unknown-name", "proxy"})
# Failures that speak of the host or the way to it: GET would meet the same.
_BEFORE_HTTP = frozenset(
    {"forbidden-address", "unknown-name", "name-look-up", "tls", "invalid-url", "connect"}
)


class Done(NamedTuple):
    hop: Hop


class Again(NamedTuple):
    """Ask again after ``delay`` seconds; meanwhile other links of the host go on."""

    delay: float


class Throttled(NamedTuple):
    """The host wants fewer requests: nothing goes to it for ``delay`` seconds. ``hop`` is what is known of
    the URL when it is not asked again.
    """

    delay: float
    hop: Hop


Step = Done | Again | Throttled


class Task(Protocol):
    """Something to ask a host, in as many requests as it takes."""

    @property
    def key(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def last(self) -> Hop | None:
        """What is known when the run ends before the task does."""
        ...

    def request(self) -> Request: ...

    def take(self, outcome: Answer | Failure, may_look_closer: Callable[[], bool]) -> Step:
        """``may_look_closer`` is asked where a HEAD answer leaves a doubt that reading the page would end."""
        ...


class Repeats:
    """Counts how often a task was asked again, and how long to wait before the next time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._count = 0

    def next(self, hop: Hop, *, asked: float | None = None) -> Step:
        """``asked`` is the wait that the server asked for, in seconds."""
        if self._count >= self._settings.retries:
            return Done(hop)
        self._count += 1
        if asked is not None:
            return Again(asked)
        return Again(min(self._settings.backoff * 2 ** (self._count - 1), self._settings.retry_after_cap))


class Probe:
    """Asks a web page. ``key`` is its URL without fragment."""

    def __init__(self, url: str, host: str, settings: Settings) -> None:
        self.key = url
        self.host = host
        self.last: Hop | None = None
        self._settings = settings
        self._repeats = Repeats(settings)
        self._reads_page = False
        # What makes a link dead must not be what is left of another's answer.
        self._fresh = False
        # What HEAD said, while GET is only to tell whether it is a challenge page.
        self._doubted: Hop | None = None

    def request(self) -> Request:
        settings = self._settings
        return Request(
            "GET" if self._reads_page else "HEAD",
            self.key,
            body_limit=PAGE_START if self._reads_page else 0,
            timeout=settings.timeout,
            time_limit=2 * settings.timeout,
            fresh=self._fresh,
        )

    def take(self, outcome: Answer | Failure, may_look_closer: Callable[[], bool]) -> Step:
        if self._doubted is not None:
            step = self._look_closer(outcome, self._doubted)
        elif isinstance(outcome, Failure):
            step = self._take_failure(outcome)
        else:
            step = self._take(outcome, may_look_closer)
        if not isinstance(step, Again):
            self.last = step.hop
        return step

    def _take_failure(self, failure: Failure) -> Step:
        self.last = read_failure(failure)
        if not self._reads_page and failure.kind not in _BEFORE_HTTP:
            self._reads_page = True
            if failure.kind not in _REPEATED_FAILURES:
                return Again(0.0)
        if failure.kind in _REPEATED_FAILURES:
            return self._repeats.next(self.last)
        return Done(self.last)

    def _take(self, answer: Answer, may_look_closer: Callable[[], bool]) -> Step:
        status = answer.status
        if is_challenge(answer):
            return _challenge(answer)
        if not self._reads_page:
            if status == 429:
                return self._throttled(answer)
            fine = (200 <= status < 300 and status != 202) or status in REDIRECTS
            if fine:
                hop = read_answer(answer)
                if not (may_hide_challenge(answer) and may_look_closer()):
                    return Done(hop)
                self._doubted = self.last = hop
                self._reads_page = True
                return Again(0.0)
            # Servers refuse HEAD with 405, 501, 403, 400 and even 404; what GET says counts.
            self.last = None if status in ABSENT else read_answer(answer)
            self._reads_page = True
            self._fresh = status in ABSENT
            return Again(0.0)
        if status == 429:
            return self._throttled(answer)
        hop = read_answer(answer)
        if hop.kind == "absent" and not self._fresh:
            self._fresh = True
            return Again(0.0)
        if status >= 500 and status != 501:
            self.last = hop
            wait = retry_after(answer.headers.get("retry-after"), cap=self._settings.retry_after_cap)
            return self._repeats.next(hop, asked=wait)
        if status == 202 and not answer.body:
            return Done(Hop("unsure", "answers 202 without a page"))
        return Done(hop)

    def _look_closer(self, outcome: Answer | Failure, said: Hop) -> Step:
        if isinstance(outcome, Answer):
            if is_challenge(outcome):
                return _challenge(outcome)
            if outcome.status in ABSENT:
                return Done(Hop("unsure", f"{said.reason} to HEAD and {outcome.status} to GET"))
        return Done(said)

    def _throttled(self, answer: Answer) -> Throttled:
        return throttled(answer, self._settings)


def _challenge(answer: Answer) -> Done:
    reason = f"shows a challenge page ({answer.status}) instead of itself"
    return Done(Hop("blocked", reason, challenge=True))


def throttled(answer: Answer, settings: Settings) -> Throttled:
    wait = retry_after(answer.headers.get("retry-after"), cap=settings.retry_after_cap)
    return Throttled(
        min(settings.throttle_wait, settings.retry_after_cap) if wait is None else wait, read_answer(answer)
    )


def read_failure(failure: Failure) -> Hop:
    """What an exchange without an answer says of the URL."""
    if failure.kind == "forbidden-address":
        return Hop("forbidden", failure.reason, failure=failure.kind)
    if failure.kind == "unknown-name" and not failure.proxied:
        return Hop("unknown-name", failure.reason, failure=failure.kind)
    return Hop("unsure", failure.reason, failure=failure.kind)
