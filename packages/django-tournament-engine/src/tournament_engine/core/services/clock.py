"""What time does to tournaments: the steps that nobody presses a button for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse

from tournament_engine import conf, jobs
from tournament_engine.core import conclusion
from tournament_engine.core.guards import Act
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.services.conclusion import archive_tournament, conclude_tournament
from tournament_engine.core.services.edges import tell_organizer
from tournament_engine.core.services.steps import (
    close_check_in,
    close_registration,
    open_check_in,
    open_registration,
    start_tournament,
)
from tournament_engine.errors import Conflict

__all__ = [
    "advance_due_tournaments",
    "archive_due_tournaments",
    "conclude_due_tournaments",
    "resume_conclusions",
]

_S = TournamentState


@dataclass(frozen=True, kw_only=True)
class _Edge:
    """A step that is due at a moment of the tournament's."""

    act: Act
    due_at: datetime
    take: Callable[[], Tournament]


def advance_due_tournaments(now: datetime) -> int:
    """Take every step whose time has come, in order; return how many tournaments moved.

    A step that a guard stops is told to the organiser once, and the tournament stays.
    """
    return jobs.each(Tournament.objects.due(now), partial(_advance, now))


def _advance(now: datetime, tournament: Tournament) -> bool:
    is_moved = False
    # A tick that comes late finds several steps due: each makes the next one possible.
    while edge := _next_edge(tournament, now):
        try:
            with transaction.atomic():
                edge.take()
        except Conflict as refusal:
            _tell_stuck(tournament, edge, refusal)
            break
        is_moved = True
    return is_moved


def _next_edge(tournament: Tournament, now: datetime) -> _Edge | None:
    """Return the step that is due next; None where the clock has nothing to say."""
    moment, act, service = _ahead(tournament)
    if moment is None or moment > now:
        return None
    return _Edge(act=act, due_at=moment, take=partial(service, tournament=tournament, by=None))


def _ahead(
    tournament: Tournament,
) -> tuple[datetime | None, Act, Callable[..., Tournament]]:
    """Return the moment of the next step, its name and its service."""
    match TournamentState(tournament.state):
        case _S.PUBLISHED:
            return tournament.opens_at, "open", open_registration
        case _S.REGISTRATION_OPEN:
            return tournament.closes_at, "close", close_registration
        case _S.REGISTRATION_CLOSED if tournament.awaits_check_in:
            return tournament.check_in_opens_at, "check_in", open_check_in
        case _S.CHECK_IN if tournament.awaits_check_in:
            return tournament.check_in_closes_at, "close_check_in", close_check_in
        case _S.REGISTRATION_CLOSED | _S.CHECK_IN:
            return tournament.starts_at, "start", start_tournament
        case _:
            return None, "start", start_tournament


def _tell_stuck(tournament: Tournament, edge: _Edge, refusal: Conflict) -> None:
    # Read again: what was refused may have written to the instance.
    tournament.refresh_from_db()
    tell_organizer(
        "tournament_stuck",
        tournament,
        key=f"{edge.act}:{refusal.code}:{edge.due_at.isoformat()}",
        url=reverse("tournament_engine:console", args=(tournament.slug,)),
        reason=refusal.message,
    )


def conclude_due_tournaments(_now: datetime) -> int:
    """Conclude every completed tournament that nothing holds back; return how many."""
    completed = Tournament.objects.filter(state=_S.COMPLETED).order_by("completed_at")
    return jobs.each(completed, _conclude, of=None)


def resume_conclusions(_now: datetime) -> int:
    """Go on where a process was killed over a conclusion; what failed waits for its turn."""
    begun = [int(run.key) for run in conclusion.interrupted()]
    left = Tournament.objects.filter(pk__in=begun, state=_S.COMPLETED)
    return jobs.each(left, _conclude, of=None)


def _conclude(tournament: Tournament) -> bool:
    try:
        conclude_tournament(tournament=tournament, by=None)
    except Conflict:
        # A dispute, a window or a step is open: the console shows it, the next run looks again.
        return False
    return True


def archive_due_tournaments(now: datetime) -> int:
    """Put away what has been over for long enough; return how many tournaments."""
    before = now - timedelta(days=conf.settings.ARCHIVE_AFTER_DAYS)
    return jobs.each(Tournament.objects.over_since(before), _archive)


def _archive(tournament: Tournament) -> None:
    archive_tournament(tournament=tournament, by=None)
