"""What every act on registrations is made of: locks, one edge of the life cycle, a place.

The services of this package alone call these. Whoever calls one holds the tournament's lock.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.registration.lifecycle import (
    BEFORE_PLAY,
    DEPARTED,
    TRANSITIONS,
    RegistrationState,
)
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.services import fees
from tournament_engine.rows import update_rows
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "change_all",
    "give_places",
    "make_entrants",
    "refuse_own_case",
    "require_before_play",
    "state_of_a_place",
    "take",
]

_S = RegistrationState


def take(registration: Registration) -> Tournament:
    """Lock the tournament of a registration and then the registration itself."""
    tournament = lock(registration.tournament)
    lock(registration)
    registration.tournament = tournament
    return tournament


def require_before_play(tournament: Tournament) -> None:
    """Refuse what nobody does any more once play has begun."""
    if tournament.state not in BEFORE_PLAY:
        message = _("The tournament is %(state)s: this is possible until play begins.")
        raise Conflict(message % {"state": tournament.get_state_display()}, code="closed")


def refuse_own_case(by: User, registration: Registration) -> None:
    """Let nobody decide on a request of their own, whatever their role is."""
    own = registration.members.filter(user=by, is_active=True)
    team = registration.team_ref
    if (
        registration.user_id == by.pk
        or own.exists()
        or (team and hooks.teams().can_manage(by, team))
    ):
        raise NotAllowed(
            _("This is your own registration; somebody else has to decide on it."),
            code="own_case",
        )


def state_of_a_place(tournament: Tournament, *, is_approved: bool = False) -> RegistrationState:
    """Return where a request stands that has a place: what is still missing comes first."""
    if tournament.needs_approval and not is_approved:
        return _S.PENDING
    return _S.PAYMENT_PENDING if tournament.fee_amount else _S.CONFIRMED


def give_places(
    tournament: Tournament,
    registrations: Sequence[Registration],
    *,
    by: User | None,
    is_approved: bool = False,
) -> None:
    """Give each of them a place that is free for it, and tell them what comes next."""
    target = state_of_a_place(tournament, is_approved=is_approved)
    change_all(registrations, target, by=by)
    if target == _S.CONFIRMED:
        make_entrants(registrations)
    notify(f"registration_{target}", tournament, registrations)


def change_all(
    registrations: Sequence[Registration],
    target: RegistrationState,
    *,
    by: User | None,
    reason: str = "",
    is_fee_kept: bool = False,
) -> None:
    """Follow one edge of the life cycle for all of them, with what hangs on it.

    `is_fee_kept` leaves their payments as they are: the paid place goes over to another.
    """
    for row in registrations:
        check_transition(TRANSITIONS, row.state, target)
    before = {str(row.pk): row.state for row in registrations}
    now = timezone.now()
    for row in registrations:
        _move(row, target, reason, now)
    fields = ("state", "reason", "version", "updated_at", "accept_by", "checked_in_at")
    update_rows(registrations, fields)
    if target in DEPARTED:
        Entrant.objects.filter(registration__in=registrations).update(seed=None)
        RosterMember.objects.filter(registration__in=registrations).update(is_active=False)
    subject = registrations[0] if len(registrations) == 1 else registrations[0].tournament
    after = dict.fromkeys(before, target)
    action = f"registration.{target}"
    audit.log(by=by, action=action, subject=subject, before=before, after=after, reason=reason)
    announce(registrations, target)
    if not is_fee_kept:
        fees.follow(registrations, target, by=by)


def _move(row: Registration, target: RegistrationState, reason: str, now: datetime) -> None:
    row.state, row.reason, row.version = target, reason, row.version + 1
    row.accept_by, row.updated_at = None, now
    if target == _S.NO_SHOW:
        row.checked_in_at = None


def make_entrants(registrations: Sequence[Registration]) -> None:
    """Let those who are confirmed compete, under the name that they registered."""
    Entrant.objects.bulk_create(
        Entrant(
            tournament_id=row.tournament_id,
            registration=row,
            name=row.name,
            team_ref=row.team_ref,
            logo_url=row.logo_url,
        )
        for row in registrations
    )
