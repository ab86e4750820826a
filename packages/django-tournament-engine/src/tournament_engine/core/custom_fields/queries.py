"""Reads of the answers to a tournament's questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.custom_fields.models import CustomFieldValue

__all__ = ["answers_of", "history_of", "shown_answers"]


def answers_of(registration: Any) -> dict[str, Answer]:
    """Return the answers of a registration that are in force, by the questions' codes."""
    rows = CustomFieldValue.objects.filter(registration=registration, is_current=True)
    return {row.field.code: row.value for row in rows.select_related("field")}


def shown_answers(
    registrations: Iterable[Any], *, public: bool
) -> Mapping[int, list[tuple[str, Answer]]]:
    """Return label and answer of each registration by its key, in one query.

    `public` leaves out what only those who run the tournament read.
    """
    keys = [registration.pk for registration in registrations]
    rows = CustomFieldValue.objects.filter(registration__in=keys, is_current=True)
    if public:
        rows = rows.filter(field__is_public=True)
    found = defaultdict[int, list[tuple[str, Answer]]](list)
    for row in rows.select_related("field"):
        found[row.registration_id].append((row.field.label, row.value))
    return found


def history_of(registration: Any) -> list[CustomFieldValue]:
    """Return every answer that a registration ever gave, the newest of each question last."""
    rows = CustomFieldValue.objects.filter(registration=registration)
    return list(rows.select_related("field", "by"))
