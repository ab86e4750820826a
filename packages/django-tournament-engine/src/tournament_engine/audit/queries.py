"""Reads of the log, which is all that a queryset of it does."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tournament_engine.audit.models import AuditEntry  # noqa: F401

__all__ = ["AuditQuerySet"]


class AuditQuerySet(QuerySet["AuditEntry"]):
    """Reads; entries are neither changed nor taken out."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("The audit log is append-only: write a new entry.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("The audit log is append-only: entries stay.")
