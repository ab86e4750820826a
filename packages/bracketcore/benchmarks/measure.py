"""How the benchmarks measure: CPU time and memory, the same for bracketcore and for its peers."""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

__all__ = ["MOST_RUNS", "RUNS", "milliseconds", "names", "peak"]

T = TypeVar("T")

# Short work is run more often, since Python adapts the code that it has run often.
RUNS = 5
MOST_RUNS = 101
ENOUGH = 0.05  # seconds


def names(entrants: int) -> list[str]:
    return [f"entrant {number}" for number in range(entrants)]


def milliseconds(prepare: Callable[[], T], work: Callable[[T], object]) -> float:
    """The median CPU time of the work alone; what it works on is prepared anew for each run."""
    # The first run warms up and is not counted.
    _timed(work, prepare())
    times: list[float] = []
    while len(times) < RUNS or (sum(times) < ENOUGH and len(times) < MOST_RUNS):
        times.append(_timed(work, prepare()))
    return statistics.median(times) * 1000


def _timed(work: Callable[[T], object], prepared: T) -> float:
    gc.collect()
    start = time.process_time()
    # What is made lives until the clock has stopped: taking it apart is not the work.
    _made = work(prepared)
    return time.process_time() - start


def peak(work: Callable[[], object]) -> float:
    """The most memory that the work takes, in MB."""
    gc.collect()
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
