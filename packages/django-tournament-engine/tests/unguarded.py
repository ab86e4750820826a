"""Guards taken out, for the twins of races that show what they hold."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

__all__ = ["without_unique_keys"]


@contextmanager
def without_unique_keys(
    *models: type[Model], emptied: Sequence[type[Model]] = ()
) -> Iterator[None]:
    """Let columns of these tables hold the same twice. At the end they and others are emptied.

    Partial keys stay: PostgreSQL has them as indexes.
    """
    dropped = [key for model in models for key in _unique_keys(model._meta.db_table)]
    _execute(*(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' for table, name, _ in dropped))
    try:
        yield
    finally:
        tables = ", ".join(f'"{model._meta.db_table}"' for model in (*models, *emptied))
        _execute(
            f"TRUNCATE {tables} CASCADE",
            *(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE ({columns})'
                for table, name, columns in dropped
            ),
        )


def _unique_keys(table: str) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, string_agg(quote_ident(attname), ', ')"
            " FROM pg_constraint JOIN pg_attribute"
            " ON attrelid = conrelid AND attnum = ANY(conkey)"
            " WHERE contype = 'u' AND conrelid = %s::regclass GROUP BY conname",
            [table],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [(table, name, columns) for name, columns in found]


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
