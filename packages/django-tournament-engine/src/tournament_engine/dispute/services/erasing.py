"""What becomes of the decisions of somebody who is forgotten."""

from typing import Any

from django.db.models import QuerySet

from tournament_engine.privacy.people import Person

__all__ = ["leave_decisions"]


def leave_decisions(person: Person, rows: QuerySet[Any]) -> None:
    """Let a decision stand whose author is gone; the row says that there was one."""
    rows.filter(decided_by=person.user).update(decided_by=None, author_erased=True)
