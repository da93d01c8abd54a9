"""CPU time that can be compared on a busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def seconds(action: Callable[[], object]) -> float:
    """CPU time of this process, without garbage collection: its cost depends on what other tests left."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        start = time.process_time()
        action()
        return time.process_time() - start
    finally:
        if enabled:
            gc.enable()


def within(limit: float, action: Callable[[], object], attempts: int = 5) -> bool:
    """Whether the best of some attempts keeps to the limit, in seconds."""
    return any(seconds(action) < limit for _ in range(attempts))


def grows_at_most(
    small: Callable[[], object],
    large: Callable[[], object],
    times: float,
    *,
    noise: float = 0.05,
    attempts: int = 8,
) -> bool:
    """Whether ``large`` takes at most ``times`` as long as ``small``, by the best of up to so many attempts
    each; ``noise`` is a difference in seconds that tells nothing.
    """
    least = most = float("inf")
    for _ in range(attempts):
        least, most = min(least, seconds(small)), min(most, seconds(large))
        if most <= times * least + noise:
            return True
    return False
