"""All files of a run: one after the other, or in several processes where that is quicker."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from mdpaperlint.engine.listed_file import NO_VERDICTS, Fixing, ListedFile
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.engine.source_text import STANDARD_INPUT
from mdpaperlint.user_error import described

if TYPE_CHECKING:
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.model.verdict import Verdict

Result = TypeVar("Result")

# Two lists of 70 kB are done as soon by one process as by two, two of 380 kB in four fifths of the time.
BYTES_WORTH_A_PROCESS = 100_000
# Each of them may need the memory of a whole run.
MOST_PROCESSES = 4
# The option of prctl(2) that has the kernel send a signal when the parent ends.
_SIGNAL_AT_END_OF_PARENT = 1

# What a worker does with a number: it comes with the copy of this process, and is never pickled.
_work: Callable[[int], Any]


def run(
    linter: Linter,
    paths: Iterable[str],
    fixing: Fixing | None = None,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
) -> Run:
    """Raises :class:`~mdpaperlint.user_error.ConfigError` before any file is read."""
    found = linter.discover(paths)
    reports = reports_on([linter.file(path) for path in found.paths], fixing, verdicts)
    return Run(reports, (*linter.problems, *found.problems))


def reports_on(
    files: Sequence[ListedFile],
    fixing: Fixing | None = None,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
) -> tuple[FileReport, ...]:
    """Checks the files, or fixes them, and gives their reports in the same order."""

    def report(number: int) -> FileReport:
        file = files[number]
        try:
            return file.check(verdicts) if fixing is None else file.fix(fixing, verdicts)
        except MemoryError:
            return FileReport(file.label, problems=(f"{file.label}: there is not enough memory for it",))
        except Exception as error:
            # A fault of ours over one file must not keep the others from being checked.
            problem = f"{file.label}: a fault in mdpaperlint itself: {described(error)}"
            return FileReport(file.label, problems=(problem,))
        finally:
            file.forget()

    if len(files) < 2:
        return tuple(map(report, range(len(files))))
    return tuple(map_in_processes(report, len(files), _sizes(files)))


def _sizes(files: Sequence[ListedFile]) -> list[int] | None:
    """In bytes; None when the files have to be read in their order and by one process."""
    sizes: dict[tuple[int, int], int] = {}
    for file in files:
        if file.path == STANDARD_INPUT or file.asks_other_files:
            return None
        try:
            status = os.stat(file.path)
        except OSError:
            return None
        sizes[status.st_dev, status.st_ino] = status.st_size
    # A file with two names would be fixed by two processes at once.
    return list(sizes.values()) if len(sizes) == len(files) else None


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

    ``work`` is to catch its own faults, and what it returns is pickled. What is undone when a worker ends
    badly is done here. No worker outlives this process, however it ends.
    """
    processes = useful_processes(sizes) if sizes is not None else 1
    results: dict[int, Result] = {}
    if sizes is not None and processes > 1:
        largest_first = sorted(range(count), key=sizes.__getitem__, reverse=True)
        # Garbage collection writes to every object, and so would copy all that the processes share.
        gc.freeze()
        try:
            results = _results_of_workers(work, largest_first, processes)
        finally:
            gc.unfreeze()
    return [results[number] if number in results else work(number) for number in range(count)]


def _results_of_workers(
    work: Callable[[int], Result], numbers: Sequence[int], processes: int
) -> dict[int, Result]:
    # 30 ms, which only a run over several long files pays.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = set(active_children())
    results: dict[int, Result] = {}
    with ProcessPoolExecutor(processes, get_context("fork"), _begin_worker, (work, os.getpid())) as pool:
        try:
            futures = {number: pool.submit(_do, number) for number in numbers}
            for number, future in futures.items():
                results[number] = future.result()
        except (BrokenProcessPool, OSError):
            # A worker was killed, or none could begin.
            pass
        except BaseException:
            for worker in set(active_children()) - others:
                worker.kill()
            pool.shutdown(cancel_futures=True)
            raise
    return results


def _begin_worker(work: Callable[[int], Any], parent: int) -> None:
    """Has the worker end at once with an interrupt, and with its parent, so that it writes no other file."""
    global _work
    import ctypes

    _work = work
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_SIGNAL_AT_END_OF_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _do(number: int) -> Any:
    return _work(number)
