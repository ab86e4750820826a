"""Everything that can happen to a registration and its entrant. Nothing else writes to them.

All of it happens under the tournament's lock, so that places are counted once and the
waitlist is in the order in which the requests were committed.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.lifecycle import REGISTERING, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import MANAGE_BRACKET
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.registration import eligibility
from tournament_engine.registration.applicant import Applicant, understand
from tournament_engine.registration.eligibility import check_eligibility
from tournament_engine.registration.lifecycle import DEPARTED, TRANSITIONS, RegistrationState
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.names import clean_names
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.permissions import (
    DISQUALIFY,
    MANAGE_REGISTRATIONS,
    REGISTER,
    WITHDRAW,
)
from tournament_engine.text import fold, one_line
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "add_entrants",
    "cancel_all",
    "cancel_registration",
    "check_eligibility",
    "disqualify",
    "expire_waitlist",
    "fill_places",
    "number_seeds",
    "promote_from_waitlist",
    "register",
    "withdraw_from_play",
    "withdraw_registration",
]

_S = RegistrationState

#: People come and go until the draw; the guards "enter" and "leave" know of the draw.
_BEFORE_PLAY = REGISTERING | {TournamentState.REGISTRATION_CLOSED, TournamentState.CHECK_IN}


def register(
    *,
    tournament: Tournament,
    user: User,
    by: User,
    name: str = "",
    team_ref: str = "",
    members: Sequence[str] = (),
) -> Registration:
    """Give a person or a team a place, or one on the waitlist when all are taken.

    Without `name` the entrant is called what the site calls the person or the team.
    """
    permissions.require(by, REGISTER, tournament)
    if by != user:
        permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    # The site's hooks may ask a network; nobody waits for them under the lock.
    asking = understand(
        tournament=tournament, user=user, name=name, team_ref=team_ref, members=members
    )
    against = list(eligibility.by_hooks(tournament, asking))
    with transaction.atomic():
        lock(tournament)
        guards.check("enter", tournament)
        reasons = [*eligibility.by_rows(tournament, asking, timezone.now()), *against]
        if reasons:
            raise reasons[0].error()
        return _take_place(tournament, asking, by)


@transaction.atomic
def add_entrants(*, tournament: Tournament, names: Sequence[str], by: User) -> list[Registration]:
    """Let an organiser enter names, all of them or none; the order is the order of the list."""
    lock(tournament)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    if tournament.state not in _BEFORE_PLAY:
        message = _("Entrants can be added until play begins; this tournament is %(state)s.")
        words = {"state": tournament.get_state_display()}
        raise Conflict(message % words, code="closed", field="names")
    guards.check("enter", tournament)
    clean = clean_names(enumerate(names, start=1))
    if not clean:
        raise InvalidInput(_("Enter a name on each line."), code="empty", field="names")
    _refuse_known(tournament, clean)
    _refuse_overflow(tournament, len(clean))
    registrations = [
        Registration(tournament=tournament, name=name, name_key=fold(name), state=_S.CONFIRMED)
        for name in clean
    ]
    Registration.objects.bulk_create(registrations)
    _make_entrants(registrations)
    audit.log(by=by, action="entrants.added", subject=tournament, after={"names": clean})
    announce(registrations, _S.CONFIRMED)
    return registrations


@transaction.atomic
def number_seeds(*, tournament: Tournament, order: Sequence[Entrant], by: User | None) -> None:
    """Give the entrants their seeds, 1 for the first of `order`; whoever is not named has none."""
    lock(tournament)
    permissions.require_unless_system(by, MANAGE_BRACKET, tournament)
    if any(entrant.tournament_id != tournament.pk for entrant in order):
        raise InvalidInput(_("Number this tournament's own entrants, no others."), field="order")
    # All are taken back before any is given: no two may have the same one meanwhile.
    Entrant.objects.filter(tournament=tournament).exclude(seed=None).update(seed=None)
    for seed, entrant in enumerate(order, start=1):
        entrant.seed = seed
    Entrant.objects.bulk_update(order, ("seed",))
    seeds = {str(entrant.pk): entrant.seed for entrant in order}
    audit.log(by=by, action="entrants.numbered", subject=tournament, after=seeds)


@transaction.atomic
def withdraw_registration(
    *, registration: Registration, by: User, reason: str = ""
) -> Registration:
    """Give one's own place back before play begins; the first who waits gets it."""
    tournament = _take(registration)
    permissions.require(by, WITHDRAW, registration)
    return _leave(tournament, registration, _S.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User, reason: str) -> Registration:
    """Take an entrant out before play begins, with the reason that the person reads."""
    tournament = _take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    reason = one_line(reason, field="reason", longest=500)
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
    reason = reason and one_line(reason, field="reason", longest=500)
    _change_all([registration], _S.WITHDRAWN, by=by, reason=reason)
    if not speaks_for_it:
        notify("registration_cancelled", tournament, [registration], reason=reason)
    return registration


