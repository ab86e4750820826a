"""Single elimination: lose once and you are out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bracketcore import standings
from bracketcore.errors import InvalidStage
from bracketcore.formats import sheets
from bracketcore.formats.classification import (
    MAIN,
    THIRD_PLACE,
    classified,
    rounds_for_all_places,
)
from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import beaten, check_asked, rounds_until_final, still_in
from bracketcore.formats.labels import labelled_rounds, match_line, name_of
from bracketcore.formats.shapes import shape
from bracketcore.recipe import Format
from bracketcore.seeding.orders import bracket_size
from bracketcore.stage import Stage
from bracketcore.structure import Match, Round, Structure, loser_of

if TYPE_CHECKING:
    from bracketcore.standings import Row, Standings
    from bracketcore.tiebreaks import Tiebreak

__all__ = ["SingleElimination"]

FEWEST_FOR_THIRD_PLACE = 4

Classification = Literal["none", "all"]


@dataclass(frozen=True, kw_only=True)
class SingleElimination(Format):
    """A knockout with byes for the best seeds, and a third-place match if asked for.

    ``classification`` "all" plays all places out: losers go on among themselves. ``best_of``
    is a number of games, or a mapping by round, bracket or both.

    >>> cup = SingleElimination(third_place=True).create(["ann", "bob", "cyd", "dee"])
    >>> [match.id for match in cup.matches]
    ['R1.1', 'R1.2', '3P', 'R2.1']
    """

    third_place: bool = False
    classification: Classification = "none"
    best_of: BestOf = 1

    def __post_init__(self) -> None:
        check_best_of(self.best_of, decisive=True)
        if self.classification not in {"none", "all"}:
            raise InvalidStage(
                f"There is no classification {self.classification!r}: choose none or all."
            )

    def layout(self, entrants: int) -> Structure:
        if self.classification == "all":
            matches = bracket_size(entrants).bit_length() * entrants
            return shape(all_places, entrants, matches=matches)
        third = self.third_place and entrants >= FEWEST_FOR_THIRD_PLACE
        return shape(knockout, entrants, third, matches=entrants)

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: "Iterable[Tiebreak] | None"
    ) -> "Standings":
        check_asked(pool, tiebreaks)
        if self.classification == "all":
            return classified(stage)
        final = stage.matches[-1]
        out = [
            beaten(stage, [match.id for match in stage.matches if _is_in(match, number)])
            for number in range(final.round, 0, -1)
        ]
        unbeaten = still_in(stage, [row for group in out for row in group], final.id)
        if _has_third_place(stage) and stage.outcome(THIRD_PLACE)[1] is not None:
            out[1:2] = _played_off(stage, out[1])
        return standings.tiers([unbeaten, *out])

    def champion(self, stage: Stage) -> str | None:
        winner, _ = stage.outcome(stage.matches[-1].id)
        return winner if isinstance(winner, str) else None

    def draw(self, stage: Stage) -> str:
        lines = sheets.bracket(labelled_rounds(stage, MAIN), _crown(stage))
        others = [match_line(stage, match) for match in stage.matches if match.bracket != MAIN]
        return "\n".join([*lines, "", *others] if others else lines)


def all_places(entrants: int) -> Structure:
    return Structure(rounds_for_all_places(entrants))


def knockout(entrants: int, third_place: bool) -> Structure:  # noqa: FBT001  an option of a shape
    rounds = rounds_until_final(MAIN, entrants)
    if third_place:
        final = rounds[-1]
        losers = [loser_of(source >> 2) for source in final.sources]
        # The final stays the last: it is the match that everybody waits for.
        rounds.insert(-1, Round(THIRD_PLACE, final.number, [THIRD_PLACE], losers))
    return Structure(rounds)


def _is_in(match: Match, number: int) -> bool:
    return match.round == number and match.bracket == MAIN


def _has_third_place(stage: Stage) -> bool:
    return any(match.bracket == THIRD_PLACE for match in stage.matches)


def _played_off(stage: Stage, semifinalists: "list[Row]") -> "list[list[Row]]":
    """The third, the fourth, and the losing semi-finalists who did not come that far."""
    lost = beaten(stage, [THIRD_PLACE])
    winner, _ = stage.outcome(THIRD_PLACE)
    won = [standings.Row(0, winner, reason=f"won {THIRD_PLACE}")] if isinstance(winner, str) else []
    placed = {row.entrant for row in (*won, *lost)}
    return [won, lost, [row for row in semifinalists if row.entrant not in placed]]


def _crown(stage: Stage) -> str:
    champion = stage.champion
    return stage.matches[-1].id if champion is None else name_of(stage, champion)
