"""The two ways in which the log forgets: a person's words, and what is very old."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry

__all__ = ["archive", "erase"]

_BLANK: dict[str, Any] = {
    "actor": None,
    "before": {},
    "after": {},
    "reason": "",
    "salt": "",
    "address": "",
}


@transaction.atomic
def erase(*, entries: Iterable[AuditEntry], now: datetime | None = None) -> int:
    """Blank the actor and the content of entries for good; that they were there still shows."""
    keys = [entry.pk for entry in entries]
    rows: QuerySet[AuditEntry] = QuerySet(AuditEntry).filter(pk__in=keys, erased_at=None)
    return rows.update(**_BLANK, erased_at=now or timezone.now())


@transaction.atomic
def archive(*, scope: str, until: datetime, file: BinaryIO) -> AuditArchive | None:
    """Write the entries of a scope up to a time into a file, a JSON object a line, and let go.

    The row that is returned holds the file's SHA-256; None when there was nothing to write.
    The chain goes on behind it. Keep the file: only with it the whole chain can be shown.
    """
    # The end of the chain is its lock: no entry joins it meanwhile.
    AuditChain.objects.select_for_update().filter(scope=scope).first()
    rows: QuerySet[AuditEntry] = QuerySet(AuditEntry).filter(scope=scope).order_by("position")
    later = rows.filter(occurred_at__gte=until).first()
    if later is not None:
        rows = rows.filter(position__lt=later.position)
    checksum, last, count = sha256(), None, 0
    for last in rows.iterator(chunk_size=1000):
        line = json.dumps(_fields(last), cls=DjangoJSONEncoder, sort_keys=True).encode() + b"\n"
        file.write(line)
        checksum.update(line)
        count += 1
    if last is None:
        return None
    row = AuditArchive.objects.create(
        scope=scope,
        last_position=last.position or 0,
        last_hash=last.hash,
        entries=count,
        sha256=checksum.hexdigest(),
    )
    rows.filter(position__lte=row.last_position).delete()
    return row


def _fields(entry: AuditEntry) -> dict[str, Any]:
    names = [field.name for field in entry._meta.concrete_fields]
    return {name: entry.serializable_value(name) for name in names}
