"""Reads of the log, which is all that a queryset of it does."""

from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db.models import Q, QuerySet

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

    def of(self, scope: str) -> Self:
        """Return the entries of one scope, the newest first."""
        return self.filter(scope=scope).select_related("actor")

    def by_any(self, actors: list[str]) -> Self:
        """Return what these people did, by their keys."""
        return self.filter(actor__in=actors)

    def about(self, text: str) -> Self:
        """Return the entries on a kind of subject, or on the one with this number."""
        return self.filter(Q(subject_type__icontains=text) | Q(subject_id=text))

    def between(self, first: date | None, last: date | None) -> Self:
        """Return what was done on these days, both included."""
        found = self
        if first is not None:
            found = found.filter(occurred_at__date__gte=first)
        return found if last is None else found.filter(occurred_at__date__lte=last)

    def in_order(self) -> Self:
        """Return entries as they are chained."""
        return self.order_by("scope", "position", "pk")
