"""Round robin: everybody meets everybody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from bracketcore.errors import InvalidStage
from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import match_ids, numerals
from bracketcore.formats.labels import match_line, standings_table
from bracketcore.formats.shapes import shape
from bracketcore.pairing.circle import Order, rounds
from bracketcore.recipe import Format
from bracketcore.results import (
    DoubleForfeit,
    Draw,
    Forfeit,
    Placement,
    Result,
    Walkover,
    Win,
    totals,
)
from bracketcore.stage import Stage
from bracketcore.standings import Standings, rank
from bracketcore.structure import Match, Round, Structure, seed
from bracketcore.tiebreaks import Game, Number, Tiebreak, chain, with_given

__all__ = [
    "Points",
    "RoundRobin",
    "asked_tiebreaks",
    "check_options",
    "decided_games",
    "pool_rounds",
    "ranked",
    "single_pool",
]

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Points:
    """What a win, a draw and a loss are worth.

    Whole numbers or fractions, never floats.

    >>> Points(win=1, draw=Fraction(1, 2)).loss
    0
    """

    win: Number = 3
    draw: Number = 1
    loss: Number = 0

    def __post_init__(self) -> None:
        for number in (self.win, self.draw, self.loss):
            if type(number) is not int and not isinstance(number, Fraction):
                raise InvalidStage("Points are whole numbers or fractions: Fraction(1, 2).")
        if not self.win >= self.draw >= self.loss:
            raise InvalidStage("A win is worth no less than a draw, and a draw than a loss.")


@dataclass(frozen=True, kw_only=True)
class RoundRobin(Format):
    """Everybody meets everybody, once a leg, in the order of the Berger tables.

    ``order`` "circle" takes the matches of the circle method instead. ``tiebreaks`` are codes
    of `bracketcore.tiebreaks`, or numbers given from outside. Source of the tables: FIDE
    Handbook C.05, annex 1.

    >>> league = RoundRobin().create(["ann", "bob", "cyd", "dee"])
    >>> [league.pairing(match.id) for match in league.matches if match.round == 1]
    [('ann', 'dee'), ('bob', 'cyd')]
    """

    legs: int = 1
    order: Order = "berger"
    points: Points = field(default=Points())
    tiebreaks: Sequence[Tiebreak] = ("DE", "SD", "SF")
    best_of: BestOf = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "tiebreaks", checked_tiebreaks(self.tiebreaks))
        check_options(self.legs, self.order, self.best_of)

    def layout(self, entrants: int) -> Structure:
        matches = self.legs * entrants * (entrants - 1) // 2
        return shape(single_pool, entrants, self.legs, self.order, matches=matches)

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        if pool is not None:
            raise InvalidStage("A round robin has no pools: ask for the standings of the stage.")
        entrants = [entrant.id for entrant in stage.entrants]
        names = asked_tiebreaks(stage, self.tiebreaks, tiebreaks)
        return ranked(stage, entrants, stage.matches, self.points, names)

    def champion(self, stage: Stage) -> str | None:
        if not stage.is_complete:
            return None
        first = stage.standings()[0]
        return None if first.shared_with else first.entrant

    def draw(self, stage: Stage) -> str:
        lines = standings_table(stage, stage.standings())
        return "\n".join([*lines, "", *(match_line(stage, match) for match in stage.matches)])


def check_options(legs: int, order: str, best_of: BestOf) -> None:
    if type(legs) is not int or legs < 1:
        raise InvalidStage("legs is a whole number from 1.")
    if order not in {"berger", "circle"}:
        raise InvalidStage(f"There is no order {order!r}: choose berger or circle.")
    check_best_of(best_of, decisive=False)


def checked_tiebreaks(tiebreaks: Iterable[Tiebreak]) -> tuple[Tiebreak, ...]:
    """The tie-breaks as a tuple, a name alone also; `InvalidStage` for one that is unknown."""
    checked = (tiebreaks,) if isinstance(tiebreaks, str) else tuple(tiebreaks)
    chain(checked)
    return checked


def asked_tiebreaks(
    stage: Stage, own: Sequence[Tiebreak], asked: Iterable[Tiebreak] | None
) -> tuple[Tiebreak, ...]:
    """Those that were asked for, and no others; else the own, with what the stage was given."""
    return with_given(own, stage.given_tiebreaks) if asked is None else checked_tiebreaks(asked)


def single_pool(entrants: int, legs: int, order: Order) -> Structure:
    seats = range(1, entrants + 1)
    return Structure(pool_rounds("R", "R", seats, legs=legs, order=order))


def pool_rounds(
    bracket: str, prefix: str, seats: Sequence[int], *, legs: int, order: Order
) -> Iterator[Round]:
    """The rounds of one pool; every other leg has the sides changed."""
    number = 0
    codes = [seed(seat) for seat in seats]
    matches = numerals(len(seats) // 2)
    for leg in range(legs):
        for first, second in rounds(codes, order):
            number += 1
            ids = match_ids(prefix, number, matches)
            sources = codes[:1] * (2 * len(first))
            sources[leg % 2 :: 2], sources[1 - leg % 2 :: 2] = first, second
            yield Round(bracket, number, ids, sources, decisive=False)


def ranked(
    stage: Stage,
    entrants: Sequence[str],
    matches: Iterable[Match],
    points: Points,
    tiebreaks: Sequence[Tiebreak],
) -> Standings:
    return rank(entrants, decided_games(stage, matches, points), chain(tiebreaks))


def decided_games(stage: Stage, matches: Iterable[Match], points: Points) -> Iterator[Game]:
    """The matches that are decided, as a table counts them; unplayed is not 0:0."""
    for match in matches:
        result = stage.result(match.id)
        if result is not None:
            first, second = stage.pairing(match.id)
            yield _game((str(first), str(second)), result, points, stage.best_of(match.id))


def _game(sides: tuple[str, str], result: Result, points: Points, best_of: int) -> Game:
    shares = _shares(sides, result)
    worth = {1: points.win, HALF: points.draw, 0: points.loss}
    return Game(
        sides=sides,
        points=(worth[shares[0]], worth[shares[1]]),
        shares=shares,
        score=_score(result),
        played=isinstance(result, Win | Draw),
        inside=_inside(result, best_of),
    )


def _shares(sides: tuple[str, str], result: Result) -> tuple[Number, Number]:
    match result:
        case Win(winner) | Walkover(winner):
            return (1, 0) if winner == sides[0] else (0, 1)
        case Forfeit(loser):
            return (0, 1) if loser == sides[0] else (1, 0)
        case Draw():
            return HALF, HALF
        case DoubleForfeit() | Placement():
            return 0, 0
        case _:
            assert_never(result)


def _score(result: Result) -> tuple[int, int] | None:
    match result:
        case Win(score=score) | Draw(score=score):
            return None if score is None else totals(score)
        case _:
            return None


def _inside(result: Result, best_of: int) -> tuple[int, int] | None:
    """The points that each side won inside the games, where the score tells them."""
    if not isinstance(result, Win | Draw) or result.score is None:
        return None
    match result.score:
        case (int() as first, int() as second):
            return (first, second) if best_of == 1 else None
        case games:
            return sum(first for first, _ in games), sum(second for _, second in games)
