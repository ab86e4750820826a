"""Pools: several round robins side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, Literal

from bracketcore import seeding
from bracketcore.errors import InvalidStage
from bracketcore.formats.games import BestOf, best_of_match
from bracketcore.formats.labels import match_line, standings_table
from bracketcore.formats.round_robin import (
    Points,
    asked_tiebreaks,
    check_options,
    checked_tiebreaks,
    pool_rounds,
    ranked,
)
from bracketcore.formats.shapes import shape
from bracketcore.pairing.circle import Order
from bracketcore.recipe import Format
from bracketcore.stage import Stage
from bracketcore.standings import Standings, across
from bracketcore.structure import Match, Structure
from bracketcore.tiebreaks import Tiebreak, chain

__all__ = ["Pools"]

Distribution = Literal["snake", "effort", "bracket"]

DEALERS: Final = {
    "snake": seeding.snake,
    "effort": seeding.effort,
    "bracket": seeding.snake_in_bracket_order,
}


@dataclass(frozen=True, kw_only=True)
class Pools(Format):
    """The entrants are dealt over pools, and in each everybody meets everybody.

    ``distribution`` "snake" deals forth and back, "effort" always from the first pool on, and
    "bracket" lists the pools of a snake as their best seeds stand in a bracket. The other
    options are those of `RoundRobin`. More pools than entrants are `InvalidStage`.

    >>> stage = Pools(pools=2).create(["ann", "bob", "cyd", "dee"])
    >>> stage.pools, [match.id for match in stage.matches]
    ({'A': ('ann', 'dee'), 'B': ('bob', 'cyd')}, ['A.R1.1', 'B.R1.1'])
    """

    pools: int
    distribution: Distribution = "snake"
    legs: int = 1
    order: Order = "berger"
    points: Points = field(default=Points())
    tiebreaks: Sequence[Tiebreak] = ("DE", "SD", "SF")
    best_of: BestOf = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "tiebreaks", checked_tiebreaks(self.tiebreaks))
        check_options(self.legs, self.order, self.best_of)
        if type(self.pools) is not int or self.pools < 1:
            raise InvalidStage("pools is a whole number from 1.")
        if self.distribution not in DEALERS:
            raise InvalidStage(
                f"There is no distribution {self.distribution!r}: choose from {', '.join(DEALERS)}."
            )

    def dealt(self, entrants: Sequence[str]) -> dict[str, tuple[str, ...]]:
        pools = DEALERS[self.distribution](entrants, self.pools)
        return dict(zip(seeding.pool_labels(self.pools), map(tuple, pools), strict=True))

    def layout(self, entrants: int) -> Structure:
        if self.pools > entrants:
            raise InvalidStage(
                f"{self.pools} pools are too many for {entrants} entrants: choose fewer pools."
            )
        options = (entrants, self.pools, self.distribution, self.legs, self.order)
        matches = self.legs * entrants * entrants // (2 * self.pools)
        return shape(side_by_side, *options, matches=matches)

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        """The standings of a pool, or of all pools together: see `standings.across`.

        >>> stage = Pools(pools=2).create(["ann", "bob", "cyd", "dee"])
        >>> [row.entrant for row in stage.format.rank(stage, pool="B", tiebreaks=None)]
        ['bob', 'cyd']
        """
        chosen = asked_tiebreaks(stage, self.tiebreaks, tiebreaks)
        if pool is not None:
            return self._pool_standings(stage, pool, chosen)
        tables = {label: self._pool_standings(stage, label, chosen) for label in stage.pools}
        return across(tables, chain(chosen))

    def _pool_standings(self, stage: Stage, label: str, chosen: Sequence[Tiebreak]) -> Standings:
        if label not in stage.pools:
            raise InvalidStage(f"There is no pool {label}: choose from {', '.join(stage.pools)}.")
        matches = (match for match in stage.matches if match.bracket == label)
        return ranked(stage, stage.pools[label], matches, self.points, chosen)

    def champion(self, stage: Stage) -> str | None:  # noqa: ARG002  pools lead to another stage
        return None

    def draw(self, stage: Stage) -> str:
        return "\n\n".join("\n".join(_pool_lines(stage, label)) for label in stage.pools)


def side_by_side(
    entrants: int, pools: int, distribution: Distribution, legs: int, order: Order
) -> Structure:
    """The rounds of all pools, the first rounds first."""
    dealt = DEALERS[distribution](range(1, entrants + 1), pools)
    columns = [
        pool_rounds(label, f"{label}.R", seats, legs=legs, order=order)
        for label, seats in zip(seeding.pool_labels(pools), dealt, strict=True)
    ]
    by_round = zip_longest(*columns)
    return Structure(part for parts in by_round for part in parts if part is not None)


def _pool_lines(stage: Stage, label: str) -> list[str]:
    matches = [match for match in stage.matches if match.bracket == label]
    table = standings_table(stage, stage.standings(pool=label))
    played = ["", *(match_line(stage, match) for match in matches)] if matches else []
    return [f"Pool {label}", *table, *played]
