"""Where a match stands in the tables: the numbers of its group and round, and its own."""

from typing import Final, NamedTuple

from bracketcore.errors import InvalidNotation
from bracketcore.formats import DoubleElimination, Pools, RoundRobin, SingleElimination
from bracketcore.stage import Stage
from bracketcore.structure import Match

__all__ = ["GROUPS", "Place", "group_numbers", "place_of"]

GROUPS: Final = {"R": 1, "3P": 2, "U": 1, "L": 2, "GF": 3}


class Place(NamedTuple):
    group: int
    round: int
    number: int


def group_numbers(stage: Stage) -> dict[str, int]:
    """The number of the group that each bracket of the stage is."""
    match stage.format:
        case Pools():
            return {pool: number for number, pool in enumerate(stage.pools, start=1)}
        case RoundRobin():
            return GROUPS
        case SingleElimination(classification="none") | DoubleElimination(upper_entrants=None):
            return GROUPS
        case _:
            raise InvalidNotation(
                "brackets-model has eliminations that everybody starts in one bracket, without "
                "all places played out, and round robins: save this stage with notation."
            )


def place_of(match: Match, groups: dict[str, int]) -> Place:
    if match.bracket == "GF":
        return Place(groups["GF"], match.round, 1)
    if match.bracket == "3P":
        return Place(groups["3P"], 1, 1)
    return Place(groups[match.bracket], match.round, int(match.id.rpartition(".")[2]))
