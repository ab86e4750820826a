"""Glicko-2 ratings: a rating, how sure it is, and how erratic the entrant.

Source: M. E. Glickman, "Example of the Glicko-2 system", 2022; the steps below are its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import Final

from bracketcore.ratings.outcome import Outcome

__all__ = ["Glicko2", "Glicko2Rating"]

_SCALE: Final = 173.7178
_CONVERGED: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Glicko2Rating:
    """A rating and its deviation in points, and the volatility without a unit.

    The true strength lies within two deviations of the rating in 95 of 100 cases.

    >>> Glicko2Rating()
    Glicko2Rating(rating=1500.0, deviation=350.0, volatility=0.06)
    """

    rating: float = 1500.0
    deviation: float = 350.0
    volatility: float = 0.06


@dataclass(frozen=True, slots=True)
class _Meeting:
    """An opponent as one entrant meets it: the weight g, the expectation E, the score."""

    weight: float
    expected: float
    score: float


@dataclass(frozen=True, kw_only=True)
class Glicko2:
    """Ratings by period. ``tau`` restrains how fast volatility changes: usually 0.3 to 1.2.

    >>> period = [Outcome("ann", "bob", 1), Outcome("ann", "cyd", 0), Outcome("ann", "dee", 0)]
    >>> before = {
    ...     "ann": Glicko2Rating(1500, 200),
    ...     "bob": Glicko2Rating(1400, 30),
    ...     "cyd": Glicko2Rating(1550, 100),
    ...     "dee": Glicko2Rating(1700, 300),
    ... }
    >>> ann = Glicko2(tau=0.5).rate(period, before=before)["ann"]
    >>> round(ann.rating, 2), round(ann.deviation, 2), round(ann.volatility, 5)
    (1464.05, 151.52, 0.06)
    """

    tau: float = 0.5
    start: Glicko2Rating = Glicko2Rating()

    def __post_init__(self) -> None:
        if not 0 < self.tau < 2:  # noqa: PLR2004  beyond 2 the search below has no bounds
            raise ValueError(f"tau lies between 0 and 2, and {self.tau} does not.")

    def rate(
        self, outcomes: Iterable[Outcome], *, before: Mapping[str, Glicko2Rating] | None = None
    ) -> dict[str, Glicko2Rating]:
        """Return everybody's rating after one period, in which all outcomes count together.

        Those in ``before`` who did not play become less certain.

        >>> idle = Glicko2().rate([], before={"ann": Glicko2Rating(1500, 200)})["ann"]
        >>> idle.rating, round(idle.deviation, 2)
        (1500, 200.27)
        """
        ratings = dict(before or {})
        played = tuple(outcomes)
        for outcome in played:
            ratings.setdefault(outcome.first, self.start)
            ratings.setdefault(outcome.second, self.start)
        meetings: dict[str, list[_Meeting]] = {entrant: [] for entrant in ratings}
        for outcome in played:
            first, second = ratings[outcome.first], ratings[outcome.second]
            meetings[outcome.first].append(_meeting(first, second, outcome.score))
            meetings[outcome.second].append(_meeting(second, first, 1 - outcome.score))
        return {
            entrant: self._after(rating, meetings[entrant]) for entrant, rating in ratings.items()
        }

    def _after(self, rating: Glicko2Rating, meetings: list[_Meeting]) -> Glicko2Rating:
        phi = rating.deviation / _SCALE
        if not meetings:
            deviation = _SCALE * sqrt(phi**2 + rating.volatility**2)
            return Glicko2Rating(rating.rating, deviation, rating.volatility)
        variance = 1 / sum(m.weight**2 * m.expected * (1 - m.expected) for m in meetings)
        surprise = sum(m.weight * (m.score - m.expected) for m in meetings)
        volatility = self._volatility(rating.volatility, phi, variance, variance * surprise)
        phi_after = 1 / sqrt(1 / (phi**2 + volatility**2) + 1 / variance)
        points = rating.rating + _SCALE * phi_after**2 * surprise
        return Glicko2Rating(points, _SCALE * phi_after, volatility)

    def _volatility(self, volatility: float, phi: float, variance: float, delta: float) -> float:
        """Step 5: the root of f by the Illinois variant of regula falsi."""
        start = log(volatility**2)

        def f(x: float) -> float:
            total = phi**2 + variance + exp(x)
            pull = exp(x) * (delta**2 - total) / (2 * total**2)
            return pull - (x - start) / self.tau**2

        low, high = start, self._other_end(start, delta**2 - phi**2 - variance)
        f_low, f_high = f(low), f(high)
        while abs(high - low) > _CONVERGED:
            middle = low + (low - high) * f_low / (f_high - f_low)
            f_middle = f(middle)
            if f_middle * f_high <= 0:
                low, f_low = high, f_high
            else:
                f_low /= 2
            high, f_high = middle, f_middle
        return exp(low / 2)

    def _other_end(self, start: float, excess: float) -> float:
        # f(start - tau) is at least 1/tau - 1/2, so one step reaches the other side.
        return log(excess) if excess > 0 else start - self.tau


def _meeting(own: Glicko2Rating, other: Glicko2Rating, score: float) -> _Meeting:
    """Steps 2 and 3: an opponent counts the less, the less is known of it."""
    phi = other.deviation / _SCALE
    weight = 1 / sqrt(1 + 3 * phi**2 / pi**2)
    lead = (own.rating - other.rating) / _SCALE
    return _Meeting(weight, 1 / (1 + exp(-weight * lead)), score)
