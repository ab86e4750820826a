"""The steps in the life of a tournament, from the draft to the end of play.

Each follows edges of `lifecycle.TRANSITIONS`; `by=None` is the system, where it may act.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import conf, events, permissions, workflow
from tournament_engine.audit import services as audit
from tournament_engine.core import conclusion, configuration, guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import APPROVE
from tournament_engine.core.roles import CORRECT_MATCH
from tournament_engine.core.services.edges import (
    announce_change,
    check_edge,
    move,
    take,
    tell_organizer,
)
from tournament_engine.core.services.keeping import keep_version
from tournament_engine.core.versions.models import Occasion
from tournament_engine.errors import Conflict, IllegalTransition
from tournament_engine.locks import lock
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = [
    "approve_tournament",
    "cancel_tournament",
    "close_check_in",
    "close_registration",
    "complete_tournament",
    "open_check_in",
    "open_registration",
    "publish_tournament",
    "resume_tournament",
    "return_tournament",
    "start_tournament",
]

_S = TournamentState

_LONGEST_REASON = 500


@transaction.atomic
def publish_tournament(*, tournament: Tournament, by: User) -> Tournament:
    """Let people see the tournament, or ask the site to, where it looks at each first.

    It must have a stage to play.
    """
    take(tournament, by)
    if not tournament.stages.exists():
        message = _("Add a stage first: a tournament needs something to play.")
        raise Conflict(message, code="no_stage", field="stages")
    if conf.settings.REQUIRE_APPROVAL and not permissions.can(by, APPROVE, tournament):
        return move(tournament, "publish", {_S.DRAFT}, _S.PENDING_APPROVAL, by=by)
    return _publish(tournament, "publish", _S.DRAFT, by)


@transaction.atomic
def approve_tournament(*, tournament: Tournament, by: User) -> Tournament:
    """Let people see a tournament that its organiser handed in."""
    lock(tournament)
    permissions.require(by, APPROVE, tournament)
    approved = _publish(tournament, "approve", _S.PENDING_APPROVAL, by)
    tell_organizer("tournament_approved", tournament)
    return approved


def _publish(
    tournament: Tournament, act: guards.Act, source: TournamentState, by: User
) -> Tournament:
    tournament.published_at = timezone.now()
    news = events.tournament_published
    move(tournament, act, {source}, _S.PUBLISHED, by=by, news=news)
    keep_version(tournament, Occasion.PUBLISHED, by)
    return tournament


@transaction.atomic
def return_tournament(*, tournament: Tournament, by: User, reason: str) -> Tournament:
    """Give a tournament back to its organiser, who reads what to change."""
    lock(tournament)
    permissions.require(by, APPROVE, tournament)
    reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    source = {_S.PENDING_APPROVAL}
    returned = move(tournament, "return", source, _S.DRAFT, by=by, reason=reason)
    tell_organizer("tournament_returned", tournament, reason=reason)
    return returned


@transaction.atomic
def open_registration(
    *, tournament: Tournament, by: User | None, closes_at: datetime | None = None
) -> Tournament:
    """Let people register, for the first time or again while nothing is drawn.

    Where the time to close is past, registration lasts until `closes_at`, and without that
    until somebody closes it.
    """
    take(tournament, by, system=True)
    is_past = tournament.closes_at is not None and tournament.closes_at <= timezone.now()
    if by is not None and (is_past or closes_at is not None):
        tournament.closes_at = closes_at
        configuration.check(tournament)
    sources = {_S.PUBLISHED, _S.REGISTRATION_CLOSED}
    return move(tournament, "open", sources, _S.REGISTRATION_OPEN, by=by)


@transaction.atomic
def close_registration(*, tournament: Tournament, by: User | None) -> Tournament:
    """Let nobody register any more; the waitlist still moves up."""
    take(tournament, by, system=True)
    sources = {_S.REGISTRATION_OPEN}
    return move(tournament, "close", sources, _S.REGISTRATION_CLOSED, by=by)


@transaction.atomic
def open_check_in(
    *, tournament: Tournament, by: User | None, now: datetime | None = None
) -> Tournament:
    """Let those who have a place say that they are there; an organiser may do so early."""
    take(tournament, by, system=True)
    sources = {_S.REGISTRATION_CLOSED}
    check_edge(tournament, sources, _S.CHECK_IN)
    if tournament.check_in_closes_at is None:
        raise Conflict(_("This tournament has no check-in: give it times first."), code="off")
    if tournament.check_in_closes_at <= (now or timezone.now()):
        message = _("Nobody could check in any more: move the times of the check-in first.")
        raise Conflict(message, code="check_in_missed", field="check_in_closes_at")
    return move(tournament, "check_in", sources, _S.CHECK_IN, by=by)


@transaction.atomic
def close_check_in(*, tournament: Tournament, by: User | None) -> Tournament:
    """End the check-in, once: who did not come gives the place to those who wait."""
    take(tournament, by, system=True)
    if tournament.state != _S.CHECK_IN:
        raise IllegalTransition(_("Open the check-in first: there is none to close."))
    if tournament.is_check_in_over:
        raise Conflict(_("The check-in is over already."), code="check_in_over")
    guards.check("close_check_in", tournament)
    tournament.check_in_closed_at = timezone.now()
    tournament.version += 1
    tournament.save()
    audit.log(by=by, action="tournament.check_in_closed", subject=tournament)
    guards.follow("close_check_in", tournament, by)
    announce_change(tournament)
    events.announce(events.check_in_closed, key=str(tournament.pk), tournament=tournament.pk)
    return tournament


@transaction.atomic
def start_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Let play begin: the check-in is over, the first stage published, entrants enough."""
    take(tournament, by, system=True)
    sources = {_S.REGISTRATION_CLOSED, _S.CHECK_IN}
    check_edge(tournament, sources, _S.LIVE)
    if tournament.awaits_check_in:
        message = _("Close the check-in first: nobody knows yet who is there.")
        raise Conflict(message, code="check_in_open")
    return move(tournament, "start", sources, _S.LIVE, by=by, news=events.tournament_started)


@transaction.atomic
def complete_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """End play: every match is settled."""
    take(tournament, by, system=True)
    tournament.completed_at = timezone.now()
    news = events.tournament_finished
    return move(tournament, "complete", {_S.LIVE}, _S.COMPLETED, by=by, news=news)


@transaction.atomic
def resume_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Make a completed tournament live again, because a correction reopened a match."""
    lock(tournament)
    permissions.require_unless_system(by, CORRECT_MATCH, tournament)
    tournament.completed_at = None
    # What was done for the end of the tournament is done again at its next end.
    workflow.restart(conclusion.KIND, conclusion.key_of(tournament))
    return move(tournament, "resume", {_S.COMPLETED}, _S.LIVE, by=by)


@transaction.atomic
def cancel_tournament(*, tournament: Tournament, by: User, reason: str) -> Tournament:
    """Call a tournament off, with the reason that everybody concerned reads."""
    take(tournament, by)
    tournament.cancel_reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    tournament.cancelled_at = timezone.now()
    news = events.tournament_cancelled
    reason = tournament.cancel_reason
    cancelled = move(tournament, "cancel", set(_S), _S.CANCELLED, by=by, news=news, reason=reason)
    if by != tournament.organizer:
        tell_organizer("tournament_cancelled", tournament, reason=reason)
    return cancelled
