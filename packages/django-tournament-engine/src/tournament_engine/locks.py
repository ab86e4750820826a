"""Row locks. They hold to the end of the transaction and are never taken outside one.

Order: tournament, bracket, match, registration; of one table by primary key.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import OperationalError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, Model, QuerySet, Value
from django.utils.translation import gettext as _

from tournament_engine.errors import Conflict

__all__ = ["lock", "require_transaction"]

M = TypeVar("M", bound=Model)

#: Whoever waits longer is told to try again.
PATIENCE = "3s"

_LOCK_NOT_AVAILABLE = "55P03"


def require_transaction(model: type[Model]) -> BaseDatabaseWrapper:
    """Return the connection that writes `model`; refuse to go on outside a transaction."""
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        message = f"{model.__name__} is locked or announced here: call this inside atomic()."
        raise RuntimeError(message)
    return connection


def lock(row: M, *, after: Sequence[str] = ()) -> M:
    """Lock a row until the transaction ends, and bring the instance up to date.

    `after` names rows that it belongs to: they are locked before it, in the same statement.
    """
    connection = require_transaction(type(row))
    for left_out in row.get_deferred_fields():
        # Whoever locks a row needs the whole of it: this lets the refresh read the rest.
        setattr(row, left_out, None)
    rows: QuerySet[Any] = type(row)._base_manager.using(connection.alias)
    if after:
        rows = rows.select_related(*after)
    if connection.vendor == "postgresql":
        # The columns are computed before the row is locked, and the limit is one of them.
        rows = rows.annotate(patience=_patience())
    with _told_when_busy():
        row.refresh_from_db(from_queryset=rows.select_for_update(of=(*after, "self")))
    return row


def _patience() -> Func:
    """Return the expression that limits the wait for the rest of the transaction."""
    setting, limit, is_local = Value("lock_timeout"), Value(PATIENCE), Value(value=True)
    return Func(setting, limit, is_local, function="set_config", output_field=CharField())


@contextmanager
def _told_when_busy() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        # The driver's own error is the cause; another driver may have no SQLSTATE.
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise Conflict(_("Too many people are at it at once; try again."), code="busy") from error
