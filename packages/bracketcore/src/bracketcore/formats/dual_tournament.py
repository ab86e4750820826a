"""Dual tournament: four meet until two have won twice and two have lost twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from bracketcore.formats.double_elimination import DoubleElimination
from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import check_four
from bracketcore.recipe import Format
from bracketcore.stage import Stage
from bracketcore.standings import Standings
from bracketcore.structure import Match, Structure
from bracketcore.tiebreaks import Tiebreak

__all__ = ["DualTournament"]


@dataclass(frozen=True, kw_only=True)
class DualTournament(Format):
    """A double elimination of four without a grand final: the first two places go on.

    The winners of U1.1 and U1.2 meet in U2.1 for the first place, the losers in L1.1; who
    lost the one and who won the other play L2.1 for the second place.

    >>> [match.id for match in DualTournament().create(["ann", "bob", "cyd", "dee"]).matches]
    ['U1.1', 'U1.2', 'L1.1', 'U2.1', 'L2.1']
    """

    best_of: BestOf = 1

    def __post_init__(self) -> None:
        check_best_of(self.best_of, decisive=True)

    def _bracket(self) -> DoubleElimination:
        return DoubleElimination(grand_final="none", best_of=self.best_of)

    def layout(self, entrants: int) -> Structure:
        check_four("A dual tournament", entrants)
        return self._bracket().layout(entrants)

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        return self._bracket().rank(stage, pool=pool, tiebreaks=tiebreaks)

    def champion(self, stage: Stage) -> str | None:
        return self._bracket().champion(stage)

    def draw(self, stage: Stage) -> str:
        return self._bracket().draw(stage)
