"""Who leaves while it is played: walkovers from here on, results so far stand."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import Stage
from bracketcore.history import Withdrawn
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.departure import has_played, left_to_play
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.services.flow import happen, lock
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock as lock_row
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import (
    DISQUALIFY,
    MANAGE_REGISTRATIONS,
    REINSTATE,
    WITHDRAW,
)
from tournament_engine.users import User

__all__ = ["disqualify_entrant", "reinstate_entrant", "withdraw_entrant"]


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
