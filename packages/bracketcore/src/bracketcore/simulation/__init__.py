"""Chances: how often each entrant takes each place when the rest of a stage is played by lot.

A ``Chance`` is a function of two ids that tells a probability from 0 to 1. ``Strength`` is a
rating for each entrant, or the chance that the first of two beats the second.
"""

from fractions import Fraction
from random import Random

from bracketcore.errors import InvalidSimulation
from bracketcore.simulation.duels import Chance, Strength, simulate_duels
from bracketcore.simulation.heats import simulate_heats
from bracketcore.stage import Stage

__all__ = ["Chance", "Strength", "simulate"]


def simulate(
    stage: Stage, strength: Strength, runs: int, rng: Random, *, draw: float | Chance = 0.0
) -> dict[str, dict[int, Fraction]]:
    """Play the rest of a stage ``runs`` times: the share of each place, by entrant in seed order.

    ``strength`` has a rating for each entrant, on the scale of Elo, or tells the chance
    that side 0 beats side 1; heats take ratings alone. ``draw`` is the chance that a match is
    drawn if it may be; the others go by strength. A simulated win has no score, and a
    simulated heat the points of its format. Results so far stand, and the stage stays as it
    is; the same generator in the same state gives the same answer.

    The shares are exact, and only places that were taken are listed. Those of an entrant
    add up to 1; a place that two share counts for both, and the next place for nobody.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
    >>> chances = simulate(stage, {"ann": 1900, "bob": 1500, "cyd": 1500}, 1000, Random(1))
    >>> {place: float(share) for place, share in chances["ann"].items()}
    {1: 0.915, 2: 0.085}
    """
    if type(runs) is not int or runs < 1:
        raise InvalidSimulation(f"runs is a whole number from 1, and {runs} is none.")
    if any(len(match.slots) > 2 for match in stage.matches[:1]):  # noqa: PLR2004  more are a heat
        tallies = simulate_heats(stage, strength, runs, rng)
    else:
        tallies = simulate_duels(stage, strength, runs, rng, draw)
    return {
        entrant.id: {place: Fraction(tally[place], runs) for place in sorted(tally)}
        for entrant, tally in zip(stage.entrants, tallies, strict=True)
    }
