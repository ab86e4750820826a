"""Results feed the rankings: what is confirmed counts, what is corrected counts anew."""

from typing import Any

from tournament_engine import events
from tournament_engine.match.models import Match
from tournament_engine.match.services.rankings import update_rankings

__all__ = ["declare"]


def declare() -> None:
    """Let the rankings hear of results. Harmless when it is done again."""
    events.then(events.result_confirmed, _count_match)
    events.then(events.result_corrected, _count_stage)
    events.then(events.result_reopened, _count_stage)
    events.then(events.tournament_finished, _count_tournament)


def _count_match(*, match: int, **_: Any) -> None:
    update_rankings(matches=Match.objects.filter(pk=match))


def _count_stage(*, stage: int, **_: Any) -> None:
    """A correction or a reopening may have cleared other results of the stage."""
    update_rankings(matches=Match.objects.filter(bracket__stage=stage))


def _count_tournament(*, tournament: int, **_: Any) -> None:
    """Byes and the walkovers of those who left come without news of their own."""
    update_rankings(matches=Match.objects.filter(tournament=tournament))
