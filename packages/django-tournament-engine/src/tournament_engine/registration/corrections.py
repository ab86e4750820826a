"""Which values of a request can be put right, and what they are now. Reads only.

A field is "name", "members" (the typed names of a team that the site does not know), or a
custom field of the tournament by its code.
"""

from typing import Any

from django.utils.translation import gettext as _

from tournament_engine.core.models import EntrantKind
from tournament_engine.registration.models import Registration

__all__ = ["MEMBERS", "NAME", "labels", "shown", "values"]

NAME = "name"
MEMBERS = "members"


def values(registration: Registration) -> dict[str, Any]:
    """Return every value that can be put right, by its field."""
    found: dict[str, Any] = {NAME: registration.name}
    if registration.tournament.entrant_kind == EntrantKind.TEAM and not registration.team_ref:
        typed = registration.members.filter(is_active=True, user=None)
        found[MEMBERS] = [member.name for member in typed]
    return found


def labels(registration: Registration) -> dict[str, str]:
    """Return what people call each value that can be put right, by its field."""
    named = {NAME: _("Name"), MEMBERS: _("Members")}
    return {field: named[field] for field in values(registration)}


def shown(value: Any) -> str:
    """Return a value as a page shows it."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
