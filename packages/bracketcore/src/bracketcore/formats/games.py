"""How many games a match has: one number for all, or a mapping by round."""

from collections.abc import Mapping

from bracketcore.errors import InvalidStage
from bracketcore.structure import Match

__all__ = ["BestOf", "best_of_match", "check_best_of", "named_for"]

# By round number, or by the label of a bracket ("3P", "GF") or of a round in it ("U3").
# A round that is not named has one game.
BestOf = int | Mapping[int | str, int]


def best_of_match(best_of: BestOf, match: Match) -> int:
    if isinstance(best_of, int):
        return best_of
    games = named_for(best_of, match)
    return 1 if games is None else games


def named_for(numbers: Mapping[int | str, int], match: Match) -> int | None:
    """The number that names a match the closest: by its round in a bracket first."""
    for key in (f"{match.bracket}{match.round}", match.bracket, match.round):
        if key in numbers:
            return numbers[key]
    return None


def check_best_of(best_of: BestOf, *, decisive: bool) -> None:
    for games in [best_of] if isinstance(best_of, int) else best_of.values():
        if type(games) is not int or games < 1:
            raise InvalidStage("best_of is a whole number of games from 1.")
        if decisive and games % 2 == 0:
            raise InvalidStage(
                f"A best of {games} can be drawn and somebody must win: use an odd number."
            )
