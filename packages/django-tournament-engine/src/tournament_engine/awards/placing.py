"""Where everybody came in once all stages are played: the last stage first, then the earlier."""

from collections.abc import Iterator
from itertools import groupby

from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import Tournament
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Entrant

__all__ = ["final_tiers", "placed"]


def final_tiers(tournament: Tournament) -> list[list[int]]:
    """Return the entrants by their final places, the best first; equals stand together.

    Whoever was disqualified has no place, and those behind move up.
    """
    out = Entrant.objects.filter(
        tournament=tournament, registration__state=RegistrationState.DISQUALIFIED
    )
    seen = set(out.values_list("pk", flat=True))
    tiers: list[list[int]] = []
    for tier in _tiers(tournament):
        left = [entrant for entrant in tier if entrant not in seen]
        seen.update(left)
        if left:
            tiers.append(left)
    return tiers


def placed(tiers: list[list[int]]) -> dict[int, int]:
    """Return the place of every entrant; equals have the same, and the next place skips.

    >>> placed([[7], [8, 9], [5]])
    {7: 1, 8: 2, 9: 2, 5: 4}
    """
    places: dict[int, int] = {}
    for tier in tiers:
        places |= dict.fromkeys(tier, len(places) + 1)
    return places


def _tiers(tournament: Tournament) -> Iterator[list[int]]:
    brackets = Bracket.objects.filter(tournament=tournament, state=StageState.COMPLETED)
    for bracket in brackets.select_related("stage").order_by("-stage__position"):
        standings = stages.load(bracket).standings()
        for _place, rows in groupby(standings, key=lambda row: row.place):
            yield [int(row.entrant) for row in rows]
