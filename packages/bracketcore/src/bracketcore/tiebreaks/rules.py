"""The rules of the table and the chains of them: one pure function a rule."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

from bracketcore.tiebreaks.games import Line, Number, Table

__all__ = ["CHAINS", "RULES", "Criterion", "Scope", "Step"]


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


def points_difference(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all
    return sum(own - other for own, other in _inside(entrant, table))


def points_for(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all count
    return sum(own for own, _ in _inside(entrant, table))


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


def _inside(entrant: str, table: Table) -> list[tuple[int, int]]:
    return [line.inside for line in table.lines[entrant] if line.inside is not None]


def _difference(lines: Sequence[Line]) -> int:
    return sum(line.score[0] - line.score[1] for line in lines if line.score is not None)


def _score_for(lines: Sequence[Line]) -> int:
    return sum(line.score[0] for line in lines if line.score is not None)


# What a number says of entrants of different pools. "match": it adds up over the matches,
# so a match of each counts. "pool": it looks at who met whom, so it says nothing.
# "given": it comes from outside, and counts as it is.
Scope = Literal["match", "pool", "given"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule with its code and the words that explain a place by it.

    >>> RULES["SD"].criteria[0].words
    'score difference'
    """

    code: str
    words: str
    value: Callable[[str, AbstractSet[str], Table], Number]
    scope: Scope = "match"


@dataclass(frozen=True, slots=True)
class Step:
    """Criteria that look at one tied set together.

    With ``again`` they start over on every smaller set that they leave tied.

    >>> [code for code, step in RULES.items() if step.again]
    ['DE']
    """

    criteria: tuple[Criterion, ...]
    again: bool = False


POINTS: Final = Criterion("PTS", "points", points)
WON: Final = Criterion("WON", "matches won on the field", wins_on_the_field)
WIN: Final = Criterion("WIN", "matches won", wins)
DE: Final = Criterion("DE", "points among the tied", points_among_tied, "pool")
SB: Final = Criterion("SB", "Sonneborn-Berger", sonneborn_berger, "pool")
SD: Final = Criterion("SD", "score difference", score_difference)
SF: Final = Criterion("SF", "score for", score_for)
PD: Final = Criterion("PD", "difference of the points in games", points_difference)
PF: Final = Criterion("PF", "points won in games", points_for)
DE_SD: Final = Criterion("DE:SD", "score difference among the tied", difference_among_tied, "pool")
DE_SF: Final = Criterion("DE:SF", "score for among the tied", score_for_among_tied, "pool")

RULES: Final[Mapping[str, Step]] = {
    "PTS": Step((POINTS,)),
    "WON": Step((WON,)),
    "WIN": Step((WIN,)),
    "DE": Step((DE,), again=True),
    "SB": Step((SB,)),
    "SD": Step((SD,)),
    "SF": Step((SF,)),
    "PD": Step((PD,)),
    "PF": Step((PF,)),
}

CHAINS: Final[Mapping[str, tuple[Step, ...]]] = {
    "football_goal_difference": (Step((SD,)), Step((SF,)), Step((DE, DE_SD, DE_SF))),
    "football_head_to_head": (Step((DE, DE_SD, DE_SF), again=True), Step((SD,)), Step((SF,))),
    "games": (Step((WIN,)), Step((DE,), again=True), Step((SD,)), Step((PD,))),
}
