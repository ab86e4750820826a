"""The default rankings hook: Elo ratings, one table for each scope.

Wins and draws count. What was not played does not: a bye, a walkover, a forfeit (as with
FIDE's ratings, B.02). `k`, `start` and `scale` are those of `bracketcore.ratings.Elo`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from bracketcore.ratings import Elo
from tournament_engine.hooks.models import Rating
from tournament_engine.hooks.rankings import Outcome, OutcomeKind, Rankings
from tournament_engine.hooks.services import apply_outcomes, revert_outcomes

__all__ = ["EloRankings"]


class EloRankings(Rankings):
    """Keeps a rating for everybody who has played. Derive from it to choose another `elo`."""

    elo: ClassVar[Elo] = Elo()
    counted: ClassVar[frozenset[OutcomeKind]] = frozenset({OutcomeKind.WIN, OutcomeKind.DRAW})

    def ratings(self, entrants: Iterable[str], scope: str) -> Mapping[str, float]:
        """Return the ratings of those who have played, in one query."""
        rated = Rating.objects.filter(scope=scope, entrant__in=set(entrants))
        return {entrant: float(value) for entrant, value in rated.values_list("entrant", "value")}

    def apply(self, outcomes: Sequence[Outcome], idempotency_key: str) -> None:
        """Rate what was played, in the order given."""
        played = [outcome for outcome in outcomes if outcome.kind in self.counted]
        apply_outcomes(outcomes=played, elo=self.elo, key=idempotency_key)

    def revert(self, idempotency_key: str) -> None:
        """Take the points back that these outcomes gave; later ones keep what they gave."""
        revert_outcomes(key=idempotency_key)
