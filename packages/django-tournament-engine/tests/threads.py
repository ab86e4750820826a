"""Threads for the tests of races: every call in one of them, all let go in one moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

__all__ = ["at_once"]

T = TypeVar("T")

#: A database has no end of connections for nobody: more calls than this take turns, as the
#: requests of a site do.
MOST = 40


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Return what the calls return, in their order; raise what one of them raises."""
    workers = min(len(calls), MOST)
    barrier = Barrier(workers)

    def run(call: Callable[[], T]) -> T:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers, initializer=barrier.wait) as pool:
        return list(pool.map(run, calls))
