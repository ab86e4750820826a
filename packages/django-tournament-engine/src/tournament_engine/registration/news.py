"""What the world hears of registrations: one piece of news and one notice an act."""

from collections.abc import Sequence

from tournament_engine import events
from tournament_engine.core.models import Tournament
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Registration

__all__ = ["announce", "notify"]


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
    notice: str, tournament: Tournament, registrations: Sequence[Registration], *, reason: str = ""
) -> None:
    """Tell those who registered; names that an organiser entered have nobody to tell."""
    events.notify(
        notice,
        to=[row.user for row in registrations],
        key=_key(registrations),
        context={
            "tournament": tournament.name,
            "url": tournament.get_absolute_url(),
            "name": registrations[0].name if len(registrations) == 1 else "",
            "reason": reason,
        },
    )


def _key(registrations: Sequence[Registration]) -> str:
    """Return what names this step and no other: a row's version grows with each."""
    first = registrations[0]
    return f"{first.pk}:{first.version}"
