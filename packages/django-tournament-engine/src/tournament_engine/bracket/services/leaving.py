"""Who leaves while it is played: walkovers from here on, results so far stand."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import Stage
from bracketcore.history import Event, Replaced, Withdrawn
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.departure import has_played, left_to_play
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.seats import seats_of
from tournament_engine.bracket.services.flow import change, happen, lock, save
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock as lock_row
from tournament_engine.registration import services as registrations
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import (
    DISQUALIFY,
    MANAGE_REGISTRATIONS,
    REINSTATE,
    WITHDRAW,
)
from tournament_engine.users import User

__all__ = [
    "disqualify_entrant",
    "reinstate_entrant",
    "undo_leaving",
    "undo_replacement",
    "withdraw_entrant",
]


@transaction.atomic
def withdraw_entrant(*, entrant: Entrant, by: User | None, reason: str = "") -> Entrant:
    """Take an entrant out of play: walkovers from here on, results so far stand.

    Whoever speaks for the entrant may do so until its first match of a stage is played.
    """
    runs_it = _runs_it(by, entrant)
    if not runs_it:
        permissions.require(by, WITHDRAW, entrant.registration)
    leaving = _leaving(entrant)
    if not runs_it and any(has_played(bracket, entrant) for bracket in leaving):
        message = _("Your matches have begun: ask the organiser to take “%(name)s” out.")
        raise Conflict(message % {"name": entrant.name}, code="play_has_begun")
    registrations.withdraw_from_play(registration=entrant.registration, by=by, reason=reason)
    return _walk_over(entrant, leaving, by)


@transaction.atomic
def disqualify_entrant(*, entrant: Entrant, by: User, reason: str) -> Entrant:
    """Remove an entrant by decision: its open matches become walkovers, its results stand."""
    permissions.require(by, DISQUALIFY, lock_row(entrant.tournament))
    leaving = _leaving(entrant)
    registrations.disqualify(registration=entrant.registration, by=by, reason=reason)
    return _walk_over(entrant, leaving, by)


@transaction.atomic
def reinstate_entrant(*, entrant: Entrant, by: User, reason: str) -> Entrant:
    """Take a disqualification back with its walkovers, as long as nothing was played since."""
    permissions.require(by, REINSTATE, lock_row(entrant.tournament))
    key = str(entrant.pk)
    for bracket in _left_by(entrant):
        stage = stages.load(bracket)
        if stage.history[-1] != Withdrawn(key):
            message = _("Play went on in “%(stage)s” since then: correct the matches one by one.")
            raise Conflict(message % {"stage": bracket.stage.name}, code="played_on")
        # What follows from it is the system's: a head referee runs no tournament.
        changed = happen(bracket, stage, None, Stage.undo)
        details = {"entrant": entrant.pk, "matches": list(changed)}
        audit.log(by=by, action="bracket.returned", subject=bracket, after=details, reason=reason)
    # Read again: taking back what ended the tournament makes it live.
    entrant.registration.refresh_from_db()
    registrations.reinstate(registration=entrant.registration, by=by, reason=reason)
    return entrant


def undo_leaving(bracket: Bracket, event: Withdrawn, by: User | None, reason: str) -> list[str]:
    """Bring one who has left back into every stage; whoever calls this holds the bracket.

    A disqualification is taken back with that. Who withdrew gets a row of their own anew,
    because a withdrawn request stays withdrawn.
    """
    entrant = _known(event.entrant)
    changed = _undo_all(bracket, _left_by(entrant), event, reason)
    # Read again: taking back what ended the tournament makes it live.
    registration = entrant.registration
    registration.refresh_from_db()
    if registration.state == RegistrationState.DISQUALIFIED and by is not None:
        registrations.reinstate(registration=registration, by=by, reason=reason)
    else:
        registrations.readmit(registration=registration, by=by, reason=reason)
    return changed


def undo_replacement(bracket: Bracket, event: Replaced, by: User | None, reason: str) -> list[str]:
    """Give one who was replaced the place and the seats back, in every stage."""
    entrant, substitute = _known(event.entrant), _known(event.substitute.id)
    seats = [lock(row) for row in seats_of(substitute)]
    drawn = [row for row in seats if row.state != StageState.PENDING]
    changed = _undo_all(bracket, drawn, event, reason)
    for row in seats:
        if row.state == StageState.PENDING:
            old, new = str(substitute.pk), str(entrant.pk)
            row.seeding = [new if key == old else key for key in row.seeding]
            save(row)
    registrations.undo_replacement(
        registration=entrant.registration,
        substitute=substitute.registration,
        by=by,
        reason=reason,
    )
    return changed


def _known(key: str) -> Entrant:
    return Entrant.objects.select_related("registration__tournament", "tournament").get(pk=int(key))


def _undo_all(
    bracket: Bracket, concerned: Sequence[Bracket], event: Event, reason: str
) -> list[str]:
    """Take the same event back in all stages that it happened in: the matches changed in one."""
    for row in concerned:
        if stages.load(row).history[-1:] != (event,):
            message = _("Play went on in “%(stage)s” since then: undo what happened there first.")
            raise Conflict(message % {"stage": row.stage.name}, code="played_on")
    told: list[str] = []
    for row in concerned:
        # What follows from it is the system's: a head referee runs no tournament.
        changed = change(row, None, Stage.undo, reason=reason)
        told += changed if row.pk == bracket.pk else ()
    return told


def _left_by(entrant: Entrant) -> list[Bracket]:
    """Lock the stages that an entrant has left, the last one first."""
    rows = Bracket.objects.with_stage().filter(tournament=entrant.tournament_id)
    drawn = rows.exclude(state=StageState.PENDING).order_by("-stage__position")
    own = [lock(row) for row in drawn if str(entrant.pk) in row.seeding]
    return [row for row in own if str(entrant.pk) in stages.load(row).withdrawn]


def _runs_it(by: User | None, entrant: Entrant) -> bool:
    """Lock the tournament and say whether somebody, or the system, sees to its entrants."""
    tournament = lock_row(entrant.tournament)
    return by is None or permissions.can(by, MANAGE_REGISTRATIONS, tournament)


def _leaving(entrant: Entrant) -> list[Bracket]:
    """Lock the stages that an entrant of a live tournament would leave."""
    if entrant.tournament.state != TournamentState.LIVE:
        raise Conflict(_("Nobody is taken out of matches unless the tournament is live."))
    return [lock(bracket) for bracket in left_to_play(entrant)]


def _walk_over(entrant: Entrant, leaving: Sequence[Bracket], by: User | None) -> Entrant:
    withdraw, reason = partial(Stage.withdraw, entrant=str(entrant.pk)), entrant.registration.reason
    for bracket in leaving:
        changed = happen(bracket, stages.load(bracket), by, withdraw)
        details = {"entrant": entrant.pk, "matches": list(changed)}
        audit.log(by=by, action="bracket.withdrawn", subject=bracket, after=details, reason=reason)
    return entrant
