"""Who has to be there for a match, from when and until when. Reads only.

Check-in opens so many minutes before the time of a match, and the grace ends so many
after it; the tournament says how many. Without minutes, or without a time, nobody checks in.
"""

from datetime import datetime, timedelta

from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match

__all__ = ["deadline_of", "first_state", "lobby_opens_at", "opens_at_of"]


def opens_at_of(match: Match, tournament: Tournament) -> datetime | None:
    """Return when check-in opens; None where nobody checks in."""
    minutes = tournament.match_check_in_minutes
    if not minutes or match.scheduled_at is None:
        return None
    return match.scheduled_at - timedelta(minutes=minutes)


def deadline_of(match: Match, tournament: Tournament) -> datetime | None:
    """Return when the grace is over; None where nobody checks in."""
    if not tournament.match_check_in_minutes or match.scheduled_at is None:
        return None
    return match.scheduled_at + timedelta(minutes=tournament.no_show_minutes)


def first_state(match: Match, tournament: Tournament, now: datetime) -> MatchState:
    """Return where a match begins whose sides are known, in a tournament that is live."""
    opens_at = opens_at_of(match, tournament)
    if opens_at is None:
        return MatchState.READY
    return MatchState.SCHEDULED if now < opens_at else MatchState.CHECK_IN


def lobby_opens_at(match: Match, tournament: Tournament) -> datetime | None:
    """Return from when the sides see the lobby; None: as soon as both sides are known."""
    if match.scheduled_at is None:
        return None
    return match.scheduled_at - timedelta(minutes=tournament.lobby_minutes)
