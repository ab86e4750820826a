"""The chain of the log: each entry carries a hash over itself and over the one before it.

A chain runs through one scope: a tournament, or the site. The acts on a tournament hold its
lock, so that they are in a row already and a chain makes nobody wait for another tournament.
The database joins an entry to its chain (see `triggers`): it numbers the entry and hashes

    previous hash : position : digest

where the digest, made here, covers everything that the entry says. What may have to be
forgotten, the actor and the content, is in it by digests of their own with a salt: without
the two and the salt the entry still proves that there was one, and the chain still holds.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tournament_engine.audit.models import AuditEntry

__all__ = ["REDACTED", "SECRETS", "actor_digest", "content_digest", "digest", "link", "plain"]

#: What stands in the log where a secret stood.
REDACTED = "[redacted]"

#: The keys whose values are never written down, wherever they stand, as parts of a name.
SECRETS = frozenset(
    {
        "account_number",
        "api_key",
        "card",
        "cvc",
        "iban",
        "lobby_code",
        "passcode",
        "passphrase",
        "password",
        "private_key",
        "secret",
        "session",
        "token",
    }
)


def plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return values as the log keeps them: plain JSON, without secrets."""
    told: dict[str, Any] = json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder))
    return {key: _told(key, value) for key, value in told.items()}


def actor_digest(salt: str, actor: object) -> str:
    """Return the digest of who acted, by key; of nobody for the system."""
    return _hash([salt, "" if actor is None else str(actor)])


def content_digest(entry: AuditEntry) -> str:
    """Return the digest of what an entry tells: before, after, why, from where."""
    return _hash([entry.salt, entry.before, entry.after, entry.reason, entry.address])


def digest(entry: AuditEntry) -> str:
    """Return the digest of a whole entry."""
    return _hash(
        [
            entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.action,
            entry.category,
            entry.scope,
            entry.subject_type,
            entry.subject_id,
            entry.request_id,
            entry.channel,
            entry.by_site_staff,
            entry.actor_digest,
            entry.content_digest,
        ]
    )


def link(previous: str, position: int, own: str) -> str:
    """Return the hash that joins an entry to its chain, as the database makes it."""
    return sha256(f"{previous}:{position}:{own}".encode()).hexdigest()


def _hash(values: Iterable[Any]) -> str:
    text = json.dumps(list(values), sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _told(key: str, value: Any) -> Any:
    words = f"_{key.lower()}_"
    if any(f"_{secret}_" in words for secret in SECRETS):
        return REDACTED
    match value:
        case dict():
            return {inner: _told(inner, one) for inner, one in value.items()}
        case list():
            return [_told(key, one) for one in value]
        case float():
            # Databases write the same number in other ways, and the digest is over its text.
            return repr(value)
        case _:
            return value