@transaction.atomic
def disqualify(*, registration: Registration, by: User, reason: str) -> Registration:
    """Put one out by decision; `bracket.services.disqualify_entrant` sees to the matches."""
    tournament = _take_live(registration)
    permissions.require(by, DISQUALIFY, tournament)
    reason = one_line(reason, field="reason", longest=500)
    _change_all([registration], _S.DISQUALIFIED, by=by, reason=reason)
    notify("registration_disqualified", tournament, [registration], reason=reason)
    return registration


@transaction.atomic
def promote_from_waitlist(*, tournament: Tournament, by: User | None = None) -> list[Registration]:
    """Give free places to those who wait, first come first; `by=None` is the system."""
    lock(tournament)
    permissions.require_unless_system(by, MANAGE_REGISTRATIONS, tournament)
    if tournament.state not in _BEFORE_PLAY:
        raise Conflict(_("Nobody moves up any more: play has begun."), code="closed")
    guards.check("enter", tournament)
    return fill_places(tournament, by)


def fill_places(tournament: Tournament, by: User | None) -> list[Registration]:
    """Promote as many as there are free places. The caller holds the tournament's lock."""
    free = max(0, tournament.max_entrants - _held(tournament))
    promoted = list(
        Registration.objects.waitlisted().for_list().filter(tournament=tournament)[:free]
    )
    if promoted:
        _change_all(promoted, _S.CONFIRMED, by=by)
        _make_entrants(promoted)
        notify("registration_confirmed", tournament, promoted)
    return promoted


def expire_waitlist(tournament: Tournament, by: User | None) -> None:
    """Tell those who still wait that play begins without them; follows the start."""
    waiting = list(Registration.objects.waitlisted().for_list().filter(tournament=tournament))
    if waiting:
        _change_all(waiting, _S.EXPIRED, by=by)
        notify("registration_expired", tournament, waiting)


def cancel_all(tournament: Tournament, by: User | None) -> None:
    """Cancel what stands of a tournament that is called off, and tell everybody why."""
    standing = Registration.objects.standing().for_list().filter(tournament=tournament)
    concerned = [row for row in standing if _S.CANCELLED in TRANSITIONS[_S(row.state)]]
    if not concerned:
        return
    _change_all(concerned, _S.CANCELLED, by=by, reason=tournament.cancel_reason)
    notify("tournament_cancelled", tournament, concerned, reason=tournament.cancel_reason)


def _take(registration: Registration) -> Tournament:
    """Lock the tournament of a registration and then the registration itself."""
    tournament = lock(registration.tournament)
    lock(registration)
    return tournament


def _take_live(registration: Registration) -> Tournament:
    tournament = _take(registration)
    if tournament.state != TournamentState.LIVE:
        raise Conflict(_("Nobody is taken out of play unless the tournament is live."))
    return tournament


