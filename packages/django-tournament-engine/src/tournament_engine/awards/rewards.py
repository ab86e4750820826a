"""Badges as rewards of challenges: what an organiser can choose, and given to who did it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from tournament_engine import events
from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement
from tournament_engine.awards.rulebook import is_by_hand
from tournament_engine.challenge import badges
from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.core.models import Tournament

__all__ = ["declare"]


def declare() -> None:
    """Offer badges to challenges, and give what they reward. Harmless when done again."""
    badges.offer(_offered)
    events.then(events.challenge_awarded, _give)


def _offered(tournament: Tournament) -> Iterator[tuple[str, str]]:
    """Yield what is given by hand, here, in this game or everywhere; rules earn the rest."""
    here = Q(tournament=tournament) | Q(game=tournament.game_id) | Q(tournament=None, game=None)
    for row in Achievement.objects.filter(here, is_active=True).order_by("name", "pk"):
        if is_by_hand(row):
            yield row.code, row.title


def _give(*, challenge: int, completion: int, badge: str, **_: Any) -> None:
    """Give a badge once to each; it may be gone, or switched off, since it was promised."""
    if not badge:
        return
    rows = ChallengeCompletion.objects.filter(pk=completion)
    joined = ("entrant__registration__user", "entrant__tournament", "member__user", "tournament")
    for row in rows.select_related(*joined):
        for achievement in Achievement.objects.filter(code=badge, is_active=True):
            for person in badges.winners_of(row):
                services.award_achievement(
                    achievement=achievement,
                    holder=person,
                    tournament=row.tournament,
                    evidence={"challenge": challenge},
                )
