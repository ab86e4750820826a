"""What waits to be sent to somebody who is forgotten."""

from typing import Any

from django.db.models import QuerySet

from tournament_engine.privacy.people import Person

__all__ = ["tell_no_more"]


def tell_no_more(person: Person, rows: QuerySet[Any]) -> None:
    """Take a person off the lists of those who are to hear of something."""
    key = str(person.user.pk)
    for row in rows:
        told = row.payload.get("recipients", [])
        if key in told:
            row.payload["recipients"] = [one for one in told if one != key]
            row.save(update_fields=("payload",))
