"""Who delivers what is in the outbox once its transaction has committed: `TASK_RUNNER`.

A runner is a function that gets the key of a row. It may do the work, hand it to somebody,
or lose it: what nobody delivered is delivered by the next `flush_outbox`.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.db import connections

from tournament_engine import outbox
from tournament_engine.audit.middleware import Channel, origin

__all__ = ["in_thread", "wait"]

#: Few, because each holds a connection to the database.
_THREADS = 2


def in_thread(key: str) -> None:
    """Deliver in a thread of this process, so that nobody waits for a hook.

    What a process had not delivered when it was killed is left to `tournament_tick`.
    """
    _pool().submit(_deliver, key)


def wait() -> None:
    """Wait until the threads have delivered what they were given, and end them: for tests."""
    _pool().shutdown(wait=True)
    _pool.cache_clear()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="tournament_engine")


def _deliver(key: str) -> None:
    try:
        with origin("deliver", Channel.TASK):
            outbox.deliver_now(key)
    finally:
        connections.close_all()
