"""Results that look like those of the sport; the same generator gives the same ones."""

from collections.abc import Sequence
from random import Random
from typing import TypeAlias

from tournament_engine.management.seeding.examples import Sport
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Report

__all__ = ["heat", "report"]

Pair: TypeAlias = tuple[int, int]

#: How often the better seed wins, and how often a game of chess is drawn.
FAVOURITE = 0.75
DRAWN = 0.3
#: How many seeds a good or a bad day is worth in a heat.
FORM = 4.0


def report(sport: Sport, match: Match, *, favourite: int, random: Random) -> Report:
    """Return how a match ended; `favourite` is the side of the better seed."""
    winner = favourite if random.random() < FAVOURITE else 1 - favourite
    match sport:
        case Sport.FOOTBALL:
            return football(winner, decisive=match.decisive, random=random)
        case Sport.CHESS:
            return chess(winner, decisive=match.decisive, random=random)
        case Sport.TABLE_TENNIS:
            return Report(games=games(winner, match.best_of, to=11, random=random))
        case Sport.VIDEO_GAME | Sport.KARTING:
            return Report(games=games(winner, match.best_of, to=5, random=random))


def heat(strengths: Sequence[int | None], random: Random) -> Report:
    """Return the places of a heat; the best seed has the lowest strength, an empty seat none."""
    form = [
        None if strength is None else strength + random.uniform(0, FORM) for strength in strengths
    ]
    order = sorted(one for one in form if one is not None)
    places = [None if own is None else order.index(own) + 1 for own in form]
    return Report(kind=ResultKind.PLACEMENT, places=places)


def football(winner: int, *, decisive: bool, random: Random) -> Report:
    """Return goals; a level match of the knockout has a shootout."""
    fewer = random.choice((0, 0, 0, 1, 1, 2))
    more = fewer + random.choice((0, 1, 1, 2, 3))
    shootout = by_side(winner, random.choice(((4, 2), (4, 3), (5, 4), (3, 1))))
    is_open = more == fewer and decisive
    return Report(games=[by_side(winner, (more, fewer))], shootout=shootout if is_open else None)


def chess(winner: int, *, decisive: bool, random: Random) -> Report:
    """Return a game with a winner, or a draw."""
    if random.random() < DRAWN and not decisive:
        return Report(kind=ResultKind.DRAW)
    return Report(games=[by_side(winner, (1, 0))])


def games(winner: int, best_of: int, *, to: int, random: Random) -> list[Pair]:
    """Return the games of a match; it ends with the one that decides it."""
    needed = best_of // 2 + 1
    before = [winner] * (needed - 1) + [1 - winner] * random.randrange(needed)
    random.shuffle(before)
    return [by_side(side, game(to, random)) for side in (*before, winner)]


def game(to: int, random: Random) -> Pair:
    """Return the points of one game, won by two at least."""
    lower = random.randint(to // 3, to)
    return max(to, lower + 2), lower


def by_side(winner: int, score: Pair) -> Pair:
    """Return a score, winner first, as the sides have it."""
    more, fewer = score
    return (more, fewer) if winner == 0 else (fewer, more)
