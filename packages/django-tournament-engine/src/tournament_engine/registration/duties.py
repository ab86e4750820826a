"""What a tournament asks of people: to come in, to wait, or nothing; and the console's counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.core import panels
from tournament_engine.core.lifecycle import OVER, REGISTERING, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import MemberRole, Registration
from tournament_engine.registration.permissions import DISQUALIFY, MANAGE_REGISTRATIONS
from tournament_engine.users import AnyUser

__all__ = ["BEFORE_PLAY", "Call", "call_of", "declare", "own_registration"]

_S = TournamentState

#: Entrants come and go in these, as far as the state is concerned.
BEFORE_PLAY = REGISTERING | {_S.REGISTRATION_CLOSED, _S.CHECK_IN}


@dataclass(frozen=True, kw_only=True)
class Call:
    """A sentence, and a button where there is something to do."""

    words: str
    label: str = ""
    url: str = ""
    is_urgent: bool = False


def declare() -> None:
    """Put the call to action beside every tournament and the counts into its console."""
    panels.register(
        Panel(
            key="call",
            order=10,
            page="aside",
            template="tournament_engine/registration/call.html",
            context=_call_panel,
        )
    )
    panels.register(
        Panel(
            key="entrants",
            order=20,
            template="tournament_engine/registration/panel.html",
            context=_console_panel,
            capabilities=(MANAGE_REGISTRATIONS, DISQUALIFY),
        )
    )


def own_registration(tournament: Tournament, user: AnyUser) -> Registration | None:
    """Return the registration that this person may give back: their own, or their team's."""
    if not user.is_authenticated:
        return None
    teams = hooks.managed_teams(user)
    captained = Q(members__user=user, members__role=MemberRole.CAPTAIN, members__is_active=True)
    mine = Q(user=user) | captained | Q(team_ref__in=teams) & ~Q(team_ref="")
    standing = Registration.objects.standing().filter(mine, tournament=tournament)
    return standing.order_by("pk").first()


def call_of(tournament: Tournament, user: AnyUser) -> Call | None:
    """Return what this person is asked to do; None once there is nothing to say."""
    own = own_registration(tournament, user)
    if own is not None:
        return _standing_call(tournament, own)
    match TournamentState(tournament.state):
        case _S.REGISTRATION_OPEN:
            return _open_call(tournament)
        case _S.PUBLISHED:
            return Call(words=_("Registration is not open yet."))
        case _S.REGISTRATION_CLOSED | _S.CHECK_IN:
            return Call(words=_("Registration is closed."))
        case _:
            return None


def _open_call(tournament: Tournament) -> Call:
    url = reverse("tournament_engine:register", args=(tournament.slug,))
    taken = Registration.objects.holding().filter(tournament=tournament).count()
    free = tournament.max_entrants - taken
    if free <= 0:
        words = _("All places are taken. Whoever waits moves up when one is given back.")
        return Call(words=words, label=_("Join the waitlist"), url=url)
    words = _("%(free)d of %(most)d places are free.")
    numbers = {"free": free, "most": tournament.max_entrants}
    return Call(words=words % numbers, label=_("Register"), url=url, is_urgent=True)


def _standing_call(tournament: Tournament, own: Registration) -> Call | None:
    if tournament.state in OVER:
        return None
    words = _standing_words(own)
    if tournament.state not in BEFORE_PLAY:
        return Call(words=words)
    url = reverse("tournament_engine:withdraw", args=(tournament.slug,))
    return Call(words=words, label=_("Withdraw…"), url=url)


def _standing_words(own: Registration) -> str:
    match RegistrationState(own.state):
        case RegistrationState.WAITLISTED:
            return _("%(name)s is on the waitlist.") % {"name": own.name}
        case RegistrationState.DISQUALIFIED:
            return _("%(name)s is disqualified.") % {"name": own.name}
        case _:
            return _("%(name)s is in.") % {"name": own.name}


def _call_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    return {"call": call_of(tournament, user)}


def _console_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    registrations = Registration.objects.filter(tournament=tournament)
    return {
        "tournament": tournament,
        "is_open": tournament.state in BEFORE_PLAY,
        "taken": registrations.holding().count(),
        "waiting": registrations.waitlisted().count(),
    }
