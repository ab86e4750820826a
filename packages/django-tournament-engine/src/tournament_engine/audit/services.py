"""Writing to the log. Every service calls `log` in the transaction of its act."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from tournament_engine.audit.middleware import current_request_id
from tournament_engine.audit.models import AuditEntry
from tournament_engine.locks import require_transaction
from tournament_engine.users import User

__all__ = ["log"]


def log(
    *,
    by: User | None,
    action: str,
    subject: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Record who did what to which row, what changed and why; nobody (`None`) is the system."""
    require_transaction(AuditEntry)
    return AuditEntry.objects.create(
        actor=by,
        action=action,
        scope=_scope(subject),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        request_id=current_request_id(),
    )


def _scope(subject: Model) -> str:
    """Return the id of the tournament that a row belongs to, as text; empty for the site."""
    if subject._meta.label == "tournament_engine.Tournament":
        return str(subject.pk)
    columns = {field.attname for field in subject._meta.concrete_fields}
    return str(subject.serializable_value("tournament")) if "tournament_id" in columns else ""
