"""Reminders of matches that begin soon: each person once, for each time and each notice."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from tournament_engine import events, jobs
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchReminder
from tournament_engine.match.notices import context_of, time_and_place
from tournament_engine.registration.permissions import speakers

__all__ = ["send_match_reminders"]

#: So many minutes before a match its people are reminded of it, the longest first.
KINDS = (60, 15)

_AHEAD = (MatchState.SCHEDULED, MatchState.CHECK_IN, MatchState.READY)


def send_match_reminders(now: datetime) -> int:
    """Remind the people of the matches that begin soon; return in how many matches."""
    ranges = zip((*KINDS[1:], 0), KINDS, strict=True)
    return sum(_remind(now, minutes, fewer=fewer) for fewer, minutes in ranges)


def _remind(now: datetime, minutes: int, *, fewer: int) -> int:
    """Remind of the matches that begin in so many minutes, and not so few as the next notice."""
    soon = Match.objects.public().filter(
        state__in=_AHEAD,
        tournament__state=TournamentState.LIVE,
        scheduled_at__gt=now + timedelta(minutes=fewer),
        scheduled_at__lte=now + timedelta(minutes=minutes),
    )
    told = MatchReminder.objects.filter(
        match=OuterRef("pk"), minutes=minutes, scheduled_at=OuterRef("scheduled_at")
    )
    rows = soon.filter(~Exists(told)).with_stage()
    return jobs.each(rows, lambda match: _tell(match, minutes), of=("tournament",))


def _tell(match: Match, minutes: int) -> None:
    entrants = [side.entrant_id for side in match.sides.all() if side.entrant_id is not None]
    context = context_of(match) | time_and_place(match) | {"minutes": str(minutes)}
    for person in speakers(entrants):
        reminder = MatchReminder.objects.create(
            match=match, minutes=minutes, recipient=person, scheduled_at=_time_of(match)
        )
        events.notify(
            "match_reminder",
            to=[person],
            key=str(reminder.pk),
            context=context,
            about=match.tournament_id,
        )


def _time_of(match: Match) -> datetime:
    if match.scheduled_at is None:
        raise LookupError(f"Match {match.pk} has no time to be reminded of.")
    return match.scheduled_at
