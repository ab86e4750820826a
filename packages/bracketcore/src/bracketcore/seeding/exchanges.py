"""Those who go on, and exchanges of their seats that let kin meet later.

Kin are entrants of one pool, and after them those of one club.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from bracketcore.seeding.orders import bracket_size, standard_order

__all__ = ["Qualifier", "exchanged"]

POOL: Final = 0
CLUB: Final = 1

# A pool or a club, pools first.
Kin = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """An entrant who goes on, with the pool and the place that it comes from, and its club.

    >>> Qualifier("ann", "A", 1, club="Lasker").pool
    'A'
    """

    entrant: str
    pool: str
    place: int
    club: str | None = None


def exchanged(qualifiers: Sequence[Qualifier]) -> list[Qualifier]:
    """Let two of a place, or two whole pools, change seats while early meetings get fewer."""
    seats = list(qualifiers)
    places = _places(len(seats))
    while _sweep(seats, places):
        pass
    return seats


def _sweep(seats: list[Qualifier], places: Sequence[int]) -> bool:
    """Let everybody once change seats for a gain; whether anybody did."""
    families = _families(seats)
    gained = False
    # The last seeds first: the best keep their seats as long as others can give theirs.
    for seat in reversed(range(len(seats))):
        if any(_crowds(families[kin], places) for kin in _kin(seats[seat])):
            moves = _gaining_moves(seat, seats, families, places)
            if moves is not None:
                taken = [seats[one] for one in moves]
                for goes_to, one in zip(moves.values(), taken, strict=True):
                    seats[goes_to] = one
                families = _families(seats)
                gained = True
    return gained


def _families(seats: Sequence[Qualifier]) -> dict[Kin, list[int]]:
    families: defaultdict[Kin, list[int]] = defaultdict(list)
    for seat, one in enumerate(seats):
        for kin in _kin(one):
            families[kin].append(seat)
    return families


def _places(count: int) -> list[int]:
    """Where in the bracket each seed stands."""
    order = standard_order(bracket_size(count))
    at = {seed: place for place, seed in enumerate(order)}
    return [at[seed] for seed in range(1, count + 1)]


def _gaining_moves(
    left: int,
    seats: Sequence[Qualifier],
    families: Mapping[Kin, Sequence[int]],
    places: Sequence[int],
) -> dict[int, int] | None:
    candidates = (
        moves
        for right in reversed(range(len(seats)))
        if seats[right].place == seats[left].place
        for moves in _moves(left, right, seats, families)
    )
    return next((moves for moves in candidates if _gains(moves, seats, families, places)), None)


def _moves(
    left: int, right: int, seats: Sequence[Qualifier], families: Mapping[Kin, Sequence[int]]
) -> Iterator[dict[int, int]]:
    """Where seats go when two entrants change theirs, and when their pools do, if alike."""
    yield {left: right, right: left}
    pools = [
        sorted(families[POOL, seats[seat].pool], key=lambda one: (seats[one].place, one))
        for seat in (left, right)
    ]
    one, other = pools
    if [seats[seat].place for seat in one] == [seats[seat].place for seat in other]:
        yield dict(zip(one + other, other + one, strict=True))


def _kin(one: Qualifier) -> list[Kin]:
    return [(POOL, one.pool), *([] if one.club is None else [(CLUB, one.club)])]


def _crowds(family: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a half, a quarter and so on has more or less of a family than its share."""
    size = bracket_size(len(places))
    return any(
        _is_uneven(Counter(places[seat] * parts // size for seat in family), len(family), parts)
        for parts in (2**power for power in range(1, size.bit_length()))
    )


def _is_uneven(counts: Counter[int], members: int, parts: int) -> bool:
    return max(counts.values()) > -(-members // parts) or (
        min(counts[part] for part in range(parts)) < members // parts
    )


def _gains(
    moves: Mapping[int, int],
    seats: Sequence[Qualifier],
    families: Mapping[Kin, Sequence[int]],
    places: Sequence[int],
) -> bool:
    """Whether the earliest meetings that the moves change get fewer, those of pools first."""
    change: Counter[tuple[int, int]] = Counter()
    for kin in {kin for seat in moves for kin in _kin(seats[seat])}:
        for one, other in combinations(families[kin], 2):
            before = places[one] ^ places[other]
            after = places[moves.get(one, one)] ^ places[moves.get(other, other)]
            change[kin[0], before.bit_length()] -= 1
            change[kin[0], after.bit_length()] += 1
    return next((many for _, many in sorted(change.items()) if many), 0) < 0
