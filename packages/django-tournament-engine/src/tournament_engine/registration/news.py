"""What the world hears of registrations: one piece of news and one notice an act."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.urls import reverse

from tournament_engine import events
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.core.permissions import holders
from tournament_engine.core.roles import MANAGE_REGISTRATIONS
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import MemberRole, Registration, RosterMember
from tournament_engine.users import User

__all__ = ["announce", "notify", "notify_staff"]


def announce(registrations: Sequence[Registration], state: RegistrationState) -> None:
    """Tell the site's code of registrations that took the same step."""
    events.announce(
        events.registration_changed,
        key=_key(registrations),
        tournament=registrations[0].tournament_id,
        registrations=[row.pk for row in registrations],
        state=state,
    )


def notify(
    notice: str,
    tournament: Tournament,
    registrations: Sequence[Registration],
    *,
    reason: str = "",
    until: datetime | None = None,
) -> None:
    """Tell those who registered, and the captains of teams, what became of it.

    Names that an organiser entered have nobody to tell.
    """
    people: list[User | None] = [row.user for row in registrations]
    if tournament.entrant_kind == EntrantKind.TEAM:
        people += _captains(registrations)
    events.notify(
        notice,
        to=people,
        key=_key(registrations),
        about=tournament.pk,
        context={
            "tournament": tournament.name,
            "url": reverse("tournament_engine:my_registration", args=(tournament.slug,)),
            "name": registrations[0].name if len(registrations) == 1 else "",
            "reason": reason,
            "until": "" if until is None else f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        },
    )


def notify_staff(notice: str, tournament: Tournament, registration: Registration) -> None:
    """Tell those who run the registrations that one of them waits for an answer."""
    address = (tournament.slug, registration.pk)
    events.notify(
        notice,
        to=holders(tournament, MANAGE_REGISTRATIONS),
        key=_key([registration]),
        about=tournament.pk,
        context={
            "tournament": tournament.name,
            "url": reverse("tournament_engine:registration", args=address),
            "name": registration.name,
        },
    )


def _captains(registrations: Sequence[Registration]) -> list[User | None]:
    # Also of teams that have just left: their members are no longer active.
    captains = RosterMember.objects.filter(
        registration__in=registrations, role=MemberRole.CAPTAIN
    ).exclude(user=None)
    return [member.user for member in captains.select_related("user")]


def _key(registrations: Sequence[Registration]) -> str:
    """Return what names this step and no other: a row's version grows with each."""
    first = registrations[0]
    return f"{first.pk}:{first.version}"
