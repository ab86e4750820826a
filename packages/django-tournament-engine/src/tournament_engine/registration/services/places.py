"""Who gets a place: people and teams who ask, and names that an organiser enters.

All of it happens under the tournament's lock, so that places are counted once and the
waitlist is in the order in which the requests were committed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.custom_fields.answers import clean_field_values
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import MANAGE_BRACKET
from tournament_engine.core.services import store_field_values
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.registration import eligibility
from tournament_engine.registration.applicant import Applicant, understand
from tournament_engine.registration.eligibility import check_eligibility
from tournament_engine.registration.lifecycle import BEFORE_PLAY, RegistrationState
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.names import clean_names
from tournament_engine.registration.news import announce, notify, notify_staff
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS, REGISTER
from tournament_engine.registration.rulebook import Verdict
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.steps import (
    make_entrants,
    state_of_a_place,
)
from tournament_engine.registration.services.waitlist import free_places
from tournament_engine.rows import update_rows
from tournament_engine.text import fold
from tournament_engine.users import User

__all__ = ["add_entrants", "check_eligibility", "number_seeds", "register"]

_S = RegistrationState

NO_ANSWERS: Mapping[str, Any] = MappingProxyType({})


def register(  # noqa: PLR0913 - what a person may say of a place is as much
    *,
    tournament: Tournament,
    user: User,
    by: User,
    name: str = "",
    team_ref: str = "",
    members: Sequence[str] = (),
    identity: str = "",
    code: str = "",
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Registration:
    """Give a person or a team a place, or one on the waitlist when all are taken.

    Without `name` the entrant is called what the site calls the person or the team;
    `identity` is what the person is known by in the game, unless the profile says it. `code`
    is an invitation code, where the tournament asks for one; `answers` are those to its own
    questions, by their codes. What its rules of eligibility see at this moment is kept.
    """
    permissions.require(by, REGISTER, tournament)
    if by != user:
        permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    # The log asks this under the lock; from now on the answer is remembered.
    permissions.is_site_staff(by)
    # The site's hooks may ask a network; nobody waits for them under the lock.
    asking = understand(
        tournament=tournament,
        user=user,
        name=name,
        team_ref=team_ref,
        members=members,
        identity=identity,
    )
    asking = replace(asking, code=code)
    verdict = eligibility.by_rules(tournament, asking, timezone.now())
    against = [
        *eligibility.by_hooks(tournament, asking),
        *eligibility.of_refusals(verdict),
    ]
    with transaction.atomic():
        lock(tournament)
        guards.check("enter", tournament)
        reasons = [*eligibility.by_rows(tournament, asking, timezone.now()), *against]
        if reasons:
            raise reasons[0].error()
        values = clean_field_values(tournament, answers)
        registration = _take_place(tournament, asking, verdict, by)
        if values:
            store_field_values(registration=registration, values=values, by=by)
        return registration


@transaction.atomic
def add_entrants(*, tournament: Tournament, names: Sequence[str], by: User) -> list[Registration]:
    """Let an organiser enter names, all of them or none; the order is the order of the list."""
    lock(tournament)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    if tournament.state not in BEFORE_PLAY:
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
    make_entrants(registrations)
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
    update_rows(order, ("seed",))
    seeds = {str(entrant.pk): entrant.seed for entrant in order}
    audit.log(by=by, action="entrants.numbered", subject=tournament, after=seeds)


def _take_place(
    tournament: Tournament, asking: Applicant, verdict: Verdict, by: User
) -> Registration:
    """Write the request of somebody who may have a place."""
    is_full = free_places(tournament) == 0
    state = _S.WAITLISTED if is_full else state_of_a_place(tournament)
    registration = Registration(
        tournament=tournament,
        user=asking.user,
        name=asking.name,
        name_key=fold(asking.name),
        identity=asking.identities.get(str(asking.user.pk), ""),
        team_ref=asking.team_ref,
        logo_url=asking.logo_url,
        evidence=verdict.evidence,
        state=state,
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
    if state == _S.CONFIRMED:
        make_entrants([registration])
    audit.log(by=by, action="registration.made", subject=registration, after={"state": state})
    announce([registration], state)
    fees.follow([registration], state, by=by)
    notify(f"registration_{state}", tournament, [registration])
    if state == _S.PENDING:
        notify_staff("registration_asked", tournament, registration)
    return registration


def _roster(registration: Registration, asking: Applicant) -> list[RosterMember]:
    return [
        RosterMember(
            tournament=registration.tournament,
            registration=registration,
            user_id=member.user_id,
            name=member.name,
            identity=asking.identities.get(member.user_id or "", ""),
            role=member.role,
        )
        for member in asking.members
    ]


def _refuse_known(tournament: Tournament, names: Sequence[str]) -> None:
    standing = Registration.objects.standing().filter(tournament=tournament)
    known = standing.filter(name_key__in=[fold(name) for name in names]).first()
    if known is not None:
        message = _("'%(name)s' is already registered; take the name out of the list.")
        raise InvalidInput(message % {"name": known.name}, code="name_taken", field="names")


def _refuse_overflow(tournament: Tournament, asked: int) -> None:
    free = free_places(tournament)
    if asked > free:
        left = ngettext("Only %(count)d place is left", "Only %(count)d places are left", free)
        message = _("%(left)s and the list holds %(asked)d names; offer more places first.")
        words = {"left": left % {"count": free}, "asked": asked}
        raise Conflict(message % words, code="full", field="names")
