"""What can happen in a match, and whether a result can stand there."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import assert_never

from bracketcore.errors import IllegalScore, NotAnOccupant, WinnerRequired
from bracketcore.match import BYE, Occupant

__all__ = [
    "DoubleForfeit",
    "Draw",
    "Forfeit",
    "Placement",
    "Result",
    "Score",
    "Walkover",
    "Win",
    "check_result",
    "outcome",
    "totals",
]

Pair = tuple[int, int]

# A pair by side, or a sequence of pairs, one a game.
Score = Pair | tuple[Pair, ...]


@dataclass(frozen=True, slots=True, init=False)
class Win:
    """Somebody won. The score is by side: side 0 first, whoever won.

    ``score`` is a pair, or a sequence of pairs, one a game. A level score with a winner needs
    the ``shootout`` that decided it.

    >>> Win("ann", score=[(21, 15), (18, 21), (21, 19)]).score
    ((21, 15), (18, 21), (21, 19))
    >>> Win("bob", score=(1, 1), shootout=(3, 4)).shootout
    (3, 4)
    """

    winner: str
    score: Score | None = None
    shootout: Pair | None = None

    # Most results are one of these, and the usual way of a frozen class takes twice as long.
    def __init__(
        self, winner: str, score: Score | None = None, shootout: Pair | None = None
    ) -> None:
        _set_winner(self, winner)
        _set_score(self, score if score is None else _frozen(score))
        _set_shootout(self, shootout if shootout is None else _frozen(shootout))


_set_winner = Win.__dict__["winner"].__set__
_set_score = Win.__dict__["score"].__set__
_set_shootout = Win.__dict__["shootout"].__set__


@dataclass(frozen=True, slots=True)
class Draw:
    """Nobody won. The score is level.

    A match in which somebody must win refuses it: `WinnerRequired`.

    >>> Draw(score=(1, 1)).score
    (1, 1)
    """

    score: Score | None = None

    def __post_init__(self) -> None:
        if self.score is not None:
            object.__setattr__(self, "score", _frozen(self.score))


@dataclass(frozen=True, slots=True)
class Walkover:
    """Not played: the other side is absent.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Walkover("bob"))
    >>> stage.champion
    'bob'
    """

    winner: str


@dataclass(frozen=True, slots=True)
class Forfeit:
    """The loser loses by an act or by decision.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Forfeit("bob"))
    >>> stage.champion
    'ann'
    """

    loser: str


@dataclass(frozen=True, slots=True)
class DoubleForfeit:
    """Both sides lose, and nobody goes on.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
    >>> _ = stage.record("R1.2", DoubleForfeit())
    >>> stage.champion
    'ann'
    """


@dataclass(frozen=True, slots=True)
class Placement:
    """The order in which a heat came in, the best first, and the points each got.

    Those ``out`` have no place and never go on: who was absent, gave up or was put out of this
    heat. If all are, nobody goes on. Who has withdrawn before a heat is in neither.

    >>> Placement(["cyd", "ann", "bob"], points=[9, 4, 0]).order
    ('cyd', 'ann', 'bob')
    >>> from bracketcore import FreeForAll
    >>> stage = FreeForAll().create(["ann", "bob", "cyd"])
    >>> _ = stage.record("R1.1", Placement(["cyd", "ann"], out=["bob"]))
    >>> [(row.place, row.entrant) for row in stage.standings()]
    [(1, 'cyd'), (2, 'ann'), (3, 'bob')]
    """

    order: tuple[str, ...]
    points: tuple[int, ...] | None = None
    out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", _frozen(self.order))
        object.__setattr__(self, "out", _frozen(self.out))
        if self.points is not None:
            object.__setattr__(self, "points", _frozen(self.points))


Result = Win | Draw | Walkover | Forfeit | DoubleForfeit | Placement


def _frozen(value: object) -> object:
    """Lists as tuples, so that equal results are equal."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    return value


def outcome(result: Result, sides: Sequence[Occupant]) -> tuple[Occupant, Occupant]:
    """Who goes on as the winner and who as the loser; a bye where nobody does."""
    match result:
        case Walkover(winner) if len(sides) > 2:  # noqa: PLR2004  more are a heat
            return winner, BYE
        case Win(winner) | Walkover(winner):
            return winner, sides[1] if sides[0] == winner else sides[0]
        case Forfeit(loser):
            return sides[1] if sides[0] == loser else sides[0], loser
        case Draw() | DoubleForfeit():
            return BYE, BYE
        case Placement(order, _, out):
            placed: list[Occupant] = [*order, *(BYE for _ in out)] or [BYE]
            return placed[0], placed[-1]
        case _:
            assert_never(result)


def check_result(
    result: Result,
    sides: Sequence[Occupant],
    *,
    decisive: bool,
    best_of: int,
    excused: Container[str] = (),
) -> None:
    """Raise the error that says why a result cannot stand between these sides.

    Of the ``excused``, who have withdrawn, a heat need not tell the place.
    """
    entrants = [side for side in sides if isinstance(side, str)]
    if isinstance(result, Placement) != (len(sides) > 2):  # noqa: PLR2004  a heat has more than two
        raise IllegalScore("A heat takes a placement, and a match of two takes any other result.")
    match result:
        case DoubleForfeit():
            return
        case Win(winner, score, shootout):
            _check_occupant(winner, entrants)
            if score is not None or shootout is not None:
                _check_win(result, entrants, best_of)
        case Walkover(entrant) | Forfeit(entrant):
            _check_occupant(entrant, entrants)
        case Draw(score):
            if decisive:
                raise WinnerRequired("Somebody must win this match: name the winner.")
            _check_draw(score, best_of)
        case Placement(order, points, out):
            needed = [one for one in entrants if one not in excused]
            _check_order((*order, *out), entrants, needed)
            _check_points(order, points)
        case _:
            assert_never(result)


