"""Whole processes, timed as their callers wait for them."""

from __future__ import annotations

import datetime
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

# A process that takes longer than this is ended.
PATIENCE_SECONDS = 120


class Measure(NamedTuple):
    seconds: float
    cpu: float
    megabytes: float


def measure(command: list[str], folder: Path) -> Measure | None:
    """None when the process is still running after :data:`PATIENCE_SECONDS`."""
    environment = {**os.environ, "NO_COLOR": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
    watchdog.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    watchdog.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -signal.SIGKILL:
        return None
    factor = 1 if sys.platform == "darwin" else 1024
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * factor / 1e6)


def machine(runs: int) -> str:
    """What the figures were measured on, and how often."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {datetime.date.today()}: {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}; "
        f"medians of {runs} whole processes."
    )
