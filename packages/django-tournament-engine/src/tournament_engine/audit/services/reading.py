"""Looking something up in the log."""

from datetime import date

from tournament_engine import hooks
from tournament_engine.audit.models import AuditEntry
from tournament_engine.audit.queries import AuditQuerySet

__all__ = ["search"]

#: So many people may share a name before the search is no help.
_PEOPLE = 50


def search(
    *,
    scope: str,
    actor: str = "",
    action: str = "",
    category: str = "",
    subject: str = "",
    first: date | None = None,
    last: date | None = None,
) -> AuditQuerySet:
    """Return the entries of a scope that fit, the newest first.

    `actor` is a name or login as the users hook finds it, `action` a part of its code,
    `subject` a part of the kind or the number of a row, `first` and `last` days.
    """
    found = AuditEntry.objects.of(scope).between(first, last)
    if actor:
        people = hooks.users().search(actor, limit=_PEOPLE)
        found = found.by_any([person.id for person in people])
    if action:
        found = found.filter(action__icontains=action)
    if category:
        found = found.filter(category=category)
    return found.about(subject) if subject else found
