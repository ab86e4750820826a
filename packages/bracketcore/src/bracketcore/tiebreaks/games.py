"""The games that a table counts, and what each entrant got from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Game", "Line", "Number", "Table"]

# An exact number: no float ever decides a place.
Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Game:
    """A decided match of two as the table counts it; ``score`` is None if it was not played.

    A share is 1 of a win, a half of a draw and 0 of a loss. ``inside`` has the points that
    each side won inside the games, where they are known.

    >>> Game(("ann", "bob"), points=(3, 0), shares=(1, 0), score=(2, 1)).score
    (2, 1)
    """

    sides: tuple[str, str]
    points: tuple[Number, Number]
    shares: tuple[Number, Number]
    score: tuple[int, int] | None
    played: bool = True
    inside: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a game, seen from its entrant."""

    opponent: str
    points: Number
    share: Number
    score: tuple[int, int] | None
    played: bool
    inside: tuple[int, int] | None


class Table:
    """The games of a stage, looked up by entrant.

    >>> Table(["ann", "bob"], [Game(("ann", "bob"), (3, 0), (1, 0), (2, 1))]).points
    {'ann': 3, 'bob': 0}
    """

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
    return Line(
        opponent=game.sides[other],
        points=game.points[side],
        share=game.shares[side],
        score=_seen_from(side, game.score),
        played=game.played,
        inside=_seen_from(side, game.inside),
    )


def _seen_from(side: int, pair: tuple[int, int] | None) -> tuple[int, int] | None:
    return None if pair is None else (pair[side], pair[1 - side])
