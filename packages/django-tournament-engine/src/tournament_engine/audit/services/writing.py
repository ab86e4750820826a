"""Writing to the log. Every service calls `log` in the transaction of its act."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from tournament_engine import permissions
from tournament_engine.audit import chain
from tournament_engine.audit.middleware import current_origin
from tournament_engine.audit.models import AuditEntry, Category
from tournament_engine.locks import require_transaction
from tournament_engine.users import User

__all__ = ["category_of", "log", "scope_of"]

#: What kind of act an action is, by its name or by the word before the dot.
_CATEGORIES: Mapping[str, Category] = {
    "tournament.created": Category.SETTING,
    "tournament.updated": Category.SETTING,
    "tournament.copied": Category.SETTING,
    "tournament.pictures": Category.SETTING,
    "tournament.restored": Category.ROLLBACK,
    "tournament.owner_changed": Category.ROLE,
    "conclusion.waived": Category.OVERRIDE,
    "match.overridden": Category.OVERRIDE,
    "match.corrected": Category.OVERRIDE,
    "match.forfeited": Category.OVERRIDE,
    "match.replay_ordered": Category.OVERRIDE,
    "match.reopened": Category.ROLLBACK,
    "bracket.undone": Category.ROLLBACK,
    "game": Category.SETTING,
    "template": Category.SETTING,
    "staff": Category.ROLE,
    "payment": Category.MONEY,
    "payout": Category.MONEY,
    "prize": Category.MONEY,
    "prizes": Category.MONEY,
    "announcement": Category.CONTENT,
    "post": Category.CONTENT,
    "audit": Category.EXPORT,
    "outbox": Category.OVERRIDE,
}


def log(
    *,
    by: User | None,
    action: str,
    subject: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    category: Category | None = None,
) -> AuditEntry:
    """Record who did what to which row, what changed and why; nobody (`None`) is the system.

    Values under a key that names a secret (see `chain.SECRETS`) are not written down.
    """
    require_transaction(AuditEntry)
    origin = current_origin()
    entry = AuditEntry(
        occurred_at=timezone.now(),
        actor=by,
        by_site_staff=by is not None and _is_override(by, subject),
        action=action,
        category=category or category_of(action),
        scope=scope_of(subject),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=chain.plain(before),
        after=chain.plain(after),
        reason=reason,
        request_id=origin.id,
        channel=origin.channel,
        address=origin.address,
        salt=secrets.token_hex(16),
    )
    entry.actor_digest = chain.actor_digest(entry.salt, entry.actor_id)
    entry.content_digest = chain.content_digest(entry)
    entry.digest = chain.digest(entry)
    entry.save(force_insert=True)
    return entry


def category_of(action: str) -> Category:
    """Return what kind of act an action is."""
    domain = action.partition(".")[0]
    return _CATEGORIES.get(action) or _CATEGORIES.get(domain) or Category.STATE


def scope_of(subject: Model) -> str:
    """Return the id of the tournament that a row belongs to, as text; empty for the site."""
    if subject._meta.label == "tournament_engine.Tournament":
        return str(subject.pk)
    columns = {field.attname for field in subject._meta.concrete_fields}
    return str(subject.serializable_value("tournament")) if "tournament_id" in columns else ""


def _is_override(by: User, subject: Model) -> bool:
    """Whether somebody acts who has the site's rights, in a tournament of somebody else's."""
    tournament: Any = subject
    if subject._meta.label != "tournament_engine.Tournament":
        tournament = subject._state.fields_cache.get("tournament")
    is_own = tournament is not None and tournament.organizer_id == by.pk
    return not is_own and permissions.is_site_staff(by)
