"""Rows that are there, written again in one statement."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import Field, Model

__all__ = ["update_rows"]

M = TypeVar("M", bound=Model)


def update_rows(rows: Sequence[M], columns: Collection[str]) -> None:
    """Write these columns of rows of one model, whole and read under a lock.

    What `bulk_update` does, ten times as fast: that writes a `CASE` a column with a `WHEN` a row,
    which takes Django longer to put together than the database to carry out.
    """
    if not rows:
        return
    manager = type(rows[0])._default_manager
    fields = manager.model._meta.concrete_fields
    # The rows are told anew when they were made, as if they were new: that is taken back.
    made = [field.attname for field in fields if _tells_when_made(field)]
    were = [[getattr(row, name) for name in made] for row in rows]
    key = manager.model._meta.pk.attname
    manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=columns)
    for row, moments in zip(rows, were, strict=True):
        for name, moment in zip(made, moments, strict=True):
            setattr(row, name, moment)


def _tells_when_made(field: "Field[object, object]") -> bool:
    return bool(getattr(field, "auto_now_add", False))
