"""The log as a table for a spreadsheet, row by row."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model

from tournament_engine import hooks
from tournament_engine.audit.models import AuditEntry
from tournament_engine.audit.queries import AuditQuerySet
from tournament_engine.audit.services.writing import log
from tournament_engine.text import safe_cell
from tournament_engine.users import User

__all__ = ["export"]

_HEADER = (
    "position",
    "time",
    "actor",
    "by_site_staff",
    "action",
    "category",
    "subject",
    "number",
    "before",
    "after",
    "reason",
    "request",
    "by way of",
    "hash",
)


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


@transaction.atomic
def export(*, entries: AuditQuerySet, subject: Model, by: User) -> Iterator[str]:
    """Return the lines of a CSV file, and write down that they were taken."""
    log(by=by, action="audit.exported", subject=subject, after={"entries": entries.count()})
    return _lines(entries.in_order().iterator(chunk_size=500))


def _lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC)
    yield str(writer.writerow(_HEADER))
    for entry in entries:
        yield str(writer.writerow([safe_cell(value) for value in _row(entry)]))


def _row(entry: AuditEntry) -> tuple[Any, ...]:
    return (
        entry.position,
        entry.occurred_at.isoformat(),
        "" if entry.actor is None else hooks.users().display_name(entry.actor),
        "yes" if entry.by_site_staff else "",
        entry.action,
        entry.category,
        entry.subject_type,
        entry.subject_id,
        json.dumps(entry.before, ensure_ascii=False),
        json.dumps(entry.after, ensure_ascii=False),
        entry.reason,
        entry.request_id,
        entry.channel,
        entry.hash,
    )