def _take_place(tournament: Tournament, asking: Applicant, by: User) -> Registration:
    """Write the request of somebody who may have a place."""
    is_full = _held(tournament) >= tournament.max_entrants
    registration = Registration(
        tournament=tournament,
        user=asking.user,
        name=asking.name,
        name_key=fold(asking.name),
        team_ref=asking.team_ref,
        state=_S.WAITLISTED if is_full else _S.CONFIRMED,
    )
    try:
        with transaction.atomic():
            registration.save()
            RosterMember.objects.bulk_create(_roster(registration, asking))
    except IntegrityError as error:
        # Without row locks (SQLite) the constraints alone tell of somebody who was faster.
        for reason in eligibility.by_rows(tournament, asking, timezone.now()):
            raise reason.error() from error
        raise
    if not is_full:
        _make_entrants([registration])
    state = {"state": registration.state}
    audit.log(by=by, action="registration.made", subject=registration, after=state)
    announce([registration], _S(registration.state))
    notify(f"registration_{registration.state}", tournament, [registration])
    return registration


def _roster(registration: Registration, asking: Applicant) -> list[RosterMember]:
    return [
        RosterMember(
            tournament=registration.tournament,
            registration=registration,
            user_id=member.user_id,
            name=member.name,
            role=member.role,
        )
        for member in asking.members
    ]


def _leave(
    tournament: Tournament,
    registration: Registration,
    target: RegistrationState,
    *,
    by: User,
    reason: str,
) -> Registration:
    """Free the place of one who goes, and give it to the first who waits."""
    if tournament.state not in _BEFORE_PLAY:
        message = _("Play has begun; ask the organiser to take '%(name)s' out of the matches.")
        raise Conflict(message % {"name": registration.name}, code="closed")
    guards.check("leave", tournament)
    _change_all([registration], target, by=by, reason=reason)
    fill_places(tournament, by)
    return registration


def _change_all(
    registrations: Sequence[Registration],
    target: RegistrationState,
    *,
    by: User | None,
    reason: str = "",
) -> None:
    """Follow one edge of the life cycle for all of them, with what hangs on it."""
    for row in registrations:
        check_transition(TRANSITIONS, row.state, target)
    before = {str(row.pk): row.state for row in registrations}
    for row in registrations:
        row.state, row.reason, row.version = target, reason, row.version + 1
        row.updated_at = timezone.now()
    Registration.objects.bulk_update(registrations, ("state", "reason", "version", "updated_at"))
    if target in DEPARTED:
        Entrant.objects.filter(registration__in=registrations).update(seed=None)
        RosterMember.objects.filter(registration__in=registrations).update(is_active=False)
    subject = registrations[0] if len(registrations) == 1 else registrations[0].tournament
    after = dict.fromkeys(before, target)
    action = f"registration.{target}"
    audit.log(by=by, action=action, subject=subject, before=before, after=after, reason=reason)
    announce(registrations, target)


def _make_entrants(registrations: Sequence[Registration]) -> None:
    Entrant.objects.bulk_create(
        Entrant(tournament_id=row.tournament_id, registration=row, name=row.name)
        for row in registrations
    )


def _held(tournament: Tournament) -> int:
    return Registration.objects.holding().filter(tournament=tournament).count()


def _refuse_known(tournament: Tournament, names: Sequence[str]) -> None:
    standing = Registration.objects.standing().filter(tournament=tournament)
    known = standing.filter(name_key__in=[fold(name) for name in names]).first()
    if known is not None:
        message = _("'%(name)s' is already registered; take the name out of the list.")
        raise InvalidInput(message % {"name": known.name}, code="name_taken", field="names")


def _refuse_overflow(tournament: Tournament, asked: int) -> None:
    free = max(0, tournament.max_entrants - _held(tournament))
    if asked > free:
        left = ngettext("Only %(count)d place is left", "Only %(count)d places are left", free)
        message = _("%(left)s and the list holds %(asked)d names; offer more places first.")
        words = {"left": left % {"count": free}, "asked": asked}
        raise Conflict(message % words, code="full", field="names")
