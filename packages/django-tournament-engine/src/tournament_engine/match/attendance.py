"""Who has to be there for a match, from when and until when. Reads only.

Check-in opens so many minutes before the time of a match, and the grace ends so many
after it; the tournament says how many. Without minutes, or without a time, nobody checks in.
"""

from datetime import datetime, timedelta

from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match

__all__ = ["absent", "closes_at_of", "first_state", "lobby_opens_at", "opens_at_of"]


def opens_at_of(match: Match, tournament: Tournament) -> datetime | None:
    """Return when check-in opens; None where nobody checks in."""
    minutes = tournament.match_check_in_minutes
    if not minutes or match.scheduled_at is None:
        return None
    return match.scheduled_at - timedelta(minutes=minutes)


def closes_at_of(match: Match, tournament: Tournament, now: datetime) -> datetime:
    """Return when the grace is over if check-in opens now: a match that is late has its time."""
    in_full = now + timedelta(minutes=tournament.match_check_in_minutes)
    begins = in_full if match.scheduled_at is None else max(match.scheduled_at, in_full)
    return begins + timedelta(minutes=tournament.no_show_minutes)


def first_state(match: Match, tournament: Tournament, now: datetime) -> MatchState:
    """Return where a match begins whose sides are known, in a tournament that is live."""
    opens_at = opens_at_of(match, tournament)
    if opens_at is None:
        return MatchState.READY
    return MatchState.SCHEDULED if now < opens_at else MatchState.CHECK_IN


def absent(match: Match) -> list[int]:
    """Return the sides on which somebody sits who has not checked in, and who is expected."""
    there = {
        *match.check_ins.values_list("entrant", flat=True),
        *match.forfeits.values_list("entrant", flat=True),
    }
    return [
        side.side
        for side in match.sides.all()
        if side.entrant_id is not None and side.entrant_id not in there
    ]


def lobby_opens_at(match: Match, tournament: Tournament) -> datetime | None:
    """Return from when the sides see the lobby; None: as soon as both sides are known."""
    if match.scheduled_at is None:
        return None
    return match.scheduled_at - timedelta(minutes=tournament.lobby_minutes)
