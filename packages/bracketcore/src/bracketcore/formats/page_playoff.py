"""Page playoff: the better two of four may lose once."""

from collections.abc import Iterable
from dataclasses import dataclass

from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import beaten, check_asked, check_four, still_in
from bracketcore.formats.labels import match_line
from bracketcore.recipe import Format
from bracketcore.stage import Stage
from bracketcore.standings import Standings, tiers
from bracketcore.structure import Match, Round, Structure, loser_of, seed, winner_of
from bracketcore.tiebreaks import Tiebreak

__all__ = ["PagePlayoff"]

TOP, BOTTOM, SEMIFINAL, FINAL = "R1.1", "R1.2", "R2.1", "R3.1"


@dataclass(frozen=True, kw_only=True)
class PagePlayoff(Format):
    """The first meets the second and the third the fourth; then a semi-final and a final.

    Who wins the first match goes to the final; who loses it meets the winner of the second.

    >>> playoff = PagePlayoff().create(["ann", "bob", "cyd", "dee"])
    >>> [playoff.pairing(match.id) for match in playoff.ready_matches()]
    [('ann', 'bob'), ('cyd', 'dee')]
    """

    best_of: BestOf = 1

    def __post_init__(self) -> None:
        check_best_of(self.best_of, decisive=True)

    def layout(self, entrants: int) -> Structure:
        check_four("A page playoff", entrants)
        return Structure(
            [
                Round("R", 1, [TOP, BOTTOM], [seed(1), seed(2), seed(3), seed(4)]),
                Round("R", 2, [SEMIFINAL], [loser_of(0), winner_of(1)]),
                Round("R", 3, [FINAL], [winner_of(0), winner_of(2)]),
            ]
        )

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        check_asked(pool, tiebreaks)
        first = [BOTTOM] if isinstance(stage.outcome(TOP)[1], str) else [TOP, BOTTOM]
        out = [beaten(stage, [FINAL]), beaten(stage, [SEMIFINAL]), beaten(stage, first)]
        return tiers([still_in(stage, [row for group in out for row in group], FINAL), *out])

    def champion(self, stage: Stage) -> str | None:
        winner, _ = stage.outcome(FINAL)
        return winner if isinstance(winner, str) else None

    def draw(self, stage: Stage) -> str:
        return "\n".join(match_line(stage, match) for match in stage.matches)
