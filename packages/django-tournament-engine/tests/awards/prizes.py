"""Tournaments with something to win, played to their end."""

from datetime import timedelta

from django.utils import timezone
from tests.people.models import Person
from tests.playing import play, playable

from tournament_engine.awards.models import PrizePool
from tournament_engine.awards.services import DEFAULT, plan_prizes
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import PayoutMethod
from tournament_engine.match.models import Match

__all__ = ["concluded", "has", "planned", "played"]


def planned(
    tournament: Tournament,
    pool: int = 1000,
    prizes=DEFAULT,
    currency="EUR",
    method=PayoutMethod.WALLET,
) -> PrizePool:
    """Return the prize table of a tournament."""
    return plan_prizes(
        tournament=tournament,
        currency=currency,
        pool=pool,
        prizes=prizes,
        method=method,
        by=tournament.organizer,
    )


def played(tournament: Tournament) -> Tournament:
    """Play every match of a live tournament; the first side always wins."""
    while matches := playable(tournament):
        for match in matches:
            play(match)
    tournament.refresh_from_db()
    if tournament.state == TournamentState.LIVE:
        tournaments.complete_tournament(tournament=tournament, by=tournament.organizer)
    return tournament


def concluded(tournament: Tournament) -> Tournament:
    """Play a live tournament and conclude it, a day later: nobody objects any more."""
    played(tournament)
    yesterday = timezone.now() - timedelta(days=1)
    Match.objects.filter(tournament=tournament).update(completed_at=yesterday)
    return tournaments.conclude_tournament(tournament=tournament, by=tournament.organizer)


def has(user: Person | None) -> int:
    """Return how many euro cents somebody's wallet holds."""
    assert user is not None
    return Ledger().balance(user, "EUR").amount
