"""Seeds for those who go on: entrants of one pool, and of one club, meet again late."""

from collections import Counter, deque
from collections.abc import Hashable, Sequence

from bracketcore.seeding.exchanges import Qualifier, exchanged
from bracketcore.seeding.orders import bracket_size, from_bracket_order, standard_order

__all__ = ["Qualifier", "cross"]


def cross(qualifiers: Sequence[Qualifier]) -> list[Qualifier]:
    """Reseed so that entrants of one pool meet again as late as the bracket allows.

    Only entrants of the same place change seats, so that a better place keeps its better
    seeds. The first two of an even number of pools give the usual A1-B2, C1-D2, …, B1-A2,
    D1-C2, … when they fill the bracket. Entrants of one club are then parted as well, as
    far as the pools stay as they are: neither two of a place nor two whole pools could
    change seats and have fewer early meetings.

    >>> going = [Qualifier(f"{pool}{place}", pool, place) for place in (1, 2) for pool in "AB"]
    >>> [one.entrant for one in cross(going)]
    ['A1', 'B1', 'A2', 'B2']
    """
    usual = _usual_cross(qualifiers)
    seats = _pools_spread(qualifiers) if usual is None else from_bracket_order(usual)
    return exchanged(seats)


def _pools_spread(qualifiers: Sequence[Qualifier]) -> list[Qualifier]:
    """Spread the pools over the halves, then over the halves of each half, and so on."""
    seats = list(qualifiers)
    size = bracket_size(len(seats))
    order = [number - 1 for number in standard_order(size)]
    while size > 2:  # noqa: PLR2004  the halves of a match are its two sides
        for start in range(0, len(order), size):
            half = start + size // 2
            top = [seat for seat in order[start:half] if seat < len(seats)]
            bottom = [seat for seat in order[half : start + size] if seat < len(seats)]
            _part_pools(seats, top, bottom)
        size //= 2
    return seats


def _usual_cross(qualifiers: Sequence[Qualifier]) -> list[Qualifier] | None:
    firsts = {one.pool: one for one in qualifiers if one.place == 1}
    seconds = {one.pool: one for one in qualifiers if one.place == 2}  # noqa: PLR2004  second place
    pools = list(firsts)
    fits = len(pools) > 1 and 2 * len(pools) == len(qualifiers) == bracket_size(len(qualifiers))
    if not fits or sorted(seconds) != sorted(pools):
        return None
    pairs = list(zip(pools[::2], pools[1::2], strict=True))
    top = [one for left, right in pairs for one in (firsts[left], seconds[right])]
    bottom = [one for left, right in pairs for one in (firsts[right], seconds[left])]
    return top + bottom


def _part_pools(seats: list[Qualifier], top: list[int], bottom: list[int]) -> None:
    """Swap seats of equal places until every pool is spread evenly over the two halves."""
    for heavy, light in ((top, bottom), (bottom, top)):
        while (swaps := _evening_swaps(seats, heavy, light)) is not None:
            for left, right in swaps:
                seats[left], seats[right] = seats[right], seats[left]


def _evening_swaps(
    seats: list[Qualifier], heavy: list[int], light: list[int]
) -> list[tuple[int, int]] | None:
    """The shortest chain of swaps that takes one entrant of a crowded pool out of a half.

    A swap hands the surplus of one pool to another one; the chain ends at a pool that has
    room in this half.
    """
    surplus = Counter(seats[seat].pool for seat in heavy)
    surplus.subtract(seats[seat].pool for seat in light)
    crowded = next((pool for pool in surplus if surplus[pool] > 1), None)
    if crowded is None:
        return None
    chains: deque[tuple[str, list[tuple[int, int]]]] = deque([(crowded, [])])
    seen: set[Hashable] = {crowded}
    while chains:
        pool, chain = chains.popleft()
        for swap in _swaps_out_of(pool, seats, heavy, light):
            taker = seats[swap[1]].pool
            if taker not in seen:
                seen.add(taker)
                if surplus[taker] < 0:
                    return [*chain, swap]
                chains.append((taker, [*chain, swap]))
    return None


def _swaps_out_of(
    pool: str, seats: list[Qualifier], heavy: list[int], light: list[int]
) -> list[tuple[int, int]]:
    return [
        (left, right)
        for left in reversed(heavy)
        if seats[left].pool == pool
        for right in light
        if seats[right].place == seats[left].place
    ]
