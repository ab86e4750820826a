"""The answers to a tournament's questions are written; the earlier ones stay readable."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine.audit import services as audit
from tournament_engine.core.custom_fields.answers import MEDIA, Answer, name_of
from tournament_engine.core.custom_fields.models import CustomFieldValue
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import store_upload
from tournament_engine.users import User

__all__ = ["store_field_values", "store_pictures"]


def store_pictures(
    *,
    tournament: Tournament,
    values: Mapping[str, Any],
    by: User,
    named: Callable[[str], str] = name_of,
) -> dict[str, Any]:
    """Return the values with each file that was sent stored, for what asks for answers.

    `named` says under which name a form has the question of a key.
    """
    return {
        key: _stored(value, tournament, by, named(key)) if isinstance(value, File) else value
        for key, value in values.items()
    }


def _stored(file: "File[bytes]", tournament: Tournament, by: User, field: str) -> dict[str, int]:
    stored = store_upload(file=file, purpose=MEDIA, by=by, tournament_id=tournament.pk, field=field)
    return {"file": stored.pk}


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
    _take_pictures(news, by)
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


def _take_pictures(news: Iterable[CustomFieldValue], by: User | None) -> None:
    """Let the new answers have their files: those that this person sent, and nobody has yet.

    Whoever reads an answer may see its file: to name somebody else's would open it.
    """
    for row in news:
        if not isinstance(row.value, dict):
            continue
        sent = StoredFile.objects.filter(purpose=MEDIA, uploaded_by=by, pk=row.value["file"])
        used = CustomFieldValue.objects.exclude(registration=row.registration)
        if not sent.exists() or used.filter(file=row.value["file"]).exists():
            message = _("This picture is somebody else's; send your own.")
            raise InvalidInput(message, code="not_yours", field=name_of(row.field.code))
        row.file_id = row.value["file"]
