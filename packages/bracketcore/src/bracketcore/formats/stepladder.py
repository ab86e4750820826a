"""Stepladder: the two lowest seeds begin, and each winner meets the next higher one."""

from collections.abc import Iterable
from dataclasses import dataclass

from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import beaten, check_asked, still_in
from bracketcore.formats.labels import match_line
from bracketcore.recipe import Format
from bracketcore.stage import Stage
from bracketcore.standings import Standings, tiers
from bracketcore.structure import Match, Round, Structure, seed, winner_of
from bracketcore.tiebreaks import Tiebreak

__all__ = ["Stepladder"]


@dataclass(frozen=True, kw_only=True)
class Stepladder(Format):
    """A ladder of one match less than there are entrants; the first seed waits at its top.

    >>> ladder = Stepladder().create(["ann", "bob", "cyd"])
    >>> [ladder.pairing(match.id) for match in ladder.matches]
    [('bob', 'cyd'), ('ann', None)]
    """

    best_of: BestOf = 1

    def __post_init__(self) -> None:
        check_best_of(self.best_of, decisive=True)

    def layout(self, entrants: int) -> Structure:
        climbers = [seed(entrants), *(winner_of(match) for match in range(entrants - 2))]
        waiting = range(entrants - 1, 0, -1)
        return Structure(
            Round("R", number, [f"R{number}.1"], [seed(host), climber])
            for number, (host, climber) in enumerate(zip(waiting, climbers, strict=True), start=1)
        )

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        check_asked(pool, tiebreaks)
        out = [beaten(stage, [match.id]) for match in reversed(stage.matches)]
        rest = still_in(stage, [row for group in out for row in group], stage.matches[-1].id)
        return tiers([rest, *out])

    def champion(self, stage: Stage) -> str | None:
        winner, _ = stage.outcome(stage.matches[-1].id)
        return winner if isinstance(winner, str) else None

    def draw(self, stage: Stage) -> str:
        return "\n".join(match_line(stage, match) for match in stage.matches)
