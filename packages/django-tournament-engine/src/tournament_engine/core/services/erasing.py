"""What becomes of the tournaments of somebody who is forgotten."""

from typing import Any

from django.db.models import QuerySet

from tournament_engine.audit import services as audit
from tournament_engine.privacy.people import Person

__all__ = ["hand_over"]


def hand_over(person: Person, rows: QuerySet[Any]) -> None:
    """Give the tournaments to the successor: none is without somebody who answers for it."""
    for tournament in rows.filter(organizer=person.user):
        rows.model.objects.filter(pk=tournament.pk).update(organizer=person.successor)
        audit.log(by=None, action="tournament.owner_changed", subject=tournament)
