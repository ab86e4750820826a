"""Which values of a request can be put right, and what they are now. Reads only.

A field is "name", "members" (the typed names of a team that the site does not know), or
one of the tournament's own questions, by the name that it has in a form.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.answers import name_of
from tournament_engine.core.custom_fields.queries import answers_of
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
    answers = answers_of(registration)
    for question in registration.tournament.custom_fields.all():
        found[name_of(question.code)] = answers.get(question.code)
    return found


def labels(registration: Registration) -> dict[str, str]:
    """Return what people call each value that can be put right, by its field."""
    named = {NAME: _("Name"), MEMBERS: _("Members")}
    for question in registration.tournament.custom_fields.all():
        named[name_of(question.code)] = question.label
    return {field: named[field] for field in values(registration)}


class Address(str):
    """The address of a picture that is an answer: pages make a link of it."""

    __slots__ = ()
    is_address = True


def shown(value: Any) -> str:
    """Return a value as a page shows it."""
    match value:
        case None:
            return ""
        case bool(is_so):
            return _("yes") if is_so else _("no")
        case {"file": number}:
            return Address(reverse("tournament_engine:file", args=(number,)))
        case list(several):
            return ", ".join(map(str, several))
        case _:
            return str(value)
