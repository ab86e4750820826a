"""How a match can end, and how it cannot: results for a machine to draw from."""

from typing import Any

from hypothesis import strategies as st

from bracketcore import (
    DoubleForfeit,
    Draw,
    Forfeit,
    IllegalScore,
    NotAnOccupant,
    Placement,
    Walkover,
    Win,
    WinnerRequired,
)

from .playing import sitting

NAN: Any = float("nan")


def scores(best_of):
    """Scores with which side 0 wins, as a pair and game by game."""
    needed = best_of // 2 + 1
    if best_of == 1:
        return [None, (2, 1), ((3, 0),)]
    lost = best_of - needed
    return [None, (needed, lost), ((5, 7),) * lost + ((7, 5),) * needed]


def turned(score):
    match score:
        case None:
            return None
        case (int(), int()):
            return score[::-1]
        case games:
            return tuple(pair[::-1] for pair in games)


def possible(stage, data, match):
    if len(stage.pairing(match)) > 2:
        return placement(stage, data, match)
    first, second = stage.pairing(match)
    best_of = stage.best_of(match)
    score = data.draw(st.sampled_from(scores(best_of)))
    results = [
        Win(first),
        Win(second),
        Win(first, score=score),
        Win(second, score=turned(score)),
        Walkover(second),
        Forfeit(second),
        DoubleForfeit(),
    ]
    if best_of == 1:
        results.append(Win(first, score=(1, 1), shootout=(3, 2)))
    if not stage.match(match).decisive:
        results.append(Draw(score=(1, 1)))
    return data.draw(st.sampled_from(results))


def placement(stage, data, match):
    """Everybody in any order; of those who have left, only who was in the heat before."""
    before = stage.result(match)
    kept = {*before.order, *before.out} if isinstance(before, Placement) else set()
    entrants = sorted(kept | set(sitting(stage, match)))
    order = tuple(data.draw(st.permutations(entrants)))
    there = data.draw(st.integers(0, len(order)))
    if data.draw(st.booleans()):
        return Placement(order[:there], out=order[there:])
    points = data.draw(st.sampled_from([None, tuple(range(len(order)))]))
    return Placement(order, points)


def impossible(stage, match):
    """Results that no match of these sides can have, each with the error that says so."""
    sides = stage.pairing(match)
    if len(sides) > 2:
        some = sitting(stage, match) or ["nobody"]
        yield from [
            (Win(some[0]), IllegalScore),
            (Placement((*some, "nobody")), NotAnOccupant),
            (Placement((some[0], some[0])), NotAnOccupant),
            (Placement(()), NotAnOccupant),
        ]
        return
    first, second = sides
    yield from [
        (Win("nobody"), NotAnOccupant),
        (Walkover("nobody"), NotAnOccupant),
        (Forfeit("nobody"), NotAnOccupant),
        (Placement((first, second)), IllegalScore),
        (Win(first, score=(-1, 0)), IllegalScore),
        (Win(second, score=(NAN, 1)), IllegalScore),
        (Win(first, score=(1, 2)), IllegalScore),
        (Win(first, score=(2, 2)), IllegalScore),
    ]
    if stage.match(match).decisive:
        yield Draw(), WinnerRequired
