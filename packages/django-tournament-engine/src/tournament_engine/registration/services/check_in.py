"""Who is there: checked in by themselves or at the desk, and who is not when it closes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import Conflict
from tournament_engine.registration import team_sizes
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.permissions import ATTEND, MANAGE_REGISTRATIONS
from tournament_engine.registration.queries import RegistrationQuerySet
from tournament_engine.registration.services.steps import (
    change_all,
    require_before_play,
    take,
)
from tournament_engine.registration.services.waitlist import fill_places, free_places
from tournament_engine.users import User

__all__ = ["call_to_check_in", "check_in", "mark_absent", "restore_no_show", "undo_check_in"]

_S = RegistrationState

#: Who has a place says that they come; who waits says that they would.
_EXPECTED = frozenset({_S.CONFIRMED, _S.WAITLISTED})


@transaction.atomic
def check_in(*, registration: Registration, by: User, now: datetime | None = None) -> Registration:
    """Note that an entrant is there; a second time changes nothing.

    Who waits for a place may check in too: they move up first when the others are missing.
    """
    now = now or timezone.now()
    _take_open(registration, by, now)
    if registration.checked_in_at is not None:
        return registration
    if registration.state not in _EXPECTED:
        message = _("%(name)s is %(state)s and cannot be checked in.")
        words = {"name": registration.name, "state": registration.get_state_display()}
        raise Conflict(message % words, code="not_expected")
    _require_complete(registration, by)
    _note(registration, now, "registration.checked_in", by)
    return registration


def _require_complete(registration: Registration, by: User) -> None:
    """Let a team be there only with the players that its game needs; the staff sees them."""
    tournament = registration.tournament
    is_team = tournament.entrant_kind == EntrantKind.TEAM and registration.user_id is not None
    if is_team and not permissions.can(by, MANAGE_REGISTRATIONS, tournament):
        team_sizes.require_complete(registration)


@transaction.atomic
def undo_check_in(
    *, registration: Registration, by: User, now: datetime | None = None
) -> Registration:
    """Take a check-in back while the check-in is open; a second time changes nothing."""
    _take_open(registration, by, now or timezone.now())
    if registration.checked_in_at is not None:
        _note(registration, None, "registration.check_in_undone", by)
    return registration


@transaction.atomic
def restore_no_show(*, registration: Registration, by: User) -> Registration:
    """Let one in again who came late: nothing is drawn yet and a place is left."""
    tournament = take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    if registration.state != _S.NO_SHOW:
        message = _("%(name)s was not marked as missing.") % {"name": registration.name}
        raise Conflict(message, code="not_missing")
    require_before_play(tournament)
    guards.check("enter", tournament)
    if free_places(tournament) == 0:
        message = _("No place is left for %(name)s: the others took them all.")
        raise Conflict(message % {"name": registration.name}, code="full")
    change_all([registration], _S.CONFIRMED, by=by)
    _note(registration, timezone.now(), "registration.checked_in", by)
    notify("registration_confirmed", tournament, [registration])
    return registration


def call_to_check_in(tournament: Tournament, _by: User | None) -> None:
    """Tell everybody that the check-in is open; follows its opening."""
    expected = _of(tournament).filter(state__in=_EXPECTED, checked_in_at=None)
    rows = list(expected.for_list())
    if rows:
        until = tournament.check_in_closes_at
        notify("check_in_opened", tournament, rows, until=until)


def mark_absent(tournament: Tournament, by: User | None) -> None:
    """Let those who did not come go and others in; follows the close of the check-in.

    Places that were offered are given: nobody has time left to accept.
    """
    absent = list(_of(tournament).confirmed().filter(checked_in_at=None).for_list())
    if absent:
        _mark(tournament, absent, by)
    _of(tournament).offered().update(accept_by=None)
    fill_places(tournament, by, at_once=True)


def _mark(tournament: Tournament, absent: Sequence[Registration], by: User | None) -> None:
    change_all(absent, _S.NO_SHOW, by=by)
    notify("registration_no_show", tournament, absent)


def _of(tournament: Tournament) -> RegistrationQuerySet:
    return Registration.objects.filter(tournament=tournament)


def _take_open(registration: Registration, by: User, now: datetime) -> None:
    """Lock a registration whose check-in is open for this person.

    The desk works until the check-in is closed, the players until its time is over.
    """
    tournament = take(registration)
    is_staff = permissions.can(by, MANAGE_REGISTRATIONS, tournament)
    if not is_staff:
        permissions.require(by, ATTEND, registration)
    closes = tournament.check_in_closes_at
    is_late = closes is not None and closes <= now and not is_staff
    if tournament.state != TournamentState.CHECK_IN or tournament.is_check_in_over or is_late:
        raise Conflict(_("The check-in is not open."), code="check_in_closed")


def _note(registration: Registration, moment: datetime | None, action: str, by: User) -> None:
    before = registration.checked_in_at
    registration.checked_in_at = moment
    registration.version += 1
    registration.save(update_fields=("checked_in_at", "version", "updated_at"))
    audit.log(
        by=by,
        action=action,
        subject=registration,
        before={"checked_in_at": before and before.isoformat()},
        after={"checked_in_at": moment and moment.isoformat()},
    )
    announce([registration], _S(registration.state))
