"""How places are given up: before play by those who leave, and in play by those put out."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.core import guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.registration.lifecycle import BEFORE_PLAY, TRANSITIONS, RegistrationState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.news import notify
from tournament_engine.registration.permissions import (
    DISQUALIFY,
    MANAGE_REGISTRATIONS,
    REINSTATE,
    WITHDRAW,
)
from tournament_engine.registration.services.steps import (
    change_all,
    refuse_own_case,
    take,
)
from tournament_engine.registration.services.waitlist import fill_places
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = [
    "cancel_all",
    "cancel_registration",
    "disqualify",
    "reinstate",
    "withdraw_from_play",
    "withdraw_registration",
]

_S = RegistrationState


@transaction.atomic
def withdraw_registration(
    *, registration: Registration, by: User, reason: str = ""
) -> Registration:
    """Give one's own place back before play begins; the first who waits gets it."""
    tournament = take(registration)
    permissions.require(by, WITHDRAW, registration)
    return _leave(tournament, registration, _S.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User, reason: str) -> Registration:
    """Take an entrant out before play begins, with the reason that the person reads."""
    tournament = take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    reason = sentence(reason, field="reason", longest=500)
    cancelled = _leave(tournament, registration, _S.CANCELLED, by=by, reason=reason)
    notify("registration_cancelled", tournament, [registration], reason=reason)
    return cancelled


@transaction.atomic
def withdraw_from_play(
    *, registration: Registration, by: User | None, reason: str = ""
) -> Registration:
    """Take one out while it is played; `bracket.services.withdraw_entrant` sees to the matches."""
    tournament = _take_live(registration)
    speaks_for_it = by is not None and permissions.can(by, WITHDRAW, registration)
    if not speaks_for_it:
        permissions.require_unless_system(by, MANAGE_REGISTRATIONS, tournament)
    reason = reason and sentence(reason, field="reason", longest=500)
    change_all([registration], _S.WITHDRAWN, by=by, reason=reason)
    if not speaks_for_it:
        notify("registration_cancelled", tournament, [registration], reason=reason)
    return registration


@transaction.atomic
def disqualify(*, registration: Registration, by: User, reason: str) -> Registration:
    """Put one out by decision; `bracket.services.disqualify_entrant` sees to the matches."""
    tournament = _take_live(registration)
    permissions.require(by, DISQUALIFY, tournament)
    reason = sentence(reason, field="reason", longest=500)
    change_all([registration], _S.DISQUALIFIED, by=by, reason=reason)
    notify("registration_disqualified", tournament, [registration], reason=reason)
    return registration


@transaction.atomic
def reinstate(*, registration: Registration, by: User, reason: str) -> Registration:
    """Take a disqualification back; `bracket.services.reinstate_entrant` sees to the matches.

    Entrant and members are as they were. Refused where a member plays for others by now.
    """
    tournament = _take_live(registration)
    permissions.require(by, REINSTATE, tournament)
    refuse_own_case(by, registration)
    reason = sentence(reason, field="reason", longest=500)
    if registration.state != _S.DISQUALIFIED:
        message = _("%(name)s is not disqualified: there is nothing to take back.")
        raise Conflict(message % {"name": registration.name}, code="not_disqualified")
    change_all([registration], _S.CONFIRMED, by=by, reason=reason)
    try:
        with transaction.atomic():
            registration.members.filter(left_at=None).update(is_active=True)
    except IntegrityError as error:
        message = _("A member of %(name)s plays for another team by now.")
        raise Conflict(message % {"name": registration.name}, code="member_registered") from error
    notify("registration_reinstated", tournament, [registration], reason=reason)
    return registration


def cancel_all(tournament: Tournament, by: User | None) -> None:
    """Cancel what stands of a tournament that is called off, and tell everybody why."""
    standing = Registration.objects.standing().for_list().filter(tournament=tournament)
    concerned = [row for row in standing if _S.CANCELLED in TRANSITIONS[_S(row.state)]]
    if not concerned:
        return
    change_all(concerned, _S.CANCELLED, by=by, reason=tournament.cancel_reason)
    notify("tournament_cancelled", tournament, concerned, reason=tournament.cancel_reason)


def _take_live(registration: Registration) -> Tournament:
    tournament = take(registration)
    if tournament.state != TournamentState.LIVE:
        raise Conflict(_("Nobody is taken out of play unless the tournament is live."))
    return tournament


def _leave(
    tournament: Tournament,
    registration: Registration,
    target: RegistrationState,
    *,
    by: User,
    reason: str,
) -> Registration:
    """Free the place of one who goes, and give it to the first who waits."""
    if tournament.state not in BEFORE_PLAY:
        message = _("Play has begun; ask the organiser to take '%(name)s' out of the matches.")
        raise Conflict(message % {"name": registration.name}, code="closed")
    guards.check("leave", tournament)
    change_all([registration], target, by=by, reason=reason)
    fill_places(tournament, by)
    return registration
