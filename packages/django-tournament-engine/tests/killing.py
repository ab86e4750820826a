"""Processes that are killed in the middle of their work, on a database that survives them.

The work runs in a process of its own and kills itself, by the signal that nobody can catch, at
one moment of it: before its first statement, before its second, and so on, and before and after
each commit. Between the end of one statement and the next nothing happens that lasts, except
for a commit: these are all the moments that there are.
"""

import os
import random
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

__all__ = ["Rows", "killed", "sweep"]

Act = Callable[[], object]

_inherited: list[Any] = []


class Rows:
    """Everything that the database holds, to be compared and to be written back."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self._names = connection.introspection.table_names(cursor)
            self._copies = {name: _copied(cursor, name) for name in self._names}
        self.digests = self.digests_now()

    def digests_now(self) -> dict[str, str | None]:
        """Return a digest of the rows of every table as they are now."""
        parts = [
            f"SELECT '{name}', md5(string_agg(row::text, chr(10) ORDER BY row::text))"  # noqa: S608
            f' FROM "{name}" AS row'
            for name in self._names
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(parts)} UNION ALL {_NUMBERS}")
            return dict(cursor.fetchall())

    def restore(self, changed: Iterable[str]) -> None:
        """Write back the tables that have changed, and count on from where it was counted."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither keys nor triggers have a say: the rows are those that were there before.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in changed:
                if name in self._copies:
                    cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a name of our own
                    with cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
                        copy.write(self._copies[name])
                else:
                    last = self.digests[name]
                    facts: list[str | bool] = [f'"{name}"', last or "1", last is not None]
                    cursor.execute("SELECT setval(%s, %s::bigint, %s)", facts)


#: The number that each sequence gave last.
_NUMBERS = (
    "SELECT sequencename::text, last_value::text FROM pg_sequences WHERE schemaname = 'public'"
)


def _copied(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def sweep(act: Act, *, finish: Act, check: Act, stride: int = 1) -> int:
    """Kill `act` at every moment of it in turn, then `finish` and `check`; return how many.

    What a process leaves that is killed before its first commit is what was there before it:
    that is compared row by row, and whoever begins again then is the process that nobody kills
    at the end. States that were finished already are not finished twice. Of long work only
    every statement of `stride` is a moment: between two commits all leave the same.
    """
    rows = Rows()
    seen = [_written(rows.digests)]
    clock = timezone.now()
    for moment in count(1):
        is_killed = killed(act, moment, clock, stride)
        left = rows.digests_now()
        if _written(left) not in seen or not is_killed:
            seen.append(_written(left))
            finish()
            check()
            left = rows.digests_now()
        if not is_killed:
            return moment - 1
        rows.restore(name for name, digest in left.items() if digest != rows.digests[name])
    raise AssertionError


def _written(digests: dict[str, str | None]) -> dict[str, str | None]:
    """Leave the sequences out: a number that nobody got is nothing that was done."""
    return {name: digest for name, digest in digests.items() if not name.endswith("_id_seq")}


def killed(act: Act, moment: int, clock: datetime, stride: int = 1) -> bool:
    """Run `act` at a time, in a process that ends at a moment; return whether it got so far."""
    child = os.fork()
    if not child:
        _run(act, moment, clock, stride)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "The act failed: see above."
    return False


def _run(act: Act, moment: int, clock: datetime, stride: int) -> None:
    """Run `act`, then end without a word to anybody: the rest of the tests is not ours."""
    try:
        _make_repeatable(clock)
        with _fatal(moment, stride):
            act()
    except BaseException:  # noqa: BLE001 - whatever it is, the other process goes on alone
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _make_repeatable(clock: datetime) -> None:
    """Stop the clock and load the dice: two runs write the same, so that they can be compared."""
    timezone.now = lambda: clock
    os.urandom = random._urandom = Random(clock.timestamp()).randbytes  # type: ignore[attr-defined]  # noqa: SLF001


@contextmanager
def _fatal(moment: int, stride: int) -> Iterator[None]:
    """Let the process die before its statement or commit of this number, or after that commit."""
    passed, statements = count(1), count(1)

    def step() -> None:
        if next(passed) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(execute: Any, *call: Any) -> Any:
        if next(statements) % stride == 0:
            step()
        return execute(*call)

    # The one that came with the process is the other's: it is neither used nor closed.
    _inherited.append(connection.connection)
    connection.connect()
    database: Any = connection
    commit = database._commit  # noqa: SLF001 - no statement of Django's tells of a commit

    def around() -> None:
        step()
        commit()
        step()

    database._commit = around  # noqa: SLF001
    with connection.execute_wrapper(before):
        yield
