"""Entrants, and the order in which they are seeded and spread over brackets and pools."""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from bracketcore.errors import InvalidStage

__all__ = [
    "Entrant",
    "Qualifier",
    "bracket_size",
    "by_rating",
    "cross",
    "effort",
    "from_bracket_order",
    "pool_labels",
    "shuffled",
    "snake",
    "snake_in_bracket_order",
    "standard_order",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entrant:
    """The unit that competes: a team or a single player, known by its id."""

    id: str
    name: str | None = None
    rating: int | None = None
    club: str | None = None

    def __str__(self) -> str:
        return self.id if self.name is None else self.name


def bracket_size(entrants: int) -> int:
    """The power of two that holds so many entrants.

    >>> bracket_size(5)
    8
    """
    return 1 << max(entrants - 1, 1).bit_length()


def standard_order(size: int) -> list[int]:
    """First-round seeds in bracket order: the best two meet in the final.

    >>> standard_order(8)
    [1, 8, 4, 5, 2, 7, 3, 6]
    """
    if size < 2 or size & (size - 1):  # noqa: PLR2004  a match has two sides
        raise InvalidStage("The size of a bracket is a power of two from 2: use bracket_size().")
    order = [1, 2]
    while len(order) < size:
        mirror = 2 * len(order) + 1
        order = [seed for best in order for seed in (best, mirror - best)]
    return order


def snake(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """Deal the entrants forth and back over the pools; a last turn fills the first pools.

    >>> snake([1, 2, 3, 4, 5, 6], 3)
    [[1, 6], [2, 5], [3, 4]]
    """
    dealt: list[list[T]] = [[] for _ in range(pools)]
    for index, entrant in enumerate(entrants):
        turn, place = divmod(index, pools)
        in_turn = min(pools, len(entrants) - turn * pools)
        dealt[in_turn - 1 - place if turn % 2 else place].append(entrant)
    return dealt


def effort(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """Deal the entrants over the pools, always from the first pool on.

    >>> effort([1, 2, 3, 4, 5, 6], 3)
    [[1, 4], [2, 5], [3, 6]]
    """
    return [list(entrants[pool::pools]) for pool in range(pools)]


def snake_in_bracket_order(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """The pools of `snake`, listed as their best seeds stand in a bracket.

    >>> snake_in_bracket_order([1, 2, 3, 4, 5, 6, 7, 8], 4)
    [[1, 8], [4, 5], [2, 7], [3, 6]]
    """
    dealt = snake(entrants, pools)
    return [dealt[seed - 1] for seed in standard_order(bracket_size(pools)) if seed <= pools]


def pool_labels(pools: int) -> list[str]:
    """The labels of the pools: A to Z, then AA, AB and so on.

    >>> pool_labels(28)[-3:]
    ['Z', 'AA', 'AB']
    """
    return [_label(number) for number in range(1, pools + 1)]


def _label(number: int) -> str:
    label = ""
    while number:
        number, letter = divmod(number - 1, 26)
        label = chr(ord("A") + letter) + label
    return label


def by_rating(entrants: Iterable[Entrant]) -> list[Entrant]:
    """The best rating first; equal ratings by id, and those without a rating last.

    >>> [entrant.id for entrant in by_rating([Entrant("ann", rating=7), Entrant("bob", rating=9)])]
    ['bob', 'ann']
    """
    return sorted(
        entrants,
        key=lambda one: (one.rating is None, -(one.rating or 0), one.id),
    )


def shuffled(entrants: Iterable[T], rng: Random) -> list[T]:
    """The entrants in an order drawn by lot; the same generator gives the same order.

    >>> sorted(shuffled(["ann", "bob", "cyd"], Random(7)))
    ['ann', 'bob', 'cyd']
    """
    order = list(entrants)
    rng.shuffle(order)
    return order


def from_bracket_order(order: Sequence[T]) -> list[T]:
    """Seed so that the entrants stand in the bracket in this order, byes apart.

    >>> from_bracket_order(["A1", "B2", "B1", "A2"])
    ['A1', 'B1', 'A2', 'B2']
    """
    size = bracket_size(len(order))
    seats = [seed for seed in standard_order(size) if seed <= len(order)]
    return [entrant for _, entrant in sorted(zip(seats, order, strict=True), key=lambda it: it[0])]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """An entrant who goes on, with the pool and the place that it comes from."""

    entrant: str
    pool: str
    place: int


def cross(qualifiers: Sequence[Qualifier]) -> list[Qualifier]:
    """Reseed so that entrants of one pool meet again as late as the bracket allows.

    Only entrants of the same place change seats, so that a better place keeps its better
    seeds. The first two of an even number of pools give the usual A1-B2, C1-D2, …, B1-A2,
    D1-C2, … when they fill the bracket.
    """
    if (usual := _usual_cross(qualifiers)) is not None:
        return from_bracket_order(usual)
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
