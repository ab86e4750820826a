"""The answers to a tournament's questions are written; the earlier ones stay readable."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tournament_engine.audit import services as audit
from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.custom_fields.models import CustomFieldValue
from tournament_engine.users import User

__all__ = ["store_field_values"]


@transaction.atomic
def store_field_values(
    *, registration: Any, values: Mapping[str, Answer], by: User | None
) -> list[CustomFieldValue]:
    """Write checked answers of a registration; return those that are new.

    `values` are all of its answers, as `clean_field_values` returns them: one that is in force
    and missing there is taken back. The caller holds the lock and asked who may do this.
    """
    fields = {row.code: row for row in registration.tournament.custom_fields.all()}
    current = {row.field_id: row for row in registration.field_values.filter(is_current=True)}
    news = list[CustomFieldValue]()
    for code, field in fields.items():
        old, answer = current.get(field.pk), values.get(code)
        if (old.value if old else None) != answer:
            news.append(
                CustomFieldValue(field=field, registration=registration, value=answer, by=by)
            )
    if news:
        changed = [row.field_id for row in news]
        registration.field_values.filter(field__in=changed, is_current=True).update(
            is_current=False
        )
        CustomFieldValue.objects.bulk_create(news)
        # Which questions, not the answers: these may be personal, and the log stays for ever.
        codes = {"fields": [row.field.code for row in news]}
        audit.log(by=by, action="registration.answered", subject=registration, after=codes)
    return news
