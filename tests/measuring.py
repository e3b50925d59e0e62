"""How much a thing costs, measured fairly: in CPU, the best of some tries.

A collection of garbage, a cold cache or a neighbour that fills the memory of both cores may fall
into any single measurement; what the program costs by itself it costs in every try. So the least
of them is the estimate, and a try over the limit is made again, later each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

LIMIT_MS = 50
TRIES = 7
PAUSE_S = 0.25  # a neighbour may be done then; longer before each further try


def best_of(measure: Callable[[], float], limit: float = LIMIT_MS, tries: int = TRIES) -> float:
    """The least of some measurements; the first one that keeps the limit is enough."""
    least = measure()
    for again in range(1, tries):
        if least <= limit:
            break
        time.sleep(PAUSE_S * again)
        least = min(least, measure())
    return least


def took_ms(do: Callable[[], object]) -> float:
    """CPU of this thread: what another process does meanwhile is not our slowness."""
    start = time.thread_time()
    do()
    return (time.thread_time() - start) * 1000
