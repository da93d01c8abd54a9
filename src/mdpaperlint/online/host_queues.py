"""What waits for one host, and when the next of it may start."""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count

from mdpaperlint.online.hop import Hop
from mdpaperlint.online.probe import Task
from mdpaperlint.online.settings import Settings

# A host that never answered so many links is not asked for the others.
_DOWN_AFTER = 3
_CLOSER_LOOKS = 4


class HostQueue:
    """Not safe by itself: the scheduler calls it under its lock. Times are of ``time.monotonic``.

    ``name`` is from :func:`~mdpaperlint.online.urls.service_of`. After a 429 the host rests; then one request
    goes out alone. When that is answered with 429 again, the host is closed: what it has not answered yet
    ends with ``closed`` and nothing more is sent.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self.running = 0
        self.closed: Hop | None = None
        # The time of the entry in the scheduler's heap that counts, or None.
        self.entry: float | None = None
        host = name.rpartition(":")[0] or name
        self._limit = max(1, settings.connections_of(host))
        self._gap = settings.gap_of(host)
        self._ready: deque[Task] = deque()
        self._delayed: list[tuple[float, int, Task]] = []
        self._numbers = count()
        self._next_start = 0.0
        self._rests_since: float | None = None
        self._alone = False
        self._answered = False
        self._failed = 0
        self._closer_looks = _CLOSER_LOOKS

    def add(self, task: Task) -> None:
        self._ready.append(task)

    def add_again(self, task: Task, when: float | None) -> None:
        """Puts a task back that has begun: in front of the others, or not before ``when``."""
        if when is None:
            self._ready.appendleft(task)
        else:
            heapq.heappush(self._delayed, (when, next(self._numbers), task))

    def next_start(self) -> float | None:
        """When a task may start; None while none waits or the host is busy enough."""
        if self.running >= (1 if self._alone else self._limit):
            return None
        if self._ready:
            return self._next_start
        return max(self._delayed[0][0], self._next_start) if self._delayed else None

    def take(self, now: float) -> Task | None:
        """The next task if one may start now."""
        start = self.next_start()
        if start is None or start > now:
            return None
        if self._delayed and (self._delayed[0][0] <= now or not self._ready):
            task = heapq.heappop(self._delayed)[2]
        else:
            task = self._ready.popleft()
        self.running += 1
        self._next_start = max(self._next_start, now + self._gap)
        return task

    def drain(self) -> list[Task]:
        """All that waits, taken out."""
        tasks = [*self._ready, *(entry[2] for entry in self._delayed)]
        self._ready.clear()
        self._delayed.clear()
        return tasks

    def answered(self) -> None:
        self._answered = True
        self._alone = False

    def throttled(self, started: float, now: float, delay: float, hop: Hop) -> None:
        """A request that ``started`` then was told to wait."""
        self._answered = True
        if self._rests_since is None:
            self._rests_since = now
            self._next_start = now + delay
            self._alone = True
        elif started > self._rests_since:
            reason = f"{hop.reason}, and again after the wait"
            self.closed = hop._replace(kind="blocked", reason=reason)

    def finished(self, hop: Hop) -> None:
        """A task of the host has come to its end."""
        if hop.challenge:
            self._closer_looks = _CLOSER_LOOKS
        if hop.failure == "unknown-name":
            self.closed = hop
        elif hop.failure in ("connect", "timeout", "name-look-up") and not self._answered:
            self._failed += 1
            if self._failed >= _DOWN_AFTER:
                self.closed = hop._replace(
                    reason=f"not asked: {self._failed} others of its host got no answer"
                )

    def may_look_closer(self) -> bool:
        """Grants a few looks, and as many again after each that found a challenge page."""
        self._closer_looks -= 1
        return self._closer_looks >= 0
