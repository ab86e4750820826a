"""The start of a lower bracket, also for entrants who have no match in the upper one.

In strength they come after the losers of the first upper round. The best meet the worst,
and byes go to the losers first and then to the better seeds.
"""

from collections.abc import Sequence

from bracketcore.formats.knockout import Plan
from bracketcore.structure import BYE_SOURCE, loser_of, losers_of, seed, winner_of

__all__ = ["lower_field"]


def lower_field(plan: Plan, upper: range, starters: range) -> Sequence[int]:
    """Who plays on in the lower bracket: a seat for each match of the first upper round.

    The rounds that it takes to get there, if any, are added to the plan.
    """
    if not starters:
        return losers_of(upper)
    first = plan.rounds[0].sources
    pairs = list(zip(first[::2], first[1::2], strict=True))
    losers = [
        BYE_SOURCE if BYE_SOURCE in pair else loser_of(match)
        for match, pair in zip(upper, pairs, strict=True)
    ]
    if len(starters) <= losers.count(BYE_SOURCE):
        halves = zip(pairs[::2], pairs[1::2], strict=True)
        return _seated(losers, [one + other for one, other in halves], _seeds(starters))
    seats = [seat for loser in losers for seat in (loser, BYE_SOURCE)]
    coming = _preliminaries(plan, starters, seats.count(BYE_SOURCE))
    merged = plan.add_next("L", _seated(seats, pairs, coming))
    return [winner_of(match) for match in merged]


def _seeds(starters: range) -> list[int]:
    return [seed(number) for number in starters]


def _seated(
    seats: Sequence[int], origins: Sequence[Sequence[int]], coming: Sequence[int]
) -> list[int]:
    """Two seats a match, with those who come, the best first, in the empty ones.

    ``origins`` has the seeds that the upper bracket would send to each match: the matches
    without losers are filled first, so that those are left alone as long as it can be.
    """
    free = [
        [seat for seat in (2 * match, 2 * match + 1) if seats[seat] == BYE_SOURCE]
        for match in range(len(origins))
    ]
    best = [min(-source for source in origin if source) for origin in origins]
    worst = [max(-source for source in origin) for origin in origins]
    whole = sorted(
        (match for match, both in enumerate(free) if len(both) > 1), key=best.__getitem__
    )
    half = sorted((match for match, one in enumerate(free) if len(one) == 1), key=worst.__getitem__)
    order = [
        *(free[match][0] for match in whole),
        *(free[match][1] for match in reversed(whole)),
        *(free[match][0] for match in reversed(half)),
    ]
    filled = list(seats)
    for seat, source in zip(order, coming, strict=False):
        filled[seat] = source
    return filled


def _preliminaries(plan: Plan, starters: range, places: int) -> list[int]:
    """Rounds among the starters until there is a place for each who is left, the best first."""
    order = list(range(1, places + 1))
    rounds = 0
    while len(order) < len(starters):
        rounds += 1
        order = [
            number for position in order for number in (position, 2 * len(order) + 1 - position)
        ]
    coming = [
        seed(starters[position - 1]) if position <= len(starters) else BYE_SOURCE
        for position in order
    ]
    for _ in range(rounds):
        coming = [winner_of(match) for match in plan.add_next("L", coming)]
    return coming
