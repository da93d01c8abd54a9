"""Which request goes out next: a heap of hosts that are ready, and threads that take from it.

No thread ever sleeps for a host. A slow or throttled host holds as many threads as it has requests on the
way, and there are enough of them for eight busy hosts.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import count

from mdpaperlint.online.exchange import Answer, Failure, Transport
from mdpaperlint.online.hop import Hop
from mdpaperlint.online.host_queue import HostQueue
from mdpaperlint.online.probe import Again, Done, Step, Task, Throttled
from mdpaperlint.online.settings import Settings

Report = Callable[[Task, Hop], None]

# Seconds after which a request counts as slow, and how many more threads than the total there may be for
# them, as a multiple of it.
_SLOW = 1.0
_MOST_EXTRA = 3


class Scheduler:
    """``report`` is called from many threads, once for each task that came to its end; it must not call
    back.
    """

    def __init__(self, transport: Transport, settings: Settings, report: Report) -> None:
        self._transport = transport
        self._settings = settings
        self._report = report
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._hosts: dict[str, HostQueue] = {}
        self._heap: list[tuple[float, int, HostQueue]] = []
        self._numbers = count()
        self._threads = 0
        self._idle = 0
        self._started: dict[Task, float] = {}
        # For when the earliest of the waiting threads has set its alarm.
        self._watched = float("inf")
        self._stopped = False

    def add(self, task: Task) -> None:
        with self._lock:
            host = self._hosts.get(task.host)
            if host is None:
                host = self._hosts[task.host] = HostQueue(task.host, self._settings)
            closed = host.closed
            if closed is None:
                host.add(task)
                if self._offer(host):
                    self._call_thread(self._settings.total_connections)
        if closed is not None:
            self._report(task, closed)

    def stop(self) -> None:
        """Nothing more is sent; threads end when what they wait for is over."""
        with self._lock:
            self._stopped = True
            self._wake.notify_all()

    def _offer(self, host: HostQueue) -> bool:
        """Puts the host into the heap when it could start something. Called under the lock.

        Whether there is a new entry that a thread must see to.
        """
        when = host.next_start()
        if when is None or (host.entry is not None and host.entry <= when):
            return False
        host.entry = when
        heapq.heappush(self._heap, (when, next(self._numbers), host))
        return True

    def _call_thread(self, most: int) -> None:
        if self._idle:
            self._wake.notify()
        elif self._threads < most and not self._stopped:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True, name="mdpaperlint-link").start()

    def relieve(self) -> None:
        """To be called a few times a second: a request that has waited for long does not count among the
        total of connections, or a dozen dead hosts would hold up all the others.
        """
        with self._lock:
            now = time.monotonic()
            if self._heap and self._heap[0][0] <= now:
                total = self._settings.total_connections
                slow = sum(now - started > _SLOW for started in self._started.values())
                for _ in range(min(slow, _MOST_EXTRA * total) + total - self._threads):
                    self._call_thread(self._threads + 1)

    def _work(self) -> None:
        with self._lock:
            taken = self._take()
        while taken is not None:
            host, task = taken
            try:
                outcome = self._transport.send(task.request())
                step = task.take(outcome, partial(self._may_look_closer, host))
            except BaseException as error:
                # Whatever is wrong with one link, nobody must wait for it for ever.
                outcome = Failure("protocol", f"a fault in mdpaperlint itself: {type(error).__name__}")
                step = Done(Hop("unsure", outcome.reason))
            with self._lock:
                self._settle(host, task, outcome, step)
                taken = self._take()

    def _take(self) -> tuple[HostQueue, Task] | None:
        while not self._stopped:
            now = time.monotonic()
            if not self._heap or self._heap[0][0] > now:
                self._rest(now)
                continue
            when, _, host = heapq.heappop(self._heap)
            if host.entry != when:
                continue
            host.entry = None
            task = host.take(now)
            self._offer(host)
            if task is not None:
                self._started[task] = now
                if self._heap and (self._heap[0][0] <= now or self._heap[0][0] < self._watched):
                    # Whoever goes off calls the one who sees to the rest.
                    self._call_thread(self._settings.total_connections)
                return host, task
        self._threads -= 1
        return None

    def _rest(self, now: float) -> None:
        """Waits to be called. One thread waits for the time of the next host as well, the others do not:
        else all would wake for it.
        """
        self._idle += 1
        if self._heap and self._heap[0][0] < self._watched:
            self._watched = self._heap[0][0]
            self._wake.wait(self._watched - now)
            self._watched = float("inf")
        else:
            self._wake.wait()
        self._idle -= 1

    def _settle(self, host: HostQueue, task: Task, outcome: Answer | Failure, step: Step) -> None:
        """Called under the lock. What ended is told before anything else of the host can start: what is known
        must not be lost to an interrupt.
        """
        now = time.monotonic()
        started = self._started.pop(task)
        host.running -= 1
        if isinstance(step, Throttled):
            host.throttled(started, now, step.delay, step.hop)
        elif isinstance(outcome, Answer):
            host.answered()
        if isinstance(step, Done):
            host.finished(step.hop)
            self._report(task, step.hop)
        elif host.closed is not None:
            self._report(task, host.closed)
        else:
            waits = isinstance(step, Again) and step.delay > 0
            host.add_again(task, now + step.delay if waits else None)
        if host.closed is not None:
            for waiting in host.drain():
                self._report(waiting, host.closed)
        # This thread comes for the next one itself.
        self._offer(host)

    def _may_look_closer(self, host: HostQueue) -> bool:
        with self._lock:
            return host.may_look_closer()