def _check_occupant(entrant: str, entrants: list[str]) -> None:
    if entrant not in entrants:
        raise NotAnOccupant(
            f"{entrant} does not sit in this match: name {' or '.join(entrants)}, who do."
        )


def _check_order(order: tuple[str, ...], entrants: list[str], needed: list[str]) -> None:
    for entrant in order:
        _check_occupant(entrant, entrants)
    if not order or len(set(order)) < len(order) or not set(needed) <= set(order):
        raise NotAnOccupant(f"Place each of {', '.join(needed or entrants)} once.")


def _check_points(order: tuple[str, ...], points: tuple[int, ...] | None) -> None:
    if points is not None and (
        len(points) != len(order) or any(type(number) is not int for number in points)
    ):
        raise IllegalScore("Give each place a whole number of points.")


def _check_win(result: Win, entrants: list[str], best_of: int) -> None:
    if result.score is None:
        raise IllegalScore("A shootout follows a level score: give that score as well.")
    won, lost = _by_winner(totals_checked(result.score, best_of), result.winner, entrants)
    names = f"{entrants[0]} {{}}, {entrants[1]} {{}}"
    if won < lost:
        first, second = totals(result.score)
        raise IllegalScore(
            f"{result.winner} cannot win with the lower score "
            f"({names.format(first, second)}): the score is given side by side."
        )
    if best_of > 1:
        _check_length(won, lost, best_of)
    _check_shootout(result, level=won == lost, entrants=entrants)


def _check_length(won: int, lost: int, best_of: int) -> None:
    needed = best_of // 2 + 1
    if won != needed or lost > best_of - needed:
        raise IllegalScore(
            f"A best of {best_of} is won with {needed} games and ends there: "
            f"{won}-{lost} cannot be its score."
        )


def _check_shootout(result: Win, *, level: bool, entrants: list[str]) -> None:
    if result.shootout is None:
        if level:
            raise IllegalScore("A level score has no winner: give the shootout or a draw.")
        return
    if not level:
        raise IllegalScore("A shootout follows a level score only: leave it out.")
    won, lost = _by_winner(_checked_pair(result.shootout), result.winner, entrants)
    if won <= lost:
        raise IllegalScore(f"{result.winner} won, so the shootout must be higher for that side.")


def _by_winner(pair: Pair, winner: str, entrants: list[str]) -> Pair:
    return pair if entrants[0] == winner else (pair[1], pair[0])


def _check_draw(score: Score | None, best_of: int) -> None:
    if score is None and best_of % 2 == 0:
        return
    if best_of % 2 == 0:
        needed = (best_of // 2, best_of // 2)
        if score is not None and totals_checked(score, best_of) != needed:
            raise IllegalScore(f"A drawn best of {best_of} ends {needed[0]}-{needed[1]}.")
        return
    if best_of > 1:
        raise IllegalScore(f"A best of {best_of} has no draw: name the winner.")
    if score is not None and len(set(totals_checked(score, best_of))) > 1:
        raise IllegalScore("A draw has a level score: name the winner instead.")


def totals(score: Score) -> Pair:
    """The score as one pair: as it was given, of the one game, or the games won by each side.

    >>> totals((2, 1)), totals(((21, 15), (18, 21), (21, 19)))
    ((2, 1), (2, 1))
    """
    match score:
        case (int() as first, int() as second):
            return first, second
        case ((int() as first, int() as second),):
            return first, second
        case games:
            firsts = sum(first > second for first, second in games)
            return firsts, len(games) - firsts


def totals_checked(score: object, best_of: int) -> Pair:
    """The score as one pair, or `IllegalScore` where it is none."""
    if not isinstance(score, tuple) or not score:
        raise IllegalScore("Give a score as a pair of whole numbers, or as such a pair for a game.")
    if not isinstance(score[0], tuple):
        return _checked_pair(score)
    games = [_checked_pair(game) for game in score]
    if best_of == 1 and len(games) == 1:
        return games[0]
    return _games_won(games, best_of)


def _games_won(games: list[Pair], best_of: int) -> Pair:
    needed = best_of // 2 + 1
    won = [0, 0]
    for number, (first, second) in enumerate(games, start=1):
        if first == second:
            raise IllegalScore(f"Game {number} is level: every game of a match needs a winner.")
        # An even number of games can be drawn, so all of them are played only up to the win.
        if number > best_of or max(won) == needed:
            raise IllegalScore(f"A best of {best_of} was over before game {number}: leave it out.")
        won[0 if first > second else 1] += 1
    return won[0], won[1]


def _checked_pair(pair: object) -> Pair:
    match pair:
        case (int() as first, int() as second) if min(first, second) >= 0 and bool not in {
            type(first),
            type(second),
        }:
            return first, second
        case _:
            raise IllegalScore("A score has two whole numbers from 0, one for each side.")
