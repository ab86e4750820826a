"""Where a registration stands, in the words of the person it belongs to. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import hooks, permissions
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.registration.lifecycle import (
    BEFORE_PLAY,
    BLOCKING,
    HOLDING,
    RegistrationState,
)
from tournament_engine.registration.models import Correction, MemberRole, Registration
from tournament_engine.registration.permissions import ANSWER, ATTEND
from tournament_engine.registration.rosters import is_open
from tournament_engine.users import AnyUser, User

__all__ = [
    "Standing",
    "latest_registration",
    "own_registration",
    "own_tournaments",
    "standing_of",
]

_S = RegistrationState


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person is told of a registration, and what there is to do."""

    registration: Registration
    words: str
    speaks: bool
    position: int | None
    accept_by: datetime | None
    can_check_in: bool
    can_undo: bool
    can_withdraw: bool
    has_roster: bool
    roster_is_open: bool
    wanted: tuple[Correction, ...]


def own_registration(tournament: Tournament, user: AnyUser) -> Registration | None:
    """Return the registration that this person speaks for: their own, or their team's."""
    if not user.is_authenticated:
        return None
    standing = Registration.objects.standing().filter(_spoken_for_by(user), tournament=tournament)
    return standing.order_by("pk").first()


def latest_registration(tournament: Tournament, user: User) -> Registration | None:
    """Return the registration that concerns this person, as a member too; one that stands first."""
    member = Q(members__user=user, members__left_at=None)
    rows = Registration.objects.filter(_spoken_for_by(user) | member, tournament=tournament)
    stands = Case(
        When(state__in=BLOCKING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.select_related("tournament").order_by(stands, "-pk").first()


def own_tournaments(user: User) -> QuerySet[Registration]:
    """Return what somebody registered or plays in, the newest first; what is over comes too."""
    member = Q(members__user=user, members__left_at=None)
    keys = Registration.objects.filter(_spoken_for_by(user) | member).values("pk")
    rows = Registration.objects.filter(
        pk__in=keys, tournament__in=Tournament.objects.visible_to(user)
    )
    return rows.select_related("tournament__game").order_by("-pk")


def standing_of(registration: Registration, user: User) -> Standing:
    """Return what one registration is to one person."""
    tournament = registration.tournament
    speaks = permissions.can(user, ANSWER, registration)
    is_there = registration.checked_in_at is not None
    attends = _is_checking_in(registration) and permissions.can(user, ATTEND, registration)
    return Standing(
        registration=registration,
        words=_words(registration),
        speaks=speaks,
        position=_position(registration),
        accept_by=registration.accept_by if speaks else None,
        can_check_in=attends and not is_there,
        can_undo=attends and is_there,
        can_withdraw=speaks
        and tournament.state in BEFORE_PLAY
        and registration.state in HOLDING | {_S.WAITLISTED},
        has_roster=tournament.entrant_kind == EntrantKind.TEAM,
        roster_is_open=speaks and is_open(tournament, registration),
        wanted=_wanted(registration) if speaks else (),
    )


def _spoken_for_by(user: User) -> Q:
    teams = hooks.managed_teams(user)
    captained = Q(members__user=user, members__role=MemberRole.CAPTAIN, members__left_at=None)
    return Q(user=user) | captained | Q(team_ref__in=teams) & ~Q(team_ref="")


def _is_checking_in(registration: Registration) -> bool:
    """Whether one may say now that an entrant is there."""
    tournament = registration.tournament
    closes = tournament.check_in_closes_at
    return (
        tournament.state == TournamentState.CHECK_IN
        and not tournament.is_check_in_over
        and (closes is None or closes > timezone.now())
        and registration.state in {_S.CONFIRMED, _S.WAITLISTED}
    )


def _position(registration: Registration) -> int | None:
    """Return the place in line of one who waits, 1 for the next; None for all others."""
    if registration.state != _S.WAITLISTED or registration.accept_by is not None:
        return None
    queue = Registration.objects.queueing().filter(tournament=registration.tournament)
    return queue.filter(pk__lte=registration.pk).count()


def _wanted(registration: Registration) -> tuple[Correction, ...]:
    if registration.state != _S.PENDING:
        return ()
    return tuple(registration.corrections.filter(answered_at=None))


_WORDS: Mapping[RegistrationState, Promise] = {
    _S.WAITLISTED: gettext_lazy("%(name)s is on the waitlist."),
    _S.PENDING: gettext_lazy("%(name)s waits for the organiser's approval."),
    _S.PAYMENT_PENDING: gettext_lazy("%(name)s has a place that is not paid yet."),
    _S.CONFIRMED: gettext_lazy("%(name)s is in."),
    _S.DISQUALIFIED: gettext_lazy("%(name)s is disqualified."),
}


def _words(registration: Registration) -> str:
    name = {"name": registration.name}
    if registration.accept_by is not None:
        return _("A place is free for %(name)s: accept it in time.") % name
    if registration.checked_in_at is not None and registration.state == _S.CONFIRMED:
        return _("%(name)s is in and checked in.") % name
    words = _WORDS.get(_S(registration.state))
    if words is not None:
        return str(words) % name
    state = {"state": registration.get_state_display()}
    return _("%(name)s is out: %(state)s.") % (name | state)
