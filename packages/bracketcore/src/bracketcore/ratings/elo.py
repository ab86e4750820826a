"""Elo ratings: after each match, the winner takes points for what was not expected.

Source: A. E. Elo, *The Rating of Chessplayers*, 1978; FIDE Rating Regulations (B.02), 8.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bracketcore.ratings.outcome import Outcome

__all__ = ["Elo"]


@dataclass(frozen=True, kw_only=True)
class Elo:
    """Ratings in which a lead of ``scale`` points means ten times the chances.

    ``k`` is the most points that one match can move.

    >>> Elo(k=32).rate([Outcome("ann", "bob", 1)])
    {'ann': 1516.0, 'bob': 1484.0}
    """

    k: float = 20
    start: float = 1500
    scale: float = 400

    def expected(self, rating: float, opponent: float) -> float:
        """Return the share (0 to 1) that a rating is expected to score against another.

        >>> round(Elo().expected(1600, 1500), 2)
        0.64
        """
        return 1 / (1 + 10 ** ((opponent - rating) / self.scale))

    def rate(
        self, outcomes: Iterable[Outcome], *, before: Mapping[str, float] | None = None
    ) -> dict[str, float]:
        """Return everybody's rating after the outcomes, taken in the order given.

        Entrants without a rating in ``before`` begin with ``start``. Ratings are in points.

        >>> round(Elo(k=20).rate([Outcome("ann", "bob", 0.5)], before={"ann": 1900})["bob"])
        1508
        """
        ratings = dict(before or {})
        for outcome in outcomes:
            first = ratings.get(outcome.first, self.start)
            second = ratings.get(outcome.second, self.start)
            gain = self.k * (outcome.score - self.expected(first, second))
            ratings[outcome.first], ratings[outcome.second] = first + gain, second - gain
        return ratings
