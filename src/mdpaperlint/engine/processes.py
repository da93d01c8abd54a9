"""Several processes for many pieces of work, where that is quicker than doing without."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Generic, TypeVar

Result = TypeVar("Result")

# Two lists of 70 kB are done as soon by one process as by two, two of 380 kB in four fifths of the time.
BYTES_WORTH_A_PROCESS = 100_000
# Each of them may need the memory of a whole run.
MOST_PROCESSES = 4
# After an interrupt.
SECONDS_TO_END = 2.0
_BYTES_OF_A_NUMBER = 4


def useful_processes(sizes: Sequence[int]) -> int:
    """How many processes make work of such sizes, in bytes, quicker; 1 where it is to be done right here.

    More than one only on Linux, where a process is a cheap copy of this one (on macOS, system libraries do
    not survive that: https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods), and
    only while no other thread runs, which could hold a lock in the moment of the copy.
    """
    if len(sizes) < 2 or sys.platform != "linux":
        return 1
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        return 1
    # What is not the largest piece is what others can do meanwhile.
    others = (sum(sizes) - max(sizes)) // BYTES_WORTH_A_PROCESS
    return min(1 + others, len(os.sched_getaffinity(0)), MOST_PROCESSES)


def map_in_processes(work: Callable[[int], Result], count: int, sizes: Sequence[int] | None) -> list[Result]:
    """``work`` of each number below ``count``, in their order. ``sizes`` are those of the pieces of work, in
    bytes, the largest of which are begun first; None keeps them all in this process, one after the other.

    ``work`` is to catch its own faults, and what it returns is pickled. What a process leaves undone that
    ends badly is done here.
    """
    processes = useful_processes(sizes) if sizes is not None else 1
    if sizes is None or processes == 1:
        return [work(number) for number in range(count)]
    queue = _Queue(sorted(range(count), key=sizes.__getitem__, reverse=True))
    children: list[_Child[Result]] = []
    results: dict[int, Result] = {}
    # What is in the buffers would be written by each copy of them.
    sys.stdout.flush()
    sys.stderr.flush()
    # Garbage collection writes to every object, and so would copy all that the processes share.
    gc.freeze()
    try:
        with suppress(OSError):
            while len(children) < processes - 1:
                children.append(_Child(work, queue))
        for number in queue:
            results[number] = work(number)
        for child in children:
            results.update(child.results())
    finally:
        gc.unfreeze()
        for child in children:
            child.interrupt()
        queue.close()
    return [results[number] if number in results else work(number) for number in range(count)]


class _Queue:
    """Numbers that several processes take in turn: the place in an open file is common to them all."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._descriptor = os.memfd_create("mdpaperlint-queue")
        with os.fdopen(os.dup(self._descriptor), "wb") as stream:
            for number in numbers:
                stream.write(number.to_bytes(_BYTES_OF_A_NUMBER, "little"))
        os.lseek(self._descriptor, 0, os.SEEK_SET)

    def __iter__(self) -> Iterator[int]:
        while piece := os.read(self._descriptor, _BYTES_OF_A_NUMBER):
            yield int.from_bytes(piece, "little")

    def close(self) -> None:
        os.close(self._descriptor)


class _Child(Generic[Result]):
    """A process that works off the queue, and ends when its parent does. Raises :class:`OSError`."""

    def __init__(self, work: Callable[[int], Result], queue: _Queue) -> None:
        self._results: IO[bytes] = os.fdopen(os.memfd_create("mdpaperlint-results"), "w+b")
        parent = os.getpid()
        self._process = os.fork()
        if self._process == 0:
            self._run(work, queue, parent)

    def _run(self, work: Callable[[int], Result], queue: _Queue, parent: int) -> None:
        # Twice, for an interrupt that comes while another one is dealt with: a copy of this process must
        # never get back to the caller.
        try:
            try:
                done = {number: work(number) for number in queue if os.getppid() == parent}
                pickle.dump(done, self._results, pickle.HIGHEST_PROTOCOL)
                self._results.flush()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(0)
            finally:
                os._exit(1)
        finally:
            os._exit(1)

    def results(self) -> dict[int, Result]:
        """Waits for its end; empty when that was a bad one."""
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        done: dict[int, Result] = {}
        if status == 0:
            self._results.seek(0)
            done = pickle.load(self._results)
        self._results.close()
        return done

    def interrupt(self) -> None:
        """Has it end, and waits for that; nothing when it has ended."""
        if not self._process:
            return
        os.kill(self._process, signal.SIGINT)
        patience = time.monotonic() + SECONDS_TO_END
        while os.waitpid(self._process, os.WNOHANG)[0] == 0:
            if time.monotonic() > patience:
                os.kill(self._process, signal.SIGKILL)
            time.sleep(0.01)
        self._process = 0
        self._results.close()
