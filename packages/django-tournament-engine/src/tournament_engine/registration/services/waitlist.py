"""Places that became free: who waits gets them in order, at once or with time to accept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.registration.lifecycle import BEFORE_PLAY, HOLDING, RegistrationState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.permissions import ANSWER, MANAGE_REGISTRATIONS
from tournament_engine.registration.services.steps import (
    change_all,
    give_places,
    take,
)
from tournament_engine.rows import update_rows
from tournament_engine.users import User

__all__ = [
    "accept_place",
    "expire_offers",
    "expire_waitlist",
    "fill_places",
    "free_places",
    "promote_from_waitlist",
]

_S = RegistrationState


@transaction.atomic
def promote_from_waitlist(*, tournament: Tournament, by: User | None = None) -> list[Registration]:
    """Give free places to those who wait, first come first; `by=None` is the system."""
    lock(tournament)
    permissions.require_unless_system(by, MANAGE_REGISTRATIONS, tournament)
    if tournament.state not in BEFORE_PLAY:
        raise Conflict(_("Nobody moves up any more: play has begun."), code="closed")
    guards.check("enter", tournament)
    return fill_places(tournament, by)


@transaction.atomic
def accept_place(*, registration: Registration, by: User) -> Registration:
    """Take the place that was offered to one who waited; a second time changes nothing."""
    tournament = take(registration)
    permissions.require(by, ANSWER, registration)
    if registration.state in HOLDING:
        return registration
    if registration.accept_by is None:
        raise Conflict(_("No place is free for you at present."), code="no_offer")
    if registration.accept_by <= timezone.now():
        message = _("The time to accept this place is over; it goes to the next who waits.")
        raise Conflict(message, code="offer_over")
    guards.check("enter", tournament)
    give_places(tournament, [registration], by=by)
    return registration


def expire_offers(now: datetime) -> int:
    """End each offer that nobody accepted in time and offer the place to the next."""
    over = Registration.objects.filter(accept_by__lte=now).select_related("tournament")
    return jobs.each(over, _expire_offer, of=("tournament", "self"))


def _expire_offer(registration: Registration) -> None:
    tournament = registration.tournament
    change_all([registration], _S.EXPIRED, by=None)
    notify("registration_offer_over", tournament, [registration])
    if tournament.state in BEFORE_PLAY:
        fill_places(tournament, None)


def fill_places(
    tournament: Tournament, by: User | None, *, at_once: bool = False
) -> list[Registration]:
    """Let as many move up as there are free places. The caller holds the tournament's lock.

    Where the tournament gives people time to accept, a place is offered; `at_once` gives it.
    """
    waiting = Registration.objects.queueing().for_list().filter(tournament=tournament)
    if at_once:
        # Whoever checked in is there; the others are only likely to come.
        waiting = waiting.there_first()
    promoted = list(waiting[: free_places(tournament)])
    if not promoted:
        return []
    for row in promoted:
        row.tournament = tournament
    if tournament.promotion_minutes is None or at_once:
        give_places(tournament, promoted, by=by)
    else:
        _offer(tournament, promoted, by)
    return promoted


def free_places(tournament: Tournament) -> int:
    """Return how many places nobody has; the answer holds under the tournament's lock."""
    held = Registration.objects.holding().filter(tournament=tournament).count()
    return max(0, tournament.max_entrants - held)


def expire_waitlist(tournament: Tournament, by: User | None) -> None:
    """Tell those who still wait that play begins without them; follows the start."""
    waiting = list(Registration.objects.waitlisted().for_list().filter(tournament=tournament))
    if waiting:
        change_all(waiting, _S.EXPIRED, by=by)
        notify("registration_expired", tournament, waiting)


def _offer(tournament: Tournament, promoted: Sequence[Registration], by: User | None) -> None:
    """Keep a place for each of them until they accept it, or until their time is over."""
    now = timezone.now()
    until = now + timedelta(minutes=tournament.promotion_minutes or 0)
    if tournament.starts_at is not None and tournament.starts_at > now:
        until = min(until, tournament.starts_at)
    for row in promoted:
        row.accept_by, row.version, row.updated_at = until, row.version + 1, now
    update_rows(promoted, ("accept_by", "version", "updated_at"))
    offered = {str(row.pk): until.isoformat() for row in promoted}
    audit.log(by=by, action="registration.offered", subject=tournament, after=offered)
    announce(promoted, _S.WAITLISTED)
    notify("registration_offered", tournament, promoted, until=until)
