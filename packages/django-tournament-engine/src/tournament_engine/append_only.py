"""Tables that only grow: the database itself refuses to change or delete their rows.

A domain says in `wiring` which of its tables these are. Triggers are put in place after every
`migrate`, so that a table that SQLite had to rebuild has them again. What a person's erasure
empties may be named; retention, which archives old rows first, lifts the refusal for one block.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.models.signals import post_migrate

__all__ = ["connect", "lifted", "protect"]

_is_lifted: ContextVar[bool] = ContextVar("te_is_lifted", default=False)


@dataclass(frozen=True)
class _Protected:
    model: type[Model]
    clearable: tuple[str, ...]


_protected: dict[str, _Protected] = {}


def protect(model: type[Model], *, clearable: tuple[str, ...] = ()) -> None:
    """Let the rows of a model only be added; the columns in `clearable` may become NULL."""
    _protected[model._meta.label] = _Protected(model, clearable)


def connect() -> None:
    """Put the triggers in place whenever the tables may be new."""
    post_migrate.connect(_install_all, dispatch_uid="tournament_engine.append_only")
    connection_created.connect(_prepare, dispatch_uid="tournament_engine.append_only")
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            _prepare(connection)


@contextmanager
def lifted(using: str) -> Iterator[None]:
    """Let rows be deleted or emptied inside this block, which must be inside a transaction."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("What only grows is pruned inside atomic() alone.")
    token = _is_lifted.set(True)
    _tell(connection, is_lifted=True)
    try:
        yield
    finally:
        _is_lifted.reset(token)
        # A transaction that has failed takes no more statements and forgets by itself.
        if not connection.needs_rollback:
            _tell(connection, is_lifted=False)


def _tell(connection: BaseDatabaseWrapper, *, is_lifted: bool) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            setting = "on" if is_lifted else "off"
            cursor.execute("SELECT set_config('tournament_engine.lifted', %s, true)", [setting])


def _prepare(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Give SQLite what its triggers ask; a connection that is not ours cannot answer."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("te_lifted", 0, _is_lifted.get)
        if _lift_for_flush not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, _lift_for_flush)


def _lift_for_flush(
    execute: Any,
    sql: str,
    params: Any,
    many: Any,
    context: Any,
) -> Any:
    """Let `flush`, which empties every table, go on: PostgreSQL truncates, SQLite deletes."""
    if not (sql.startswith("DELETE FROM ") and sql.endswith('";')):
        return execute(sql, params, many, context)
    token = _is_lifted.set(True)
    try:
        return execute(sql, params, many, context)
    finally:
        _is_lifted.reset(token)


def _install_all(*, using: str, **_: object) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for one in _protected.values():
        is_here = one.model._meta.db_table in tables
        if is_here and router.allow_migrate_model(using, one.model):
            _install(connection, one)


def _install(connection: BaseDatabaseWrapper, one: _Protected) -> None:
    statements = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}.get(connection.vendor)
    if statements is None:
        return
    with connection.cursor() as cursor:
        for statement in statements(connection, one):
            cursor.execute(statement)


def _on_postgresql(connection: BaseDatabaseWrapper, one: _Protected) -> Iterator[str]:
    table = connection.ops.quote_name(one.model._meta.db_table)
    columns = ", ".join(f"'{_column(one, name)}'" for name in one.clearable)
    # 23000 is a violated constraint: Django raises IntegrityError.
    yield """
        CREATE OR REPLACE FUNCTION te_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('tournament_engine.lifted', true) = 'on' THEN
                RETURN COALESCE(NEW, OLD);
            END IF;
            IF TG_OP = 'UPDATE'
                AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[]
                AND NOT EXISTS (
                    SELECT FROM unnest(TG_ARGV::text[]) AS name
                    WHERE to_jsonb(NEW) -> name <> 'null'::jsonb
                        AND to_jsonb(NEW) -> name <> to_jsonb(OLD) -> name
                )
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'The rows of % are never changed or deleted.', TG_TABLE_NAME
                USING ERRCODE = '23000';
        END $$
    """
    yield f"DROP TRIGGER IF EXISTS te_append_only ON {table}"
    yield (
        f"CREATE TRIGGER te_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION te_append_only({columns})"
    )


def _on_sqlite(connection: BaseDatabaseWrapper, one: _Protected) -> Iterator[str]:
    name = one.model._meta.db_table
    quote = connection.ops.quote_name
    refuse = f"SELECT RAISE(ABORT, 'The rows of {name} are never changed or deleted.');"
    clearable = [_column(one, field) for field in one.clearable]
    fixed = [
        quote(str(field.column))
        for field in one.model._meta.concrete_fields
        if field.column not in clearable
    ]
    acts = {"fixed": f"UPDATE OF {', '.join(fixed)}", "delete": "DELETE"}
    conditions = dict.fromkeys(acts, "NOT te_lifted()")
    for column in clearable:
        acts[column] = f"UPDATE OF {quote(column)}"
        conditions[column] = f"NEW.{quote(column)} IS NOT NULL AND NOT te_lifted()"
    for act, event in acts.items():
        trigger = quote(f"te_{name}_{act}")
        yield f"DROP TRIGGER IF EXISTS {trigger}"
        yield (
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {quote(name)} "
            f"WHEN {conditions[act]} BEGIN {refuse} END"
        )


def _column(one: _Protected, name: str) -> str:
    [column] = [field.column for field in one.model._meta.concrete_fields if field.name == name]
    return str(column)
