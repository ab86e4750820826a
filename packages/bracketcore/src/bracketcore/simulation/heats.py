"""Chances where more than two meet: the rest of a stage with heats played by lot.

Who comes in first is drawn by the ratings, then who comes in second of those who are left,
and so on (Plackett and Luce): of any two, each is before the other as often as Elo expects.
"""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Final

from bracketcore.errors import InvalidSimulation
from bracketcore.results import Placement
from bracketcore.simulation.duels import Strength, check_ratings
from bracketcore.stage import Stage

__all__ = ["simulate_heats"]

# A rating that is higher by this is ten times as strong.
TENFOLD: Final = 400


def simulate_heats(stage: Stage, strength: Strength, runs: int, rng: Random) -> list[Counter[int]]:
    """How often each entrant, in seed order, took each place."""
    if not isinstance(strength, Mapping):
        raise InvalidSimulation("A chance is one between two: give ratings for a stage with heats.")
    check_ratings(stage, strength)
    copy = Stage(stage.format, stage.starters)
    for event in stage.history:
        copy.apply(event)
    weights = {one.id: 10 ** (strength[one.id] / TENFOLD) for one in stage.entrants}
    tallies: dict[str, Counter[int]] = {entrant: Counter() for entrant in weights}
    for _ in range(runs):
        played = _play_on(copy, weights, rng)
        for row in copy.standings():
            tallies[row.entrant][row.place] += 1
        for _ in range(played):
            copy.undo()
    return list(tallies.values())


def _play_on(stage: Stage, weights: Mapping[str, float], rng: Random) -> int:
    """Play every heat that is left: how many there were."""
    played = 0
    while ready := stage.ready_matches():
        for match in ready:
            sides = [side for side in stage.pairing(match.id) if isinstance(side, str)]
            staying = [side for side in sides if side not in stage.withdrawn]
            # The first of clocks that ring at random: the stronger, the sooner.
            rings = {side: rng.expovariate(weights[side]) for side in staying}
            stage.record(match.id, Placement(tuple(sorted(staying, key=rings.__getitem__))))
            played += 1
    return played
