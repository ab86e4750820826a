"""What separates entrants of equal points: a table of rules, one pure function each.

========================  ==============================================================
PTS                       points (FIDE C.07; IFAB competition rules)
WON                       matches won on the field, walkovers apart (FIDE C.07, 7.2)
WIN                       matches won, also by walkover (FIDE C.07, 7.1)
DE                        direct encounter: points among the tied, again on any smaller
                          set that stays tied (FIDE C.07, 6)
SB                        Sonneborn-Berger: each opponent's points by the share of the
                          points taken from it (FIDE C.07, 9.1)
SD                        score difference, all matches (FIFA World Cup 2022, article 12)
SF                        score for, all matches (the same)
football_goal_difference  SD, SF, then points, difference and goals among the tied
                          (FIFA World Cup 2022, article 12)
football_head_to_head     points, difference and goals among the tied, again on any
                          smaller set that stays tied; then SD, SF (UEFA, EURO 2024
                          regulations, article 20)
========================  ==============================================================

A rule gives each of the tied a number, and more is better. It sees the tied entrants as
a set, so the order in which they entered never counts. An unplayed match has no score:
it is no 0:0.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bracketcore.errors import InvalidStage

__all__ = ["CHAINS", "RULES", "Criterion", "Game", "Number", "Step", "Table", "chain"]

# An exact number: no float ever decides a place.
Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Game:
    """A decided match of two as the table counts it; ``score`` is None if it was not played.

    A share is 1 of a win, a half of a draw and 0 of a loss.
    """

    sides: tuple[str, str]
    points: tuple[Number, Number]
    shares: tuple[Number, Number]
    score: tuple[int, int] | None
    played: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a game, seen from its entrant."""

    opponent: str
    points: Number
    share: Number
    score: tuple[int, int] | None
    played: bool


class Table:
    """The games of a stage, looked up by entrant."""

    __slots__ = ("lines", "points")

    def __init__(self, entrants: Iterable[str], games: Iterable[Game]) -> None:
        self.lines: dict[str, list[Line]] = {entrant: [] for entrant in entrants}
        for game in games:
            for side, entrant in enumerate(game.sides):
                self.lines[entrant].append(_line(game, side))
        self.points: dict[str, Number] = {
            entrant: sum((line.points for line in lines), start=0)
            for entrant, lines in self.lines.items()
        }


def _line(game: Game, side: int) -> Line:
    other = 1 - side
    score = None if game.score is None else (game.score[side], game.score[other])
    return Line(
        opponent=game.sides[other],
        points=game.points[side],
        share=game.shares[side],
        score=score,
        played=game.played,
    )


def points(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all count
    return table.points[entrant]


def wins(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all count
    return sum(line.share == 1 for line in table.lines[entrant])


def wins_on_the_field(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all
    return sum(line.share == 1 for line in table.lines[entrant] if line.played)


def score_difference(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all
    return _difference(table.lines[entrant])


def score_for(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all count
    return _score_for(table.lines[entrant])


def points_among_tied(entrant: str, tied: AbstractSet[str], table: Table) -> Number:
    return sum((line.points for line in _among(entrant, tied, table)), start=0)


def difference_among_tied(entrant: str, tied: AbstractSet[str], table: Table) -> Number:
    return _difference(_among(entrant, tied, table))


def score_for_among_tied(entrant: str, tied: AbstractSet[str], table: Table) -> Number:
    return _score_for(_among(entrant, tied, table))


def sonneborn_berger(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all
    return sum((line.share * table.points[line.opponent] for line in table.lines[entrant]), start=0)


def _among(entrant: str, tied: AbstractSet[str], table: Table) -> list[Line]:
    return [line for line in table.lines[entrant] if line.opponent in tied]


def _difference(lines: Sequence[Line]) -> int:
    return sum(line.score[0] - line.score[1] for line in lines if line.score is not None)


def _score_for(lines: Sequence[Line]) -> int:
    return sum(line.score[0] for line in lines if line.score is not None)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule with its code and the words that explain a place by it."""

    code: str
    words: str
    value: Callable[[str, AbstractSet[str], Table], Number]


@dataclass(frozen=True, slots=True)
class Step:
    """Criteria that look at one tied set together.

    With ``again`` they start over on every smaller set that they leave tied.
    """

    criteria: tuple[Criterion, ...]
    again: bool = False


POINTS: Final = Criterion("PTS", "points", points)
WON: Final = Criterion("WON", "matches won on the field", wins_on_the_field)
WIN: Final = Criterion("WIN", "matches won", wins)
DE: Final = Criterion("DE", "points among the tied", points_among_tied)
SB: Final = Criterion("SB", "Sonneborn-Berger", sonneborn_berger)
SD: Final = Criterion("SD", "score difference", score_difference)
SF: Final = Criterion("SF", "score for", score_for)
DE_SD: Final = Criterion("DE:SD", "score difference among the tied", difference_among_tied)
DE_SF: Final = Criterion("DE:SF", "score for among the tied", score_for_among_tied)

RULES: Final[Mapping[str, Step]] = {
    "PTS": Step((POINTS,)),
    "WON": Step((WON,)),
    "WIN": Step((WIN,)),
    "DE": Step((DE,), again=True),
    "SB": Step((SB,)),
    "SD": Step((SD,)),
    "SF": Step((SF,)),
}

CHAINS: Final[Mapping[str, tuple[Step, ...]]] = {
    "football_goal_difference": (Step((SD,)), Step((SF,)), Step((DE, DE_SD, DE_SF))),
    "football_head_to_head": (Step((DE, DE_SD, DE_SF), again=True), Step((SD,)), Step((SF,))),
}


def chain(names: Sequence[str]) -> tuple[Step, ...]:
    """The steps of these rules and chains, after the points, which always come first.

    >>> [criterion.code for step in chain(["SD", "DE"]) for criterion in step.criteria]
    ['PTS', 'SD', 'DE']
    """
    steps = [RULES["PTS"]]
    for name in names:
        if name in CHAINS:
            steps += CHAINS[name]
        elif name in RULES:
            steps.append(RULES[name])
        else:
            known = ", ".join([*RULES, *CHAINS])
            raise InvalidStage(f"There is no tie-break {name!r}: choose from {known}.")
    return tuple(steps)
